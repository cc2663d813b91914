"""A list of pots from elsewhere: looked at row by row, taken over whole, and harmless a second time."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.rooms.budget import actions, queries
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.rules import Source, Sums
from quartierwerk.rooms.budget.rules.taking import Known, Outcome, PotRow, Refusal, read_row
from quartierwerk.rooms.budget.tests import factories

KNOWN = Known({"saeule 2": 7}, {"hoerde": 3}, {2024})
ROW = {"year": "2026", "pillar": "Säule 2", "funds": "80.000", "paid": "1.234,56", "basis": "Ratsbeschluss"}


def test_a_row_is_read_as_people_write_it():
    assert read_row(ROW | {"district": "Hörde"}, known=KNOWN) == PotRow(
        year=2026,
        source=Source.CITY,
        pillar=7,
        district=3,
        purpose="",
        account="",
        funds=80_000_00,
        paid=1_234_56,
        basis="Ratsbeschluss",
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"year": "²⁰²⁶"}, "Jahr"),
        ({"year": "9" * 5000}, "Jahr"),
        ({"purpose": "Fest\0"}, "Zeichen"),
        ({"funds": "9" * 400}, "zu groß"),
        ({"year": "bald"}, "Jahr"),
        ({"year": "2024"}, "abgeschlossen"),
        ({"source": "Lotto"}, "Herkunft"),
        ({"pillar": "Säule 9"}, "Säule"),
        ({"district": "Atlantis"}, "Bezirk"),
        ({"pillar": ""}, "Zweck"),
        ({"basis": " "}, "Grundlage"),
        ({"basis": "x" * 300}, "zu lang"),
        ({"funds": "viel"}, "Betrag"),
        ({"paid": "90.000"}, "höchstens"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(wrong, said):
    read = read_row(ROW | wrong, known=KNOWN)
    assert isinstance(read, Refusal)
    assert said in str(read.sentence)


def test_a_row_says_all_that_is_wrong_with_it():
    wrong = {"year": "bald", "source": "Lotto", "district": "Atlantis", "basis": "", "funds": "viel", "paid": "auch"}
    assert len(read_row(ROW | wrong, known=KNOWN).sentences) == 6


FILE = "Haushaltsjahr;Herkunft;Zweck;Mittel;ausgezahlt;Grundlage\n2026;Stiftung;Lichterfest;5.000,00;1.000;Zusage\n"


@pytest.fixture
def page(client, db):
    client.force_login(factories.treasurer())
    return client


def sent(page, text):
    file = SimpleUploadedFile("toepfe.csv", text.encode(), content_type="text/csv")
    return page.post(reverse("budget:upload_pots"), {"file": file})


def taken(page, shown):
    asked = shown.context["asked"]
    return page.post(
        reverse("budget:take_over_pots"), {name: asked[name].value() for name in ("rows", "seen")}, follow=True
    )


def test_a_list_is_looked_at_and_taken_over(page):
    shown = sent(page, FILE)
    assert shown.context["fresh"] == 1
    assert not Pot.objects.exists()

    taken(page, shown)

    pot = Pot.objects.get()
    assert (str(pot), pot.year.year, pot.sums) == ("Lichterfest · Stiftung", 2026, Sums(funds=5_000_00, paid=1_000_00))
    assert not queries.unsound().exists()


def test_the_same_list_changes_nothing_a_second_time(page):
    taken(page, sent(page, FILE))
    again = sent(page, FILE)
    assert [one.outcome for _cells, one, _badge in again.context["rows"]] == [Outcome.KNOWN]


def test_one_bad_row_keeps_all_out(page):
    shown = sent(page, FILE + "bald;Stiftung;Kino;1;;Zusage\n")
    assert shown.context["refused"] == 1
    answered = taken(page, shown)
    assert answered.status_code == 422
    assert not Pot.objects.exists()


def test_other_sums_are_entered_not_read(page):
    taken(page, sent(page, FILE))
    shown = sent(page, FILE.replace("5.000,00", "6.000,00"))
    assert "gebucht, nicht eingelesen" in shown.text


def test_what_changed_meanwhile_is_looked_at_again(page):
    shown = sent(page, FILE)
    taken(page, sent(page, FILE))
    answered = taken(page, shown)
    assert "Inzwischen hat sich" in answered.text
    assert Pot.objects.count() == 1


CELLS = {"year": "2026", "source": "Stiftung", "purpose": "Lichterfest", "funds": "5.000,00", "basis": "Zusage"}


def test_what_becomes_of_a_list_is_decided_anew_when_it_is_taken(db):
    treasurer = factories.treasurer()
    wanted = actions.PotList([CELLS], [Outcome.FRESH])

    actions.take_over_pots(wanted, actor=treasurer)
    with pytest.raises(actions.ListChanged):
        actions.take_over_pots(wanted, actor=treasurer)

    assert Pot.objects.get().funds == 5_000_00


def test_a_year_that_was_closed_meanwhile_takes_no_list(db):
    treasurer = factories.treasurer()
    year = factories.year(2026)
    factories.pot(cents=1, by=treasurer, year=year)
    actions.close_year(year, actor=treasurer, basis="Beschluss")
    with pytest.raises(actions.RowRefused, match="abgeschlossen"):
        actions.take_over_pots(actions.PotList([CELLS], [Outcome.FRESH]), actor=treasurer)
    assert year.pots.count() == 1


def test_the_look_writes_money_as_the_house_does_and_every_reason(page):
    shown = sent(page, FILE + "bald;Lotto;Kino;1;;\n").text
    assert "5.000,00\u00a0€" in shown and "1.000,00\u00a0€" in shown
    assert "Das Jahr ist keines." in shown and "Diese Herkunft gibt es nicht." in shown
    assert "Die Grundlage fehlt." in shown


@pytest.mark.parametrize("rows", ["", "{}", "[[]]", "[1]", "[" * 100_000, '[{"year": {}}]', '[{"purpose": "\\u0000"}]'])
def test_a_list_that_nobody_was_shown_is_refused_in_words(page, rows):
    answered = page.post(reverse("budget:take_over_pots"), {"rows": rows, "seen": "fresh"}, follow=True)
    assert answered.status_code in (200, 422)
    assert not Pot.objects.exists()


def test_an_auditor_takes_nothing_over(db):
    with pytest.raises(NotAllowed):
        actions.take_over_pots(actions.PotList([], []), actor=factories.auditor())
