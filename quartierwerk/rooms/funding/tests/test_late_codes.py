"""Codes to rounds that are over: how they are read, who issues and uses one, and their pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests.factories import district_officer, districts
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import Application, LateCode
from quartierwerk.rooms.funding.rules import ApplicationState, CodeState, Intake, Span
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import CLUBS, content
from quartierwerk.rooms.funding.views.late_codes import MOST_ATTEMPTS_AN_HOUR

database = pytest.mark.django_db
ROUNDS = replace(CLUBS, intake=Intake.ROUNDS)


def over(name: str = "Rundenfonds", **more):
    """A round that is over since yesterday."""
    fund = factories.regulated(factories.programme(name), terms=ROUNDS)
    with time_machine.travel(clock.now() - timedelta(days=31), tick=False):
        return factories.called(fund, days=30, **more)


def lateness(called, *, days: int = 14, purpose: str = "Hofmusik, krank"):
    return actions.Lateness(called=called, purpose=purpose, valid_until=clock.today() + timedelta(days=days))


def code_to(called, *, by, **more) -> str:
    return actions.issue_late_code(lateness(called, **more), actor=by).written


def beginning(called, by, code: str = "") -> actions.Beginning:
    first = clock.today() + timedelta(days=30)
    project = factories.project(by=by, starts_on=first, ends_on=first)
    return actions.Beginning(programme=called.programme, project=project, code=code)


# Reading


@given(st.text(alphabet=rules.LETTERS, min_size=rules.SIGNS, max_size=rules.SIGNS), st.sampled_from("- \t."))
def test_a_code_is_read_however_it_is_typed(signs, gap):
    typed = rules.write_code(signs).lower().replace("-", gap)

    assert rules.read_code(typed) == rules.read_code(rules.write_code(signs)) == signs


@given(st.text(alphabet=rules.LETTERS + "01IO", max_size=16))
def test_what_can_be_no_code_is_none(typed):
    is_one = len(typed) == rules.SIGNS and not set(typed) & set("01IO")

    assert rules.read_code(typed) == (typed if is_one else "")


@pytest.mark.parametrize(
    ("today", "until", "is_fine"),
    [
        (date(2026, 4, 30), date(2026, 6, 1), False),  # not begun
        (date(2026, 5, 10), date(2026, 5, 31), False),  # the round runs until then
        (date(2026, 5, 10), date(2026, 6, 1), True),  # while it runs, for later
        (date(2026, 6, 5), date(2026, 6, 4), False),
        (date(2026, 6, 5), date(2026, 6, 5), True),
        (date(2026, 6, 5), date(2026, 9, 3), True),
        (date(2026, 6, 5), date(2026, 9, 4), False),  # ninety-one days
    ],
)
def test_until_when_a_code_can_be_good(today, until, is_fine):
    span = Span(date(2026, 5, 1), date(2026, 5, 31))

    assert (rules.lateness_problem(span, valid_until=until, today=today) is None) == is_fine


# Issuing and using


@database
def test_with_a_code_somebody_applies_after_the_end_on_the_terms_of_its_last_day(officer):
    called, keeper = over(), accounts.person()
    factories.regulated(called.programme, terms=replace(ROUNDS, max_cents=100_00), valid_from=clock.today())
    with pytest.raises(actions.NotTaken):
        actions.begin(beginning(called, keeper), actor=keeper)

    begun = actions.begin(beginning(called, keeper, code_to(called, by=officer)), actor=keeper)
    sent = actions.submit(begun, actor=keeper, content=content())

    assert (sent.round, sent.rule_set.valid_from, sent.asked_cents) == (called, factories.SINCE, 1_500_00)
    assert LateCode.objects.get().state(on=clock.today()) == CodeState.TAKEN


@database
def test_a_draft_of_a_round_that_ended_is_let_in_by_a_code(officer):
    keeper = accounts.person()
    fund = factories.regulated(terms=ROUNDS)
    with time_machine.travel(clock.now() - timedelta(days=31), tick=False):
        called = factories.called(fund, days=30)
        begun = factories.application(keeper, of=fund, to=beginning(called, keeper).project)
    with pytest.raises(actions.NotTaken):
        actions.submit(begun, actor=keeper, content=content())

    actions.redeem(begun, actor=keeper, code=code_to(called, by=officer))

    assert actions.submit(begun, actor=keeper, content=content()).state == ApplicationState.SUBMITTED


@database
def test_a_code_lets_one_application_in_and_no_other(officer):
    called, keeper = over(), accounts.person()
    code = code_to(called, by=officer)
    first = actions.begin(beginning(called, keeper, code), actor=keeper)
    actions.withdraw_application(first, actor=keeper)

    with pytest.raises(actions.NoSuchCode):
        actions.begin(beginning(called, keeper, code), actor=keeper)


@database
@pytest.mark.parametrize("wrong", ["xyz", "AAAA-AAAA-AAAA", "other", "withdrawn", "over"])
def test_what_is_no_code_to_this_round_lets_nobody_in(officer, wrong):
    called, keeper = over(), accounts.person()
    code = code_to(over("Anderer Fonds"), by=officer) if wrong == "other" else wrong
    if wrong == "withdrawn":
        code = code_to(called, by=officer)
        actions.withdraw_late_code(called, actor=officer, code=LateCode.objects.get().pk)
    if wrong == "over":
        code = code_to(called, by=officer, days=0)
        LateCode.objects.update(valid_until=clock.today() - timedelta(days=1))

    with pytest.raises(actions.NoSuchCode):
        actions.begin(beginning(called, keeper, code), actor=keeper)
    assert not Application.objects.exists()


@database
def test_a_code_is_over_for_a_draft_too_when_its_day_has_passed(officer):
    called, keeper = over(), accounts.person()
    begun = actions.begin(beginning(called, keeper, code_to(called, by=officer, days=2)), actor=keeper)

    with time_machine.travel(clock.now() + timedelta(days=3), tick=False), pytest.raises(actions.NotTaken):
        actions.submit(begun, actor=keeper, content=content())


@database
def test_the_code_itself_is_kept_nowhere(officer):
    code = code_to(over(), by=officer)

    kept = [*LateCode.objects.values_list("digest", "purpose"), *AuditRow.objects.values_list("changes", flat=True)]

    assert not any(part in str(kept) for part in (code, code.replace("-", "")))


@database
def test_only_the_staff_unit_issues_and_takes_back(officer, stranger):
    called = over()
    code_to(called, by=officer)
    one = LateCode.objects.get()

    for person in (stranger, district_officer(districts()[0])):
        with pytest.raises(NotAllowed):
            actions.issue_late_code(lateness(called), actor=person)
        with pytest.raises(NotAllowed):
            actions.withdraw_late_code(called, actor=person, code=one.pk)
    actions.withdraw_late_code(called, actor=officer, code=one.pk)
    with pytest.raises(NotNow):
        actions.withdraw_late_code(called, actor=officer, code=one.pk)


@database
def test_nobody_lets_themself_in(officer):
    called = over()
    code = code_to(called, by=officer)

    with pytest.raises(actions.NoSuchCode):
        actions.begin(beginning(called, officer, code), actor=officer)


@database
def test_a_draft_that_is_open_needs_no_code_and_a_used_one_stays_used(officer):
    keeper, called = accounts.person(), over()
    with time_machine.travel(clock.now() - timedelta(days=5), tick=False):
        begun = actions.begin(beginning(called, keeper), actor=keeper)
    first, second = code_to(called, by=officer), code_to(called, by=officer)
    actions.redeem(begun, actor=keeper, code=first)

    with pytest.raises(actions.CodeNotNeeded):
        actions.redeem(begun, actor=keeper, code=second)


@database
def test_a_code_that_was_not_needed_in_the_end_is_not_said(officer):
    called, keeper = over(), accounts.person()
    begun = actions.begin(beginning(called, keeper, code_to(called, by=officer, days=2)), actor=keeper)

    with time_machine.travel(clock.now() + timedelta(days=5), tick=False):
        following = factories.called(called.programme, name="Zwei")
        sent = actions.submit(begun, actor=keeper, content=content())

    assert (sent.round, sent.late_code) == (following, None)


@database
def test_a_code_opens_nothing_while_its_round_runs(officer):
    fund = factories.regulated(factories.programme("Rundenfonds"), terms=replace(ROUNDS, needs_first=True))
    called, keeper = factories.called(fund, days=5), accounts.person()

    with pytest.raises(actions.NeedNotRegistered):
        actions.begin(beginning(called, keeper, code_to(called, by=officer)), actor=keeper)


# Pages


@database
def test_a_new_code_is_shown_once(office):
    called = over()
    url = reverse("funding:late_codes", args=[called.programme.slug, called.pk])
    sent = {"purpose": "Hofmusik, krank", "valid_until": f"{clock.today() + timedelta(days=5)}"}

    first = office.post(url, sent, follow=True).content.decode()

    code = first.split("Der Zugangscode ist ")[1].split(".")[0]
    assert rules.code_digest(rules.read_code(code)) == LateCode.objects.get().digest
    again = office.get(url).content.decode()
    assert code not in again and "Hofmusik, krank" in again


@database
def test_one_begins_with_a_code_on_the_page_of_a_closed_programme(officer, client: Client):
    called, keeper = over(), accounts.person()
    project, code = beginning(called, keeper).project, code_to(called, by=officer)
    client.force_login(keeper)
    url = reverse("funding:begin", args=[called.programme.slug])
    assert "Zugangscode" in client.get(url).content.decode()

    wrong = client.post(url, {"late": "1", "code": "AAAA-AAAA-AAAA", "project": project.pk})
    right = client.post(url, {"late": "1", "code": code.lower(), "project": project.pk}, follow=True)

    assert "gilt hier nicht" in wrong.content.decode()
    assert right.redirect_chain[-1][0] == reverse("funding:write", args=[Application.objects.get().pk])
    assert "Zugangscode einlösen" not in right.content.decode()


@database
def test_whoever_guesses_has_to_wait(client: Client):
    called, keeper = over(), accounts.person()
    with time_machine.travel(clock.now() - timedelta(days=5), tick=False):
        begun = factories.application(keeper, of=called.programme, to=beginning(called, keeper).project)
    client.force_login(keeper)
    url = reverse("funding:redeem", args=[begun.pk])

    for _attempt in range(MOST_ATTEMPTS_AN_HOUR):
        assert "gilt hier nicht" in client.post(url, {"code": "AAAA-AAAA-AAAA"}).content.decode()

    assert "zu viele Versuche" in client.post(url, {"code": "AAAA-AAAA-AAAA"}).content.decode()


@database
def test_the_case_says_that_it_came_late(officer, office):
    called, keeper = over(), accounts.person()
    begun = actions.begin(beginning(called, keeper, code_to(called, by=officer)), actor=keeper)
    sent = actions.submit(begun, actor=keeper, content=content())

    assert "mit Zugangscode" in office.get(sent.get_absolute_url()).content.decode()
    assert queries.late_codes_of(called).get().application == sent
