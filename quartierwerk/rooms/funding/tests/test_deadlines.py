"""Days and periods: what the law's own examples say, and what must be true of every one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.funding.rules import deadlines
from quartierwerk.rooms.funding.rules.deadlines import Way

days = st.dates(min_value=date(1992, 1, 1), max_value=date(2090, 12, 31))
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("event", "months", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 3, 2)),  # the 28th of February is a Saturday
        (date(2026, 3, 3), 1, date(2026, 4, 7)),  # the 3rd of April is Good Friday
        (date(2026, 9, 3), 1, date(2026, 10, 5)),  # the Day of Unity is a Saturday
        (date(2026, 10, 1), 1, date(2026, 11, 2)),  # All Saints, a Sunday and a holiday of the Land
        (date(2027, 10, 1), 1, date(2027, 11, 2)),  # a Monday, which is a holiday here and not in every Land
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 27), 12, date(2027, 11, 29)),
    ],
)
def test_a_period_of_months_ends_on_the_day_of_the_same_number(event, months, last):
    assert deadlines.months_after(event, months) == last


@given(days, st.integers(0, 60))
def test_a_period_ends_on_a_day_to_work_on_and_never_too_early(event, number):
    for last, raw in (
        (deadlines.days_after(event, number), event + timedelta(days=number)),
        (deadlines.months_after(event, number), deadlines.same_day(event, number)),
    ):
        assert deadlines.is_working_day(last) and last >= raw
        between = (raw + timedelta(days=step) for step in range((last - raw).days))
        assert not any(deadlines.is_working_day(day) for day in between)
        assert last - raw <= timedelta(days=5)


@given(days, days, st.integers(0, 60))
def test_what_happens_later_never_ends_earlier(one, other, number):
    first, second = sorted((one, other))

    assert deadlines.days_after(first, number) <= deadlines.days_after(second, number)
    assert deadlines.months_after(first, number) <= deadlines.months_after(second, number)


@given(days, st.integers(0, 60))
def test_months_keep_the_number_of_the_day_or_end_the_month(event, months):
    same = deadlines.same_day(event, months)

    assert (same.year * 12 + same.month) - (event.year * 12 + event.month) == months
    assert same.day == event.day or (same.day < event.day and (same + DAY).day == 1)


def test_the_post_takes_three_days_until_2024_and_four_from_2025():
    assert deadlines.takes_effect(Way.POST, given_on=date(2024, 12, 31)) == date(2025, 1, 3)
    assert deadlines.takes_effect(Way.POST, given_on=date(2025, 1, 1)) == date(2025, 1, 5)  # a Sunday all the same
    assert "4" not in deadlines.figure("posting", on=date(2024, 12, 31)).source.split("NRW")[0].replace("§ 41", "")
    with pytest.raises(deadlines.NoLawYet):
        deadlines.takes_effect(Way.POST, given_on=date(1990, 1, 1))


def test_by_hand_it_is_known_at_once_and_in_the_portal_the_day_after_it_was_retrieved():
    day = date(2026, 11, 27)

    assert deadlines.takes_effect(Way.HAND, given_on=day) == day
    assert deadlines.takes_effect(Way.PORTAL, given_on=day) is None
    assert deadlines.takes_effect(Way.PORTAL, given_on=day, retrieved_on=day + 3 * DAY) == day + 4 * DAY
    assert deadlines.retrievable_until(day) == date(2026, 12, 7)
    assert deadlines.retrievable_until(date(2026, 12, 16)) == date(2026, 12, 28)  # the 26th is Boxing Day, a Saturday


@given(days)
def test_a_notice_is_final_the_day_after_the_period_for_going_to_court(known_on):
    told, untold = deadlines.remedy(known_on), deadlines.remedy(known_on, has_text=False)

    assert told.final_on == told.until + DAY
    assert told.until == deadlines.months_after(known_on, 1)
    assert untold.until == deadlines.months_after(known_on, 12) > told.until


def test_without_a_remedy_text_there_is_a_year():
    assert deadlines.remedy(date(2026, 3, 10), has_text=False).until == date(2027, 3, 10)
