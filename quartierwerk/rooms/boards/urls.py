"""Addresses of the bodies."""

from django.urls import path

from quartierwerk.rooms.boards.views import bodies, letters, procedures, seating, seats

app_name = "boards"
urlpatterns = [
    path("", bodies.find, name="bodies"),
    path("gruenden/", bodies.found, name="found"),
    path("sitze/", seats.pending, name="pending"),
    path("<slug:slug>/", bodies.show, name="body"),
    path("<slug:slug>/bearbeiten/", bodies.edit, name="edit"),
    path("<slug:slug>/aufloesen/", bodies.dissolve, name="dissolve"),
    path("<slug:slug>/regeln/", procedures.regulate, name="regulate"),
    path("<slug:slug>/regeln/<int:pk>/zuruecknehmen/", procedures.withdraw, name="withdraw"),
    path("<slug:slug>/sitze/neu/", seats.appoint, name="appoint"),
    path("<slug:slug>/sitze/<int:pk>/", seats.correct, name="correct"),
    path("<slug:slug>/sitze/<int:pk>/beenden/", seats.end, name="end"),
    path("<slug:slug>/sitze/liste/", seating.upload, name="upload"),
    path("<slug:slug>/sitze/liste/uebernehmen/", seating.take_over, name="take_over"),
    path("<slug:slug>/sitze/vorlage.<str:format>", seating.form, name="form"),
    path("<slug:slug>/verteiler/", letters.addressees, name="addressees"),
    path("<slug:slug>/verteiler/<str:day>.<str:format>", letters.take_along, name="take_along"),
    path("<slug:slug>/schreiben/", letters.write, name="write"),
]
