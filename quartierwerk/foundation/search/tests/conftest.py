"""A kind of thing for the index: Django's groups stand in for what rooms register."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.db.models import QuerySet

from quartierwerk.foundation.search import KEYWORD, OFFICE, Document, SearchEntry, register, registry

KIND = "auth.group"


class GroupCard(SearchEntry):
    model = Group
    weights = {"word": KEYWORD}
    facets = ("length",)

    @classmethod
    def queryset(cls) -> QuerySet[Group]:
        return Group.objects.exclude(name__startswith="hidden")

    @classmethod
    def document(cls, thing: Group) -> Document:
        return Document(
            name=thing.name,
            texts={"word": thing.name},
            facets={"length": [len(thing.name)]},
            card={"url": f"/g/{thing.pk}/", "line": "A <line>", "picture": "/p.webp", "kicker": "Group"},
            about=["auth.group:1"],
            audience=OFFICE if thing.name.startswith("Akte") else None,
        )


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, type[SearchEntry]]]:
    """Nothing is registered but what the test registers, with groups to begin with."""
    registered: dict[str, type[SearchEntry]] = {}
    monkeypatch.setattr(registry, "_entries", registered)
    monkeypatch.setattr(registry, "_engines", {})
    register(GroupCard)
    yield registered
