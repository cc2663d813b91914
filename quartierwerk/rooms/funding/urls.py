"""Addresses of funding; German for people."""

from django.urls import path

from quartierwerk.rooms.funding.views import applications, invoices, own, programmes, projects, rounds, rule_sets

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
    path("rechnungen/", invoices.find, name="invoices"),
    path("projekte/<int:pk>/geld/", own.funds, name="funds"),
    path("projekte/<int:pk>/geld/anfragen/", own.ask, name="ask"),
    path("projekte/<int:pk>/geld/<int:demand>/tagesordnung/", own.table_demand, name="table_demand"),
    path("projekte/<int:pk>/geld/<int:demand>/zurueckziehen/", own.withdraw_demand, name="withdraw_demand"),
    path("projekte/<int:pk>/abrechnen/", own.close, name="close"),
    path("projekte/<int:pk>/rechnungen/neu/", invoices.enter, name="enter_invoice"),
    path("projekte/<int:pk>/rechnungen/<int:invoice>/", invoices.show, name="invoice"),
    path("projekte/<int:pk>/rechnungen/<int:invoice>/richtig/", invoices.check, name="check_invoice"),
    path("projekte/<int:pk>/rechnungen/<int:invoice>/anweisen/", invoices.order, name="order_invoice"),
    path("projekte/<int:pk>/rechnungen/<int:invoice>/ablehnen/", invoices.refuse, name="refuse_invoice"),
    path("projekte/<int:pk>/rechnungen/<int:invoice>/zurueckziehen/", invoices.withdraw, name="withdraw_invoice"),
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
