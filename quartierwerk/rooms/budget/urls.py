"""Addresses of the treasury."""

from django.urls import include, path

from quartierwerk.rooms.budget.views import (
    bank,
    earmarks,
    entries,
    house_accounts,
    orders,
    overview,
    pillars,
    pots,
    reports,
    runs,
    taking,
    years,
)

of_a_pot = [
    path("", pots.show, name="pot"),
    path("zuweisen/", pots.allocate, name="allocate"),
    path("umbuchen/", pots.transfer, name="transfer"),
    path("reservieren/", pots.reserve, name="reserve"),
    path("ausgeben/", pots.spend, name="spend"),
    path("buchungsstelle/", pots.edit_pot, name="edit_pot"),
]
of_an_earmark = [
    path("", earmarks.show, name="earmark"),
    path("festlegen/", earmarks.commit, name="commit"),
    path("freigeben/", earmarks.release, name="release"),
    path("festlegung-freigeben/", earmarks.decommit, name="decommit"),
    path("zahlen/", earmarks.propose, name="propose"),
    path("rueckzahlung/", earmarks.repay, name="repay"),
]
of_an_order = [
    path("", orders.show, name="order"),
    path("freigeben/", orders.release_order, name="release_order"),
    path("ablehnen/", orders.refuse, name="refuse"),
    path("zurueckziehen/", orders.withdraw, name="withdraw"),
]
of_a_year = [
    path("zuweisen/", years.allocate_as_provided, name="allocate_as_provided"),
    path("abschliessen/", years.close_year, name="close_year"),
    path("topf/", years.open_pot, name="open_pot"),
    path("bericht/", reports.show, name="cash_report"),
    path("bericht/datei/", reports.download, name="cash_report_file"),
]
of_a_line = [
    path("", bank.line, name="line"),
    path("zuordnen/<int:entry>/", bank.match, name="match"),
    path("lauf/<int:run>/", bank.match_run, name="match_run"),
    path("ruecklaeufer/<int:payment>/", bank.book_return, name="book_return"),
    path("rueckzahlung/<int:earmark>/", bank.book_repayment, name="book_repayment"),
    path("buchen/", bank.book, name="book"),
    path("ablegen/", bank.pass_line, name="pass_line"),
    path("loesen/", bank.unmatch, name="unmatch"),
]
of_a_run = [
    path("", runs.show, name="run"),
    path("freigeben/", runs.release_run, name="release_run"),
    path("aufloesen/", runs.dissolve, name="dissolve"),
    path("datei/", runs.fetch_file, name="fetch_file"),
    path("liste/", runs.fetch_list, name="fetch_list"),
    path("verwerfen-vorschlagen/", runs.ask_to_void, name="ask_to_void"),
    path("verwerfen/", runs.void_run, name="void_run"),
    path("bestehen-lassen/", runs.let_stand, name="let_stand"),
    path("ausgefuehrt/", runs.confirm_execution, name="confirm_execution"),
    path("zahlungen/<int:payment>/gescheitert/", runs.fail, name="fail"),
]

app_name = "budget"
urlpatterns = [
    path("", overview.show, name="pots"),
    path("datei/<str:format>/", overview.download, name="pots_file"),
    path("toepfe/<int:pk>/", include(of_a_pot)),
    path("bindungen/<int:pk>/", include(of_an_earmark)),
    path("buchungen/<int:pk>/", entries.show, name="entry"),
    path("buchungen/<int:pk>/stornieren/", entries.take_back, name="take_back"),
    path("journal/", entries.find, name="entries"),
    path("journal/datei/<str:format>/", entries.download, name="entries_file"),
    path("journal/stadtkasse/", entries.journal, name="journal"),
    path("zahlungen/", orders.find, name="orders"),
    path("zahlungen/freigeben/", orders.release_orders, name="release_orders"),
    path("zahlungen/<int:pk>/", include(of_an_order)),
    path("laeufe/", runs.find, name="runs"),
    path("laeufe/neu/", runs.gather, name="gather"),
    path("laeufe/<int:pk>/", include(of_a_run)),
    path("hauskonten/", house_accounts.find, name="house_accounts"),
    path("hauskonten/neu/", house_accounts.open_account, name="open_account"),
    path("hauskonten/<int:pk>/schliessen/", house_accounts.close_account, name="close_account"),
    path("jahre/", years.find, name="years"),
    path("toepfe/einlesen/", taking.upload, name="upload_pots"),
    path("toepfe/einlesen/uebernehmen/", taking.take_over, name="take_over_pots"),
    path("toepfe/einlesen/vorlage/<str:format>/", taking.empty_form, name="pots_form"),
    path("jahre/eroeffnen/", years.open_year, name="open_year"),
    path("jahre/<int:year>/", include(of_a_year)),
    path("auszuege/", bank.find, name="statements"),
    path("auszuege/einlesen/", bank.read, name="read_statements"),
    path("auszuege/<int:pk>/", bank.show, name="statement"),
    path("umsaetze/<int:pk>/", include(of_a_line)),
    path("saeulen/", pillars.find, name="pillars"),
    path("saeulen/neu/", pillars.add_pillar, name="add_pillar"),
    path("saeulen/<int:pk>/beenden/", pillars.end_pillar, name="end_pillar"),
]
