"""What the office does about an application: checking, asking back, permitting a start, assessing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.boards.tests.factories import district_officer, districts
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import Application, Check, Inquiry
from quartierwerk.rooms.funding.rules import ApplicationState, Intake, Mark, Outcome, Point, Stage, Start, Terms
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import CLUBS, MET, content

database = pytest.mark.django_db
IN_A_WEEK = timedelta(days=7)


def again(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


# The rules


def test_the_checklist_follows_the_terms_and_ends_with_the_programmes_own_points():
    strict = replace(CLUBS, start=Start.BAN, is_subsidiary=True, checks=("Das Plakat nennt die Stadt.",))
    free = replace(CLUBS, start=Start.FROM_APPLICATION)

    assert [line.key for line in rules.checklist(strict, {})] == [*Point.values, "own0"]
    assert [line.key for line in rules.checklist(free, {})] == [
        point for point in Point.values if point not in (Point.START, Point.SUBSIDIARY)
    ]


def test_an_application_passes_when_every_point_is_met():
    terms = replace(CLUBS, start=Start.FROM_APPLICATION)
    keys = [line.key for line in rules.checklist(terms, {})]
    met = dict.fromkeys(keys, Mark.MET)

    assert rules.may_pass(terms, met)
    for key in keys:
        assert not rules.may_pass(terms, met | {key: Mark.UNMET})
        assert not rules.may_pass(terms, {one: mark for one, mark in met.items() if one != key})


@pytest.mark.parametrize(
    ("asked", "granted", "conditions", "expected"),
    [
        (100, 100, "", Outcome.FULL),
        (100, 99, "", Outcome.PARTIAL),
        (100, 100, "Nur mit Rampe.", Outcome.CONDITIONAL),
        (100, 1, "Nur mit Rampe.", Outcome.CONDITIONAL),
        (100, 0, "", Outcome.REJECTED),
    ],
)
def test_a_decision_is_called_by_what_it_grants(asked, granted, conditions, expected):
    assert rules.outcome(asked=asked, granted=granted, conditions=conditions) == expected


@pytest.mark.parametrize(
    ("granted", "reason", "conditions", "fields"),
    [
        (100_000, "", "", []),
        (50_000, "", "", ["reason"]),
        (50_000, "Die Bühne ist kleiner.", "", []),
        (100_001, "", "", ["cents"]),
        (-1, "x", "", ["cents"]),
        (999, "Zu wenig.", "", ["cents"]),
        (0, "Passt nicht.", "", []),
        (0, "", "", ["reason"]),
        (0, "Passt nicht.", "Nur mit Rampe.", ["conditions"]),
    ],
)
def test_what_stands_against_a_decision_is_said_at_its_field(granted, reason, conditions, fields):
    terms = replace(CLUBS, min_cents=1_000)
    found = rules.decision_problems(asked=100_000, granted=granted, reason=reason, conditions=conditions, terms=terms)

    assert [problem.field for problem in found] == fields


def test_the_office_decides_up_to_its_limit_or_where_no_body_is_asked():
    assert rules.does_office_decide(Terms(), 10**9)
    assert rules.does_office_decide(Terms(body=1, delegated_cents=500), 500)
    assert not rules.does_office_decide(Terms(body=1, delegated_cents=500), 501)


def test_every_state_has_a_public_name():
    assert {rules.stage(state) for state in ApplicationState} == set(Stage)


TODAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("start", "starts_on", "early", "fine"),
    [
        (Start.BAN, date(2026, 6, 1), None, True),
        (Start.BAN, date(2026, 4, 1), None, False),
        (Start.FROM_APPLICATION, date(2026, 4, 1), None, True),
        (Start.PERMISSION, date(2026, 4, 10), date(2026, 4, 10), True),
        (Start.PERMISSION, date(2026, 4, 10), date(2026, 4, 11), False),
    ],
)
def test_the_house_finds_whether_a_project_has_begun_too_early(start, starts_on, early, fine):
    found = rules.findings(
        content(), replace(CLUBS, start=start), (), starts_on=starts_on, on=TODAY, may_start_from=early
    )

    assert found[0].is_fine
    assert found[-1].is_fine == fine


# The check


@database
def test_a_check_is_entered_point_by_point_and_kept(owner, officer):
    application = actions.check(
        factories.submitted(owner), actor=officer, marks={"plan": Mark.UNMET, "nonsense": Mark.MET}, note="Wo?"
    )

    kept = Check.objects.get()
    assert (application.state, kept.marks, kept.note, kept.by) == (
        ApplicationState.FORMAL_CHECK,
        {"plan": "unmet"},
        "Wo?",
        officer,
    )
    assert AuditRow.objects.filter(verb="funding.check", subject=reference(application)).count() == 1
    for change in (lambda: Check.objects.update(note="anders"), Check.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@database
def test_only_what_is_met_point_by_point_is_admitted(owner, officer):
    application = actions.check(factories.submitted(owner), actor=officer, marks=MET | {"plan": Mark.OPEN}, note="")

    with pytest.raises(actions.CheckOpen):
        actions.admit(application, actor=officer)

    actions.check(application, actor=officer, marks=MET, note="")
    assert actions.admit(application, actor=officer).state == ApplicationState.ADMISSIBLE


@database
def test_nobody_handles_what_they_submitted_themself(officer):
    application = factories.submitted(officer)

    for verb in (
        lambda: actions.check(application, actor=officer, marks=MET, note=""),
        lambda: actions.take(application, actor=officer, clerk=officer),
    ):
        with pytest.raises(NotAllowed):
            verb()


@database
def test_strangers_and_other_districts_handle_nothing(owner, stranger, officer):
    application = factories.submitted(owner)
    lead, other = districts()

    for somebody in (None, stranger, owner, district_officer(other)):
        with pytest.raises(NotAllowed):
            actions.check(application, actor=somebody, marks=MET, note="")
    actions.check(application, actor=district_officer(lead), marks=MET, note="")


@database
def test_a_draft_is_handled_by_nobody(owner, officer):
    with pytest.raises(NotAllowed):
        actions.check(factories.application(owner), actor=officer, marks=MET, note="")


@database
def test_somebody_of_the_office_takes_a_case(owner, officer, stranger):
    application = actions.take(factories.submitted(owner), actor=officer, clerk=officer)

    assert application.clerk == officer
    with pytest.raises(actions.Refused) as refusal:
        actions.take(application, actor=officer, clerk=stranger)
    assert refusal.value.field == "clerk"


# Asking back


def asking(**said) -> actions.Asking:
    return actions.Asking(**{"question": "Wer baut die Bühne?", "due_on": clock.today() + IN_A_WEEK} | said)


@pytest.fixture
def asked(owner, officer) -> Application:
    checked = actions.check(factories.submitted(owner), actor=officer, marks={}, note="")
    return actions.ask_back(checked, actor=officer, asking=asking())


@database
def test_the_office_asks_once_at_a_time_for_a_day_to_come(owner, officer, asked):
    assert asked.state == ApplicationState.INFO_REQUESTED
    with pytest.raises(NotNow):
        actions.ask_back(asked, actor=officer, asking=asking())
    with pytest.raises(actions.AnswerOutstanding):
        actions.check(asked, actor=officer, marks=MET, note="")


@database
@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"question": " "}, WordsMissing),
        ({"question": "x" * 2_001}, actions.Refused),
        ({"due_on": clock.today()}, actions.DayRefused),
        ({"due_on": clock.today() + timedelta(days=121)}, actions.DayRefused),
    ],
)
def test_a_question_needs_words_and_a_day(owner, officer, said, refusal):
    checked = actions.check(factories.submitted(owner), actor=officer, marks={}, note="")

    with pytest.raises(refusal):
        actions.ask_back(checked, actor=officer, asking=asking(**said))
    assert again(checked).state == ApplicationState.FORMAL_CHECK


@database
def test_an_answer_in_words_leaves_the_application_as_it_was(owner, officer, asked):
    before = asked.content

    answered = actions.answer(asked, actor=owner, text="Die Zunft der Zimmerleute.")

    inquiry = Inquiry.objects.get()
    assert (answered.state, answered.content, inquiry.answer) == (
        ApplicationState.FORMAL_CHECK,
        before,
        "Die Zunft der Zimmerleute.",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.update(answer="Andere.")


@database
def test_an_answer_with_a_new_plan_counts_from_then_on_and_keeps_the_old_one(owner, officer, asked):
    first = asked.said

    answered = again(actions.answer(asked, actor=owner, text="Billiger.", content=content(asked=1_000, own=1_000)))

    assert (answered.said_first, answered.said.plan.asked_cents, answered.asked_cents) == (first, 100_000, 100_000)
    assert answered.is_sound


@database
def test_an_answer_with_a_plan_that_does_not_balance_is_refused_whole(owner, officer, asked):
    with pytest.raises(actions.Refused):
        actions.answer(asked, actor=owner, text="So.", content=content(asked=999))
    with pytest.raises(WordsMissing):
        actions.answer(asked, actor=owner, text=" ")
    with pytest.raises(NotAllowed):
        actions.answer(asked, actor=officer, text="Für sie.")
    assert again(asked).state == ApplicationState.INFO_REQUESTED


@database
def test_the_office_goes_on_without_an_answer(officer, asked):
    assert actions.go_on(asked, actor=officer).state == ApplicationState.FORMAL_CHECK
    with pytest.raises(actions.NothingAsked):
        actions.go_on(asked, actor=officer)


# Early start


@database
def test_an_early_start_is_permitted_once_and_never_for_the_past(owner, officer):
    of = factories.regulated(factories.programme("Frühfonds"), terms=replace(CLUBS, start=Start.PERMISSION))
    application = factories.submitted(owner, of=of)
    today = clock.today()

    with pytest.raises(actions.Refused):
        actions.permit_early_start(application, actor=officer, from_on=today - timedelta(days=1))
    actions.permit_early_start(application, actor=officer, from_on=today, note="Die Halle ist nur jetzt frei.")

    assert again(application).early_start.from_on == today
    with pytest.raises(actions.PermittedAlready):
        actions.permit_early_start(application, actor=officer, from_on=today)


@database
@pytest.mark.parametrize("start", [Start.BAN, Start.FROM_APPLICATION])
def test_where_the_terms_know_no_permission_there_is_none(owner, officer, start):
    of = factories.regulated(factories.programme("Fonds"), terms=replace(CLUBS, start=start))

    with pytest.raises(actions.NotNeeded):
        actions.permit_early_start(factories.submitted(owner, of=of), actor=officer, from_on=clock.today())


# Assessing


@database
def test_the_office_assesses_what_is_admissible_and_may_do_so_again(owner, officer):
    application = factories.assessed(owner, clerk=officer)
    actions.assess(application, actor=officer, assessing=factories.assessing(cents=100_000))

    assert application.assessments.last().cents == 100_000
    assert again(application).state == ApplicationState.ASSESSED


@database
@pytest.mark.parametrize(
    "said", [{"title": " "}, {"summary": ""}, {"cents": 150_001}, {"cents": -1}, {"note": "x" * 2_001}]
)
def test_an_assessment_says_something_and_proposes_no_more_than_was_asked(owner, officer, said):
    with pytest.raises(RuleBroken):
        actions.assess(factories.admitted(owner, clerk=officer), actor=officer, assessing=factories.assessing(**said))


@database
def test_what_is_not_checked_is_not_assessed(owner, officer):
    with pytest.raises(NotNow):
        actions.assess(factories.submitted(owner), actor=officer, assessing=factories.assessing())


# Sealed rounds


@database
def test_a_sealed_round_is_read_once_it_is_over(owner, officer, time_machine):
    of = factories.regulated(factories.programme("Siegelfonds"), terms=replace(CLUBS, intake=Intake.ROUNDS))
    called = factories.called(of, days=3, is_sealed=True)
    application = factories.submitted(owner, of=of)

    assert not queries.submitted(officer).exists()
    assert not queries.to_handle(officer).exists()
    assert queries.applications(owner).get() == application
    with pytest.raises(NotAllowed):
        actions.check(application, actor=officer, marks=MET, note="")

    time_machine.move_to(clock.last_of(called.closes_on) + timedelta(seconds=1))
    assert queries.submitted(officer).get() == queries.to_handle(officer).get() == application
    actions.check(application, actor=officer, marks=MET, note="")


@database
def test_nobody_opens_a_seal_while_the_round_runs(officer):
    of = factories.regulated(factories.programme("Siegelfonds"), terms=replace(CLUBS, intake=Intake.ROUNDS))
    running, coming = factories.called(of, days=3, is_sealed=True), factories.called(of, begins=10, is_sealed=True)

    def opened(called):
        wanted = actions.Calling(programme=of, name=called.name, span=called.span, is_sealed=False)
        return actions.move_round(called, actor=officer, wanted=wanted)

    with pytest.raises(actions.RoundRefused):
        opened(running)
    assert not opened(coming).is_sealed
