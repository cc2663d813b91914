"""What the groups of the statistics are called, asked in one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, F, Value

from quartierwerk.foundation.bilingual import text
from quartierwerk.foundation.unions import ranked, union
from quartierwerk.rooms.budget.queries import pillars
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.places.models import District, Theme


class _Named(NamedTuple):
    """A row with its name in both languages."""

    name_de: str
    name_en: str


@dataclass(frozen=True)
class Names:
    """What the groups are called, by their keys and in the order in which they are shown."""

    districts: dict[int, tuple[str, str]]
    """Short name and title."""
    themes: dict[int, str]
    pillars: dict[int, str]
    funds: dict[str, str]
    """By the short names of programmes."""


def names(person: Any) -> Names:
    """What everything is called to somebody, who is named no programme that they do not see; two questions."""
    kinds = [Theme.objects.all(), pillars(), Programme.objects.visible_to(person)]
    plain = Value("", CharField())
    slugs = [plain, plain, F("slug")]
    parts = [
        ranked(rows, rank).annotate(_slug=slug).values_list("_rank", "pk", "_slug", "name_de", "name_en")
        for rank, (rows, slug) in enumerate(zip(kinds, slugs, strict=True))
    ]
    found: list[dict[Any, str]] = [{}, {}, {}]
    for rank, key, slug, name_de, name_en in sorted(union(parts)):
        found[rank][slug or key] = text(_Named(name_de, name_en), "name")
    districts = {one.pk: (one.slug, one.title) for one in District.objects.order_by("name")}
    return Names(districts, *found)
