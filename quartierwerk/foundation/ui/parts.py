"""Plain values that the components show: steps, chips, facets, one page of many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

Text = str | Promise
Item = TypeVar("Item")


@dataclass(frozen=True)
class Step:
    """One step on a way; ``state`` is done, current, todo or problem."""

    label: Text
    state: str = "todo"
    hint: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Chip:
    """A filter that is on; following ``url`` takes it off."""

    label: Text
    url: str
    group: Text = ""


@dataclass(frozen=True)
class Choice:
    """One value of a facet, a sort order or a view, with how many things it would show."""

    value: str
    label: Text
    count: int | None = None
    on: bool = False
    hue: int | None = None
    url: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar of a chart, which is its own table."""

    label: Text
    number: int
    length: int
    """In thousandths of the longest one."""
    share: int | None = None
    """Of the whole, in percent; None where there is no whole."""
    url: str = ""
    """Where what it counts is listed."""


@dataclass(frozen=True)
class Facet:
    """A group of choices that narrow a list; the values of one facet are joined by "or"."""

    name: str
    title: Text
    choices: Sequence[Choice] = field(default_factory=tuple)
    most: int = 8
    """So many choices are shown at once; the others follow on request."""

    @property
    def is_on(self) -> bool:
        return any(choice.on for choice in self.choices)

    @property
    def first(self) -> Sequence[Choice]:
        return self.choices if len(self.choices) <= self.most + 1 else self.choices[: self.most]

    @property
    def rest(self) -> Sequence[Choice]:
        return self.choices[len(self.first) :]

    @property
    def is_rest_on(self) -> bool:
        return any(choice.on for choice in self.rest)


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list that something else has counted and cut (a search engine, for one)."""

    items: Sequence[Item]
    number: int
    size: int
    total: int

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def num_pages(self) -> int:
        return max(1, -(-self.total // self.size))


def address(request: HttpRequest, *, drop: tuple[str, str] | str | None = None, **put: Any) -> str:
    """The current address with other parameters; ``page`` is always left out unless it is put.

    ``drop=("district", "altstadt")`` removes one value, ``drop="district"`` the whole parameter.
    """
    query = request.GET.copy()
    query.pop("page", None)
    if isinstance(drop, tuple):
        name, value = drop
        query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
    elif drop:
        query.pop(drop, None)
    for name, value in put.items():
        query.setlist(name, [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)])
    return request.path + _question(query)


def _question(query: QueryDict) -> str:
    words = query.urlencode()
    return f"?{words}" if words else ""


def asked(request: HttpRequest, name: str) -> list[str]:
    """What an address asks for under a name, without what no database takes."""
    return [said for said in request.GET.getlist(name) if "\x00" not in said]


def counted_choices(
    named: Iterable[tuple[str, Text]], counts: Mapping[str, int], wanted: Collection[str]
) -> list[Choice]:
    """The choices of a facet with how many each would show; those that would show nothing only while they are on."""
    return [
        Choice(value, label, counts.get(value, 0), on=value in wanted)
        for value, label in named
        if counts.get(value) or value in wanted
    ]


def chips_of(request: HttpRequest, facets: Iterable[Facet]) -> list[Chip]:
    """A chip for each choice that is on, which leads to the same list without it."""
    return [
        Chip(choice.label, address(request, drop=(facet.name, choice.value)), group=facet.title)
        for facet in facets
        for choice in facet.choices
        if choice.on
    ]
