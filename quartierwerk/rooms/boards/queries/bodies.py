"""Which bodies there are, for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from quartierwerk.rooms.boards.models import Body, Seat
from quartierwerk.rooms.boards.models.bodies import BodyQuerySet
from quartierwerk.rooms.boards.rules import SeatRole


def bodies(person: Any, *, on: date) -> BodyQuerySet:
    """The bodies that somebody sees, those of the city first, each with how many sit on it (``seated``)."""
    runs = Q(seats__valid_from__lte=on) & (Q(seats__valid_to__isnull=True) | Q(seats__valid_to__gt=on))
    found = Body.objects.visible_to(person).select_related("district").annotate(seated=Count("seats", filter=runs))
    return found.order_by("district__slug", "slug")


def without_chair(person: Any, *, on: date) -> BodyQuerySet:
    """The bodies in somebody's care that nobody chairs on a day."""
    chairs = Seat.objects.valid(on=on).filter(body=OuterRef("pk"), role=SeatRole.CHAIR)
    return Body.objects.kept_by(person).existing(on=on).filter(~Exists(chairs)).order_by("slug")
