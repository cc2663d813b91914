"""What waits for somebody: each room declares its kinds and piles; the cockpit and one queue show them.

A room whose things wait for a decision writes one ``Kind`` for each sort of them: which rows wait (a queryset that is
already cut to what this person may decide), since when, how one is shown, and which verbs decide it. Counting, sorting
by age over all kinds, paging and steps over many things come by themselves. What is only a number, such as mails that
did not arrive, is a plain function that yields a ``Pile``. Both stand in ``waiting.py``, as ``KINDS`` and ``PILES``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, NamedTuple, Protocol

from django.db.models import F, Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import Truncator

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.gathering import enter
from quartierwerk.foundation.references import keys_of, kind_of, reference_to
from quartierwerk.foundation.unions import counted, ranked, union

Text = str | Promise
LONGEST_SUMMARY = 200
"""So many letters of a text stand in the list."""


class Band(IntEnum):
    """How pressing a kind or a pile is; within a band the settings' order of rooms decides, then the file."""

    PRESSING = 1
    """What law or somebody harmed waits for."""
    BROKEN = 2
    """What did not work and does not mend itself."""
    DECIDE = 3
    """What people wait for."""
    TEND = 4
    """What is seen to when there is time, since nobody waits for it."""
    LATER = 5


@dataclass(frozen=True, kw_only=True)
class Pile:
    """Things of one kind that somebody should look at."""

    label: Text
    number: int
    hint: Text
    """What to do about it, in one sentence."""
    url: Text
    band: Band = Band.DECIDE


class Decide(Protocol):
    """Calls the room's verb for one thing; ``seen`` is what ``Shown.seen`` said when the person looked at it."""

    def __call__(self, thing: Any, /, *, actor: Any, seen: int, reason: str) -> object: ...


@dataclass(frozen=True, kw_only=True)
class Step:
    """A way to decide things without opening each; steps of one name are one button, whatever the kind."""

    name: str
    label: Text
    """What the button says: a verb."""
    done: Text
    """What is said with the number of things behind it: “übernommen”."""
    do: Decide
    key: str = ""
    """The letter that presses the button."""
    hint: Text = ""
    """What the second look says will happen, in one sentence."""
    needs_reason: bool = False
    longest_reason: int = 2000
    """How many letters the reason may have, so that what keeps it has room."""
    is_grave: bool = False
    """Whether it asks once more before it is done."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One thing that waits, as the queue shows it."""

    title: str
    url: str
    """The page on which it is decided."""
    summary: str = ""
    """What it is about, cut by ``brief`` where somebody has written it."""
    seen: int = 0
    """What the person has before them, such as a version; comes back with a step, so that nobody decides blindly."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One sort of things that wait for a decision."""

    name: str
    """Stands in addresses: lower case, the same for ever."""
    label: Text
    """What one of them is called."""
    many: Text
    """What several are called; stands as a filter."""
    hint: Text
    """What to do about them, in one sentence."""
    url: Text
    """Where all of this kind are listed; lazy, since it depends on the language."""
    rows: Callable[[Any], QuerySet[Any]]
    """What waits for this person: only what they may decide, and ``none()`` for those who may nothing."""
    since: str
    """The field or annotation with the moment since when, never a day: ages of all kinds are compared."""
    show: Callable[[Any], Shown]
    """How a row is shown; what it needs is fetched by ``rows``, for no row may ask the database."""
    term: timedelta
    """So long it may wait; what waits longer is marked."""
    steps: Sequence[Step] = ()
    pile: Text = ""
    """What the cockpit calls them, where that says more than ``many``."""
    band: Band = Band.DECIDE

    def pile_of(self, number: int) -> Pile:
        """The pile of this kind in the cockpit, with how many wait."""
        return Pile(label=self.pile or self.many, number=number, hint=self.hint, url=self.url, band=self.band)


class Place(NamedTuple):
    """A place in the queue; the things behind it are younger."""

    since: datetime
    kind: str
    key: int


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that waits."""

    kind: Kind
    thing: Model
    place: Place
    shown: Shown

    @property
    def since(self) -> datetime:
        """Since when it waits."""
        return self.place.since

    @property
    def reference(self) -> str:
        """Which thing it is, as other rooms name it."""
        return reference_to(type(self.thing), self.place.key)

    @property
    def token(self) -> str:
        """Which thing it is and what of it was seen, as a form sends it back."""
        return f"{self.kind.name}:{self.place.key}:{self.shown.seen}"

    def is_late(self, *, at: datetime) -> bool:
        """Whether it waits longer than its kind should."""
        return self.since < at - self.kind.term


def brief(text: str) -> str:
    """The first letters of what somebody has written, as many as stand in the list."""
    return Truncator(text).chars(LONGEST_SUMMARY)


Source = Callable[[Any], Iterable[Pile]]
Narrow = Callable[[Kind, QuerySet[Any]], QuerySet[Any]]
"""Leaves some of the rows of a kind out."""
_kinds: dict[str, Kind] = {}
_sources: list[Source] = []


def register(*offers: Kind | Source) -> None:
    """Add a room's kinds, and its ``piles(person)`` that answers with what a person may see, empty piles included.

    Raises SameName for a second kind under a known name: names stand in addresses and in what forms send back.
    """
    for offer in offers:
        if isinstance(offer, Kind):
            enter(_kinds, offer.name, offer)
        elif offer not in _sources:
            _sources.append(offer)


def kinds() -> list[Kind]:
    """Every kind of the house, the pressing ones first."""
    return sorted(_kinds.values(), key=lambda kind: kind.band)


def piles_of(person: Any) -> list[Pile]:
    """Everything that waits for a person, most pressing first; empty piles are left out."""
    numbers = counts(person)
    found = [kind.pile_of(numbers[kind.name]) for kind in kinds()]
    found += [pile for source in _sources for pile in source(person)]
    return sorted((pile for pile in found if pile.number), key=lambda pile: pile.band)


def everything(kind: Kind, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Leaves nothing out."""
    return rows


def counts(person: Any, *, narrow: Narrow = everything) -> dict[str, int]:
    """How many things of each kind wait for a person, by the kind's name; one question, however many kinds."""
    known = kinds()
    numbers = counted([narrow(kind, kind.rows(person)) for kind in known])
    return {kind.name: number for kind, number in zip(known, numbers, strict=True)}


def queue(
    person: Any,
    *,
    limit: int,
    only: Collection[str] = (),
    after: Place | None = None,
    narrow: Narrow = everything,
) -> list[Item]:
    """What waits for a person, over all kinds or only these, the oldest first, behind a place.

    One question finds the things, and one for each kind among them fetches these and no more.
    """
    known, asked = kinds(), []
    for rank, kind in enumerate(known):
        if not only or kind.name in only:
            rows = ranked(narrow(kind, kind.rows(person)), rank).annotate(_since=F(kind.since))
            asked.append(rows.filter(_behind(after, kind, known)).values_list("_since", "_rank", "pk"))
    found = union(asked)
    if not isinstance(found, list):
        found = list(found.order_by("_since", "_rank", "pk")[:limit])
    things = {
        kind.name: kind.rows(person).in_bulk([key for _since, at, key in found if at == rank])
        for rank, kind in enumerate(known)
        if any(at == rank for _since, at, _key in found)
    }
    return [
        _item(kind, thing, since)
        for since, rank, key in found
        if (thing := things[(kind := known[rank]).name].get(key)) is not None
    ]


def tokens_taken_apart(tokens: Iterable[str]) -> dict[tuple[str, int], int]:
    """What was seen of each thing that a form names, by kind and key; what is no token is left out."""
    found = {}
    for token in tokens:
        name, *numbers = token.split(":")
        if len(numbers) == 2 and all(number.isascii() and number.isdigit() and len(number) < 19 for number in numbers):
            found[name, int(numbers[0])] = int(numbers[1])
    return found


def items_named(person: Any, names: Collection[tuple[str, int]]) -> list[Item]:
    """The things with these kinds and keys that still wait for this person, the oldest first."""
    found = []
    for kind in kinds():
        if keys := [key for name, key in names if name == kind.name]:
            rows = kind.rows(person).annotate(_since=F(kind.since)).filter(pk__in=keys)
            found += [_item(kind, row, row._since) for row in rows]
    return sorted(found, key=lambda item: item.place)


@dataclass(frozen=True)
class Outcome:
    """What became of a step over many things: those it was done to, and those it was not, each with the reason."""

    done: list[Item]
    left: list[tuple[Item, str]]


def carry_out(
    step: str,
    items: Iterable[Item],
    *,
    seen: dict[tuple[str, int], int],
    actor: Any,
    reason: str,
    refusal: Text,
    own: Sequence[Step] = (),
) -> Outcome:
    """Do a step to one thing after the other, each in its own transaction, in sight of what the person saw of it.

    ``own`` are steps that fit every kind. What is of a kind without such a step stays, with ``refusal`` as the reason.
    """
    outcome = Outcome([], [])
    for item in items:
        found = next((one for one in (*item.kind.steps, *own) if one.name == step), None)
        try:
            if found is None:
                raise RuleBroken(refusal)
            found.do(item.thing, actor=actor, seen=seen[item.place.kind, item.place.key], reason=reason)
        except RuleBroken as broken:
            outcome.left.append((item, str(broken)))
        else:
            outcome.done.append(item)
    return outcome


def titles_of(person: Any, references: Collection[str]) -> dict[str, str]:
    """What those of these things that wait for a person are called in the queue; one question for each kind."""
    found: dict[str, str] = {}
    for kind in kinds():
        rows = kind.rows(person)
        if keys := keys_of(rows.model, references):
            found |= {reference_to(rows.model, key): kind.show(row).title for key, row in rows.in_bulk(keys).items()}
    return found


def models_waiting(person: Any) -> dict[str, list[QuerySet[Any]]]:
    """What waits by the kind part of its references, since several kinds may be about things of one model."""
    found: dict[str, list[QuerySet[Any]]] = {}
    for kind in kinds():
        rows = kind.rows(person)
        found.setdefault(kind_of(rows.model), []).append(rows)
    return found


def _behind(after: Place | None, kind: Kind, known: Sequence[Kind]) -> Q:
    """What of a kind lies behind a place; of one age the kinds follow one another in their order."""
    if after is None:
        return Q()
    names = [one.name for one in known]
    here, there = names.index(kind.name), names.index(after.kind) if after.kind in names else -1
    if here > there:
        return Q(_since__gte=after.since)
    later = Q(_since__gt=after.since)
    return later if here < there else later | Q(_since=after.since, pk__gt=after.key)


def _item(kind: Kind, thing: Any, since: datetime) -> Item:
    return Item(kind=kind, thing=thing, place=Place(since, kind.name, thing.pk), shown=kind.show(thing))
