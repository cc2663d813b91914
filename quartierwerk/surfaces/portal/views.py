"""Pages over several rooms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from quartierwerk.foundation import search
from quartierwerk.foundation.search import follower
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.directory import queries as directory
from quartierwerk.rooms.directory.permissions import may_create
from quartierwerk.rooms.directory.queries.vocabulary import Words
from quartierwerk.rooms.places import queries as places
from quartierwerk.surfaces.portal import waiting

HEADINGS = {"directory.profile": _("Im Verzeichnis"), "places.place": _("Orte")}
MOST_HITS = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door: the search, the city, what is new, a way in for each kind of person."""
    found = directory.find(directory.Wanted(sort="newest"), person=None, limit=4)
    return page(
        request,
        "portal/home.html",
        total=found.total,
        example=_example(found.words, found.facets),
        newest=directory.cards(found.hits),
        sectors=_counted(found.words.sectors, found.facets.get("sector", {})),
        quarters=_counted(found.words.quarters, found.facets.get("quarter", {})),
        districts=found.facets.get("district", {}),
        cooperation=found.facets.get("cooperation", {}).get(1, 0),
        drawing=places.city_drawing(),
    )


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """One question to all rooms; each answers with its best few."""
    text = request.GET.get("q", "").strip()[:300]
    # The directory asks by itself: it understands places and shows what is public at this moment.
    found = {
        "directory.profile": directory.find(directory.Wanted(q=text), person=None, limit=MOST_HITS, counts=False),
        "places.place": search.find("places.place", search.Query(text=text, limit=MOST_HITS, counts=False)),
    }
    groups = [{"kind": kind, "heading": HEADINGS[kind], "found": found[kind]} for kind in found if text]
    total = sum(group["found"].total for group in groups)
    return page(request, "portal/search.html", q=text, groups=groups, total=total)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own corner: the profiles one keeps."""
    return page(request, "portal/mine.html", profiles=directory.of_person(request.user))


@login_required
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """The office's cockpit: what waits, and how the house is."""
    if not is_officer(request.user):
        raise PermissionDenied
    return page(
        request,
        "portal/work.html",
        waiting=waiting.for_office(),
        index=follower.status(),
        may_create=may_create(request.user),
        practice_house=settings.PRACTICE_URL,
    )


def _example(words: Words, facets: Mapping[str, Mapping[Any, int]]) -> str:
    """The place that most profiles name, to say what the search box understands; empty in a city without places."""
    places = [
        *_counted(words.quarters, facets.get("quarter", {})),
        *_counted(words.districts, facets.get("district", {})),
    ]
    busiest = max(places, key=lambda counted: counted[1], default=None)
    return str(busiest[0].title) if busiest else ""


def _counted(words: list[Any], counts: dict[Any, int]) -> list[tuple[Any, int]]:
    """The words that have at least one profile, with how many."""
    return [(word, counts[word.pk]) for word in words if counts.get(word.pk)]
