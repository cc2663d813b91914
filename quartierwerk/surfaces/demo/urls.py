"""Addresses that exist in a demo only."""

from django.urls import path

from quartierwerk.surfaces.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.cast, name="cast"),
    path("anmelden/<str:token>/", views.enter, name="enter"),
    path("zuruecksetzen/", views.reset, name="reset"),
    path("post/", views.mails, name="mails"),
    path("post/<int:pk>/", views.mail, name="mail"),
]
