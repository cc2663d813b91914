"""Routes of places."""

from django.urls import path

from quartierwerk.rooms.places import views

app_name = "places"
urlpatterns = [
    path("stadtbezirke/", views.districts, name="districts"),
    path("stadtbezirke/<slug:slug>/", views.district, name="district"),
    path("quartiere/", views.quarters, name="quarters"),
    path("quartiere/<slug:slug>/", views.quarter, name="quarter"),
]
