"""Addresses of funding; German for people."""

from django.urls import path

from quartierwerk.rooms.funding.views import programmes, rounds, rule_sets

app_name = "funding"
urlpatterns = [
    path("", programmes.find, name="programmes"),
    path("neu/", programmes.found, name="found"),
    path("<slug:slug>/", programmes.show, name="programme"),
    path("<slug:slug>/rechnen/", programmes.reckon, name="reckon"),
    path("<slug:slug>/bearbeiten/", programmes.edit, name="edit"),
    path("<slug:slug>/beenden/", programmes.end, name="end"),
    path("<slug:slug>/bedingungen/neu/", rule_sets.regulate, name="regulate"),
    path("<slug:slug>/bedingungen/<int:pk>/", rule_sets.terms, name="terms"),
    path("<slug:slug>/bedingungen/<int:pk>/zuruecknehmen/", rule_sets.withdraw, name="withdraw"),
    path("<slug:slug>/runden/neu/", rounds.call, name="call"),
    path("<slug:slug>/runden/<int:pk>/", rounds.move_round, name="move_round"),
    path("<slug:slug>/runden/<int:pk>/streichen/", rounds.drop_round, name="drop_round"),
]
