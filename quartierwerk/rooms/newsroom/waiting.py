"""What waits for the office in the newsroom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation.waiting import Band, Kind, Pile, Shown, brief
from quartierwerk.rooms.newsroom import permissions, queries, rules
from quartierwerk.rooms.newsroom.models import BarrierReport
from quartierwerk.rooms.newsroom.rules import ReportState


def _barriers(person: Any) -> QuerySet[BarrierReport]:
    return queries.reports(person, state=ReportState.WAITING)


def _barrier(report: BarrierReport) -> Shown:
    summary = brief(report.text)
    return Shown(title=str(report), url=report.get_absolute_url(), summary=summary)


KINDS = (
    Kind(
        name="barriers",
        label=gettext_lazy("Barriere"),
        many=gettext_lazy("Barrieren"),
        pile=gettext_lazy("Barrieren, die jemand gemeldet hat"),
        hint=gettext_lazy("Innerhalb eines Monats antworten; so steht es in der Erklärung zur Barrierefreiheit."),
        url=reverse_lazy("newsroom:barriers"),
        rows=_barriers,
        since="created_at",
        show=_barrier,
        term=rules.ANSWER_WITHIN,
        band=Band.PRESSING,
    ),
)


def piles(person: Any) -> Iterator[Pile]:
    """The pages that nobody in the office has looked at."""
    if permissions.may_publish(person):
        yield Pile(
            label=_("Pflichtseiten prüfen"),
            number=len(queries.unseen()),
            hint=_("Dort steht noch ein Entwurf der Software, aus den Angaben zur Stadt. Prüfen und veröffentlichen."),
            url=reverse("newsroom:pages"),
            band=Band.PRESSING,
        )


PILES = (piles,)
