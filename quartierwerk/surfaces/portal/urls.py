"""Addresses of the portal."""

from django.urls import path

from quartierwerk.surfaces.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("suche/", views.find, name="search"),
    path("mein/", views.mine, name="mine"),
    path("arbeit/", views.work, name="work"),
]
