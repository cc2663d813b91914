"""The card of a profile as lists show it, in the reader's language, from what the index keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from quartierwerk.foundation import bilingual, clock, search
from quartierwerk.foundation.ui.showing import Shown
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.queries.freshness import terms

KINDS: dict[str, str | Promise] = {kind.value: kind.label for kind in rules.Kind}


@dataclass(frozen=True)
class Card:
    """What stands on the card of a profile."""

    key: int
    title: str
    url: str
    kind: str | Promise
    line: str
    """What the actor does for a living."""
    text: str
    text_language: str
    """What the text is really in, for the ``lang`` attribute."""
    place: str
    hue: int
    """Hue of the district; 0 where there is none."""
    picture: Shown | None
    """The first one among its works."""
    is_open_for_cooperation: bool
    is_closed: bool
    stale_since: date | None = None
    """When it was confirmed last, where that is long ago; worked out when it is shown, not when it is kept."""
    is_sealed: bool = False
    """Whether the city vouches for it today."""
    metres: int | None = None
    """How far away it is, as people say it, where somebody looks around a point."""


def cards(hits: Iterable[search.Hit], away: Mapping[int, search.Away] | None = None) -> list[Card]:
    """The cards of hits, in their order; ``away`` says how far each is from where somebody looks."""
    end, away = "_en" if bilingual.language() == "en" else "", away or {}
    # Asked for once, since it costs more than all else on a card. Not the card's own address: that one is in the
    # language of whoever wrote the index.
    start, slash = reverse("directory:profile", args=[0, "-"]).rsplit("0/-", 1)
    today = clock.today()
    fresh_from = (today - timedelta(days=terms().mark_after)).isoformat()
    return [
        _card(
            hit.key,
            hit.card,
            end,
            away.get(hit.key),
            url=f"{start}{hit.key}/{hit.card['slug']}{slash}",
            fresh_from=fresh_from,
            today=today.isoformat(),
        )
        for hit in hits
    ]


def _card(
    key: int, card: dict[str, Any], end: str, away: search.Away | None, *, url: str, fresh_from: str, today: str
) -> Card:
    confirmed = card.get("confirmed", fresh_from)
    return Card(
        key=key,
        title=card["title"],
        url=url,
        kind=KINDS[card["kind"]],
        line=card["line" + end],
        text=card["text" + end],
        text_language=card.get("text_language" + end, ""),
        place=card.get("place" + end, card["place"]),
        hue=card["hue"],
        picture=card.get("picture"),
        is_open_for_cooperation=card["cooperation"],
        is_closed=card["closed"],
        stale_since=date.fromisoformat(confirmed) if confirmed < fresh_from else None,
        is_sealed=card.get("sealed_until", "") >= today,
        metres=rules.in_steps(away.metres) if away else None,
    )
