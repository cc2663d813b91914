"""Beginning with an earlier application: what comes along, what does not, and whose."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given

from quartierwerk.foundation import clock
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.forms.applications import taken_over
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.rules import QuestionKind
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import content, question
from quartierwerk.rooms.funding.tests.test_applications import contents, signed_in, text_of, typed
from quartierwerk.rooms.funding.tests.test_questionnaires import cases

database = pytest.mark.django_db


@given(cases())
def test_what_is_taken_over_answers_the_questions_of_today(case):
    asked, answers = case
    fitting = rules.fitting(asked, answers)
    known = {one.key: one for one in rules.questions(asked)}

    assert not any(rules.wrong(known[key], answer) for key, answer in fitting.items())
    assert rules.kept(asked, fitting) == fitting
    assert not any(known[key].kind == QuestionKind.FILES for key in fitting)


@given(contents)
def test_nothing_is_taken_over_that_holds_for_the_earlier_project_only(said):
    fields = taken_over(said, sections=())

    assert not {"has_not_begun", "is_subsidiary"} & fields.keys()
    assert {values[0] for name, values in fields.items() if name.startswith("state_")} <= {"asked"}


@pytest.fixture
def earlier(owner):
    """What somebody submitted to a programme that then asks something else."""
    asked = (question("q1"), question("q2", QuestionKind.MONEY), question("q3", QuestionKind.YES_NO))
    fund = factories.asked(factories.regulated(factories.programme("Jahresfonds")), *asked)
    answers = {"q1": "Wie immer", "q2": 1_250, "q3": True}
    sent = actions.submit(factories.application(owner, of=fund), actor=owner, content=content(answers=answers))
    factories.asked(fund, question("q2", QuestionKind.MONEY), question("q3", QuestionKind.YES_NO), question("q4"))
    return sent


@database
def test_an_application_begins_with_an_earlier_one(owner, earlier):
    first = clock.today() + timedelta(days=30)
    project = factories.project("Noch ein Fest", by=owner, starts_on=first, ends_on=first)
    url, desk = reverse("funding:begin", args=[earlier.programme.slug]), signed_in(owner)
    assert f"?like={earlier.pk}" in text_of(desk, url)
    assert "Vorlage ist" in text_of(desk, f"{url}?like={earlier.pk}")

    write = desk.post(f"{url}?like={earlier.pk}", {"project": project.pk}).url

    text = text_of(desk, write)
    assert all(said in text for said in ("Für die Bühne.", "2.000,00", "1.500,00", "Kasse", "12,50"))
    assert "Wie immer" not in text
    sent = typed(q_q2="12,50", q_q3="yes", draft_version="1")
    assert desk.post(write, sent).status_code == 302
    latest = Application.objects.exclude(pk=earlier.pk).get()
    assert (latest.said.questionnaire, latest.said.answers) == (2, {"q2": 1_250, "q3": True})


@database
def test_applications_of_others_are_no_pattern(owner, stranger, earlier):
    first = clock.today() + timedelta(days=30)
    project = factories.project("Fremdes Fest", by=stranger, starts_on=first, ends_on=first)
    url, desk = reverse("funding:begin", args=[earlier.programme.slug]), signed_in(stranger)
    assert "als Vorlage" not in text_of(desk, f"{url}?like={earlier.pk}")

    write = desk.post(f"{url}?like={earlier.pk}", {"project": project.pk}).url

    assert "Für die Bühne." not in text_of(desk, write)
