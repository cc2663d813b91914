"""Days in Europe/Berlin: where they begin and end, also when the clocks are changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from quartierwerk.foundation import clock


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 6, 1), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_is_as_long_as_the_clocks_say(day, hours):
    first, last = (moment.astimezone(UTC) for moment in (clock.first_of(day), clock.last_of(day)))

    assert last - first == timedelta(hours=hours) - timedelta(microseconds=1)


def test_a_summer_day_begins_two_hours_before_that_of_utc():
    assert clock.first_of(date(2026, 6, 1)) == datetime(2026, 5, 31, 22, tzinfo=UTC)
