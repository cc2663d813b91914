"""Differences as a page shows them: two sides in words, each with what is gone and what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from quartierwerk.foundation.ui import writing
from quartierwerk.rooms.directory import queries, rules

LISTS = frozenset({"kind", "sectors", "professions", "keywords", "address", "pin", "further_sites", "links", "access"})
LISTS |= {"opening", "is_open_for_cooperation", "founded", "closed_on", *rules.CONTACTS}
"""Units that are compared item by item; the others are texts."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One unit as a page shows it."""

    unit: str
    label: str | Promise
    is_list: bool
    base: list[str]
    """What the proposer saw, where that is something else than what stands there now."""
    old: list[rules.Piece]
    new: list[rules.Piece]
    is_conflict: bool = False
    is_done: bool = False
    is_on: bool = False
    """Whether the unit is ticked, or was taken."""


class Comparing:
    """Puts differences into words; knows what the city calls its sectors and professions."""

    def __init__(self) -> None:
        words = queries.words()
        self.names = {one.slug: str(one) for one in (*words.sectors, *words.professions)}

    def reviewed(
        self, found: Iterable[rules.Difference], *, ticked: Callable[[rules.Difference], bool] = lambda one: False
    ) -> list[Compared]:
        """Differences for somebody who sees all of a profile: what stands there now beside what would."""
        return [
            self._compared(one, one.now, one.after, is_conflict=one.is_conflict, is_done=one.is_done, is_on=ticked(one))
            for one in found
        ]

    def proposed(
        self, found: Iterable[rules.Difference], wanted: rules.Said, *, taken: Iterable[str]
    ) -> list[Compared]:
        """Differences for the proposer: what they were shown beside what they wrote."""
        chosen = set(taken)
        return [
            self._compared(
                one, one.base, {part: wanted[part] for part in rules.UNITS[one.unit]}, is_on=one.unit in chosen
            )
            for one in found
        ]

    def _compared(self, one: rules.Difference, old: rules.Said, new: rules.Said, **state: bool) -> Compared:
        is_list = one.unit in LISTS
        before, after = self._items(one.unit, old), self._items(one.unit, new)
        pieces = rules.items_apart(before, after) if is_list else rules.words_apart("".join(before), "".join(after))
        return Compared(
            unit=one.unit,
            label=one.label,
            is_list=is_list,
            base=self._items(one.unit, one.base) if state.get("is_conflict") else [],
            old=[piece for piece in pieces if piece.kind != "new"],
            new=[piece for piece in pieces if piece.kind != "gone"],
            **state,
        )

    def words(self, unit: str, said: Mapping[str, Any]) -> list[str]:
        """What the parts of a unit say, in words; nothing where they say nothing or are not there."""
        return self._items(unit, said) if said else []

    def _items(self, unit: str, said: Mapping[str, Any]) -> list[str]:
        """What the parts of a unit say, in words; nothing where they say nothing."""
        if unit == "address":
            return [text] if (text := _address(said[part] for part in rules.ADDRESS)) else []
        value = said[unit]
        if value is None or value in ("", []):
            return []
        match unit:
            case "kind":
                return [str(rules.Kind(value).label)]
            case "sectors" | "professions":
                return [self.names.get(slug, slug) for slug in value]
            case "access":
                return [str(rules.AccessFact(fact).label) for fact in value]
            case "further_sites":
                return [_address(words) for words in value]
            case "pin":
                return [", ".join(writing.number(degrees, places=5) for degrees in value)]
            case "links":
                return [f"{label}: {url}" if label else url for label, url in value]
            case "opening":
                return _opening(value)
            case "is_open_for_cooperation":
                return [_("ja") if value else _("nein")]
            case "founded":
                return [str(value)]
            case "closed_on":
                return [writing.when(date.fromisoformat(value), "long")]
            case _:
                return list(value) if unit in LISTS else [value]


def _address(words: Iterable[str]) -> str:
    """``[street, house number, postcode, town, addition]`` in one line."""
    return rules.write_sites([rules.Site(**dict(zip(rules.ADDRESS, words, strict=True)))])


def _opening(plain: Mapping[str, Any]) -> list[str]:
    spans = [rules.span_from_plain(span) for span in plain["spans"]]
    mode = rules.OpeningMode(plain["mode"])
    said = [] if mode in {rules.OpeningMode.UNKNOWN, rules.OpeningMode.WEEKLY} else [str(mode.label)]
    said += [
        f"{WEEKDAYS[day]}: {times}"
        for day in range(7)
        if (times := rules.text_of_spans(span for span in spans if span.weekday == day))
    ]
    return [*said, plain["note"]] if plain["note"] else said
