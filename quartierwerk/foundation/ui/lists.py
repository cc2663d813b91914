"""Lists: one page of rows under their heading and number, and the shelves on which rows stand by their state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Choice, Text
from quartierwerk.foundation.unions import counted

SIZE = 25
Rows = QuerySet[Any] | Sequence[Any]
"""What a list is made of: anything that has a length and can be cut."""


@dataclass(frozen=True)
class Shelf:
    """The rows of one state, in the order in which they are wanted."""

    name: str
    """Stands in the address as ``?state=``."""
    label: Text
    rows: QuerySet[Any]
    words: Promise
    """What the rows are called, one and many (``ngettext_lazy``)."""


def page_of(request: HttpRequest, rows: Rows, *, size: int = SIZE) -> Page[Any]:
    """The page of the rows that the address names; the first or the last one where it names none that there is."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def listed(
    request: HttpRequest, template: str, rows: Rows, *, words: Promise, size: int = SIZE, **context: Any
) -> HttpResponse:
    """Answer with a list that extends ``ui/list.html``; ``words`` is what the rows are called (``ngettext_lazy``)."""
    shown = page_of(request, rows, size=size)
    total = shown.paginator.count
    return page(request, template, page=shown, total=total, total_words=words % total, **context)


def shelved(
    request: HttpRequest, template: str, shelves: Sequence[Shelf], *, size: int = SIZE, **context: Any
) -> HttpResponse:
    """Answer with the shelf that the address names, else the first one, and with the way to the others.

    The template knows it as ``shelf``, by name.
    """
    chosen = next((one for one in shelves if one.name == request.GET.get("state")), shelves[0])
    choices = [
        Choice(one.name, one.label, number, on=one is chosen, url=f"?state={one.name}")
        for one, number in zip(shelves, counted([one.rows for one in shelves]), strict=True)
    ]
    return listed(
        request, template, chosen.rows, words=chosen.words, size=size, shelves=choices, shelf=chosen.name, **context
    )
