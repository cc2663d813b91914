"""What waits for the office in the machinery of the house: mails and deliveries that did not arrive."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.waiting import Band, Pile
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.surfaces.portal import permissions, queries


def piles(person: Person) -> Iterator[Pile]:
    """The two piles of the machinery."""
    if permissions.may_operate(person):
        yield Pile(
            label=_("Mails, die nicht ankamen"),
            number=queries.unsent_mails().count(),
            hint=_("Fehlgeschlagen oder ungewiss; von selbst gehen sie nicht noch einmal hinaus."),
            url=reverse("portal:operation") + "#mails",
            band=Band.BROKEN,
        )
        yield Pile(
            label=_("Aufgegebene Zustellungen"),
            number=queries.dead_deliveries().count(),
            hint=_("Ein Schritt im Hintergrund ist mehrfach gescheitert."),
            url=reverse("portal:operation") + "#deliveries",
            band=Band.BROKEN,
        )


PILES = (piles,)
