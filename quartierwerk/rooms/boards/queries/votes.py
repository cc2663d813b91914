"""Votes and resolutions."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models import (
    Ballot,
    Body,
    Entitlement,
    Item,
    Meeting,
    Motion,
    Resolution,
    Scoring,
    Seat,
    Vote,
)
from quartierwerk.rooms.boards.rules import Choice, Method, Votes


def counted(ballot: Ballot) -> tuple[Votes, bool | None] | None:
    """What a vote came to and how the chair voted, read anew; None as long as nobody knows."""
    entitled = Prefetch("entitlements", Entitlement.objects.prefetch_related("votes"))
    return tally(Ballot.objects.prefetch_related(entitled, "counts").get(pk=ballot.pk))


def tally(ballot: Ballot) -> tuple[Votes, bool | None] | None:
    """The same of a ballot that is read with its votes and counts.

    By name the latest vote of each seat; by hands the latest count; on slips the latest counts of two people, where
    they are the same.
    """
    if ballot.method == Method.NAMED:
        latest = [(one, one.vote) for one in ballot.entitlements.all()]
        chair = next((vote.choice for one, vote in latest if one.is_chair and vote), "")
        return rules.votes_of(vote.choice for _one, vote in latest if vote), _for(chair)
    counts = list(ballot.counts.all())
    if not counts:
        return None
    last = counts[-1]
    if ballot.method == Method.PAPER:
        other = next((count for count in reversed(counts) if count.by_id != last.by_id), None)
        if other is None or other.votes != last.votes:
            return None
    return last.votes, _for(last.chair)


def motions_left_open(meeting: Meeting, *, below: Item | None = None) -> list[Motion]:
    """The motions of a meeting that name a case and on which nothing was resolved; those of an item and its parts."""
    found = Motion.objects.filter(item__meeting=meeting).exclude(case="")
    found = found.exclude(item__in=Resolution.objects.filter(item__meeting=meeting).values("item"))
    if below is not None:
        found = found.filter(Q(item=below) | Q(item__parent=below) | Q(item__parent__parent=below))
    return list(found)


def resolved(scoring: Scoring) -> list[Resolution]:
    """What was resolved on the candidates of a scoring, in the order in which it was."""
    found = Resolution.objects.filter(item__candidate__scoring=scoring)
    return list(found.select_related("ballot__motion").order_by("pk"))


def next_number(body: Body, *, year: int) -> dict[str, int]:
    """Year and number of a body's next resolution; the body is locked meanwhile."""
    latest = Resolution.objects.filter(body=body, year=year).aggregate(latest=Max("number"))["latest"] or 0
    return {"year": year, "number": latest + 1}


def resolutions(person: Any, *, body: Body | None = None, words: str = "") -> QuerySet[Resolution]:
    """The resolutions that somebody may see, the latest first; those whose wording or item holds all these words."""
    found = Resolution.objects.visible_to(person).select_related("body__district", "item__meeting", "procedure")
    found = found.filter(body=body) if body else found
    for word in words.split():
        found = found.filter(Q(wording__icontains=word) | Q(item__title__icontains=word))
    return found.order_by("-at", "-pk")


def years_of(found: QuerySet[Resolution]) -> dict[int, int]:
    """The years of resolutions, the latest first, each with how many there are."""
    counted_by = found.order_by("-year").values_list("year").annotate(number=Count("pk"))
    return dict(counted_by)


def bodies_of(found: QuerySet[Resolution]) -> list[tuple[Body, int]]:
    """The bodies of resolutions, each with how many there are."""
    numbers = dict(found.order_by().values_list("body").annotate(number=Count("pk")))
    return [(body, numbers[body.pk]) for body in Body.objects.filter(pk__in=numbers).order_by("slug")]


def entitled(ballot: Ballot) -> list[tuple[Seat, str]]:
    """Who might vote in a ballot, each with how they voted where that was by name, in words; and who entered it."""
    rows = ballot.entitlements.select_related("seat__person").prefetch_related("votes__by").order_by("pk")
    return [(row.seat, _cast(row.vote)) for row in rows]


def _cast(vote: Vote | None) -> str:
    if vote is None or vote.by is None:
        return str(vote or "")
    return _("%(vote)s, eingetragen von %(name)s") % {"vote": vote, "name": vote.by}


def _for(choice: str) -> bool | None:
    return {Choice.YES: True, Choice.NO: False}.get(choice)  # type: ignore[call-overload]
