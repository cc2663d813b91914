"""What search engines are told of funding."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from quartierwerk.foundation.sitemap import Entry
from quartierwerk.rooms.funding.models import Programme


def _programmes() -> Iterator[Entry]:
    for slug in Programme.objects.visible_to(None).values_list("slug", flat=True):
        yield reverse("funding:programme", args=[slug]), None


ROUTES = ("funding:programmes",)
PAGES = (_programmes,)
