"""What counts against the ceiling of de-minimis aid, until when it is entered, and what has to be said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.funding.rules import aid as rules
from quartierwerk.rooms.funding.rules import deadlines
from quartierwerk.rooms.funding.rules.aid import AidFinding, Granted

DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2040, 12, 31))
STUDIO = AidFinding(is_undertaking=True, undertaking="Studio Lux", sector="74.20")


@pytest.mark.parametrize(
    ("granted", "last"),
    [
        (date(2026, 1, 5), date(2026, 2, 2)),  # four whole weeks
        (date(2026, 1, 3), date(2026, 1, 30)),  # a Saturday: the Monday after it is the first day to work on
        (date(2026, 3, 20), date(2026, 4, 21)),  # with Good Friday and Easter Monday
        (date(2026, 12, 18), date(2027, 1, 19)),  # with Christmas, of which the 26th is a Saturday, and New Year
    ],
)
def test_aid_is_entered_within_twenty_days_to_work_on(granted, last):
    assert rules.enter_by(granted) == last


@given(DAYS)
def test_there_are_twenty_days_to_work_on_and_no_more(granted):
    last = rules.enter_by(granted)
    between = [granted + timedelta(days=number) for number in range(1, (last - granted).days + 1)]

    assert sum(deadlines.is_working_day(day) for day in between) == 20
    assert deadlines.is_working_day(last)


def test_before_there_was_a_register_nothing_is_entered():
    assert rules.enter_by(date(2025, 12, 31)) is None
    assert rules.aid_ceiling(date(2023, 12, 31)) == 200_000_00
    assert rules.aid_ceiling(date(2024, 1, 1)) == 300_000_00


def test_three_years_roll():
    known = [Granted(date(2026, 3, 2), 1), Granted(date(2027, 1, 1), 10), Granted(date(2029, 3, 3), 100)]

    assert rules.counted(known, on=date(2026, 3, 1)) == 0
    assert rules.counted(known, on=date(2029, 3, 2)) == 11  # three years to the day still count
    assert rules.counted(known, on=date(2029, 3, 3)) == 110
    assert rules.counted(known, on=date(2032, 3, 3)) == 100


@given(st.lists(st.tuples(DAYS, st.integers(1, 10**8))), DAYS)
def test_never_more_counts_than_there_is_and_what_is_to_come_does_not(known, on):
    granted = [Granted(*one) for one in known]
    found = rules.counted(granted, on=on)

    assert 0 <= found <= sum(one.cents for one in granted if one.on <= on)
    assert found >= sum(one.cents for one in granted if on - timedelta(days=1095) <= one.on <= on)


def test_two_spellings_of_one_name_are_one():
    assert rules.key_of("  Studio  LUX ") == rules.key_of("Studio Lux") != rules.key_of("Studio Lux GmbH")


@pytest.mark.parametrize(
    ("finding", "fields"),
    [
        (AidFinding(is_undertaking=False), []),
        (STUDIO, []),
        (replace(STUDIO, sector="90"), []),
        (replace(STUDIO, undertaking=""), ["undertaking"]),
        (replace(STUDIO, undertaking="x" * 201), ["undertaking"]),
        (replace(STUDIO, sector=""), ["sector"]),
        (replace(STUDIO, sector="Foto"), ["sector"]),
        (replace(STUDIO, declared_cents=-1), ["declared_cents"]),
    ],
)
def test_an_undertaking_is_named_with_its_business(finding, fields):
    assert [one.field for one in rules.finding_problems(finding)] == fields


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"entered_on": date(2026, 3, 1)}, ["entered_on"]),
        ({"entered_on": date(2026, 3, 6)}, ["entered_on"]),
        ({"number": ""}, ["number"]),
        ({"number": "x" * 61}, ["number"]),
    ],
)
def test_an_entry_says_when_and_which(said, fields):
    usual = {"entered_on": date(2026, 3, 4), "granted_on": date(2026, 3, 2), "number": "DM-1", "on": date(2026, 3, 5)}

    assert [one.field for one in rules.entry_problems(**usual | said)] == fields
