"""Addresses of the directory, under /verzeichnis/."""

from django.urls import path

from quartierwerk.rooms.directory.views import (
    doubles,
    editing,
    exports,
    feed,
    finding,
    imports,
    map,
    profile,
    sharing,
    synonyms,
)

app_name = "directory"
urlpatterns = [
    path("", finding.find, name="list"),
    path("karte/", map.show, name="map"),
    path("karte/embed/", map.embed, name="embed"),
    path("karte/code.svg", sharing.code, name="map_code"),
    path("karte/bild.png", sharing.picture, name="map_picture"),
    path("karte/oembed/", map.oembed, name="oembed"),
    path("vorschlag/", finding.suggest, name="suggest"),
    path("neu.atom", feed.newest, name="feed"),
    path("neu/", editing.create, name="create"),
    path("synonyme/", synonyms.find, name="synonyms"),
    path("synonyme/neu/", synonyms.edit, name="new_synonyms"),
    path("synonyme/<int:pk>/", synonyms.edit, name="edit_synonyms"),
    path("importe/", imports.find, name="imports"),
    path("importe/neu/", imports.upload, name="new_import"),
    path("importe/<int:pk>/", imports.show, name="import"),
    path("importe/<int:pk>/spalten/", imports.columns, name="import_columns"),
    path("importe/<int:pk>/pruefen/", imports.check, name="check_import"),
    path("importe/<int:pk>/uebernehmen/", imports.run, name="run_import"),
    path("importe/<int:pk>/zuruecknehmen/", imports.undo, name="undo_import"),
    path("importe/<int:pk>/zurueckgewiesen/", imports.refused, name="import_refused"),
    path("doppel/", doubles.find, name="doubles"),
    path("doppel/<int:pk>/", doubles.clear, name="clear_double"),
    path("export/<slug:format>/", exports.download, name="export"),
    path("<int:pk>/", profile.short, name="short"),
    path("<int:pk>/nachricht/", profile.write, name="write"),
    path("<int:pk>/nachricht/gesendet/", profile.written, name="written"),
    path("<int:pk>/bearbeiten/", editing.edit, name="edit"),
    path("<int:pk>/zurueckziehen/", editing.withdraw, name="withdraw"),
    path("<int:pk>/wieder-zeigen/", editing.restore, name="restore"),
    path("<int:pk>/arbeitsproben/", editing.works, name="works"),
    path("<int:pk>/arbeitsproben/<int:work_id>/", editing.edit_work, name="edit_work"),
    path("<int:pk>/arbeitsproben/<int:work_id>/entfernen/", editing.remove_work, name="remove_work"),
    path("<int:pk>/standort/<int:location_id>/", editing.pin, name="pin"),
    path("<int:pk>/<slug:slug>/", profile.show, name="profile"),
]
