"""Paging of the open interface: the same envelope and the same parameters for every list."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

MOST = 100


Item = TypeVar("Item")


class Listed(Schema, Generic[Item]):
    """One page of a list; a room names its own: ``class ProfileList(Listed[ProfileOut])``."""

    total: int = Field(description="How many fit in all.")
    items: list[Item] = Field(description="The items of this page.")
    next: str | None = Field(description="Address of the next page; null on the last one.")


class Paging(Schema):
    """Where a page of a list begins and how long it is."""

    limit: int = Field(20, ge=1, le=MOST, description="How many items a page holds at most.", examples=[20])
    cursor: str = Field(
        "",
        pattern="^[0-9a-f]{0,8}$",
        description="Where the page begins. Taken from “next”, never computed: what it holds may change.",
        examples=[""],
    )

    @property
    def offset(self) -> int:
        """How many items lie before the page."""
        return int(self.cursor or "0", base=16)

    def of_rows(self, request: HttpRequest, rows: QuerySet[Any]) -> dict[str, Any]:
        """The answer of a list that is read from the database, in the order of ``rows``."""
        page = rows[self.offset : self.offset + self.limit]
        return self.envelope(request, total=rows.count(), items=list(page))

    def envelope(self, request: HttpRequest, *, total: int, items: list[Any]) -> dict[str, Any]:
        """The answer of a list: total, items and the address of the next page."""
        behind = self.offset + self.limit
        return {"total": total, "items": items, "next": self._address(request, behind) if behind < total else None}

    @staticmethod
    def _address(request: HttpRequest, offset: int) -> str:
        parameters = request.GET.copy()
        parameters["cursor"] = f"{offset:x}"
        return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
