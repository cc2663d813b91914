"""What search engines are told of bodies."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from quartierwerk.foundation.sitemap import Entry
from quartierwerk.rooms.boards.models import Body, Meeting, Resolution


def _bodies() -> Iterator[Entry]:
    for slug in Body.objects.visible_to(None).values_list("slug", flat=True):
        yield reverse("boards:body", args=[slug]), None


def _meetings() -> Iterator[Entry]:
    for slug, key in Meeting.objects.visible_to(None).order_by("pk").values_list("body__slug", "pk"):
        yield reverse("boards:meeting", args=[slug, key]), None


def _resolutions() -> Iterator[Entry]:
    known = Resolution.objects.visible_to(None).order_by("pk").values_list("body__slug", "year", "number", "at")
    for slug, year, number, at in known:
        yield reverse("boards:resolution", args=[slug, year, number]), at


ROUTES = ("boards:bodies", "boards:meetings", "boards:resolutions")
PAGES = (_bodies, _meetings, _resolutions)
