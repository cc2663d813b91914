"""Terms that hold together and terms that do not; how they read; rounds on the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.boards.rules import BodyKind, Criterion
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import (
    Applicant,
    Financing,
    Intake,
    Payout,
    ProofLevel,
    RoundState,
    Span,
    Start,
    Terms,
)
from quartierwerk.rooms.funding.tests.factories import CLUBS


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"applicants": ()}, "applicants"),
        ({"basis": "  "}, "basis"),
        ({"financing": Financing.SHARE}, "max_rate_bp"),
        ({"max_rate_bp": 0}, "max_rate_bp"),
        ({"max_rate_bp": 10_001}, "max_rate_bp"),
        ({"min_own_share_bp": 10_000}, "min_own_share_bp"),
        ({"max_rate_bp": 6_000, "min_own_share_bp": 5_000}, "min_own_share_bp"),
        ({"financing": Financing.FULL, "min_own_share_bp": 1_000}, "financing"),
        ({"financing": Financing.FULL, "max_rate_bp": 9_000}, "financing"),
        ({"max_cents": 0}, "max_cents"),
        ({"max_cents": 100, "min_cents": 101}, "min_cents"),
        ({"volunteer_rate_cents": 10_001}, "volunteer_rate_cents"),
        ({"volunteer_cap_bp": 10_001}, "volunteer_cap_bp"),
        ({"payout": Payout.FINAL_SHARE}, "retention_bp"),
        ({"retention_bp": 1_000}, "retention_bp"),
        ({"decided_by": BodyKind.JURY, "body": 1}, "decider"),
        ({"delegated_cents": 100}, "delegated_cents"),
        ({"use_months": 0}, "use_months"),
        ({"use_months": 61}, "use_months"),
        ({"proof_months": 0}, "proof_months"),
        ({"proof_months": 61}, "proof_months"),
        ({"line_tolerance_bp": 10_001}, "line_tolerance_bp"),
        ({"small_change_cents": 10_000_01}, "small_change_cents"),
        ({"survey_from_cents": -1}, "survey_from_cents"),
        ({"criteria": (Criterion(key="c1", name_de=""),)}, "criteria"),
    ],
)
def test_terms_that_contradict_themselves_are_refused_at_their_field(change, field):
    assert [one.field for one in rules.terms_problems(replace(CLUBS, **change))] == [field]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"financing": Financing.SHARE, "max_rate_bp": 5_000, "min_own_share_bp": 5_000},
        {"financing": Financing.FULL, "max_rate_bp": 10_000},
        {"payout": Payout.FINAL_SHARE, "retention_bp": 1_000},
        {"decided_by": BodyKind.STEERING_BOARD, "delegated_cents": 50_000},
        {"body": 7, "criteria": (Criterion(key="c1", name_de="Wirkung", weight=3),)},
    ],
)
def test_terms_that_hold_together_pass(change):
    assert rules.terms_problems(replace(CLUBS, **change)) == []


def test_terms_read_as_sentences():
    terms = Terms(
        applicants=(Applicant.CLUB, Applicant.INITIATIVE),
        intake=Intake.ROUNDS,
        financing=Financing.SHARE,
        max_rate_bp=5_050,
        max_cents=250_000,
        min_cents=10_000,
        min_own_share_bp=1_000,
        volunteer_rate_cents=1_500,
        volunteer_cap_bp=2_000,
        start=Start.PERMISSION,
        is_subsidiary=True,
        is_aid=True,
        decided_by=BodyKind.STEERING_BOARD,
        delegated_cents=50_000,
        payout=Payout.FINAL_SHARE,
        retention_bp=1_000,
        proof=ProofLevel.VOUCHERS,
        proof_months=1,
        small_change_cents=50_000,
        cap_by_uncovered=True,
        survey_from_cents=100_000,
    )

    assert [sentence.replace("\xa0", " ") for sentence in rules.in_words(terms)] == [
        "Anträge stellen können: eingetragene Vereine und gemeinnützige Träger; Initiativen ohne Rechtsform.",
        "Für Unternehmen und Selbstständige ist die Förderung eine De-minimis-Beihilfe.",
        "Anträge sind nur möglich, während eine Runde offen ist.",
        "Gefördert wird ein Anteil an den förderfähigen Ausgaben.",
        "Höchstens 50,5 % der förderfähigen Ausgaben.",
        "Höchstens 2.500,00 € je Projekt.",
        "Unter 100,00 € wird nichts bewilligt.",
        "Mindestens 10 % der Ausgaben tragen Sie selbst.",
        "Ehrenamtliche Arbeit zählt dabei mit 15,00 € je Stunde, bis zu 20 % der Ausgaben.",
        "Gefördert wird nur, was niemand sonst fördern kann.",
        "Vor der Entscheidung darf das Projekt nur mit schriftlicher Zustimmung beginnen.",
        "Es entscheidet: Lenkungsgremium am Ort des Projekts.",
        "Bis 500,00 € entscheidet das Büro und berichtet dem Gremium.",
        "Ausgezahlt wird auf Abruf; die letzten 10 % nach der Prüfung.",
        "Ausgezahltes Geld ist innerhalb von 2 Monaten zu verwenden.",
        "Der Verwendungsnachweis ist 1 Monat nach dem Ende des Projekts fällig.",
        "Er besteht aus einem Bericht, den Summen und einer Liste aller Belege.",
        "Am Ende gilt derselbe Anteil an dem, was das Projekt wirklich gekostet hat.",
        "Mehr, als nach allen anderen Einnahmen fehlt, wird nicht gezahlt.",
        "Ersparnisse und weitere Einnahmen bis zusammen 500,00 € ändern daran nichts.",
        "Ein einzelner Posten darf bis zu 20 % mehr kosten als geplant, wenn Sie anderswo sparen.",
        "Ab 1.000,00 € fragen wir danach kurz, wie es war. Die Antwort ist freiwillig.",
    ]


@pytest.mark.parametrize(("least", "asked"), [(None, 0), (0, 1), (1, 1)])
def test_terms_say_whether_somebody_is_asked_afterwards(least, asked):
    said = rules.in_words(replace(CLUBS, survey_from_cents=least))

    assert sum("wie es war" in sentence for sentence in said) == asked


@pytest.mark.parametrize("financing", Financing)
@pytest.mark.parametrize("payout", Payout)
def test_all_terms_read_in_both_languages(financing, payout):
    terms = replace(CLUBS, financing=financing, payout=payout)

    with translation.override("en"):
        english = rules.in_words(terms, body="Jury")

    german = rules.in_words(terms, body="Jury")
    assert len(english) == len(german)
    assert not set(english) & set(german)


# Rounds

TODAY = date(2026, 3, 10)
RUNNING = Span(date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 2, 28), RoundState.COMING),
        (date(2026, 3, 1), RoundState.OPEN),
        (date(2026, 3, 31), RoundState.OPEN),
        (date(2026, 4, 1), RoundState.CLOSED),
    ],
)
def test_first_and_last_day_belong_to_a_round(day, state):
    assert RUNNING.state(day) == state


@pytest.mark.parametrize(
    ("wanted", "before", "others", "field"),
    [
        (Span(date(2026, 4, 2), date(2026, 4, 1)), None, (), "closes_on"),
        (Span(date(2026, 3, 9), date(2026, 4, 1)), None, (), "opens_on"),
        (Span(date(2026, 3, 10), date(2026, 4, 1)), None, (RUNNING,), "opens_on"),
        (Span(date(2026, 3, 31), date(2026, 4, 1)), None, (RUNNING,), "opens_on"),
        (Span(date(2026, 3, 2), date(2026, 4, 1)), RUNNING, (), "opens_on"),
        (Span(date(2026, 3, 1), date(2026, 3, 9)), RUNNING, (), "closes_on"),
        (Span(date(2026, 2, 1), date(2026, 4, 9)), Span(date(2026, 2, 1), date(2026, 3, 9)), (), "closes_on"),
    ],
)
def test_rounds_that_cannot_run_so(wanted, before, others, field):
    assert rules.problem(wanted, before=before, others=others, today=TODAY).field == field


@pytest.mark.parametrize(
    ("wanted", "before", "others"),
    [
        (Span(TODAY, TODAY), None, ()),
        (Span(date(2026, 4, 1), date(2026, 4, 30)), None, (RUNNING,)),
        (Span(date(2026, 3, 1), TODAY), RUNNING, ()),
        (Span(date(2026, 3, 1), date(2026, 12, 31)), RUNNING, ()),
        (Span(date(2026, 3, 20), date(2026, 3, 21)), Span(date(2026, 5, 1), date(2026, 5, 2)), ()),
    ],
)
def test_rounds_that_may_run_so(wanted, before, others):
    assert rules.problem(wanted, before=before, others=others, today=TODAY) is None


days = st.dates(min_value=date(2025, 1, 1), max_value=date(2027, 12, 31))
spans = st.tuples(days, days).map(lambda pair: Span(min(pair), max(pair)))


@given(spans, spans)
def test_two_rounds_overlap_both_ways_or_not_at_all(one, other):
    shared = max(one.opens_on, other.opens_on) <= min(one.closes_on, other.closes_on)

    assert one.overlaps(other) == other.overlaps(one) == shared


@given(spans, st.none() | spans, st.lists(spans, max_size=3))
def test_no_round_that_passes_lies_in_the_past_or_beside_another(wanted, before, others):
    if rules.problem(wanted, before=before, others=others, today=TODAY) is None:
        assert wanted.closes_on >= TODAY
        assert not any(wanted.overlaps(other) for other in others)
