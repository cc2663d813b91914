"""Votes and resolutions."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q, QuerySet

from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models import Ballot, Body, Count, Resolution, Vote
from quartierwerk.rooms.boards.rules import Choice, Method, Votes


def votes_in(ballot: Ballot) -> dict[int, Vote]:
    """The vote of each seat by name, by the key of its entitlement: the latest one counts."""
    cast = Vote.objects.filter(entitlement__ballot=ballot).select_related("entitlement").order_by("pk")
    return {vote.entitlement_id: vote for vote in cast}


def counted(ballot: Ballot) -> tuple[Votes, bool | None] | None:
    """What a vote came to and how the chair voted; None as long as nobody knows.

    By name the latest vote of each seat; by hands the latest count; on slips the latest counts of two people, where
    they are the same.
    """
    if ballot.method == Method.NAMED:
        votes = votes_in(ballot).values()
        chair = next((vote.choice for vote in votes if vote.entitlement.is_chair), "")
        return rules.votes_of(vote.choice for vote in votes), _for(chair)
    counts = list(Count.objects.filter(ballot=ballot).order_by("-pk"))
    if not counts:
        return None
    latest = counts[0]
    if ballot.method == Method.PAPER:
        other = next((count for count in counts if count.by_id != latest.by_id), None)
        if other is None or other.votes != latest.votes:
            return None
    return latest.votes, _for(latest.chair)


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


def _for(choice: str) -> bool | None:
    return {Choice.YES: True, Choice.NO: False}.get(choice)  # type: ignore[call-overload]
