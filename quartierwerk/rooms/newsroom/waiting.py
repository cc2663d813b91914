"""What waits for the office in the newsroom."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.waiting import Pile
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.newsroom import permissions, queries
from quartierwerk.rooms.newsroom.rules import ReportState


def piles(person: Person) -> Iterator[Pile]:
    """The pages that nobody in the office has looked at, and the barriers that nobody has answered."""
    if permissions.may_publish(person):
        yield Pile(
            label=_("Pflichtseiten prüfen"),
            number=len(queries.unseen()),
            hint=_("Dort steht noch ein Entwurf der Software, aus den Angaben zur Stadt. Prüfen und veröffentlichen."),
            url=reverse("newsroom:pages"),
            order=5,
        )
    if permissions.may_answer(person):
        yield Pile(
            label=_("Barrieren, die jemand gemeldet hat"),
            number=queries.reports(ReportState.WAITING).count(),
            hint=_("Innerhalb eines Monats antworten; so steht es in der Erklärung zur Barrierefreiheit."),
            url=reverse("newsroom:barriers"),
            order=8,
        )
