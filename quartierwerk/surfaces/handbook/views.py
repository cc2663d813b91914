"""The table of contents with its search, and one page for each chapter."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.ui.pages import page
from quartierwerk.surfaces.handbook import chapters

LONGEST_QUESTION = 100


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """All chapters, or what was found in them."""
    asked = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    return page(
        request,
        "handbook/contents.html",
        q=asked,
        found=chapters.find(asked),
        groups=[(group, list(rows)) for group, rows in groupby(chapters.contents(), lambda chapter: chapter.group)],
        summary=chapters.shown(chapters.SUMMARY) if language() == "en" else "",
    )


@require_safe
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter, with the ones before and after it."""
    found = chapters.chapter_of(slug)
    if found is None:
        raise Http404
    beside = [None, *chapters.contents(), None]
    at = beside.index(found)
    return page(
        request,
        "handbook/chapter.html",
        chapter=found,
        text=chapters.shown(slug),
        headings=chapters.headings(slug),
        before=beside[at - 1],
        after=beside[at + 1],
    )
