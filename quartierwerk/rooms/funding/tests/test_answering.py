"""Answering an office's questions in an application: the form, what is submitted, and where it is read."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.boards.tests.factories import district_officer, districts
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.rules import Condition, QuestionKind
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import content, question
from quartierwerk.rooms.funding.tests.test_applications import signed_in, text_of, typed

pytestmark = pytest.mark.django_db
ON_YES = Condition(question="q1", answers=("yes",))
ASKED = (
    question("q1", QuestionKind.YES_NO, label_de="Brauchen Sie einen Zaun?", is_required=True),
    question("q2", label_de="Wie hoch?", is_required=True, only_if=ON_YES, most=20),
    question("q3", QuestionKind.EMAIL, label_de="An wen schreiben wir?", is_personal=True),
    question("q4", QuestionKind.SEVERAL, label_de="Welche Farben?"),
    question("q5", QuestionKind.DAY, label_de="Wann wird aufgebaut?"),
    question("q6", QuestionKind.MONEY, label_de="Was kostet er?", only_if=ON_YES),
)
ANSWERS = {"q1": True, "q2": "Hüfthoch", "q3": "name@beispiel.de", "q4": ["c1"], "q5": "2026-05-31", "q6": 1_250}
POSTED = {
    "q_q1": "yes",
    "q_q2": " Hüfthoch ",
    "q_q3": "name@beispiel.de",
    "q_q4": ["c1"],
    "q_q5": "2026-05-31",
    "q_q6": "12,50",
}


@pytest.fixture
def begun(owner):
    """An application to a programme that asks."""
    return factories.application(owner, of=factories.asked(factories.regulated(), *ASKED))


def test_what_is_answered_is_submitted_with_its_version(owner, begun):
    answer = signed_in(owner).post(reverse("funding:write", args=[begun.pk]), typed(**POSTED))

    assert answer.status_code == 302
    said = Application.objects.get(pk=begun.pk).said
    assert (said.questionnaire, said.answers) == (1, ANSWERS)
    assert said.digest != content(answers={}).digest and Application.objects.get().is_sound


def test_what_is_not_asked_is_not_kept_and_holds_up_nothing(owner, begun):
    sent = POSTED | {"q_q1": "no", "q_q2": "x" * 99, "q_q6": "viel"}

    answer = signed_in(owner).post(reverse("funding:write", args=[begun.pk]), typed(**sent))

    assert answer.status_code == 302
    assert Application.objects.get().said.answers == {key: ANSWERS[key] for key in ("q3", "q4", "q5")} | {"q1": False}


def test_the_verb_keeps_what_counts_only(owner, begun):
    noise = {"q1": False, "q2": "Lärm", "q9": "unbekannt", "q4": []}

    sent = actions.submit(begun, actor=owner, content=content(answers=noise))

    assert sent.said.answers == {"q1": False}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"q_q1": ""}, "Bitte beantworten Sie: Brauchen Sie einen Zaun?"),
        ({"q_q2": ""}, "Bitte beantworten Sie: Wie hoch?"),
        ({"q_q3": "name"}, "An wen schreiben wir? – bitte eine E-Mail-Adresse"),
        ({"q_q5": "bald"}, "gültiges Datum"),
        ({"q_q6": "viel"}, "kein Betrag"),
        ({"q_q4": ["c9"]}, "gültige Auswahl"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(owner, begun, sent, said):
    desk = signed_in(owner)
    answer = desk.post(reverse("funding:write", args=[begun.pk]), typed(**POSTED | sent))

    text = answer.content.decode()
    assert answer.status_code == 422 and said in text and "2026-05-31" in text or "q_q5" in sent
    assert Application.objects.get().is_draft
    beside = desk.post(reverse("funding:check", args=[begun.pk]), typed(**POSTED | sent)).content.decode()
    assert said.split(" – ")[0] in beside


def test_the_form_says_conditions_and_keeps_answers_in_the_draft(owner, begun):
    url, desk = reverse("funding:write", args=[begun.pk]), signed_in(owner)
    desk.post(url, typed(**POSTED, keep="1", draft_version="0"))

    text = text_of(desk, url)

    assert "Nur bei „Ja“ auf die Frage „Brauchen Sie einen Zaun?“" in text
    assert 'data-only-if="q_q1" data-answers="yes"' in text
    assert "Hüfthoch" in text and "12,50" in text and 'value="2026-05-31"' in text
    draft = keeping.find("funding.application", person=owner, about=reference(begun))
    assert draft.data["q_q1"] == ["yes"]


def test_answers_are_read_where_the_application_is_read(owner, begun):
    sent = actions.submit(begun, actor=owner, content=content(answers=ANSWERS))

    office = signed_in(district_officer(districts()[0]))

    text = text_of(office, sent.get_absolute_url()).replace("\xa0", " ")
    printed = [_printed(signed_in(owner), "receipt", sent), _printed(office, "record", sent)]

    for said in ("Brauchen Sie einen Zaun?", "Ja", "Hüfthoch", "Rot", "31.05.2026", "12,50 €", "name@beispiel.de"):
        assert [one for one in (text, *printed) if said not in one] == []


def _printed(client, name, application):
    pages = PdfReader(io.BytesIO(client.get(reverse(f"funding:{name}", args=[application.pk])).content)).pages
    words = "".join(one.extract_text() for one in pages).replace("\u200b", "")
    return words.replace("\n", " ").replace("\xa0", " ")


def test_later_questions_leave_an_application_alone(owner, begun):
    factories.asked(begun.programme, question("q7", label_de="Neu?", is_required=True))

    assert "Neu?" not in text_of(signed_in(owner), reverse("funding:write", args=[begun.pk]))
    sent = actions.submit(begun, actor=owner, content=content(answers=ANSWERS))

    assert sent.said.questionnaire == 1 and rules.kept(sent.asks, sent.said.answers) == ANSWERS
