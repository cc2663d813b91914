"""Addresses of the handbook, under /handbuch/."""

from django.urls import path

from quartierwerk.surfaces.handbook import views

app_name = "handbook"
urlpatterns = [
    path("", views.contents, name="contents"),
    path("<slug:slug>/", views.chapter, name="chapter"),
]
