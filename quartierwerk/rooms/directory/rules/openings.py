"""Opening hours in words: “Mo–Fr 9–18 Uhr, Sa nach Vereinbarung” in, the same for exports out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quartierwerk.rooms.directory.rules.content import Opening, OpeningMode, OpenSpan
from quartierwerk.rooms.directory.rules.hours import JOIN, SPAN, TO, in_order, read_span

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

_WORDS = {
    OpeningMode.UNKNOWN: "keine Angabe",
    OpeningMode.WEEKLY: "feste Zeiten",
    OpeningMode.BY_APPOINTMENT: "nach Vereinbarung",
    OpeningMode.CLOSED_FOR_NOW: "vorübergehend geschlossen",
}
"""How a cell of ours names each mode; fixed, since such a cell is read back in either language."""
_MODES = {words: mode for mode, words in _WORDS.items()}
_NOTE = "; Hinweis: "

_DAY = rf"(?:{'|'.join(sorted(_NAMES, key=len, reverse=True))})\b\.?"
_DAYS = rf"{_DAY}(?:{TO}{_DAY}|\s*(?:,|\+|&|/|und)\s*{_DAY})*"
# The groups of a span would count among those of an entry.
_SPAN = SPAN.replace(r"(\d", r"(?:\d")
_ENTRY = re.compile(rf"(?P<days>{_DAYS})\s*:?\s*(?P<spans>{_SPAN}(?:{JOIN}{_SPAN})*)", re.IGNORECASE)
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
    if (ours := _as_written(text)) is not None:
        return ours
    spans, rest = _times(text)
    if _CLOSED.search(text):
        mode = OpeningMode.CLOSED_FOR_NOW
    elif spans:
        mode = OpeningMode.WEEKLY
    elif _BY_APPOINTMENT.search(text):
        mode = OpeningMode.BY_APPOINTMENT
    else:
        mode = OpeningMode.UNKNOWN
    is_said_by_mode = _is_plain(text, mode)
    return Opening(mode=mode, spans=spans, note="" if (spans and not rest) or is_said_by_mode else text)


def write_opening(opening: Opening) -> str:
    """The opening hours as one cell from which ``read_opening`` makes the same: mode, times and note, each named."""
    if opening == Opening():
        return ""
    times = "; ".join(f"{DAYS[span.weekday]} {span.opens:%H:%M}–{span.closes:%H:%M}" for span in opening.spans)
    if times and opening.mode == OpeningMode.WEEKLY:
        head = times
    else:
        head = _WORDS[opening.mode] + (f": {times}" if times else "")
    return f"{head}{_NOTE}{opening.note}" if opening.note else head


def _as_written(text: str) -> Opening | None:
    """The opening hours of a cell that is spelled as ``write_opening`` spells it; None for any other."""
    head, _mark, note = text.partition(_NOTE)
    word, _colon, times = head.partition(": ")
    mode = _MODES.get(word)
    spans, rest = _times(head if mode is None else times)
    if rest or (mode is None and not spans):
        return None
    return Opening(mode=mode or OpeningMode.WEEKLY, spans=spans, note=note)


def _times(text: str) -> tuple[tuple[OpenSpan, ...], str]:
    """The times in a text in their order, and what else it says: spans that are none are left where they stand."""
    found: set[OpenSpan] = set()

    def take(entry: re.Match[str]) -> str:
        try:
            found.update(_spans(entry))
        except ValueError:
            return entry[0]
        return ""

    rest = _ENTRY.sub(take, _EVERY_DAY.sub("Mo-So", text))
    return in_order(found), _FILLING.sub("", rest)


def _is_plain(text: str, mode: OpeningMode) -> bool:
    """Whether the mode alone says what the text says."""
    pattern = {OpeningMode.BY_APPOINTMENT: _BY_APPOINTMENT, OpeningMode.CLOSED_FOR_NOW: _CLOSED}.get(mode)
    return bool(pattern) and not _FILLING.sub("", pattern.sub("", text))  # type: ignore[union-attr]


def _spans(entry: re.Match[str]) -> list[OpenSpan]:
    """The spans of an entry; raises ValueError where one of them is none, since half an entry would mislead."""
    times = [read_span(match[0]) for match in re.finditer(_SPAN, entry["spans"], re.IGNORECASE)]
    return [
        OpenSpan(weekday=weekday, opens=opens, closes=closes)
        for opens, closes in times
        for weekday in _weekdays(entry["days"])
    ]


def _weekdays(text: str) -> Iterator[int]:
    for part in re.split(r"\s*(?:,|\+|&|/|und)\s*", text, flags=re.IGNORECASE):
        first, *more = (_NAMES[name.casefold()] for name in re.findall(r"[^\W\d_]+", part) if name.casefold() in _NAMES)
        last = more[-1] if more else first
        # “Sa–Mo” goes over the end of the week.
        yield from ((first + step) % 7 for step in range((last - first) % 7 + 1))
