"""Routes of places."""

from django.urls import path

from quartierwerk.rooms.places.views import showing, surveys

app_name = "places"
urlpatterns = [
    path("stadtbezirke/", showing.districts, name="districts"),
    path("stadtbezirke/<slug:slug>/", showing.district, name="district"),
    path("quartiere/", showing.quarters, name="quarters"),
    path("quartiere/<slug:slug>/", showing.quarter, name="quarter"),
    path("grenzen/", surveys.find, name="surveys"),
    path("grenzen/neu/", surveys.upload, name="new_survey"),
    path("grenzen/<int:pk>/", surveys.show, name="survey"),
    path("grenzen/<int:pk>/pruefen/", surveys.check, name="check_survey"),
    path("grenzen/<int:pk>/uebernehmen/", surveys.draw, name="draw_survey"),
]
