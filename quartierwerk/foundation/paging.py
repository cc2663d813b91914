"""Paging of the open interface: the same envelope and the same parameters for every list.

A cursor names the place in the order behind which a page begins, not a number of items: what comes or goes between two
pages moves nothing. It is signed, so nobody can make one up, and bound to the question it was handed out for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

MOST = 100
LONGEST_CURSOR = 4_000
SALT = "quartierwerk.paging.1"
"""Count it on when what rooms put into a cursor changes its shape: older ones are refused then."""

Item = TypeVar("Item")


class CursorRefused(Exception):
    """A cursor that no page has named, or one of another question; says which in English, for who builds on us."""

    NONSENSE = (
        "This cursor comes from no page of this interface, or its time is over. Begin again without a cursor and"
        " follow “next”."
    )
    ELSEWHERE = (
        "This cursor belongs to another question: the filters, the sort or the list have changed since. Begin again"
        " without a cursor; only “limit” may change on the way."
    )


class Listed(Schema, Generic[Item]):
    """One page of a list; a room names its own: ``class ProfileList(Listed[ProfileOut])``."""

    total: int = Field(description="How many fit in all.")
    items: list[Item] = Field(description="The items of this page.")
    next: str | None = Field(
        description="Address of the next page; null on the last one. The header Link says the same (rel=next)."
    )


class Paging(Schema):
    """Where a page of a list begins and how long it is."""

    limit: int = Field(20, ge=1, le=MOST, description="How many items a page holds at most.", examples=[20])
    cursor: str = Field(
        "",
        description="Where the page begins. Taken from “next”, never computed, and good only for the same filters and"
        " sort: it names the last item that was read, so that what comes or goes meanwhile skips and repeats nothing.",
        examples=[""],
    )

    def after(self, request: HttpRequest) -> Any:
        """What the cursor holds; None at the beginning. Raises CursorRefused."""
        if not self.cursor:
            return None
        if len(self.cursor) > LONGEST_CURSOR:
            raise CursorRefused(CursorRefused.NONSENSE)
        try:
            asked, after = Signer(salt=SALT).unsign_object(self.cursor)
        except (BadSignature, ValueError) as error:
            raise CursorRefused(CursorRefused.NONSENSE) from error
        if asked != self._asked(request):
            raise CursorRefused(CursorRefused.ELSEWHERE)
        return after

    def of_rows(self, request: HttpRequest, rows: QuerySet[Any]) -> dict[str, Any]:
        """The answer of a list that is read from the database, in the order of ``rows``, which must know no null."""
        order = _total_order(rows)
        after = self.after(request)
        ordered = rows.order_by(*order)
        page = list((ordered if after is None else ordered.filter(_behind(order, after)))[: self.limit + 1])
        items = page[: self.limit]
        more = [_plain(getattr(items[-1], name.lstrip("-"))) for name in order] if len(page) > self.limit else None
        return self.envelope(request, total=rows.count(), items=items, after=more)

    def envelope(self, request: HttpRequest, *, total: int, items: list[Any], after: Any) -> dict[str, Any]:
        """The answer of a list: total, items and the address of the next page, unless nothing follows (None)."""
        return {"total": total, "items": items, "next": None if after is None else self._address(request, after)}

    def _address(self, request: HttpRequest, after: Any) -> str:
        parameters = request.GET.copy()
        parameters["cursor"] = Signer(salt=SALT).sign_object([self._asked(request), after], compress=True)
        return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")

    def _asked(self, request: HttpRequest) -> str:
        """The question in short: the list and all filters; the order of their values does not matter."""
        filters = {
            name: sorted(map(str, value)) if isinstance(value, list) else value
            for name, value in sorted(self.model_dump(mode="json", exclude={"limit", "cursor"}).items())
        }
        return hashlib.sha256(repr((request.path, filters)).encode()).hexdigest()[:12]


def _total_order(rows: QuerySet[Any]) -> list[str]:
    """The order of the rows by plain fields, the key last, so that no two rows have the same place."""
    named = rows.query.order_by or rows.model._meta.ordering
    order = [str(name) for name in named]
    return order if order and order[-1].lstrip("-") == "pk" else [*order, "pk"]


def _behind(order: Sequence[str], after: Sequence[Any]) -> Q:
    """What lies behind a place in an order."""
    behind, same = Q(pk__in=()), Q()
    for name, value in zip(order, after, strict=True):
        field = name.lstrip("-")
        behind |= same & Q((f"{field}__{'lt' if name.startswith('-') else 'gt'}", value))
        same &= Q((field, value))
    return behind


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
