"""What search engines are told of funding."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from quartierwerk.foundation.sitemap import Entry
from quartierwerk.rooms.funding.models import AnnualReport, Programme, Project


def _programmes() -> Iterator[Entry]:
    for slug in Programme.objects.visible_to(None).values_list("slug", flat=True):
        yield reverse("funding:programme", args=[slug]), None


def _projects() -> Iterator[Entry]:
    for pk, since in Project.objects.public().order_by("pk").values_list("pk", "published_at"):
        yield reverse("funding:project", args=[pk]), since


def _reports() -> Iterator[Entry]:
    for pk, since in AnnualReport.objects.published().values_list("pk", "published_at"):
        yield reverse("funding:annual_report", args=[pk]), since


ROUTES = ("funding:programmes", "funding:projects", "funding:projects_map", "funding:figures", "funding:annual_reports")
PAGES = (_programmes, _projects, _reports)
