"""Paging of the open interface: the same envelope and the same parameters for every list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

MOST = 100
DEEPEST = 10_000_000


class Paging(Schema):
    """Where a page of a list begins and how long it is."""

    limit: int = Field(20, ge=1, le=MOST, description="How many items a page holds at most.")
    cursor: int = Field(
        0, ge=0, le=DEEPEST, description="Where the page begins; taken from the next address, not computed."
    )

    def envelope(self, request: HttpRequest, *, total: int, items: list[Any]) -> dict[str, Any]:
        """The answer of a list: total, items and the address of the next page."""
        behind = self.cursor + self.limit
        return {"total": total, "items": items, "next": self._address(request, behind) if behind < total else None}

    @staticmethod
    def _address(request: HttpRequest, cursor: int) -> str:
        parameters = request.GET.copy()
        parameters["cursor"] = str(cursor)
        return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
