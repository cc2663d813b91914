"""What a programme asks: what holds together, what counts as answered, building it, laying it down, and its pages."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import Questionnaire
from quartierwerk.rooms.funding.rules import Choice, Condition, Question, QuestionKind, Section
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import question, sections

database = pytest.mark.django_db
ON_YES = Condition(question="q1", answers=("yes",))
FENCE = sections(
    question("q1", QuestionKind.YES_NO, label_de="Brauchen Sie einen Zaun?"),
    question("q2", only_if=ON_YES, label_de="Wie hoch?", is_required=True),
)


@st.composite
def questionnaires(draw):
    """Questionnaires that hold together, with conditions that hang on earlier ones."""
    known, number = [], draw(st.integers(0, 8))
    for place in range(number):
        before = [one for one in known if one.answers]
        condition = None
        if before and draw(st.booleans()):
            on = draw(st.sampled_from(before))
            some = st.lists(st.sampled_from(on.answers), min_size=1, unique=True)
            condition = Condition(question=on.key, answers=tuple(draw(some)))
        kind = draw(st.sampled_from(QuestionKind))
        known.append(
            question(
                f"q{place + 1}",
                kind,
                only_if=condition,
                is_required=draw(st.booleans()),
                is_personal=draw(st.booleans()),
                help_de=draw(st.text(max_size=20)),
            )
        )
    cut = draw(st.integers(0, number))
    return (
        Section(title_de="Eins", questions=tuple(known[:cut])),
        Section(title_de="Zwei", title_en="Two", questions=tuple(known[cut:])),
    )


def answered(asked: Question):
    """Answers to a question, good and bad ones, or none."""
    good = {
        QuestionKind.YES_NO: st.booleans(),
        QuestionKind.CHOICE: st.sampled_from(["c1", "c2", "c9"]),
        QuestionKind.SEVERAL: st.lists(st.sampled_from(["c1", "c2"]), unique=True),
        QuestionKind.NUMBER: st.integers(),
        QuestionKind.MONEY: st.integers(),
    }
    return st.none() | good.get(asked.kind, st.text(max_size=10))


@st.composite
def cases(draw):
    """A questionnaire and what somebody answered to it, also where they were not asked."""
    asked = draw(questionnaires())
    return asked, {one.key: draw(answered(one)) for one in rules.questions(asked)}


# What holds together


@given(questionnaires())
def test_what_is_laid_down_comes_back_as_it_was(asked):
    assert rules.sections_problems(asked) == []
    assert rules.read_sections(rules.as_json(asked)) == asked


@pytest.mark.parametrize(
    "wrong",
    [
        sections(question("q1"), question("q1")),
        sections(question("Q 1")),
        sections(question(label_de=" ")),
        sections(question(label_de="x" * 201)),
        sections(question(help_en="x" * 601)),
        sections(question(kind=QuestionKind.CHOICE, choices=())),
        sections(question(kind=QuestionKind.CHOICE, choices=(Choice(key="c1", label_de="Rot"),) * 2)),
        sections(question(choices=(Choice(key="c1", label_de="Rot"),))),
        sections(question(least=5, most=4)),
        sections(question(most=0)),
        sections(question(kind=QuestionKind.DAY, most=4)),
        sections(question(kind=QuestionKind.SEVERAL, most=3)),
        sections(question("q1"), question("q2", only_if=ON_YES)),
        sections(*reversed(FENCE[0].questions)),
        sections(question("q2", only_if=ON_YES)),
        sections(question("q1", QuestionKind.YES_NO, only_if=ON_YES)),
        sections(question("q1", QuestionKind.YES_NO), question("q2", only_if=replace(ON_YES, answers=()))),
        sections(question("q1", QuestionKind.YES_NO), question("q2", only_if=replace(ON_YES, answers=("c1",)))),
        sections(question(), title=" "),
        sections(question(), title="x" * 201),
        sections(*(question(f"q{number}") for number in range(61))),
        tuple(Section(title_de=f"{number}") for number in range(13)),
    ],
)
def test_what_does_not_hold_together_is_said(wrong):
    assert rules.sections_problems(wrong)


# What counts


@given(cases())
def test_what_is_not_asked_never_counts(case):
    asked, answers = case
    seen = rules.visible(asked, answers)
    counted = rules.kept(asked, answers)

    assert counted.keys() <= seen
    assert rules.kept(asked, counted) == counted
    assert rules.visible(asked, counted) == seen
    assert {problem.field for problem in rules.missing(asked, answers)} <= {rules.field_of(key) for key in seen}
    # Whatever else is typed where nothing is asked changes nothing.
    noise = answers | dict.fromkeys(answers.keys() - seen, "Lärm")
    assert rules.kept(asked, noise) == counted
    assert rules.missing(asked, noise) == rules.missing(asked, counted)


@given(cases(), st.data())
def test_conditions_only_look_back(case, data):
    asked, answers = case
    keys = [one.key for one in rules.questions(asked)]
    if not keys:
        return
    place = data.draw(st.integers(0, len(keys) - 1))
    later = answers | dict.fromkeys(keys[place:])

    assert rules.visible(asked, answers) & set(keys[: place + 1]) == rules.visible(asked, later) & set(
        keys[: place + 1]
    )


@given(cases())
def test_personal_answers_are_told_only_where_the_reader_may_have_them(case):
    asked, answers = case

    told = [said for _section, rows in rules.told(asked, answers, is_personal_shown=False) for said in rows]
    whole = [said for _section, rows in rules.told(asked, answers, is_personal_shown=True) for said in rows]

    assert not any(said.question.is_personal for said in told)
    assert {said.question.key: said.answer for said in whole} == rules.kept(asked, answers)
    assert told == [said for said in whole if not said.question.is_personal]


@pytest.mark.parametrize(
    ("answers", "lacking"),
    [
        ({}, []),
        ({"q1": False, "q2": "zu hoch"}, []),
        ({"q1": True}, ["q_q2"]),
        ({"q1": True, "q2": " "}, ["q_q2"]),
        ({"q1": True, "q2": "2 Meter"}, []),
        ({"q1": True, "q2": "x" * 201}, ["q_q2"]),
        ({"q1": "no"}, ["q_q1"]),
    ],
)
def test_what_is_required_is_required_where_it_is_asked(answers, lacking):
    assert [problem.field for problem in rules.missing(FENCE, answers)] == lacking


@pytest.mark.parametrize(
    ("kind", "more", "good", "bad"),
    [
        (QuestionKind.SHORT, {"most": 3}, "drei"[:3], "vier"),
        (QuestionKind.LONG, {"least": 3}, "lang", "ja"),
        (QuestionKind.YES_NO, {}, False, "no"),
        (QuestionKind.CHOICE, {}, "c1", "c3"),
        (QuestionKind.SEVERAL, {"least": 2}, ["c1", "c2"], ["c1"]),
        (QuestionKind.SEVERAL, {}, ["c1"], ["c1", "c1"]),
        (QuestionKind.NUMBER, {"least": 2, "most": 3}, 2, 4),
        (QuestionKind.NUMBER, {}, 0, -1),
        (QuestionKind.MONEY, {"most": 500}, 500, 501),
        (QuestionKind.MONEY, {}, 500, True),
        (QuestionKind.DAY, {}, "2026-05-31", "31.5.26"),
        (QuestionKind.EMAIL, {}, "name@beispiel.de", "name@beispiel"),
        (QuestionKind.PHONE, {}, "0231 123456", "ruf an"),
    ],
)
def test_an_answer_is_one_to_its_question(kind, more, good, bad):
    asked = question(kind=kind, **more)

    assert not rules.wrong(asked, good)
    assert asked.label in rules.wrong(asked, bad)


def test_answers_are_read_in_words():
    for kind, answer, said in (
        (QuestionKind.YES_NO, True, "Ja"),
        (QuestionKind.CHOICE, "c2", "Blau"),
        (QuestionKind.SEVERAL, ["c1", "c2"], "Rot, Blau"),
        (QuestionKind.MONEY, 1_250, "12,50\u00a0€"),
        (QuestionKind.NUMBER, 12, "12"),
    ):
        assert rules.spoken(question(kind=kind), answer) == said


def test_of_earlier_answers_those_are_taken_over_that_still_answer():
    asked = sections(question("q1", most=5), question("q2", QuestionKind.NUMBER), question("q4"))

    assert rules.fitting(asked, {"q1": "zu lang", "q2": 3, "q3": "weg", "q4": "da"}) == {"q2": 3, "q4": "da"}


# Building


@given(questionnaires(), st.data())
def test_steps_of_building_lose_no_question(asked, data):
    keys = sorted(one.key for one in rules.questions(asked))
    key = data.draw(st.sampled_from([*keys, "q77"]))
    up = data.draw(st.booleans())

    moved = rules.moved_question(asked, key, up=up)
    assert sorted(one.key for one in rules.questions(moved)) == keys
    assert rules.moved_question(moved, key, up=not up) == asked or moved == asked
    shifted = rules.moved_section(asked, data.draw(st.integers(0, 3)), up=up)
    assert sorted(one.key for one in rules.questions(shifted)) == keys
    assert rules.free_key(asked) not in keys


def test_questions_are_put_changed_moved_and_dropped():
    asked = (*sections(question("q1"), question("q2")), Section(title_de="Zwei"))

    assert rules.with_question(asked, question("q1", label_de="Neu"), place=0)[0].questions[0].label_de == "Neu"
    assert [one.key for one in rules.with_question(asked, question("q1"), place=1)[1].questions] == ["q1"]
    assert [one.key for one in rules.questions(rules.without_question(asked, "q1"))] == ["q2"]
    assert [one.key for one in rules.moved_question(asked, "q2", up=False)[1].questions] == ["q2"]
    assert rules.moved_question(asked, "q1", up=True) == asked
    assert rules.with_section(asked, 1, title_de="Drei")[1].title_de == "Drei"
    assert len(rules.with_section(asked, None, title_de="Drei")) == 3
    assert rules.without_section(asked, 0) == asked[1:]


def test_choices_keep_their_keys():
    before = question(kind=QuestionKind.CHOICE).choices

    def keys(*german, taken=()):
        return [one.key for one in rules.choices_of(german, (), before=before, taken=taken)]

    assert keys("Blau", "Rot") == ["c2", "c1"]
    assert keys("Dunkelrot", "Blau") == ["c1", "c2"]
    assert keys("Rot", "Blau", "Grün") == ["c1", "c2", "c3"]
    assert keys("Rot", "Blau", "Grün", taken={"c3"}) == ["c1", "c2", "c4"]
    assert rules.choices_of(["Rot"], ["red", "blue"], before=before)[0].label_en == "red"


# ask


@database
def test_the_office_lays_down_what_is_asked(officer):
    programme = actions.lay_down_questions(factories.programme(), actor=officer, sections=FENCE, based_on=0)

    assert queries.questionnaire_of(programme).asks == FENCE
    row = AuditRow.objects.filter(subject=reference(programme)).latest("pk")
    assert (row.verb, row.changes) == ("funding.lay_down_questions", {"questionnaire": 1, "questions": 2})


@database
@pytest.mark.parametrize("who", ["visitor", "owner"])
def test_others_lay_down_nothing(request, who):
    with pytest.raises(NotAllowed):
        actions.lay_down_questions(
            factories.programme(), actor=request.getfixturevalue(who), sections=FENCE, based_on=0
        )


@database
def test_questions_are_refused_that_do_not_hold_or_are_not_based_on_the_latest(officer):
    programme = factories.programme()
    wrong = sections(question("q1"), question("q1"))
    for asked, based_on, refusal in (
        (wrong, 0, actions.QuestionsRefused),
        (FENCE, 1, actions.AskedAnew),
        ((), 0, actions.AskedAlready),
    ):
        with pytest.raises(refusal):
            actions.lay_down_questions(programme, actor=officer, sections=asked, based_on=based_on)
    assert not Questionnaire.objects.exists()


@database
def test_who_has_begun_keeps_the_questions(owner):
    programme = factories.asked(factories.regulated(), question("q1"))
    begun = factories.application(owner, of=programme)
    factories.asked(programme, question("q1"), question("q2"))
    later = factories.application(owner, of=programme)

    assert [one.questionnaire.version for one in (begun, later)] == [1, 2]
    assert [len(list(rules.questions(one.asks))) for one in (begun, later)] == [1, 2]
    assert factories.application(owner, of=factories.regulated(factories.programme("Ohne"))).asks == ()


@database
def test_the_database_keeps_what_was_asked():
    factories.asked(factories.programme(), question())

    for change in (lambda: Questionnaire.objects.update(sections=[]), Questionnaire.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# Pages


def at(name: str, programme, *more) -> str:
    return reverse(f"funding:{name}", args=[programme.slug, *more])


def filled(**more) -> dict[str, object]:
    return {"label_de": "Wie viele kommen?", "kind": "number", "place": "0"} | more


def drafted(officer, programme):
    draft = keeping.find("funding.questionnaire", person=officer, about=reference(programme))
    return rules.read_sections(json.loads(draft.data["sections"][0]))


@database
def test_the_office_builds_reads_and_lays_down_questions(office, officer):
    programme = factories.programme()

    assert "Bisher fragt das Programm nichts" in office.get(at("questions", programme)).content.decode()
    assert office.get(at("question", programme)).status_code == 302
    office.post(at("section", programme), {"title_de": "Zum Fest"})
    office.post(at("question", programme), filled(label_de="Brauchen Sie Strom?", kind="yes_no"))
    office.post(at("question", programme), filled(only_if=["q1:yes"], least="1", most="99", is_required="on"))
    office.post(at("question", programme), filled(kind="choice", choices_de="Rot\nBlau", choices_en="red\nblue"))
    assert not Questionnaire.objects.exists()
    text = office.get(at("questions", programme)).content.decode()
    assert "Nur bei „Ja“ auf die Frage „Brauchen Sie Strom?“" in text
    assert 'data-only-if="q_q1"' in office.get(at("preview_questions", programme)).content.decode()

    answer = office.post(at("lay_down_questions", programme))

    assert answer.status_code == 302
    asked = list(rules.questions(queries.questionnaire_of(programme).asks))
    assert [(one.key, one.kind.value, one.most) for one in asked] == [
        ("q1", "yes_no", None),
        ("q2", "number", 99),
        ("q3", "choice", None),
    ]
    assert asked[1].only_if == ON_YES and asked[2].choices[1].label_en == "blue"
    assert keeping.find("funding.questionnaire", person=officer, about=reference(programme)) is None


@database
def test_steps_of_building_are_kept_at_once(office, officer):
    programme = factories.asked(factories.programme(), *FENCE[0].questions)
    office.post(at("section", programme), {"title_de": "Zwei"})

    office.post(at("questions", programme), {"up": "q2"})
    assert [one.key for one in rules.questions(drafted(officer, programme))] == ["q2", "q1"]
    text = office.get(at("questions", programme)).content.decode()
    assert "passt noch nicht zusammen" in text and "funding:lay_down_questions" not in text
    assert office.post(at("lay_down_questions", programme)).status_code == 422

    office.post(at("questions", programme), {"section_down": "0"})
    office.post(at("edit_section", programme, 1), {"title_de": "Eins"})
    office.post(at("drop_question", programme, "q2"))
    office.post(at("drop_section", programme, 0))
    assert [(one.title_de, len(one.questions)) for one in drafted(officer, programme)] == [("Eins", 1)]
    assert office.get(at("edit_question", programme, "q2")).status_code == 404
    assert office.get(at("drop_section", programme, 7)).status_code == 404


@database
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"label_de": ""}, "erforderlich"),
        ({"kind": "choice", "choices_de": "Rot"}, "zwei bis 20 verschiedene Antworten"),
        ({"least": "viel"}, "Bitte schreiben Sie eine Zahl"),
        ({"kind": "money", "most": "viel"}, "ist kein Betrag"),
        ({"least": "3", "most": "2"}, "passen nicht zusammen"),
        ({"only_if": ["q1:yes", "q3:c1"]}, "auf eine einzige Frage"),
    ],
)
def test_what_is_wrong_with_a_question_is_said_and_nothing_is_lost(office, sent, said):
    third = question("q3", QuestionKind.CHOICE)
    programme = factories.asked(factories.programme(), *FENCE[0].questions, third)

    answer = office.post(at("question", programme), filled(help_de="Ungefähr") | sent)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text and "Ungefähr" in text


@database
def test_a_question_changed_in_another_window_is_not_overwritten_unseen(office, officer):
    programme = factories.asked(factories.programme(), *FENCE[0].questions)
    url = at("edit_question", programme, "q1")
    seen = office.get(url).context["form"]["seen"].value()

    office.post(url, filled(label_de="Erstes Fenster", kind="yes_no", seen=seen))
    answer = office.post(url, filled(label_de="Zweites Fenster", kind="yes_no", seen=seen))

    assert answer.status_code == 422 and "Zweites Fenster" in answer.content.decode()
    assert next(rules.questions(drafted(officer, programme))).label_de == "Erstes Fenster"
    office.post(at("edit_question", programme, "q2"), filled(label_de="Andere", kind="short", seen=""))
    assert len(list(rules.questions(drafted(officer, programme)))) == 2


@database
def test_who_is_late_with_a_draft_is_told(office, officer):
    programme = factories.asked(factories.programme(), question())
    office.post(at("section", programme), {"title_de": "Zwei"})
    factories.asked(programme, question(label_de="Andere"))

    assert "Inzwischen hat jemand Fassung 2 festgelegt" in office.get(at("questions", programme)).content.decode()
    assert office.post(at("lay_down_questions", programme)).status_code == 422
    assert office.post(at("lay_down_questions", programme) + "?based_on=2").status_code == 302
    assert queries.questionnaire_of(programme).version == 3


@database
def test_a_draft_of_something_else_counts_as_none(office, officer):
    programme = factories.asked(factories.programme(), question())
    about = reference(programme)
    office.post(reverse("drafts:save", args=["funding.questionnaire"]), {"draft_about": about, "sections": "[1]"})

    assert "Frage q1" in office.get(at("questions", programme)).content.decode()
    office.post(at("section", programme), {"title_de": "Zwei"})
    assert len(drafted(officer, programme)) == 2


@database
@pytest.mark.parametrize("name", ["questions", "preview_questions", "lay_down_questions", "section", "question"])
def test_only_the_office_builds(client, owner, name):
    programme = factories.programme()
    assert client.get(at(name, programme)).status_code == 302
    client.force_login(owner)
    assert client.get(at(name, programme)).status_code == 403
