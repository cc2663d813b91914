"""What waits for the office in the directory."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.waiting import Pile
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import permissions, queries
from quartierwerk.rooms.directory.queries.imports import undecided


def piles(person: Person) -> Iterator[Pile]:
    """What nobody has decided on, what may be double, what nobody has confirmed and what nobody keeps any more."""
    if permissions.may_see_proposals(person):
        yield Pile(
            label=_("Vorschläge, die auf eine Entscheidung warten"),
            number=queries.waiting_proposals().count(),
            hint=_("Unterschiede ansehen, dann übernehmen, nachfragen oder ablehnen."),
            url=reverse("directory:requests"),
            order=10,
        )
    if permissions.may_see_claims(person):
        yield Pile(
            label=_("Ansprüche auf Profile, die auf eine Entscheidung warten"),
            number=queries.waiting_claims().count(),
            hint=_("Prüfen, ob jemand zum Profil gehört, dann bestätigen oder ablehnen."),
            url=reverse("directory:claims"),
            order=12,
        )
        yield Pile(
            label=_("Profile, die niemand mehr verwaltet"),
            number=queries.left_alone().count(),
            hint=_("Nachfragen und jemanden einladen."),
            url=f"{reverse('directory:claims')}?state=alone",
            order=40,
        )
    if permissions.may_import(person):
        yield Pile(
            label=_("Importe, die auf eine Entscheidung warten"),
            number=undecided().count(),
            hint=_("Prüfbericht ansehen, dann übernehmen oder liegen lassen."),
            url=reverse("directory:imports"),
            order=20,
        )
    if permissions.may_seal(person):
        yield Pile(
            label=_("Siegel, nach denen zu sehen ist"),
            number=queries.doubted_seals().count(),
            hint=_("Name oder Adresse haben sich geändert: Siegel behalten oder entziehen."),
            url=reverse("directory:seals"),
            order=28,
        )
    if permissions.may_settle(person):
        yield Pile(
            label=_("Mögliche Doppel"),
            number=queries.possible_doubles().count(),
            hint=_("Beim Einlesen gefunden; beide Profile stehen im Verzeichnis."),
            url=reverse("directory:doubles"),
            order=30,
        )
        yield Pile(
            label=_("Unbestätigte Einträge"),
            number=queries.for_the_office(at=clock.now()).count(),
            hint=_("Niemand hat geantwortet: anrufen, noch einmal fragen oder zurückziehen."),
            url=reverse("directory:unconfirmed"),
            order=25,
        )
