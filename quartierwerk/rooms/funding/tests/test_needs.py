"""Needs that are registered before an application: who may, until when, and what they are for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed, NotNow
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions as accounts_actions
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests.factories import district_officer, districts
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import NeedsRegistration, Project
from quartierwerk.rooms.funding.rules import Intake
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import CLUBS, content

database = pytest.mark.django_db
FIRST = replace(CLUBS, needs_first=True)


def fund(name: str = "Bedarfsfonds", **said):
    return factories.regulated(factories.programme(name), terms=replace(FIRST, **said))


def project(by, title: str = "Lichterfest"):
    first = clock.today() + timedelta(days=60)
    return factories.project(title, by=by, starts_on=first, ends_on=first)


def registering(of, to, *, cents: int = 800_00, text: str = "Für Laternen.") -> actions.Registering:
    return actions.Registering(programme=of, project=to, cents=cents, text=text)


@pytest.mark.parametrize(
    ("cents", "text", "field"),
    [
        (1, "x", None),
        (0, "x", "cents"),
        (-1, "x", "cents"),
        (10**13, "x", "cents"),
        (1, " ", "text"),
        (1, "x" * 1_001, "text"),
    ],
)
def test_a_need_says_how_much_and_for_what(cents, text, field):
    found = rules.need_problem(text=text, cents=cents)

    assert (found.field if found else None) == field


@pytest.mark.parametrize(
    ("needs_first", "is_late", "is_on_paper", "asks"),
    [(True, False, False, True), (True, True, False, False), (True, False, True, False), (False, False, False, False)],
)
def test_who_needs_a_registration(needs_first, is_late, is_on_paper, asks):
    terms = replace(CLUBS, needs_first=needs_first)

    assert rules.asks_for_need(terms, is_late=is_late, is_on_paper=is_on_paper) == asks


@database
def test_without_it_nobody_begins_and_with_it_one_does():
    keeper = accounts.person()
    theirs, of = project(keeper), fund()
    with pytest.raises(actions.NeedNotRegistered):
        factories.application(keeper, of=of, to=theirs)

    actions.register_need(registering(of, theirs), actor=keeper)

    begun = factories.application(keeper, of=of, to=theirs)
    assert actions.submit(begun, actor=keeper, content=content()).number


@database
def test_what_was_taken_back_counts_no_more():
    keeper = accounts.person()
    theirs, of = project(keeper), fund()
    need = actions.register_need(registering(of, theirs), actor=keeper)
    begun = factories.application(keeper, of=of, to=theirs)
    actions.withdraw_need(need, actor=keeper)

    with pytest.raises(actions.NeedNotRegistered):
        actions.submit(begun, actor=keeper, content=content())
    with pytest.raises(NotNow):
        actions.withdraw_need(need, actor=keeper)


@database
def test_a_project_is_registered_once_for_a_round_and_anew_for_the_next():
    keeper, of = accounts.person(), fund(intake=Intake.ROUNDS)
    theirs = project(keeper)
    factories.called(of, begins=1, days=5, name="Eins")
    actions.register_need(registering(of, theirs), actor=keeper)
    with pytest.raises(actions.NeedThere):
        actions.register_need(registering(of, theirs), actor=keeper)

    with time_machine.travel(clock.now() + timedelta(days=10), tick=False):
        factories.called(of, begins=1, days=5, name="Zwei")
        actions.register_need(registering(of, theirs), actor=keeper)

    assert {one.round.name for one in NeedsRegistration.objects.all()} == {"Eins", "Zwei"}


@database
@pytest.mark.parametrize(("days", "is_taken"), [(0, True), (2, True), (3, False)])
def test_the_round_says_until_when(days, is_taken):
    keeper, of = accounts.person(), fund(intake=Intake.ROUNDS)
    theirs = project(keeper)
    factories.called(of, days=20, needs_until=clock.today() + timedelta(days=2))

    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        standing = queries.standing_of(of, on=clock.today())
        assert queries.takes_needs(standing, on=clock.today()) == is_taken
        if not is_taken:
            with pytest.raises(actions.NoNeedsTaken):
                actions.register_need(registering(of, theirs), actor=keeper)


@database
def test_a_programme_that_does_not_ask_takes_none():
    keeper = accounts.person()

    with pytest.raises(actions.NoNeedsTaken):
        actions.register_need(registering(factories.regulated(), project(keeper)), actor=keeper)


@database
def test_needs_end_before_the_round_does():
    with pytest.raises(actions.RoundRefused) as refused:
        factories.called(fund(intake=Intake.ROUNDS), days=5, needs_until=clock.today() + timedelta(days=6))

    assert refused.value.field == "needs_until"


@database
def test_who_registers_reads_answers_and_takes_back(officer, stranger):
    keeper, of = accounts.person(), fund()
    theirs = project(keeper)
    here, there = (district_officer(place) for place in districts()[:2])
    with pytest.raises(NotAllowed):
        actions.register_need(registering(of, theirs), actor=stranger)
    need = actions.register_need(registering(of, theirs), actor=keeper)

    assert [one for one in (keeper, officer, here, there, stranger) if queries.needs(one).exists()] == [
        keeper,
        officer,
        here,
    ]
    for person in (keeper, there, stranger):
        with pytest.raises(NotAllowed):
            actions.answer_need(need, actor=person, text="Gern.")
    with pytest.raises(NotAllowed):
        actions.withdraw_need(need, actor=here)
    assert list(queries.needs_to_answer(here)) == [need]

    actions.answer_need(need, actor=here, text="Gern, aber teilen Sie die Kosten.")

    assert "teilen Sie die Kosten" in OutgoingMail.objects.get().text
    assert not queries.needs_to_answer(here).exists()


@database
def test_a_need_goes_with_its_project(officer):
    keeper, follower, of = accounts.person(), accounts.person("Frieda Folge"), fund()
    theirs = project(keeper)
    need = actions.register_need(registering(of, theirs), actor=keeper)
    actions.entrust(theirs, actor=officer, to=follower)
    need.refresh_from_db()

    actions.answer_need(need, actor=officer, text="Gern.")
    accounts_actions.erase(keeper, actor=keeper)

    assert [one.to for one in OutgoingMail.objects.filter(about=reference(need))] == [follower.email]
    assert queries.needs_of(follower).get().by is None
    assert factories.application(follower, of=of, to=Project.objects.get()).is_draft


@database
def test_whose_project_it_is_answers_no_need_and_none_waits_for_them(officer):
    need = actions.register_need(registering(fund(), project(officer)), actor=officer)

    assert not queries.needs_to_answer(officer).exists()
    with pytest.raises(NotAllowed):
        actions.answer_need(need, actor=officer, text="Gern.")


@database
def test_a_project_that_is_called_off_needs_nothing(officer):
    keeper = accounts.person()
    theirs = project(keeper)
    actions.register_need(registering(fund(), theirs), actor=keeper)

    actions.call_off(theirs, actor=officer, reason="Zu wenige.")

    assert NeedsRegistration.objects.get().withdrawn_at is not None


@database
def test_a_round_that_somebody_needs_is_not_dropped(officer):
    keeper, of = accounts.person(), fund(intake=Intake.ROUNDS)
    called = factories.called(of, begins=5)
    actions.register_need(registering(of, project(keeper)), actor=keeper)

    with pytest.raises(actions.NeedsThere):
        actions.drop_round(of, actor=officer, called=called.pk)


@database
def test_the_terms_of_a_rounds_first_day_say_whether_a_need_is_registered():
    keeper, of = accounts.person(), factories.regulated(terms=replace(CLUBS, intake=Intake.ROUNDS))
    theirs, first = project(keeper), clock.today() + timedelta(days=5)
    factories.called(of, begins=5, needs_until=clock.today() + timedelta(days=2))
    factories.regulated(of, terms=replace(FIRST, intake=Intake.ROUNDS), valid_from=first)
    factories.regulated(of, terms=replace(CLUBS, intake=Intake.ROUNDS), valid_from=first + timedelta(days=3))

    actions.register_need(registering(of, theirs), actor=keeper)

    with time_machine.travel(clock.now() + timedelta(days=9), tick=False):
        assert factories.application(keeper, of=of, to=theirs).is_draft
        with pytest.raises(actions.NeedNotRegistered):
            factories.application(keeper, of=of, to=project(keeper, "Anderes"))


# Pages


@database
def test_one_registers_reads_the_answer_and_takes_back(client: Client, officer):
    keeper, of = accounts.person(), fund()
    theirs = project(keeper)
    client.force_login(keeper)
    begin, url = (reverse(f"funding:{name}", args=[of.slug]) for name in ("begin", "register_need"))
    assert f"{url}?projekt={theirs.pk}" in client.get(begin).content.decode()

    wrong = client.post(url, {"project": theirs.pk, "cents": "viel", "text": "Für Laternen."}).content.decode()
    assert "Für Laternen." in wrong
    client.post(url, {"project": theirs.pk, "cents": "800", "text": "Für Laternen."})
    actions.answer_need(NeedsRegistration.objects.get(), actor=officer, text="Gern.")

    assert "Gern." in client.get(url).content.decode()
    assert "Antrag für „Lichterfest“ beginnen" in client.get(begin).content.decode()
    client.post(reverse("funding:withdraw_need", args=[NeedsRegistration.objects.get().pk]))
    assert NeedsRegistration.objects.get().withdrawn_at is not None


@database
def test_the_office_has_a_list_with_its_sum_in_constant_questions(office: Client, client: Client, stranger):
    of = fund()
    for number in range(2):
        keeper = accounts.person(f"Person {number}")
        actions.register_need(registering(of, project(keeper, f"Fest {number}")), actor=keeper)
    url = reverse("funding:needs")
    office.get(url)
    with CaptureQueriesContext(connection) as few:
        page = office.get(url).content.decode()
    assert "Fest 0" in page and "1.600,00" in page
    for number in range(2, 6):
        keeper = accounts.person(f"Person {number}")
        actions.register_need(registering(of, project(keeper, f"Fest {number}")), actor=keeper)

    with CaptureQueriesContext(connection) as many:
        office.get(url)

    assert len(many) == len(few)
    client.force_login(stranger)
    assert client.get(url).status_code == 403


@database
def test_the_time_line_says_when_it_was_registered():
    keeper, of = accounts.person(), fund()
    theirs = project(keeper)
    actions.register_need(registering(of, theirs), actor=keeper)

    titles = [one.title for one in queries.timeline(factories.application(keeper, of=of, to=theirs), inside=False)]

    assert "Bedarf angemeldet" in titles
