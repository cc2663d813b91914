"""Reads of projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from quartierwerk.foundation import clock
from quartierwerk.rooms.funding.models import Project
from quartierwerk.rooms.funding.models.projects import ProjectQuerySet
from quartierwerk.rooms.funding.rules import ProjectState, Spot
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.queries.counting import Count
from quartierwerk.rooms.places.rules import PlaceKind


def projects(person: Any) -> ProjectQuerySet:
    """What somebody sees, with districts and themes fetched along."""
    return Project.objects.visible_to(person).select_related("district", "theme").prefetch_related("others")


def spots_of(rows: QuerySet[Project]) -> list[Spot]:
    """Where these projects stand on the map, as far as somebody has said so."""
    found = rows.filter(lat__isnull=False).order_by("pk").values_list("pk", "title", "lat", "lon")
    return [Spot(*one) for one in found]


def numbers(rows: QuerySet[Any], *, by: str) -> dict[Any, int]:
    """How many of these rows there are for each value of a column."""
    return dict(rows.order_by().values_list(by).annotate(number=CountOf("pk")))


def numbers_together(rows: QuerySet[Any], *, by: Sequence[str]) -> list[Counter[Any]]:
    """The same for each of several columns, and the rows are gone through once.

    For columns of few values: each combination that there is comes back from the database.
    """
    found: list[Counter[Any]] = [Counter() for _column in by]
    for *values, number in rows.order_by().values_list(*by).annotate(number=CountOf("pk")):
        for counter, value in zip(found, values, strict=True):
            counter[value] += number
    return found


def projects_of(person: Any) -> QuerySet[Project]:
    """The projects that somebody looks after, the latest first."""
    return Project.objects.filter(keeper=person).select_related("district").order_by("-starts_on", "-pk")


def names_of_projects(person: Any) -> list[str]:
    """What these are called."""
    return list(projects_of(person).values_list("title", flat=True))


def projects_to_look_at(person: Any) -> QuerySet[Project]:
    """What was entered and nobody has decided yet whether everybody may see it; as far as somebody tends it."""
    return Project.objects.tended_by(person).filter(state=ProjectState.ENTERED).select_related("district")


def private_carriers(before: datetime) -> QuerySet[Project]:
    """Projects of private persons that were over before a moment and still name them."""
    return Project.objects.filter(is_person=True, ends_on__lt=clock.local(before).date()).exclude(carrier="")


def projects_at(places: Sequence[Place]) -> dict[int, Count]:
    """How many public projects each district leads or takes part in, and the city as a whole, each counted once."""
    public = Project.objects.public().order_by()
    leads = numbers(public, by="district")
    joins = numbers(public.filter(others__isnull=False), by="others")
    found = {}
    for place in places:
        is_city = place.kind == PlaceKind.CITY
        if number := sum(leads.values()) if is_city else leads.get(place.pk, 0) + joins.get(place.pk, 0):
            wanted = "" if is_city else f"?district={place.slug}"
            label = ngettext("Projekt", "Projekte", number)
            found[place.pk] = Count(label, number, f"{reverse('funding:projects')}{wanted}")
    return found
