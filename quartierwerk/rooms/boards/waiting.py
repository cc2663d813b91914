"""What waits in the cockpit of those who keep bodies: seats that end, bodies without a chair, minutes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.waiting import Band, Pile
from quartierwerk.rooms.boards import permissions, queries, rules


def piles(person: Any) -> Iterator[Pile]:
    """All as numbers: most of what to do about them is decided outside the house."""
    if permissions.may_keep_bodies(person):
        today, url = clock.today(), reverse("boards:pending")
        yield Pile(
            label=_("Sitze in Gremien, deren Zeit endet"),
            number=queries.seats_ending(person, on=today).count(),
            hint=_("Wer soll folgen? Besetzen Sie den Sitz rechtzeitig neu."),
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
        yield Pile(
            label=_("Sitzungen ohne Niederschrift"),
            number=queries.meetings_unwritten(person, before=clock.now() - rules.BEGUN_WITHIN).count(),
            hint=_("Nach zwei Wochen sollte sie wenigstens begonnen sein."),
            url=f"{url}#niederschriften",
            band=Band.TEND,
        )
        yield Pile(
            label=_("Einwendungen gegen Niederschriften"),
            number=queries.objections_open(person).count(),
            hint=_("Solange keine Antwort dasteht, lässt sich die Niederschrift nicht genehmigen."),
            url=f"{url}#einwendungen",
            band=Band.TEND,
        )


PILES = (piles,)
