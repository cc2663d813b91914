"""Addresses of funding; German for people."""

from django.urls import path

from quartierwerk.rooms.funding.views import (
    applications,
    coapplicants,
    enclosures,
    programmes,
    projects,
    questionnaires,
    rounds,
    rule_sets,
)

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
    path("foerderung/<slug:slug>/fragen/", questionnaires.questions, name="questions"),
    path("foerderung/<slug:slug>/fragen/vorschau/", questionnaires.preview_questions, name="preview_questions"),
    path("foerderung/<slug:slug>/fragen/festlegen/", questionnaires.ask, name="ask"),
    path("foerderung/<slug:slug>/fragen/abschnitt/", questionnaires.section, name="section"),
    path("foerderung/<slug:slug>/fragen/abschnitt/<int:place>/", questionnaires.section, name="edit_section"),
    path(
        "foerderung/<slug:slug>/fragen/abschnitt/<int:place>/entfernen/",
        questionnaires.drop_section,
        name="drop_section",
    ),
    path("foerderung/<slug:slug>/fragen/frage/", questionnaires.question, name="question"),
    path("foerderung/<slug:slug>/fragen/frage/<slug:key>/", questionnaires.question, name="edit_question"),
    path(
        "foerderung/<slug:slug>/fragen/frage/<slug:key>/entfernen/", questionnaires.drop_question, name="drop_question"
    ),
    path("foerderung/<slug:slug>/antrag/", applications.begin, name="begin"),
    path("antraege/", applications.find, name="applications"),
    path("antraege/<int:pk>/", applications.show, name="application"),
    path("antraege/<int:pk>/schreiben/", applications.write, name="write"),
    path("antraege/<int:pk>/speichern/", applications.save, name="save"),
    path("antraege/<int:pk>/gemeinsam/", coapplicants.share, name="share"),
    path("antraege/<int:pk>/pruefen/", applications.check, name="check"),
    path("antraege/<int:pk>/anlagen/<int:enclosure>/", enclosures.enclosure, name="enclosure"),
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
]
