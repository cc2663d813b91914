"""Reporting a barrier without an account, answering it, forgetting it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.house.models import House
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.privacy import find
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.ui.guarding import SIGNER
from quartierwerk.foundation.waiting import piles_of
from quartierwerk.rooms.accounts.models import Viewing
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.newsroom import actions, rules
from quartierwerk.rooms.newsroom.models import BarrierReport
from quartierwerk.rooms.newsroom.tests.test_actions import NOON

pytestmark = pytest.mark.django_db
FORM, LIST = "/barrierefreiheit/melden/", "/barrierefreiheit/meldungen/"
SAID = "Der Knopf hat keinen Namen."


@pytest.fixture
def house(db):
    return House.objects.create(name="Musterstadt", contact_email="post@stadt.example")


def report(*, text=SAID, at=NOON, **rest):
    met = actions.Barrier(text=text, **{"page": "/verzeichnis/", "email": "ute@gast.example", **rest})
    return actions.report(met, actor=None, at=at)


def send(client, **other):
    with time_machine.travel(clock.now() - timedelta(seconds=10)):
        stamp = SIGNER.sign("shown")
    return client.post(FORM, {"text": SAID, "page": "/verzeichnis/", "email": "", "stamp": stamp, **other})


# report


def test_a_report_waits_and_the_office_hears_of_it_without_its_words(house):
    barrier = report()

    mail = OutgoingMail.objects.get()
    assert (barrier.state, barrier.created_at) == ("waiting", NOON)
    assert mail.to == "post@stadt.example" and barrier.get_absolute_url() in mail.text
    assert SAID not in mail.text and "ute@gast.example" not in mail.text


def test_a_report_without_words_is_refused():
    with pytest.raises(WordsMissing):
        report(text="  ")

    assert not BarrierReport.objects.exists()


def test_an_answer_goes_to_an_address_only():
    with pytest.raises(RuleBroken) as refusal:
        report(email="ute@")

    assert refusal.value.field == "email"
    assert not BarrierReport.objects.exists()


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/karte/?q=1", "/karte/"),
        ("https://stadt.example/karte/", "/karte/"),
        ("//boese.example/x", "/x"),
        ("javascript:alert(1)", ""),
        ("Karte", ""),
        ("/" + "x" * 600, ""),
        ("", ""),
    ],
)
def test_what_is_kept_of_an_address_is_a_path(address, path):
    assert rules.own_path(address) == path


def test_a_report_is_in_the_trail_without_its_words():
    barrier = report()

    row = AuditRow.objects.get(subject=reference(barrier), verb="newsroom.report")
    assert row.actor == "" and SAID not in str(row.changes)


# answer


def test_an_answer_goes_to_the_address_that_was_left(officer, house):
    barrier = actions.answer(report(language="en"), actor=officer, text="It has one now.", at=NOON)

    mail = OutgoingMail.objects.latest("pk")
    assert (barrier.state, barrier.answered_by, barrier.answered_at) == ("answered", officer, NOON)
    assert (mail.to, mail.reply_to) == ("ute@gast.example", "post@stadt.example")
    assert "It has one now." in mail.text and "/en/barrierefreiheit/" in mail.text and SAID not in mail.text


@pytest.mark.parametrize("who", ["visitor", "owner", "stranger"])
def test_only_the_office_answers(request, who):
    with pytest.raises(NotAllowed):
        actions.answer(report(), actor=request.getfixturevalue(who), text="Ja.")


def test_an_answer_needs_words_and_there_is_one(officer):
    barrier = report()
    with pytest.raises(WordsMissing):
        actions.answer(barrier, actor=officer, text=" ")
    actions.answer(barrier, actor=officer, text="Ja.")

    with pytest.raises(NotNow):
        actions.answer(barrier, actor=officer, text="Nein.")


def test_the_office_is_written_to_in_its_own_language_whoever_reports(house):
    with override("en"):
        barrier = report()

    assert f"http://localhost:8000{barrier.get_absolute_url()}" in OutgoingMail.objects.get().text


def test_who_left_no_address_gets_no_mail_and_the_answer_stays(officer):
    barrier = actions.answer(report(email=""), actor=officer, text="Behoben.")

    assert not OutgoingMail.objects.exists()
    row = AuditRow.objects.get(subject=reference(barrier), verb="newsroom.answer")
    assert row.actor == reference(officer) and "Behoben" not in str(row.changes)


# forget


def test_words_and_address_go_at_the_end_of_their_term(officer):
    old, young, waiting = report(), report(), report()
    now = clock.now()
    actions.answer(old, actor=officer, text="Ja.", at=now - rules.KEEP_REPORTS_FOR - timedelta(days=1))
    actions.answer(young, actor=officer, text="Ja.", at=now - rules.KEEP_REPORTS_FOR + timedelta(days=1))

    assert [find("newsroom.barriers").forget(at=now, actor=system("worker")) for _time in range(2)] == [1, 0]

    for barrier in (old, young, waiting):
        barrier.refresh_from_db()
    assert (old.text, old.email, old.answer, old.state) == ("", "", "", "answered")
    assert young.text == waiting.text == SAID
    assert AuditRow.objects.filter(subject=reference(old), verb="newsroom.forget").count() == 1


def test_only_the_system_forgets_and_only_what_is_answered(officer):
    barrier = report()

    with pytest.raises(NotAllowed):
        actions.forget(barrier, actor=officer)
    with pytest.raises(NotNow):
        actions.forget(barrier, actor=system("test"))


@pytest.mark.parametrize(
    "wrong", [{"state": "answered"}, {"answered_at": NOON}, {"state": "lost"}, {"forgotten_at": NOON}]
)
def test_the_database_refuses_what_cannot_be(wrong):
    barrier = report()

    with pytest.raises(IntegrityError), transaction.atomic():
        BarrierReport.objects.filter(pk=barrier.pk).update(**wrong)


# the pages


def test_the_form_names_the_page_from_which_somebody_comes(client):
    def named(**request):
        return client.get(FORM, **request).context["form"]["page"].value()

    assert named(data={"seite": "/stadtbezirke/"}) == "/stadtbezirke/"
    assert named(headers={"Referer": "http://testserver/verzeichnis/karte/?q=a"}) == "/verzeichnis/karte/"
    assert named(headers={"Referer": "https://anderswo.example/verzeichnis/"}) == ""
    assert named(data={"seite": "https:anderswo"}) == ""


def test_a_visitor_reports_a_barrier_and_hears_what_happens_next(client, house):
    answer = send(client, email="ute@gast.example")

    barrier = BarrierReport.objects.get()
    assert answer["Location"] == "/barrierefreiheit/melden/gesendet/"
    assert (barrier.text, barrier.page, barrier.email, barrier.language) == (
        SAID,
        "/verzeichnis/",
        "ute@gast.example",
        "de",
    )
    assert "Ihre Meldung ist da" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("wrong", [{"homepage": "x"}, {"stamp": ""}, {"text": ""}, {"email": "nirgends"}])
def test_machines_and_mistakes_are_refused_and_nothing_typed_is_lost(client, wrong):
    answer = send(client, page="/hier/", **wrong)

    assert answer.status_code == 422 and not BarrierReport.objects.exists()
    assert 'value="/hier/"' in answer.content.decode()


def test_an_empty_answer_is_a_sent_one(client):
    answer = client.post(FORM, {})

    assert answer.status_code == 422 and 'id="errors"' in answer.content.decode()


def test_the_sixth_report_within_an_hour_has_to_wait(client):
    with time_machine.travel(NOON, tick=False):
        answers = [send(client).status_code for _number in range(6)]
        assert send(client)["Retry-After"] == "3600"

    assert answers == [302] * 5 + [429]
    assert BarrierReport.objects.count() == 5


def test_only_the_office_reads_reports(client, owner):
    barrier = report()
    for path in (LIST, barrier.get_absolute_url()):
        assert client.get(path).status_code == 302
    client.force_login(owner)
    for path in (LIST, barrier.get_absolute_url()):
        assert client.get(path).status_code == 403


def test_the_office_answers_on_the_page_and_the_pile_goes(client, officer):
    def pile():
        return [pile.number for pile in piles_of(officer) if "Barrieren" in str(pile.label)]

    barrier = report()
    client.force_login(officer)
    assert pile() == [1]
    assert SAID in client.get(LIST).content.decode()
    assert "Ihre Antwort geht an ute@gast.example" in client.get(barrier.get_absolute_url()).content.decode()

    assert client.post(barrier.get_absolute_url(), {"text": ""}).status_code == 422
    assert client.post(barrier.get_absolute_url(), {"text": "Behoben."})["Location"] == LIST

    assert pile() == []
    assert "Behoben." in client.get(barrier.get_absolute_url()).content.decode()
    assert client.post(barrier.get_absolute_url(), {"text": "Noch einmal."}).status_code == 422


def test_the_list_shows_what_waits_first_and_asks_as_much_for_four_as_for_one(client, officer):
    client.force_login(officer)
    first = report()
    client.get(LIST)
    with CaptureQueriesContext(connection) as before:
        client.get(LIST)
    actions.answer(report(at=NOON + timedelta(days=1)), actor=officer, text="Ja.")
    for _number in range(2):
        report(at=NOON - timedelta(days=1))

    with CaptureQueriesContext(connection) as after:
        answer = client.get(LIST)

    assert [barrier.state for barrier in answer.context["page"]] == ["waiting"] * 3 + ["answered"]
    assert answer.context["page"][0] == first
    assert len(after) == len(before) <= 15


def test_that_somebody_in_the_office_read_a_report_is_noted(client, officer):
    barrier = report(email="nele@post.example")
    client.force_login(officer)

    client.get(barrier.get_absolute_url())

    assert [(row.about, row.page) for row in Viewing.objects.all()] == [(reference(barrier), "newsroom.barrier")]
