"""Every public page for search engines, with the day it changed and its address in each language.

Rooms say what there is in their ``sitemap.py``. What is many comes in files of ten thousand numbers each, written while
they are read: a hundred thousand profiles take no more memory than a hundred. Whoever has a file asks with its tag,
which costs milliseconds (``foundation.freshness``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape

from django.conf import settings
from django.db.models import F, Max
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from quartierwerk.foundation.freshness import tagged
from quartierwerk.foundation.gathering import by_name, declared
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.sitemap import Entry, Many

PER_FILE = 10_000
KEPT_FOR = 3600
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@require_safe
@tagged(seconds=KEPT_FOR)
def index(request: HttpRequest) -> HttpResponse:
    """The files that there are."""
    found: list[Entry] = [(reverse("sitemap_pages"), None)]
    for name, many in _many().items():
        # Whole numbers divided stay whole on both databases.
        files = many.rows().order_by().values(file=F("pk") / PER_FILE).annotate(at=Max(many.changed)).order_by("file")
        found += [(reverse("sitemap_many", args=[name, row["file"] + 1]), row["at"]) for row in files]
    told = "".join(f"<sitemap><loc>{_full(path)}</loc>{_changed(at)}</sitemap>" for path, at in found)
    return _xml([f"<sitemapindex {NAMESPACES}>", told, "</sitemapindex>"])


@require_safe
@tagged(seconds=KEPT_FOR)
def pages(request: HttpRequest) -> HttpResponse:
    """What every house has, and the pages that rooms name one by one."""
    routes = ["portal:home", *declared("sitemap", "ROUTES")]
    found: list[Entry] = [(reverse(name), None) for name in routes]
    return _urls([*found, *(entry for pages in declared("sitemap", "PAGES") for entry in pages())])


@require_safe
@tagged(seconds=KEPT_FOR)
def many(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One file of what a room has many of: so many numbers of its rows."""
    first, asked = (number - 1) * PER_FILE, _many().get(name)
    if asked is None or not 1 <= number <= 10**9:
        raise Http404
    rows = asked.rows().filter(pk__gte=first, pk__lt=first + PER_FILE).order_by("pk")
    if not rows.exists():
        raise Http404
    return _urls(asked.entries(rows))


def _many() -> dict[str, Many]:
    return by_name((one.name, one) for one in declared("sitemap", "MANY"))


def _urls(entries: Iterable[Entry]) -> StreamingHttpResponse:
    prefixes = {code: _prefix(code) for code in house().languages}
    return _xml(_lines(entries, prefixes))


def _lines(entries: Iterable[Entry], prefixes: dict[str, str]) -> Iterator[str]:
    yield f"<urlset {NAMESPACES}>"
    for path, at in entries:
        versions = {code: _full(f"{prefix}{path.removeprefix('/')}") for code, prefix in prefixes.items()}
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>' for code, address in versions.items()
        )
        for address in versions.values():
            yield f"<url><loc>{address}</loc>{_changed(at)}{others if len(versions) > 1 else ''}</url>"
    yield "</urlset>"


def _prefix(code: str) -> str:
    """Where the pages in this language begin: “/” or “/en/”."""
    with translation.override(code):
        return reverse("portal:home")


def _full(path: str) -> str:
    return escape(settings.SITE_URL + path)


def _changed(at: datetime | None) -> str:
    return f"<lastmod>{at:%Y-%m-%d}</lastmod>" if at else ""


def _xml(pieces: Iterable[str]) -> StreamingHttpResponse:
    def whole() -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield from pieces

    return StreamingHttpResponse(whole(), content_type="application/xml; charset=utf-8")
