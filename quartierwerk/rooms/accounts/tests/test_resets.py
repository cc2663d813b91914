"""A lost second factor: two officers, or one and three days, and always the chance to object."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions, queries, schedule
from quartierwerk.rooms.accounts.models import FactorReset, Person
from quartierwerk.rooms.accounts.rules import RESET_WAITS, ResetState
from quartierwerk.rooms.accounts.tests import factories
from quartierwerk.rooms.accounts.tests.test_second_factor import sign_in

pytestmark = pytest.mark.django_db
NOON = factories.NOON
LIST = "/konto/stelle/zweiter-faktor/"


def lost(person=None):
    """Somebody who had an app for codes."""
    person = person or factories.person("Ada Verloren")
    factories.app(person)
    return person


def asked(person, *, by=None, at=NOON):
    return actions.ask_for_reset(FactorReset(person=person), actor=by or factories.officer(), at=at)


def test_a_second_officer_resets_at_once():
    person = lost(factories.officer("Olga Verloren"))
    client = Client()
    client.force_login(person)
    reset = asked(person)
    second = factories.officer("Zweite Olga")

    actions.confirm_reset(reset, actor=second, at=NOON)

    reset.refresh_from_db()
    assert (reset.state, reset.confirmed_by, reset.ended_at) == (ResetState.DONE, second, NOON)
    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get("/konto/").status_code == 302
    assert [mail.subject for mail in OutgoingMail.objects.filter(to=person.email).order_by("pk")] == [
        "Ihr zweiter Faktor soll zurückgesetzt werden",
        "Ihr zweiter Faktor ist zurückgesetzt",
    ]


def test_both_officers_stand_in_the_trail():
    first, second = factories.officer(), factories.officer("Zweite Olga")
    reset = asked(lost(), by=first)

    actions.confirm_reset(reset, actor=second)

    rows = AuditRow.objects.filter(subject=reference(reset)).order_by("pk")
    assert [(row.verb, row.actor) for row in rows] == [
        ("accounts.ask_for_reset", reference(first)),
        ("accounts.confirm_reset", reference(second)),
    ]
    assert rows[1].changes["factors"] == 1


def test_who_asked_does_not_confirm_nor_does_the_person_or_anybody_outside():
    first = factories.officer()
    person = lost(factories.officer("Olga Verloren"))
    reset = asked(person, by=first)

    for actor in (first, person, factories.person(), None):
        with pytest.raises(NotAllowed):
            actions.confirm_reset(reset, actor=actor)


def test_nobody_outside_the_office_asks_and_nobody_for_themselves():
    person = lost(factories.officer())

    for actor in (person, factories.person(), None):
        with pytest.raises(NotAllowed):
            actions.ask_for_reset(FactorReset(person=person), actor=actor)


def test_there_is_nothing_to_reset_without_a_factor_or_twice():
    person = lost()
    asked(person)

    for somebody in (factories.person(), person):
        with pytest.raises(actions.NothingToReset):
            asked(somebody)


def test_outside_the_office_three_days_are_enough():
    reset = asked(lost())

    with time_machine.travel(NOON + RESET_WAITS - timedelta(minutes=1), tick=False):
        early = schedule.finish_resets()
    with time_machine.travel(NOON + RESET_WAITS, tick=False):
        done = schedule.finish_resets()

    reset.refresh_from_db()
    assert (early, done, reset.state, reset.confirmed_by) == (0, 1, ResetState.DONE, None)


def test_inside_the_office_no_waiting_is_enough():
    reset = asked(lost(factories.officer("Olga Verloren")))

    with time_machine.travel(NOON + timedelta(days=365), tick=False):
        assert schedule.finish_resets() == 0
        with pytest.raises(actions.TooEarly):
            actions.finish_reset(reset, actor=queries.system("worker"))

    assert Authenticator.objects.exists()


def test_only_the_machinery_ends_the_waiting():
    reset = asked(lost())

    with pytest.raises(NotAllowed):
        actions.finish_reset(reset, actor=factories.officer(), at=NOON + RESET_WAITS)


@pytest.mark.parametrize("who", ["the person", "an officer"])
def test_a_reset_is_stopped(who):
    person = lost()
    reset = asked(person)

    actions.stop_reset(reset, actor=person if who == "the person" else factories.officer(), at=NOON)

    reset.refresh_from_db()
    assert (reset.state, reset.ended_at) == (ResetState.STOPPED, NOON)
    assert Authenticator.objects.filter(user=person).exists()
    with pytest.raises(actions.ResetOver):
        actions.confirm_reset(reset, actor=factories.officer())
    with pytest.raises(actions.ResetOver):
        actions.stop_reset(reset, actor=person)


@pytest.mark.parametrize("who", ["visitor", "stranger", "locked"])
def test_strangers_stop_nothing(who):
    person = lost()
    reset = asked(person)
    actor = {"stranger": factories.person(), "locked": person}.get(who)
    if who == "locked":
        actor.is_active = False

    with pytest.raises(NotAllowed):
        actions.stop_reset(reset, actor=actor)


def test_the_database_knows_one_waiting_reset_and_two_pairs_of_eyes():
    person = lost()
    reset = asked(person)

    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.create(person=person, asked_by=reset.asked_by, asked_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.filter(pk=reset.pk).update(confirmed_by=reset.asked_by)


def test_somebody_without_an_address_is_not_written_to():
    person = lost()
    Person.objects.filter(pk=person.pk).update(email=None)

    asked(person)

    assert not OutgoingMail.objects.exists()


# pages


def test_the_office_asks_and_a_second_officer_confirms(client):
    person, first, second = lost(), factories.officer("Erste Olga"), factories.officer("Zweite Olga")
    client.force_login(first)
    begun = client.post(LIST, {"email": person.email}, follow=True).content.decode()
    reset = FactorReset.objects.get()
    by_the_first = client.post(f"/konto/zweiter-faktor/{reset.pk}/bestaetigen/")
    client.force_login(second)
    listed = client.get(LIST).content.decode()

    done = client.post(f"/konto/zweiter-faktor/{reset.pk}/bestaetigen/", follow=True).content.decode()
    again = client.post(f"/konto/zweiter-faktor/{reset.pk}/bestaetigen/", follow=True).content.decode()

    assert "Die Person hat eine Mail" in begun and "/bestaetigen/" not in begun
    assert by_the_first.status_code == 404
    assert "Ada Verloren" in listed and "/bestaetigen/" in listed
    assert "Zurückgesetzt." in done
    assert "schon erledigt oder angehalten" in again


def test_an_address_that_nobody_has_is_said_to_the_office(client):
    client.force_login(factories.officer())

    answer = client.post(LIST, {"email": "niemand@beispiel.example"})

    assert answer.status_code == 422
    assert "Mit dieser Adresse meldet sich niemand an." in answer.content.decode()


def test_nobody_outside_the_office_sees_what_waits(client):
    client.force_login(factories.person())

    assert client.get(LIST).status_code == 403


def test_the_person_sees_and_stops_it():
    person = factories.person()
    client = sign_in(person)
    lost(person)
    reset = asked(person)

    shown = client.get("/konto/sicherheit/").content.decode()
    stopped = client.post(f"/konto/zweiter-faktor/{reset.pk}/anhalten/", follow=True).content.decode()

    assert "Haben Sie ihn nicht verloren, halten Sie es an." in shown
    assert "Der zweite Faktor bleibt, wie er ist." in stopped
    assert "halten Sie es an" not in client.get("/konto/sicherheit/").content.decode()


def test_what_waits_is_listed_in_a_constant_number_of_queries(client, django_assert_max_num_queries):
    client.force_login(factories.officer())
    first = factories.officer()
    counts = []
    for _round in range(2):
        asked(lost(factories.person()), by=first)
        client.get(LIST)
        with django_assert_max_num_queries(15) as made:
            client.get(LIST)
        counts.append(len(made.captured_queries))

    assert counts[0] == counts[1]
