"""Routes of places."""

from django.urls import path

from quartierwerk.rooms.places.views import base_map, editing, sharing, showing, surveys

app_name = "places"
urlpatterns = [
    path("stadt/", showing.city, name="city"),
    path("stadtbezirke/", showing.districts, name="districts"),
    path("stadtbezirke/<slug:slug>/", showing.district, name="district"),
    path("stadtteile/<slug:slug>/", showing.neighbourhood, name="neighbourhood"),
    path("zentren/<slug:slug>/", showing.centre, name="centre"),
    path("quartiere/", showing.quarters, name="quarters"),
    path("quartiere/<slug:slug>/", showing.quarter, name="quarter"),
    path("partnerstaedte/", showing.partners, name="partners"),
    path("partnerstaedte/<slug:slug>/", showing.partner, name="partner"),
    path("handlungsschwerpunkte/", showing.themes, name="themes"),
    path("handlungsschwerpunkte/neu/", editing.theme, name="new_theme"),
    path("handlungsschwerpunkte/<int:pk>/", editing.theme, name="edit_theme"),
    path("orte/<int:pk>/bild.png", sharing.picture, name="picture"),
    path("orte/<int:pk>/bearbeiten/", editing.words, name="edit_words"),
    path("orte/<int:pk>/standortprofil/neu/", editing.profile, name="new_profile"),
    path("orte/<int:pk>/standortprofil/<int:version>/", showing.profile, name="profile"),
    path("orte/<int:pk>/ansprechpersonen/neu/", editing.contact, name="new_contact"),
    path("orte/<int:pk>/ansprechpersonen/<int:contact_id>/", editing.contact, name="edit_contact"),
    path("orte/<int:pk>/ansprechpersonen/<int:contact_id>/loeschen/", editing.remove_contact, name="remove_contact"),
    path("kacheln/<slug:version>/<int:zoom>/<int:across>/<int:down>", base_map.tile, name="tile"),
    path("grenzen/", surveys.find, name="surveys"),
    path("grenzen/neu/", surveys.upload, name="new_survey"),
    path("grenzen/<int:pk>/", surveys.show, name="survey"),
    path("grenzen/<int:pk>/pruefen/", surveys.check, name="check_survey"),
    path("grenzen/<int:pk>/enklaven/", surveys.confirm, name="confirm_enclaves"),
    path("grenzen/<int:pk>/uebernehmen/", surveys.draw, name="draw_survey"),
]
