"""What may be claimed back, after which hearing, until when, each reckoned by hand beside the rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.funding.rules import recovering as rules
from quartierwerk.rooms.funding.rules.recovering import Claim, Ground, RecoveryState
from quartierwerk.rooms.funding.rules.terms import Grantor

TODAY = date(2026, 3, 2)
CLAIM = Claim(ground=Ground.PURPOSE, cents=50_000, facts="Es gab kein Fest.", known_on=date(2026, 2, 2))
DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2030, 12, 31))
SUMS = st.integers(min_value=0, max_value=10**9)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"facts": " "}, ["facts"]),
        ({"facts": "x" * 3_001}, ["facts"]),
        ({"known_on": date(2026, 3, 3)}, ["known_on"]),
        ({"cents": 0}, ["cents"]),
        ({"cents": 80_001}, ["cents"]),
        ({"ground": Ground.SETTLED}, ["cents"]),
        ({"ground": Ground.SETTLED, "cents": 20_000}, []),
        ({"cents": -1, "facts": ""}, ["facts", "cents"]),
    ],
)
def test_what_can_be_claimed(said, fields):
    found = rules.claim_problems(replace(CLAIM, **said), paid=80_000, final=60_000, on=TODAY)

    assert [one.field for one in found] == fields


def test_without_a_settlement_nothing_follows_from_one():
    found = rules.claim_problems(replace(CLAIM, ground=Ground.SETTLED), paid=80_000, final=None, on=TODAY)

    assert [one.field for one in found] == ["cents"]


@given(SUMS, SUMS)
def test_too_much_is_what_lies_beyond_the_grant(paid, final):
    found = rules.too_much(paid=paid, final=final)

    assert found >= 0 and (paid - found <= final or found == 0)
    assert (found == 0) == (paid <= final)


def test_every_ground_has_its_law_and_an_association_rests_on_what_was_agreed():
    assert set(rules.LAW) == set(Ground)
    assert "§ 49" in rules.basis(Ground.NO_PROOF, Grantor.CITY)
    assert "VwVfG" not in rules.basis(Ground.NO_PROOF, Grantor.ASSOCIATION)


def test_somebody_is_heard_for_two_weeks_at_least_and_the_last_day_is_one_to_work_on():
    assert rules.heard_until(date(2026, 3, 2)) == date(2026, 3, 16)
    assert rules.heard_until(date(2026, 3, 7)) == date(2026, 3, 23)  # the 21st is a Saturday
    assert rules.may_decide(until=TODAY, has_answered=True, on=TODAY)
    assert not rules.may_decide(until=TODAY, has_answered=False, on=TODAY)
    assert rules.may_decide(until=TODAY, has_answered=False, on=TODAY + timedelta(days=1))


def test_a_year_after_the_facts_were_known_it_is_too_late():
    assert rules.decide_by(date(2026, 2, 2)) == date(2027, 2, 2)
    assert rules.decide_by(date(2024, 2, 29)) == date(2025, 2, 28)


def test_a_claim_ends_repaid_or_dropped():
    leads = rules.RECOVERY_STEPS.leads
    assert leads(RecoveryState.HEARING, RecoveryState.CLAIMED) and leads(RecoveryState.CLAIMED, RecoveryState.REPAID)
    assert not leads(RecoveryState.HEARING, RecoveryState.REPAID)
    assert not leads(RecoveryState.DROPPED, RecoveryState.CLAIMED)
