"""What waits in the cockpit of those who keep bodies: seats that end, and bodies without a chair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.waiting import Band, Pile
from quartierwerk.rooms.boards import permissions, queries


def piles(person: Any) -> Iterator[Pile]:
    """Both as numbers: what to do about them is decided outside the house."""
    if permissions.may_keep_bodies(person):
        today, url = clock.today(), reverse("boards:pending")
        yield Pile(
            label=_("Sitze in Gremien, deren Zeit endet"),
            number=queries.seats_ending(person, on=today).count(),
            hint=_("Wer soll folgen? Bestellen Sie rechtzeitig neu."),
            url=f"{url}#enden",
            band=Band.TEND,
        )
        yield Pile(
            label=_("Gremien ohne Vorsitz"),
            number=queries.without_chair(person, on=today).count(),
            hint=_("Ohne Vorsitz lädt niemand ein und niemand leitet."),
            url=f"{url}#vorsitz",
            band=Band.TEND,
        )


PILES = (piles,)
