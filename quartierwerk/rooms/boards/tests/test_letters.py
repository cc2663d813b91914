"""Writing to all who sit on a body, and taking their addresses along."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, WordsMissing
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Viewing
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import actions
from quartierwerk.rooms.boards.rules import SeatRole
from quartierwerk.rooms.boards.tests import factories

pytestmark = pytest.mark.django_db
LETTER = actions.Letter(subject="Nächstes Treffen", text="Guten Tag,\n\nwir treffen uns & reden.")


@pytest.fixture
def body(db):
    """A body with somebody who signs in, somebody who does not, somebody without an address, and somebody gone."""
    body = factories.body("Beirat Muster")
    factories.seat(body, accounts.person("Vera Vorn", email="vera@gremien.example"), role=SeatRole.CHAIR)
    factories.seat(body, accounts.person("Mia Mit", email=None), email="mia@gremien.example")
    factories.seat(body, accounts.person("Ohne Adresse", email=None))
    factories.seat(body, accounts.person("Erna Einst"), valid_to=date(2021, 1, 1))
    return body


def test_a_letter_goes_to_each_who_sits_there_today(body, officer):
    actions.write_to(body, actor=officer, letter=LETTER)

    mails = OutgoingMail.objects.order_by("to")
    assert [mail.to for mail in mails] == ["mia@gremien.example", "vera@gremien.example"]
    assert mails[0].subject == "Nächstes Treffen"
    assert "wir treffen uns & reden." in mails[0].text and "Beirat Muster" in mails[0].text
    row = AuditRow.objects.get(verb="boards.write_to")
    nameless = body.seats.get(person__name="Ohne Adresse")
    assert row.changes == {"mails": 2, "without_address": [reference(nameless)]}
    assert "Treffen" not in str(row.changes)


def test_members_do_not_write_to_all(body):
    with pytest.raises(NotAllowed):
        actions.write_to(body, actor=body.seats.first().person, letter=LETTER)


def test_a_letter_needs_words_and_somebody_who_reads_it(body, officer):
    for letter in (actions.Letter(subject=" ", text="Text"), actions.Letter(subject="Betreff", text="\n")):
        with pytest.raises(WordsMissing):
            actions.write_to(body, actor=officer, letter=letter)
    with pytest.raises(actions.NobodyToWriteTo):
        actions.write_to(factories.body("Leer"), actor=officer, letter=LETTER)

    assert not OutgoingMail.objects.exists()


def test_the_page_shows_the_letter_before_it_sends_it(body, office):
    url, given = reverse("boards:write", args=[body.slug]), vars(LETTER)

    preview = office.post(url, given | {"preview": "1"}).content.decode()

    assert "So sieht die Mail aus" in preview and "An 2 Personen schicken" in preview
    assert "Ohne Adresse" in preview and "Vera Vorn" not in preview
    assert not OutgoingMail.objects.exists()
    assert office.post(url, given | {"send": "1"}).url == body.get_absolute_url()
    assert OutgoingMail.objects.count() == 2


def test_the_list_holds_who_sat_there_on_a_day_and_is_noted(body, office, officer):
    for day, names in ((clock.today(), {"Vera Vorn", "Mia Mit", "Ohne Adresse"}), (date(2020, 6, 1), None)):
        answer = office.get(reverse("boards:take_along", args=[body.slug, day.isoformat(), "csv"]))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        found = {line.split(";")[0] for line in text.splitlines()[1:]}
        assert found == (names or {"Vera Vorn", "Mia Mit", "Ohne Adresse", "Erna Einst"})

    vera = body.seats.get(role="chair").person
    assert "vera@gremien.example" in text and "Vorsitz" in text and "Beirat Muster" in text
    assert Viewing.objects.about(vera).filter(viewer=officer, page="boards.addressees").exists()


@pytest.mark.parametrize(("day", "format"), [("2026-02-30", "csv"), ("bald", "csv"), ("2026-06-01", "pdf")])
def test_there_is_no_list_of_another_day_or_format(body, office, day, format):
    assert office.get(reverse("boards:take_along", args=[body.slug, day, format])).status_code == 404


def test_the_page_of_the_list_says_who_has_no_address(body, office):
    text = office.get(reverse("boards:addressees", args=[body.slug])).content.decode()

    assert text.count("ohne E-Mail-Adresse") == 1
    assert "vera@gremien.example" not in text


def test_nobody_is_written_to_after_their_last_day(body, officer):
    for seat in body.seats.filter(valid_to=None):
        actions.end(seat, actor=officer, valid_to=clock.today())

    with pytest.raises(actions.NobodyToWriteTo):
        actions.write_to(body, actor=officer, letter=LETTER, at=clock.now() + timedelta(minutes=1))
