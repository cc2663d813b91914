"""The pages of places: the city, its parts, partner cities, profiles by their days, themes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.words import words
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.places import permissions, queries
from quartierwerk.rooms.places.models import (
    Centre,
    City,
    District,
    Neighbourhood,
    PartnerCity,
    Place,
    PlaceProfile,
    Quarter,
)
from quartierwerk.rooms.places.rules import PlaceKind


@require_safe
def districts(request: HttpRequest) -> HttpResponse:
    places = queries.districts()
    return page(request, "places/districts.html", heading=words("district"), **_listed(places))


@require_safe
def quarters(request: HttpRequest) -> HttpResponse:
    places = queries.quarters()
    return page(request, "places/quarters.html", heading=words("quarter"), **_listed(places))


@require_safe
def city(request: HttpRequest) -> HttpResponse:
    """The whole city with its parts, themes and partners."""
    place = get_object_or_404(City.objects.order_by("pk")[:1])
    today = clock.today()
    parts = queries.parts_by_kind()
    return page(
        request,
        "places/city.html",
        **_shown(request, place),
        **parts,
        themes=[theme for theme in queries.themes(on=today)[0] if theme.valid_from <= today],
    )


@require_safe
def district(request: HttpRequest, slug: str) -> HttpResponse:
    place = _found(District.objects, slug)
    parts = queries.parts_of(place)
    shown = _shown(request, place, also=parts["quarters"])
    return page(request, "places/district.html", **parts | shown | {"quarters": shown["inside"]})


@require_safe
def quarter(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, "places/quarter.html", **_shown(request, _found(Quarter.objects, slug)))


@require_safe
def neighbourhood(request: HttpRequest, slug: str) -> HttpResponse:
    return _part(request, _found(Neighbourhood.objects, slug))


@require_safe
def centre(request: HttpRequest, slug: str) -> HttpResponse:
    return _part(request, _found(Centre.objects, slug))


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    return page(request, "places/partners.html", heading=_("Partnerstädte"), partners=list(PartnerCity.objects.all()))


@require_safe
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, "places/partner.html", **_shown(request, _found(PartnerCity.objects, slug)))


@require_safe
def profile(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """One version of a place's profile, as it was written down."""
    found = get_object_or_404(PlaceProfile.objects.select_related("place__parent"), place=pk, pk=version)
    holding = queries.version_on(queries.versions(found.place), on=clock.today())
    return page(
        request,
        "places/profile.html",
        heading=_("Standortprofil: %(name)s") % {"name": found.place.title},
        place=found.place,
        profile=found,
        is_holding=found == holding,
    )


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """The themes of the city with their days."""
    today = clock.today()
    current, over = queries.themes(on=today)
    return page(
        request,
        "places/themes.html",
        heading=_("Handlungsschwerpunkte"),
        themes=current,
        over=over,
        today=today,
        is_office=permissions.may_describe(request.user),
    )


def _part(request: HttpRequest, place: Place) -> HttpResponse:
    """A neighbourhood or a centre, with a pin in its middle."""
    return page(request, "places/part.html", **_shown(request, place), middle=[(place.center_lat, place.center_lon)])


def _found(places: Any, slug: str) -> Place:
    found: QuerySet[Place] = places.select_related("parent")
    return get_object_or_404(found, slug=slug)


def _listed(places: Sequence[Place]) -> dict[str, Any]:
    counted = queries.counting.counts_at(places)
    rows = [(place, counted[place.pk]) for place in places]
    # The map has room for one number: what the first room counts.
    on_map = {place.pk: counts[0].number for place, counts in rows if counts}
    return {
        "drawing": queries.city_drawing(),
        "rows": rows,
        "total": len(rows),
        "counts": on_map or None,
        "words": _words(rows),
    }


def _shown(request: HttpRequest, place: Place, *, also: Sequence[Place] = ()) -> dict[str, Any]:
    """What the pages of all places show."""
    today, on = clock.today(), _day(request)
    counted = queries.counting.counts_at([place, *also])
    versions, drawn = queries.versions(place), queries.drawn(place)
    is_office = permissions.may_describe(request.user)
    return {
        "drawing": queries.city_drawing(),
        "shown": queries.city_drawing(on) if on else None,
        "on": on,
        "shown_boundary": _boundary_on(drawn, on or today),
        "heading": place.title,
        "place": place,
        "counts": counted[place.pk],
        "inside": [(part, counted[part.pk]) for part in also],
        "reference": reference(place),
        "versions": versions,
        "profile": queries.version_on(versions, on=today),
        "contacts": queries.contact_people(place, on=today, all_times=is_office),
        "drawn": drawn,
        "news": queries.news(place, drawn=drawn, profiles=versions, on=today),
        "today": today,
        "is_office": is_office,
        "picture_url": "" if place.kind == PlaceKind.PARTNER_CITY else _picture(place),
    }


def _picture(place: Place) -> str:
    return settings.SITE_URL + reverse("places:picture", args=[place.pk])


def _day(request: HttpRequest) -> date | None:
    """The day whose map is wanted (``?am=2024-01-31``); None is today."""
    try:
        return parse_date(request.GET.get("am", ""))
    except ValueError:
        return None


def _boundary_on(drawn: Sequence[queries.Drawn], day: date) -> int | None:
    return next((change.boundary.pk for change in drawn if change.boundary.valid_from <= day), None)


def _words(rows: Sequence[tuple[Place, Sequence[queries.counting.Count]]]) -> str:
    return next((str(counts[0].label) for _place, counts in rows if counts), "")
