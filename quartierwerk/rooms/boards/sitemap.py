"""What search engines are told of bodies."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from quartierwerk.foundation.sitemap import Entry
from quartierwerk.rooms.boards.models import Body


def _bodies() -> Iterator[Entry]:
    for slug in Body.objects.visible_to(None).values_list("slug", flat=True):
        yield reverse("boards:body", args=[slug]), None


ROUTES = ("boards:bodies",)
PAGES = (_bodies,)
