"""What waits for somebody in their own account."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.waiting import Band, Pile
from quartierwerk.rooms.accounts import queries
from quartierwerk.rooms.accounts.models import Person


def piles(person: Person) -> Iterator[Pile]:
    """What others did within a week about one's roles and deputyships: handed over, ended, arranged."""
    yield Pile(
        label=_("Neu in Ihrem Konto"),
        number=queries.news_for(person, at=clock.now()),
        hint=_("Rollen und Vertretungen, die andere in den letzten sieben Tagen eingerichtet oder beendet haben."),
        url=reverse("accounts:history"),
        band=Band.LATER,
    )


PILES = (piles,)
