"""Every public page for search engines, with the day it changed and its address in each language.

Profiles come in files of ten thousand numbers each, written while they are read: a hundred thousand profiles take no
more memory than a hundred. Whoever has a file asks with its tag, which costs milliseconds (``foundation.freshness``).
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
from quartierwerk.foundation.house.holding import house
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.newsroom import queries as newsroom
from quartierwerk.rooms.places import queries as places

PER_FILE = 10_000
CHUNK = 2_000
KEPT_FOR = 3600
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
ROUTES = ("portal:home", "directory:list", "directory:map", "places:city", "places:districts", "places:quarters")
ROUTES += ("places:themes", "places:partners", "handbook:contents")
"""Pages that every house has."""
Entry = tuple[str, datetime | None]
"""The German path of a page, and when it changed, where that is known."""


@require_safe
@tagged(seconds=KEPT_FOR)
def index(request: HttpRequest) -> HttpResponse:
    """The files that there are."""
    # Whole numbers divided stay whole on both databases.
    files = Profile.objects.visible_to(None).order_by().values(file=F("pk") / PER_FILE).annotate(at=Max("changed_at"))
    found = [(reverse("sitemap_pages"), None)]
    found += [(reverse("sitemap_profiles", args=[row["file"] + 1]), row["at"]) for row in files.order_by("file")]
    told = "".join(f"<sitemap><loc>{_full(path)}</loc>{_changed(at)}</sitemap>" for path, at in found)
    return _xml([f"<sitemapindex {NAMESPACES}>", told, "</sitemapindex>"])


@require_safe
@tagged(seconds=KEPT_FOR)
def pages(request: HttpRequest) -> HttpResponse:
    """What every house has, the duty pages and the places."""
    found: list[Entry] = [(reverse(name), None) for name in ROUTES]
    found += [(reverse(f"newsroom:{page.kind}"), page.published_at) for page in newsroom.standings()]
    found += [(place.get_absolute_url(), None) for place in [*places.districts(), *places.quarters()]]
    return _urls(found)


@require_safe
@tagged(seconds=KEPT_FOR)
def profiles(request: HttpRequest, number: int) -> HttpResponse:
    """The public profiles of one file."""
    first = (number - 1) * PER_FILE
    rows = Profile.objects.visible_to(None).filter(pk__gte=first, pk__lt=first + PER_FILE).order_by("pk")
    if not 1 <= number <= 10**9 or not rows.exists():
        raise Http404
    read = rows.values_list("pk", "slug", "changed_at").iterator(chunk_size=CHUNK)
    # Asking for each of the addresses would take longer than reading the rows.
    start, end = reverse("directory:profile", args=[0, "x"]).split("0/x")
    return _urls((f"{start}{pk}/{slug}{end}", at) for pk, slug, at in read)


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
