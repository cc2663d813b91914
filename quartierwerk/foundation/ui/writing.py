"""How figures and dates are written, in the reader's language; money is in ``foundation.money``."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from django.utils import dateformat, formats, timezone
from django.utils.translation import get_language

from quartierwerk.foundation.money import MINUS, NO_BREAK

_DAY = {
    "de": {
        "full": "D, j. F Y",
        "long": "l, j. F Y",
        "short": "d.m.Y",
        "day": "j. F",
        "month": "F Y",
        "year": "Y",
        "time": "H:i",
    },
    "en": {
        "full": "D, j F Y",
        "long": "l, j F Y",
        "short": "j M Y",
        "day": "j F",
        "month": "F Y",
        "year": "Y",
        "time": "H:i",
    },
}


def _german() -> bool:
    return (get_language() or "de").startswith("de")


def number(value: int | float | Decimal | None, *, places: int | None = None) -> str:
    """A number with the reader's separators; nothing known is a dash."""
    if value is None:
        return "–"
    return _number(value, places, get_language())


@lru_cache(maxsize=4096)
def _number(value: int | float | Decimal, places: int | None, language: str | None) -> str:
    """Kept, for a list writes two hundred of them; ``language`` is the active one."""
    return formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True).replace("-", MINUS)


def distance(metres: float) -> str:
    """A way as people say it: 400 m, 1,2 km."""
    if metres < 1000:
        return f"{number(round(metres))}{NO_BREAK}m"
    kilometres = round(metres / 1000, 1)
    return f"{number(kilometres, places=0 if kilometres == int(kilometres) else 1)}{NO_BREAK}km"


def local(value: date | datetime) -> date | datetime:
    """A point in time as the clock on the wall shows it; a day stays a day."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def when(value: date | datetime | time | None, form: str = "full", *, until: date | datetime | None = None) -> str:
    """A day or a point in time: "Mi, 3. Juni 2026, 18:30 Uhr"; with ``until`` a span.

    Forms: full, long (weekday in full), short (03.06.2026), day (3. Juni), month, year, time.
    """
    if value is None:
        return "–"
    if isinstance(value, time):
        return _clock(value)
    value = local(value)
    if form == "time" and isinstance(value, datetime):
        end = None if until is None else local(until)
        return _clock(value, end) if isinstance(end, datetime) else _clock(value)
    if until is not None:
        return _span(value, local(until), form)
    text = _day(value, form)
    if isinstance(value, datetime) and form in ("full", "long", "short"):
        text += f", {_clock(value)}"
    return text


def _day(value: date | datetime, form: str) -> str:
    return dateformat.format(value, _DAY["de" if _german() else "en"][form])


def _clock(*moments: datetime | time) -> str:
    text = "–".join(f"{moment:%H:%M}" for moment in moments)
    return f"{text} Uhr" if _german() else text


def _span(start: date | datetime, end: date | datetime, form: str) -> str:
    first = start.date() if isinstance(start, datetime) else start
    last = end.date() if isinstance(end, datetime) else end
    if first == last:
        if isinstance(start, datetime) and isinstance(end, datetime):
            return f"{_day(start, form)}, {_clock(start, end)}"
        return _day(start, form)
    if form != "short" and first.year == last.year and first.month == last.month:
        dot = "." if _german() else ""
        return f"{first.day}{dot}–{_day(last, 'day')} {last.year}"
    if form != "short" and first.year == last.year:
        return f"{_day(first, 'day')} – {_day(last, 'day')} {last.year}"
    return f"{_day(first, form)} – {_day(last, form)}"
