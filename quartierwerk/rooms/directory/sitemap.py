"""What search engines are told of the directory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from quartierwerk.foundation.sitemap import Entry, Many
from quartierwerk.rooms.directory.models import Profile

CHUNK = 2_000


def _profiles(rows: QuerySet[Any]) -> Iterator[Entry]:
    # Asking for each of the addresses would take longer than reading the rows.
    start, end = reverse("directory:profile", args=[0, "x"]).split("0/x")
    for pk, slug, at in rows.values_list("pk", "slug", "changed_at").iterator(chunk_size=CHUNK):
        yield f"{start}{pk}/{slug}{end}", at


ROUTES = ("directory:list", "directory:map")
MANY = (
    Many(
        name="profiles",
        rows=lambda: Profile.objects.visible_to(None),
        changed="changed_at",
        entries=_profiles,
    ),
)
