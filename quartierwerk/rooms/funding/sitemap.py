"""What search engines are told of funding."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from quartierwerk.foundation.sitemap import Entry
from quartierwerk.rooms.funding.models import Programme, Project


def _programmes() -> Iterator[Entry]:
    for slug in Programme.objects.visible_to(None).values_list("slug", flat=True):
        yield reverse("funding:programme", args=[slug]), None


def _projects() -> Iterator[Entry]:
    for pk, since in Project.objects.public().order_by("pk").values_list("pk", "published_at"):
        yield reverse("funding:project", args=[pk]), since


ROUTES = ("funding:programmes", "funding:projects", "funding:projects_map", "funding:figures")
PAGES = (_programmes, _projects)
