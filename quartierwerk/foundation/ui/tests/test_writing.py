"""Dates and numbers in both languages."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from quartierwerk.foundation.ui.writing import number, when

START = datetime(2026, 6, 3, 16, 30, tzinfo=UTC)
DAY = date(2026, 6, 3)


def test_numbers():
    with translation.override("de"):
        assert [number(1240), number(-1240), number(12.5, places=1), number(None)] == [
            "1.240",
            "\u22121.240",
            "12,5",
            "–",
        ]
    with translation.override("en"):
        assert number(1240) == "1,240"


@pytest.mark.parametrize(
    ("language", "value", "form", "text"),
    [
        ("de", START, "full", "Mi, 3. Juni 2026, 18:30 Uhr"),
        ("de", START, "long", "Mittwoch, 3. Juni 2026, 18:30 Uhr"),
        ("de", START, "short", "03.06.2026, 18:30 Uhr"),
        ("de", START, "time", "18:30 Uhr"),
        ("de", DAY, "full", "Mi, 3. Juni 2026"),
        ("de", DAY, "short", "03.06.2026"),
        ("de", DAY, "day", "3. Juni"),
        ("de", DAY, "month", "Juni 2026"),
        ("de", time(9, 5), "full", "09:05 Uhr"),
        ("de", None, "full", "–"),
        ("en", START, "full", "Wed, 3 June 2026, 18:30"),
        ("en", DAY, "short", "3 Jun 2026"),
    ],
)
def test_a_day_or_a_moment(language, value, form, text):
    with translation.override(language):
        assert when(value, form) == text


@pytest.mark.parametrize(
    ("start", "end", "form", "text"),
    [
        (START, datetime(2026, 6, 3, 18, 0, tzinfo=UTC), "full", "Mi, 3. Juni 2026, 18:30–20:00 Uhr"),
        (DAY, DAY, "full", "Mi, 3. Juni 2026"),
        (DAY, date(2026, 6, 5), "full", "3.–5. Juni 2026"),
        (DAY, date(2026, 7, 1), "full", "3. Juni – 1. Juli 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "full", "Mi, 30. Dezember 2026 – Sa, 2. Januar 2027"),
        (DAY, date(2026, 6, 5), "short", "03.06.2026 – 05.06.2026"),
        (START, datetime(2026, 6, 3, 18, 0, tzinfo=UTC), "time", "18:30–20:00 Uhr"),
    ],
)
def test_a_span(start, end, form, text):
    with translation.override("de"):
        assert when(start, form, until=end) == text


def test_a_span_in_english():
    with translation.override("en"):
        assert when(DAY, until=date(2026, 6, 5)) == "3–5 June 2026"
