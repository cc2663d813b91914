"""What waits for the office in the directory."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.waiting import Pile
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import permissions, queries
from quartierwerk.rooms.directory.queries.imports import undecided


def piles(person: Person) -> Iterator[Pile]:
    """Proposals and imports that nobody has decided on, and profiles that may be doubles."""
    if permissions.may_see_proposals(person):
        yield Pile(
            label=_("Vorschläge, die auf eine Entscheidung warten"),
            number=queries.waiting_proposals().count(),
            hint=_("Unterschiede ansehen, dann übernehmen, nachfragen oder ablehnen."),
            url=reverse("directory:requests"),
            order=10,
        )
    if permissions.may_import(person):
        yield Pile(
            label=_("Importe, die auf eine Entscheidung warten"),
            number=undecided().count(),
            hint=_("Prüfbericht ansehen, dann übernehmen oder liegen lassen."),
            url=reverse("directory:imports"),
            order=20,
        )
    if permissions.may_settle(person):
        yield Pile(
            label=_("Mögliche Doppel"),
            number=queries.open_pairs().count(),
            hint=_("Vergleichen, dann zusammenführen oder auseinanderhalten."),
            url=reverse("directory:doubles"),
            order=30,
        )
