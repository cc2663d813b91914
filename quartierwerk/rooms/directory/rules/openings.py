"""Opening hours in words: “Mo–Fr 9–18 Uhr, Sa nach Vereinbarung” in, the same for exports out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time

from quartierwerk.rooms.directory.rules.content import Opening, OpeningMode, OpenSpan

MOST_NOTE = 200
DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_NAMES: dict[str, int] = {day.casefold(): number for number, day in enumerate(DAYS)}
for _number, _names in enumerate(
    (
        "montag montags mon monday",
        "dienstag dienstags die tue tuesday",
        "mittwoch mittwochs mit wed wednesday",
        "donnerstag donnerstags don thu thursday",
        "freitag freitags fre fri friday",
        "samstag samstags sam sat saturday sonnabend sonnabends",
        "sonntag sonntags son sun sunday",
    )
):
    _NAMES |= dict.fromkeys(_names.split(), _number)

_DAY = rf"(?:{'|'.join(sorted(_NAMES, key=len, reverse=True))})\b\.?"
_TO = r"\s*(?:-|–|—|bis|to)\s*"
_CLOCK = r"(?:\d{1,2}(?:[:.]\d{2})?)(?:\s*(?:uhr|h))?"
_DAYS = rf"{_DAY}(?:{_TO}{_DAY}|\s*(?:,|\+|&|/|und)\s*{_DAY})*"
_SPAN = rf"(?:von\s+)?{_CLOCK}{_TO}{_CLOCK}"
_ENTRY = re.compile(rf"(?P<days>{_DAYS})\s*:?\s*(?P<spans>{_SPAN}(?:\s*(?:,|/|und|u\.)\s*{_SPAN})*)", re.IGNORECASE)
_EVERY_DAY = re.compile(r"\btäglich\b", re.IGNORECASE)
_BY_APPOINTMENT = re.compile(
    r"\b(?:nach\s+(?:telefonischer\s+)?(?:vereinbarung|absprache|anmeldung)|by appointment|n\.\s?v\.)", re.IGNORECASE
)
_CLOSED = re.compile(r"\b(?:vorübergehend|derzeit|zurzeit|momentan)\s+geschlossen|temporarily closed", re.IGNORECASE)
_FILLING = re.compile(r"[\s,;.:|/]+|\b(?:und|uhr|h|geöffnet|öffnungszeiten|open)\b", re.IGNORECASE)


def read_opening(text: str) -> Opening:
    """The opening hours that a cell states; what is more than times becomes the note."""
    text = " ".join(text.split())
    if not text:
        return Opening()
    spelled = _EVERY_DAY.sub("Mo-So", text)
    entries = list(_ENTRY.finditer(spelled))
    spans = sorted({span for entry in entries for span in _spans(entry)}, key=lambda span: (span.weekday, span.opens))
    rest = _FILLING.sub("", _ENTRY.sub("", spelled))
    if _CLOSED.search(text):
        mode = OpeningMode.CLOSED_FOR_NOW
    elif spans:
        mode = OpeningMode.WEEKLY
    elif _BY_APPOINTMENT.search(text):
        mode = OpeningMode.BY_APPOINTMENT
    else:
        mode = OpeningMode.UNKNOWN
    is_said_by_mode = _is_plain(text, mode)
    return Opening(mode=mode, spans=tuple(spans), note="" if (spans and not rest) or is_said_by_mode else text)


def write_opening(opening: Opening) -> str:
    """The opening hours as one cell that ``read_opening`` understands."""
    if opening.note and opening.mode == OpeningMode.UNKNOWN:
        return opening.note
    if opening.mode == OpeningMode.BY_APPOINTMENT:
        return opening.note or "nach Vereinbarung"
    if opening.mode == OpeningMode.CLOSED_FOR_NOW:
        return opening.note or "vorübergehend geschlossen"
    spans = "; ".join(f"{DAYS[span.weekday]} {span.opens:%H:%M}–{span.closes:%H:%M}" for span in opening.spans)
    # A note that was read from such a cell already holds the times.
    return (
        opening.note if opening.note and _ENTRY.search(opening.note) else "; ".join(filter(None, (spans, opening.note)))
    )


def _is_plain(text: str, mode: OpeningMode) -> bool:
    """Whether the mode alone says what the text says."""
    pattern = {OpeningMode.BY_APPOINTMENT: _BY_APPOINTMENT, OpeningMode.CLOSED_FOR_NOW: _CLOSED}.get(mode)
    return bool(pattern) and not _FILLING.sub("", pattern.sub("", text))  # type: ignore[union-attr]


def _spans(entry: re.Match[str]) -> Iterator[OpenSpan]:
    for match in re.finditer(_SPAN, entry["spans"], re.IGNORECASE):
        opens, closes = (_clock(text) for text in re.findall(_CLOCK, match[0], re.IGNORECASE))
        if opens is None or closes is None or closes <= opens:
            continue
        for weekday in _weekdays(entry["days"]):
            yield OpenSpan(weekday=weekday, opens=opens, closes=closes)


def _weekdays(text: str) -> Iterator[int]:
    for part in re.split(r"\s*(?:,|\+|&|/|und)\s*", text, flags=re.IGNORECASE):
        first, *more = (_NAMES[name.casefold()] for name in re.findall(r"[^\W\d_]+", part) if name.casefold() in _NAMES)
        last = more[-1] if more else first
        # “Sa–Mo” goes over the end of the week.
        yield from ((first + step) % 7 for step in range((last - first) % 7 + 1))


def _clock(text: str) -> time | None:
    hour, minute = (int(part or 0) for part in re.match(r"(\d{1,2})(?:[:.](\d{2}))?", text).groups())  # type: ignore[union-attr]
    if hour == 24 and minute == 0:
        return time(23, 59)
    return time(hour, minute) if hour < 24 and minute < 60 else None
