"""The survey after a case: who is asked, who answers, what is shown of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import Application, SurveyAnswer
from quartierwerk.rooms.funding.rules import ApplicationState, Cut, Topic
from quartierwerk.rooms.funding.tests import letters as make
from quartierwerk.rooms.funding.tests.factories import CLUBS

database = pytest.mark.django_db
GOOD = {Topic.INFORMATION: 5, Topic.PROCEDURE: 4, Topic.DECISION: None, Topic.SETTLEMENT: None}


def over(by, *, cents: int = 150_000, survey_from_cents: int | None = 0) -> Application:
    """An application that is settled."""
    terms = replace(CLUBS, survey_from_cents=survey_from_cents)
    decided = make.decided(by, terms=terms, cents=cents)
    Application.objects.filter(pk=decided.pk).update(state=ApplicationState.SETTLED)
    return Application.objects.get(pk=decided.pk)


def experience(**said) -> actions.Experience:
    return actions.Experience(**{"marks": GOOD, "remark": "Gut erklärt."} | said)


@pytest.mark.parametrize(
    ("state", "least", "granted", "is_asked"),
    [
        ("served", 0, 0, True),
        ("served", 0, 100, False),
        ("settled", 100, 100, True),
        ("closed", 100, 100, True),
        ("settled", 100, 99, False),
        ("settled", None, 10**6, False),
        ("issued", 0, 100, False),
        ("withdrawn", 0, 100, False),
    ],
)
def test_who_is_asked(state, least, granted, is_asked):
    assert rules.is_asked(replace(CLUBS, survey_from_cents=least), state, granted_cents=granted) == is_asked


@given(st.lists(st.sampled_from(rules.MARKS), max_size=50))
def test_an_average_lies_between_the_marks_and_needs_three(marks):
    found = rules.average(sum(marks), len(marks))

    assert (found is None) == (len(marks) < 3)
    assert found is None or min(marks) * 100 <= found <= max(marks) * 100


@pytest.mark.parametrize(
    ("marks", "remark", "field"),
    [
        (GOOD, "", None),
        ({}, "Nur ein Satz.", None),
        ({}, " ", "information"),
        ({Topic.DECISION: 6}, "", "decision"),
        ({Topic.DECISION: 0}, "", "decision"),
        ({}, "x" * 2_001, "remark"),
    ],
)
def test_an_answer_says_something_and_marks_are_marks(marks, remark, field):
    found = rules.survey_problem(marks, remark)

    assert (found.field if found else None) == field


@database
def test_whoever_applied_says_how_it_was():
    by = accounts.person()
    application = over(by)

    answer = actions.answer_survey(application, actor=by, experience=experience(remark="  Gut erklärt. "))

    assert (answer.information, answer.procedure, answer.decision, answer.remark) == (5, 4, None, "Gut erklärt.")
    assert not queries.is_asked(Application.objects.get(pk=application.pk))


@database
def test_nobody_else_answers(officer):
    application = over(accounts.person())

    for somebody in (officer, accounts.person("Fremd"), None):
        with pytest.raises(NotAllowed):
            actions.answer_survey(application, actor=somebody, experience=experience())


@database
def test_it_is_refused_before_the_end_twice_and_where_the_terms_ask_nobody():
    by = accounts.person()
    with pytest.raises(NotAllowed):
        actions.answer_survey(make.decided(by), actor=by, experience=experience())
    with pytest.raises(actions.NotAsked):
        actions.answer_survey(over(by, survey_from_cents=200_000), actor=by, experience=experience())
    application = over(by)
    with pytest.raises(actions.AnswerRefused):
        actions.answer_survey(application, actor=by, experience=experience(marks={}, remark=""))
    actions.answer_survey(application, actor=by, experience=experience())
    with pytest.raises(actions.NotAsked):
        actions.answer_survey(application, actor=by, experience=experience())


@database
def test_it_leaves_a_trace_without_marks_and_words_and_the_marks_stand():
    by = accounts.person()
    answer = actions.answer_survey(over(by), actor=by, experience=experience())

    row = AuditRow.objects.filter(verb__endswith="answer_survey").latest("pk")
    assert "Gut erklärt" not in str(row.__dict__)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyAnswer.objects.filter(pk=answer.pk).update(information=1)


@database
def test_an_erased_account_takes_its_words_and_leaves_its_marks():
    by = accounts.person()
    answer = actions.answer_survey(over(by), actor=by, experience=experience())

    actions.erase_survey_answers(by, actor=by)

    answer.refresh_from_db()
    assert (answer.by, answer.remark, answer.information) == (None, "", 5)


@database
def test_averages_are_shown_from_three_answers_on(client):
    for number in range(3):
        averages = {one.topic: one for one in queries.averages(Cut(), on=clock.today())}
        assert averages[Topic.INFORMATION].mark is None
        by = accounts.person(f"Stellt {number}")
        actions.answer_survey(over(by), actor=by, experience=experience())

    averages = {one.topic: one for one in queries.averages(Cut(), on=clock.today())}

    assert (averages[Topic.INFORMATION].number, averages[Topic.INFORMATION].mark) == (3, 5)
    assert (averages[Topic.DECISION].number, averages[Topic.DECISION].mark) == (0, None)
    assert "Gut erklärt." not in client.get(reverse("funding:figures")).content.decode()


@database
def test_the_page_of_the_application_leads_to_it_and_the_office_reads_the_answer(office):
    by = accounts.person()
    application = over(by)
    address = reverse("funding:survey", args=[application.pk])
    theirs = Client()
    theirs.force_login(by)
    assert address in theirs.get(application.get_absolute_url()).content.decode()

    refused = theirs.post(address, {"remark": ""})
    answered = theirs.post(address, {"information": "5", "procedure": "", "remark": "Danke."})

    assert (refused.status_code, answered.status_code) == (422, 302)
    assert address not in theirs.get(application.get_absolute_url()).content.decode()
    assert "schon beantwortet" in theirs.get(address).content.decode()
    read = office.get(application.get_absolute_url()).content.decode()
    assert "Danke." in read
    assert office.get(address).status_code == 403
