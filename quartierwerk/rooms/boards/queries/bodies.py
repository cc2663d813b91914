"""Which bodies there are, for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import ngettext

from quartierwerk.foundation import clock
from quartierwerk.foundation.folding import fold
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models import Body, Seat
from quartierwerk.rooms.boards.models.bodies import BodyQuerySet
from quartierwerk.rooms.boards.rules import SeatRole
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.queries.counting import Count
from quartierwerk.rooms.places.rules import PlaceKind


def bodies(person: Any, *, on: date) -> BodyQuerySet:
    """The bodies that somebody sees, those of the city first, each with how many sit on it (``seated``)."""
    runs = Q(seats__valid_from__lte=on) & (Q(seats__valid_to__isnull=True) | Q(seats__valid_to__gt=on))
    found = (
        Body.objects.visible_to(person).select_related("district").annotate(seated=models.Count("seats", filter=runs))
    )
    return found.order_by(F("district__slug").asc(nulls_first=True), "slug")


def named_like(text: str, *, among: BodyQuerySet) -> list[int]:
    """The keys of those bodies in whose name a text stands, umlauts and capitals aside."""
    wanted = fold(" ".join(text.split()))
    names = among.values_list("pk", "name_de", "name_en")
    return [pk for pk, *both in names if any(wanted in fold(name) for name in both)]


def bodies_at(places: Sequence[Place]) -> dict[int, Count]:
    """How many public bodies there are today of the city and of each district, where there are any."""
    public = Body.objects.visible_to(None).existing(on=clock.today()).order_by()
    numbers = dict(public.values_list("district").annotate(number=models.Count("pk")))
    found = {}
    for place in places:
        is_city = place.kind == PlaceKind.CITY
        if number := sum(numbers.values()) if is_city else numbers.get(place.pk, 0):
            wanted = "" if is_city else f"?district={place.slug}"
            label = ngettext("Gremium", "Gremien", number)
            found[place.pk] = Count(label, number, f"{reverse('boards:bodies')}{wanted}")
    return found


def without_chair(person: Any, *, on: date) -> BodyQuerySet:
    """The bodies in somebody's care that nobody chairs on a day although somebody should."""
    chairs = Seat.objects.valid(on=on).filter(body=OuterRef("pk"), role=SeatRole.CHAIR)
    kept = Body.objects.kept_by(person).existing(on=on).exclude(kind__in=rules.UNCHAIRED)
    return kept.filter(~Exists(chairs)).order_by("slug")
