"""Which pages there must be, what they may say, and how long reports of barriers are kept; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.steps import Steps

LONGEST_TITLE = 120
LONGEST_TEXT = 60_000
LONGEST_NOTE = 200
LONGEST_REPORT = 5_000
LONGEST_ADDRESS = 500
ANSWER_WITHIN = timedelta(days=30)
"""So soon a report of a barrier is answered; the accessibility statement says so."""
KEEP_REPORTS_FOR = timedelta(days=180)
"""So long after its answer a report of a barrier is kept."""


class PageKind(TextChoices):
    """The pages that every house has from its founding on; they are written anew, never taken away."""

    IMPRINT = "imprint", _("Impressum")
    PRIVACY = "privacy", _("Datenschutz")
    ACCESSIBILITY = "accessibility", _("Barrierefreiheit")
    PLAIN_LANGUAGE = "plain_language", _("Leichte Sprache")
    SIGN_LANGUAGE = "sign_language", _("Gebärdensprache")


WHY: dict[PageKind, str | Promise] = {
    PageKind.IMPRINT: _("§ 5 DDG, § 18 MStV"),
    PageKind.PRIVACY: _("Artikel 13 DSGVO"),
    PageKind.ACCESSIBILITY: _("§ 7 BITV 2.0 und das Gesetz des Landes"),
    PageKind.PLAIN_LANGUAGE: _("§ 4 BITV 2.0"),
    PageKind.SIGN_LANGUAGE: _("§ 4 BITV 2.0"),
}
"""Which law demands a page."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a page says: title and text in Markdown, in German and perhaps in English."""

    title_de: str
    text_de: str
    title_en: str = ""
    text_en: str = ""


def problems(wording: Wording) -> list[Problem]:
    """What must be put right before a page can say this; empty when nothing must."""
    found = []
    if not wording.title_de.strip():
        found.append(Problem("title_de", _("Die Seite braucht einen Titel.")))
    if not wording.text_de.strip():
        found.append(Problem("text_de", _("Die Seite braucht einen deutschen Text.")))
    if bool(wording.title_en.strip()) != bool(wording.text_en.strip()):
        field = "text_en" if wording.title_en.strip() else "title_en"
        found.append(Problem(field, _("Auf Englisch gehören Titel und Text zusammen: beide oder keines.")))
    for name in ("title_de", "title_en"):
        if len(getattr(wording, name)) > LONGEST_TITLE:
            found.append(Problem(name, _("Dieser Titel ist zu lang.")))
    for name in ("text_de", "text_en"):
        if len(getattr(wording, name)) > LONGEST_TEXT:
            found.append(Problem(name, _("Dieser Text ist zu lang.")))
    return found


def tidied(wording: Wording) -> Wording:
    """The same with one kind of line break and no blanks around."""
    return Wording(**{name: _tidy(text) for name, text in vars(wording).items()})


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


class ReportState(TextChoices):
    """Whether somebody has answered a report."""

    WAITING = "waiting", _("wartet")
    ANSWERED = "answered", _("beantwortet")


REPORT_STEPS = Steps({ReportState.WAITING: {ReportState.ANSWERED}})


def own_path(address: str) -> str:
    """The path that an address names, whichever site it is on; empty where it names none."""
    path = urlsplit(address.strip()).path if len(address) <= LONGEST_ADDRESS else ""
    return path if path.startswith("/") and not path.startswith("//") else ""
