"""Addresses of funding; German for people."""

from django.urls import path

from quartierwerk.rooms.funding.views import (
    applications,
    letter_texts,
    letters,
    programmes,
    projects,
    rounds,
    rule_sets,
)
from quartierwerk.rooms.funding.views import reading_letters as reading

app_name = "funding"
urlpatterns = [
    path("foerderung/", programmes.find, name="programmes"),
    path("foerderung/neu/", programmes.found, name="found"),
    path("foerderung/<slug:slug>/", programmes.show, name="programme"),
    path("foerderung/<slug:slug>/rechnen/", programmes.reckon, name="reckon"),
    path("foerderung/<slug:slug>/bearbeiten/", programmes.edit, name="edit"),
    path("foerderung/<slug:slug>/beenden/", programmes.end, name="end"),
    path("foerderung/<slug:slug>/bedingungen/neu/", rule_sets.regulate, name="regulate"),
    path("foerderung/<slug:slug>/bedingungen/<int:pk>/", rule_sets.terms, name="terms"),
    path("foerderung/<slug:slug>/bedingungen/<int:pk>/zuruecknehmen/", rule_sets.withdraw, name="withdraw"),
    path("foerderung/<slug:slug>/runden/neu/", rounds.call, name="call"),
    path("foerderung/<slug:slug>/runden/<int:pk>/", rounds.move_round, name="move_round"),
    path("foerderung/<slug:slug>/runden/<int:pk>/streichen/", rounds.drop_round, name="drop_round"),
    path("foerderung/<slug:slug>/antrag/", applications.begin, name="begin"),
    path("antraege/", applications.find, name="applications"),
    path("antraege/<int:pk>/", applications.show, name="application"),
    path("antraege/<int:pk>/schreiben/", applications.write, name="write"),
    path("antraege/<int:pk>/pruefen/", applications.check, name="check"),
    path("antraege/<int:pk>/eingangsbestaetigung.pdf", applications.receipt, name="receipt"),
    path("antraege/<int:pk>/zurueckziehen/", applications.withdraw_application, name="withdraw_application"),
    path("projekte/", projects.find, name="projects"),
    path("projekte/neu/", projects.enter, name="enter"),
    path("projekte/<int:pk>/", projects.show, name="project"),
    path("projekte/<int:pk>/bearbeiten/", projects.reshape, name="reshape"),
    path("projekte/<int:pk>/veroeffentlichen/", projects.publish, name="publish"),
    path("projekte/<int:pk>/intern/", projects.hide, name="hide"),
    path("projekte/<int:pk>/absagen/", projects.call_off, name="call_off"),
    path("projekte/<int:pk>/uebergeben/", projects.entrust, name="entrust"),
    path("projekte/<int:pk>/mittel/", projects.contribute, name="contribute"),
    path("projekte/<int:pk>/mittel/<int:contribution>/", projects.settle, name="settle"),
    path(
        "projekte/<int:pk>/mittel/<int:contribution>/streichen/", projects.drop_contribution, name="drop_contribution"
    ),
    path("schreiben/", letters.find, name="letters"),
    path("schreiben/viele/", letters.run_letters, name="run_letters"),
    path("schreiben/laeufe/<int:pk>/", letters.letter_run, name="letter_run"),
    path("schreiben/texte/", letter_texts.letter_texts, name="letter_texts"),
    path("schreiben/texte/baustein/", letter_texts.lay_down_passage, name="lay_down_passage"),
    path("schreiben/texte/<slug:grantor>/", letter_texts.lay_down_clauses, name="lay_down_clauses"),
    path("schreiben/neu/<int:pk>/", letters.draft_letter, name="draft_letter"),
    path("schreiben/neu/beginn/<int:pk>/", letters.draft_early_letter, name="draft_early_letter"),
    path("schreiben/<int:pk>/", reading.letter, name="letter"),
    path("schreiben/<int:pk>/datei.pdf", reading.letter_file, name="letter_file"),
    path("schreiben/<int:pk>/abrufen/", reading.retrieve_letter, name="retrieve_letter"),
    path("schreiben/<int:pk>/freigeben/", letters.approve_letter, name="approve_letter"),
    path("schreiben/<int:pk>/verwerfen/", letters.discard_letter, name="discard_letter"),
    path("schreiben/<int:pk>/ausfertigen/", letters.issue_letter, name="issue_letter"),
    path("schreiben/<int:pk>/bekanntgeben/", letters.serve_letter, name="serve_letter"),
]
