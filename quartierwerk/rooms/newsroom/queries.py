"""What the pages say: what the office has published, or what the house makes of the city's facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils.functional import Promise

from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.kept.memory import kept
from quartierwerk.rooms.newsroom import rules
from quartierwerk.rooms.newsroom.models import BarrierReport, Page, PageVersion
from quartierwerk.rooms.newsroom.rules import PageKind, ReportState

DEFAULTS = "newsroom/defaults"
"""Templates in Markdown, German and English; the first line of each is its title."""


@dataclass(frozen=True)
class Standing:
    """How a page stands: what it says now, since when, and whether anybody in the office has looked at it."""

    kind: PageKind
    wording: rules.Wording
    number: int = 0
    """Of the published version; 0 as long as the page says what the house made of the city's facts."""
    published_at: datetime | None = None

    @property
    def is_draft(self) -> bool:
        """Nobody in the office has published it yet."""
        return self.number == 0

    @property
    def language(self) -> str:
        """The language in which it is shown to this reader: German where there is no English."""
        return "en" if language() == "en" and self.wording.text_en else "de"

    @property
    def title(self) -> str:
        """The title as this reader sees it."""
        return self.wording.title_en if self.language == "en" else self.wording.title_de

    @property
    def text(self) -> str:
        """The text as this reader sees it, in Markdown."""
        return self.wording.text_en if self.language == "en" else self.wording.text_de

    @property
    def why(self) -> str | Promise:
        """Which law demands it."""
        return rules.WHY[self.kind]


def standing(kind: PageKind) -> Standing:
    """How one page stands."""
    version = _published().filter(page__kind=kind).first()
    return _standing(kind, version)


def standings() -> list[Standing]:
    """How all pages stand, in their order."""
    published = {version.page.kind: version for version in _published()}
    return [_standing(kind, published.get(kind)) for kind in PageKind]


def versions_of(kind: PageKind) -> QuerySet[PageVersion]:
    """Everything that a page said, newest first."""
    return PageVersion.objects.filter(page__kind=kind).select_related("published_by")


@kept(Page)
def unseen() -> tuple[PageKind, ...]:
    """The pages that nobody in the office has published yet."""
    known = set(Page.objects.values_list("kind", flat=True))
    return tuple(kind for kind in PageKind if kind not in known)


def default_wording(kind: PageKind) -> rules.Wording:
    """What a page says by itself, made from what the city's file says of the city."""
    here = house()
    facts = {"legal": here.legal, "email": here.contact_email, "site_url": settings.SITE_URL}
    said = {}
    for code, name in (("de", here.name), ("en", here.name_en or here.name)):
        page = render_to_string(f"{DEFAULTS}/{kind}.{code}.md", facts | {"city": name}).strip()
        title, _line, text = page.partition("\n")
        said |= {f"title_{code}": title.removeprefix("# "), f"text_{code}": text.strip()}
    return rules.tidied(rules.Wording(**said))


def reports(person: Any, *, state: ReportState | None = None) -> QuerySet[BarrierReport]:
    """The reports of barriers that somebody may see, those that wait first, or those of one state."""
    known = BarrierReport.objects.visible_to(person)
    found = known.select_related("answered_by").order_by("-state", "-created_at", "-pk")
    return found.filter(state=state) if state else found


def answered_before(before: datetime) -> QuerySet[BarrierReport]:
    """The reports answered before this moment that still hold words and addresses."""
    return BarrierReport.objects.filter(forgotten_at__isnull=True, answered_at__lt=before)


def _published() -> QuerySet[PageVersion]:
    """The versions that are shown."""
    return PageVersion.objects.filter(number=F("page__version")).select_related("page")


def _standing(kind: PageKind, version: PageVersion | None) -> Standing:
    if version is None:
        return Standing(kind, default_wording(kind))
    return Standing(kind, version.wording, version.number, version.published_at)
