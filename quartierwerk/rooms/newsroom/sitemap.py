"""What search engines are told of the newsroom's pages."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from quartierwerk.foundation.sitemap import Entry
from quartierwerk.rooms.newsroom import queries


def _duties() -> Iterator[Entry]:
    for page in queries.standings():
        yield reverse(f"newsroom:{page.kind}"), page.published_at


PAGES = (_duties,)
