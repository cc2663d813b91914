"""The parts that documents share, once each, with invented words: for designers and for those who check."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.documents.answering import answer
from quartierwerk.foundation.documents.rendering import render
from quartierwerk.foundation.money import written_lazy

TITLE = _("Kassenbericht der offenen Ateliers")
BOOKINGS = (
    (_("Zuschuss der Stadt, erster Teil"), 250000),
    (_("Versicherung der Räume und Arbeiten"), -8990),
    (_("Gestaltung der Plakate"), -60000),
    (_("Druck der Plakate und Karten"), -48725),
    (_("Miete der Bühne am Hafen"), -62000),
    (_("Spende"), 5000),
    (_("Honorar: Führung durch die Ateliers"), -30000),
    (_("Verkauf von Kaffee und Kuchen"), 31840),
    (_("Stadtbezirksmarketingprojektförderung, gemeinsam mit den anliegenden Quartieren"), 120000),
    (_("Leihe von Tischen und Bänken"), -15450),
    (_("Dolmetschen in Gebärdensprache"), -42000),
    (_("Verkauf von Postkarten"), 9720),
    (_("Reinigung"), -12000),
    (_("Zuschuss der Stadt, zweiter Teil"), 100000),
    (_("Porto"), -1095),
)
"""For what, and cents."""


@require_safe
@cache_control(public=True, max_age=60)
def show(request: HttpRequest) -> HttpResponse:
    """The sample in the language of the page; public, because it holds nothing but samples."""
    pdf = drawn(language=get_language() or "de", at=clock.now())
    return answer(pdf, name=gettext("Beispiel"), is_private=False)


def drawn(*, language: str, at: datetime) -> bytes:
    """The sample as a PDF."""
    return render("documents/sample", _data(at), title=TITLE, language=language, at=at)


def _data(at: datetime) -> dict[str, Any]:
    first = clock.local(at).date() - timedelta(days=7 * len(BOOKINGS))
    return {
        "to": (_("Kassenprüfung"), _("Alte Werft 3"), _("12345 Musterstadt")),
        "words": _(
            "Guten Tag,\n\nhier ist der Bericht über alle Einnahmen und Ausgaben. Die Belege liegen in der Reihenfolge "
            "der Tabelle bei; jeder Betrag ist in Euro angegeben."
        ),
        "facts_heading": _("Auf einen Blick"),
        "facts": (
            (_("Projekt"), _("Offene Ateliers am Hafen")),
            (_("Zeitraum"), _("fünfzehn Wochen")),
            (_("Verantwortlich"), _("Büro für Kultur- und Kreativwirtschaft, gemeinsam mit dem Stadtbezirksmarketing")),
            (_("Bestand"), written_lazy(sum(cents for _name, cents in BOOKINGS))),
        ),
        "table_heading": _("Einnahmen und Ausgaben"),
        "head": (_("Tag"), _("Wofür"), _("Betrag"), _("Bestand")),
        "rows": _rows(first),
        "total": ("", _("Summe"), written_lazy(sum(cents for _name, cents in BOOKINGS)), ""),
        "closing": _("Bitte prüfen und unterschreiben Sie den Bericht. Fragen beantwortet das Büro gern."),
        "signatures": (_("Ort, Datum, Kassenführung"), _("Ort, Datum, Kassenprüfung")),
    }


def _rows(first: date) -> list[tuple[Any, ...]]:
    """Day, purpose, amount and what is there after it, a week apart."""
    rows, there = [], 0
    for week, (purpose, cents) in enumerate(BOOKINGS):
        there += cents
        rows.append((first + timedelta(weeks=week), purpose, written_lazy(cents), written_lazy(there)))
    return rows
