"""The linter: a letter as composed has no flaw, and each contradiction is found, whatever else it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import (
    Case,
    ClauseKind,
    ClauseText,
    Grantor,
    Instrument,
    LetterContent,
    LetterKind,
    Outcome,
    Payout,
    ProofLevel,
    Start,
    Terms,
    Texts,
    Wish,
)

TODAY = date(2026, 11, 27)
TERMS = Terms(grantor=Grantor.CITY, basis="Richtlinie vom 1. Januar 2020")
CASE = Case(
    application="2026-00012",
    submitted_on=date(2026, 10, 1),
    programme="Stadtfonds",
    project="Lichterfest",
    starts_on=date(2027, 1, 10),
    ends_on=date(2027, 1, 12),
    terms=TERMS,
    asked_cents=150_000,
    outcome=Outcome.FULL,
    cents=150_000,
    reason="Passt zum Zweck.",
    decided_on=TODAY,
)
ABOUT_APPLICATIONS = [kind for kind in LetterKind if kind not in rules.RECOVERS]
"""Letters about money that is claimed back have tests of their own (``test_recovering``, ``test_interest``)."""
REMEDY = "Klage beim Verwaltungsgericht Wellenburg."
WISH = Wish(number="2026-00012/1", addressee="Verein Licht\n12345 Wellenburg")


def proposed(kind: LetterKind, instrument: Instrument) -> Texts:
    """The texts that the house proposes, with a court."""
    known = {(one.part, one.kind): one.text for one in rules.proposed_passages() if one.instrument == instrument}
    grantor = Grantor.CITY if instrument == Instrument.NOTICE else Grantor.ASSOCIATION
    return Texts(
        opening=known["opening", kind],
        closing=known["closing", ""],
        remedy=REMEDY if instrument == Instrument.NOTICE else "",
        clauses=rules.proposed_clauses(grantor),
    )


def letter(case: Case = CASE, *, kind: LetterKind = LetterKind.GRANT, wish: Wish = WISH, **texts) -> LetterContent:
    instrument = rules.instrument_of(kind, case.terms)
    known = replace(proposed(kind, instrument), **texts)
    return rules.compose(kind, instrument, case, known, wish, sender={})


def flaws(content: LetterContent, case: Case = CASE, *, on: date = TODAY) -> list[str]:
    return rules.lint(content, case, on=on)


# What is proposed


@pytest.mark.parametrize("terms", [TERMS, Terms(basis="x"), Terms(basis="x", is_by_contract=True)])
@pytest.mark.parametrize("kind", ABOUT_APPLICATIONS)
def test_every_kind_of_letter_is_whole_as_proposed(kind, terms):
    granting = kind in (LetterKind.GRANT, LetterKind.AMENDING)
    case = replace(CASE, terms=terms, early_from=TODAY if kind == LetterKind.EARLY_START else None)
    if kind == LetterKind.EARLY_START:
        case = replace(case, outcome=None, cents=0)
    elif not granting:
        case = replace(case, outcome=Outcome.REJECTED, cents=0)
    wish = replace(WISH, supersedes="2026-00012/1") if kind == LetterKind.AMENDING else WISH

    assert flaws(letter(case, kind=kind, wish=wish), case) == []


def test_the_remedy_text_as_proposed_still_lacks_its_court():
    proposal = next(one.text for one in rules.proposed_passages() if one.part == "remedy")

    assert any("Verwaltungsgericht mit Sitz" in one for one in flaws(letter(remedy=proposal)))


def test_the_instrument_follows_from_who_grants():
    association, contract = Terms(), Terms(is_by_contract=True)

    assert {rules.instrument_of(kind, TERMS) for kind in ABOUT_APPLICATIONS} == {Instrument.NOTICE}
    assert rules.instrument_of(LetterKind.GRANT, association) == Instrument.PROMISE
    assert rules.instrument_of(LetterKind.AMENDING, contract) == Instrument.CONTRACT
    assert rules.instrument_of(LetterKind.REJECTION, contract) == Instrument.PLAIN
    assert [one.field for one in rules.terms_problems(replace(TERMS, applicants=("club",), is_by_contract=True))] == [
        "is_by_contract"
    ]


# What is refused


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"remedy": " "}, "Rechtsbehelfsbelehrung"),
        ({"basis": ""}, "Grundlage"),
        ({"addressee": " "}, "an wen"),
        ({"sum_in_words": "eintausend Euro"}, "in Worten ist eine andere"),
        ({"cents": 150_001}, "entschieden sind"),
        ({"asked_cents": 149_999}, "beantragt sind nur"),
        ({"opening": "wir bewilligen etwas."}, "nennt die Summe nicht"),
        ({"opening": ""}, "fehlt die Einleitung"),
        ({"clauses": ()}, "fehlen die Nebenbestimmungen"),
        ({"closing": "Bis {wann}."}, "{wann}"),
        ({"closing": "Ihr [Name]"}, "[Name]"),
        ({"kind": LetterKind.REJECTION}, "lehnt ab"),
        ({"kind": LetterKind.REJECTION, "reason": ""}, "§ 39"),
        ({"kind": LetterKind.REJECTION, "supersedes": "2026-00012/1"}, "widerrufen"),
        ({"kind": LetterKind.EARLY_START}, "ab wann"),
    ],
)
def test_a_contradiction_is_refused(changed, said):
    content = replace(letter(), **changed)

    assert any(said in one for one in flaws(content)), flaws(content)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"proof_due": date(2027, 1, 12)}, "bevor das Projekt zu Ende ist"),
        ({"proof_due": None}, "Es fehlt, bis wann"),
        ({"approved_until": date(2027, 1, 11)}, "kürzer als das Projekt"),
        ({"approved_from": date(2027, 1, 11)}, "kürzer als das Projekt"),
        ({"approved_until": date(2028, 1, 1)}, "während noch Geld"),
        ({"approved_until": date(2026, 11, 1)}, "Bewilligungszeitraum ist schon vorbei"),
        ({"proof_due": date(2026, 11, 26)}, "ist schon vorbei"),
    ],
)
def test_days_that_contradict_are_refused(days, said):
    content = letter()

    assert any(said in one for one in flaws(replace(content, days=content.days._replace(**days))))


def test_conditions_of_the_decision_stand_in_the_letter_and_on_the_page():
    case = replace(CASE, conditions="Der Eintritt\nbleibt frei.", outcome=Outcome.CONDITIONAL)
    content = letter(case)

    assert flaws(content, case) == []
    silent = replace(content, page=content.page | {"sections": []})
    for other in (silent, replace(content, conditions="")):
        assert any("Bedingungen" in one for one in flaws(other, case))


def test_two_clauses_about_one_thing_contradict():
    wish = replace(WISH, extra=ClauseText("nachweis", ClauseKind.OBLIGATION, "Ein Nachweis ist nicht nötig."))

    assert any("nachweis" in one for one in flaws(letter(wish=wish)))
    fine = replace(WISH, extra=ClauseText("plakat", ClauseKind.OBLIGATION, "Ein Plakat hängt aus."))
    assert flaws(letter(wish=fine)) == []


def test_a_grant_whose_decision_rejects_is_refused():
    assert any("bewilligt nichts" in one for one in flaws(letter(), replace(CASE, outcome=Outcome.REJECTED)))


@given(
    cents=st.integers(1, 10**9),
    more=st.integers(0, 10**6),
    days=st.integers(0, 900),
    months=st.integers(1, 60),
    payout=st.sampled_from(Payout),
    proof=st.sampled_from(ProofLevel),
    start=st.sampled_from(Start),
)
def test_a_grant_within_what_was_asked_is_without_flaw_and_is_kept_as_it_is(
    cents, more, days, months, payout, proof, start
):
    terms = replace(TERMS, payout=payout, proof=proof, proof_months=months, start=start)
    ends = CASE.starts_on + timedelta(days=days)
    case = replace(CASE, terms=terms, cents=cents, asked_cents=cents + more, ends_on=ends)
    content = letter(case)

    assert flaws(content, case) == []
    assert LetterContent.read(content.as_json) == content
    assert LetterContent.read(content.as_json).digest == content.digest


# Texts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "fehlt"),
        ("x" * 20, "zu lang"),
        ("{summe}", "{summe}"),
        ("{sum", "nicht geschlossen"),
        ("{}", "{}"),
        ("{sum} {", "nicht geschlossen"),
        ("{sum}", ""),
    ],
)
def test_a_text_has_known_blanks_only(text, said):
    assert said in rules.text_problem(text, longest=19) and bool(said) == bool(rules.text_problem(text, longest=19))


def test_clauses_are_one_set_only_without_contradiction():
    good = ClauseText("zweck", ClauseKind.OBLIGATION, "Nur dafür.")

    assert rules.clause_problems([good]) == []
    assert [one.field for one in rules.clause_problems([])] == ["text_0"]
    assert [one.field for one in rules.clause_problems([good] * 31)] == ["text_0"]
    assert [one.field for one in rules.clause_problems([good, good])] == ["key_1"]
    wrong = replace(good, key="Zweck 1"), replace(good, text="{nie}")
    assert [one.field for one in rules.clause_problems(wrong)] == ["key_0", "text_1"]
