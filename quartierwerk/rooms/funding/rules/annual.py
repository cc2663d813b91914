"""The annual report: its parts, what a draft says by itself of the figures, and what must be said; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.money import written
from quartierwerk.foundation.ui.writing import number
from quartierwerk.rooms.funding.rules.figures import Tally
from quartierwerk.rooms.funding.rules.terms import percent

LONGEST_PART = 10_000
FIRST_REPORTED_YEAR = 1990


class ReportPart(TextChoices):
    """What an annual report speaks of, in its order: the council's six questions, and what frames them."""

    FOREWORD = "foreword", pgettext_lazy("report", "Vorwort")
    APPLICATIONS = "applications", pgettext_lazy("report", "Wie viele Anträge es gab")
    GRANTS = "grants", pgettext_lazy("report", "Was in welcher Höhe bewilligt wurde")
    THEMES = "themes", pgettext_lazy("report", "Handlungsschwerpunkte")
    REACH = "reach", pgettext_lazy("report", "Reichweite")
    SURVEY = "survey", pgettext_lazy("report", "Wie es für die Beteiligten war")
    YEARS = "years", pgettext_lazy("report", "Entwicklung über die Jahre")
    OUTLOOK = "outlook", pgettext_lazy("report", "Ausblick")


FRAME = frozenset({ReportPart.FOREWORD, ReportPart.OUTLOOK})
"""These may stay empty, and then do not stand in the report."""

ReportTexts = Mapping[ReportPart, str]
"""What is said in each part, paragraphs parted by empty lines."""


@dataclass(frozen=True, kw_only=True)
class YearTold:
    """What the figures of a year come to, by the names that a report uses; sums in cents."""

    year: int
    whole: Tally
    before: Tally | None
    """Of the year before; None where nothing was counted then."""
    pillars: Sequence[tuple[str, Tally]]
    themes: Sequence[tuple[str, Tally]]
    joint: Tally
    """Of projects of several districts."""
    answers: int
    """To the question of the survey that most have answered."""
    marks: Sequence[tuple[str, str]]
    """Each topic with its average as it is written; only where enough answered."""


def may_be_reported(year: int, *, on: date) -> bool:
    """Whether there is anything to tell of a year on a day: it has begun, and is none before the first."""
    return FIRST_REPORTED_YEAR <= year <= on.year


def report_problem(texts: ReportTexts) -> Problem | None:
    """What must be put right before a report can be kept; None where nothing must."""
    for part, text in texts.items():
        if len(text) > LONGEST_PART:
            return Problem(part.value, gettext_lazy("Dieser Text ist zu lang."))
    return None


def unsaid(texts: ReportTexts) -> list[ReportPart]:
    """The parts that a published report must speak of, and that say nothing yet."""
    return [part for part in ReportPart if part not in FRAME and not texts.get(part, "").strip()]


def texts_of(kept: Mapping[str, Any]) -> dict[ReportPart, str]:
    """The texts as they were kept, in the order of the report."""
    return {part: str(kept.get(part.value, "")) for part in ReportPart}


def suggested(told: YearTold) -> dict[ReportPart, str]:
    """A draft of each part that can be drawn from the figures, in the language of whoever asks; to be edited."""
    drawn = {
        ReportPart.APPLICATIONS: _applications(told),
        ReportPart.GRANTS: _grants(told),
        ReportPart.THEMES: _themes(told),
        ReportPart.REACH: _reach(told),
        ReportPart.SURVEY: _survey(told),
        ReportPart.YEARS: _years(told),
    }
    return {part: " ".join(drawn.get(part, ())) for part in ReportPart}


def _applications(told: YearTold) -> Iterator[str]:
    whole = told.whole
    if not whole.applied:
        yield _("Im Jahr %(year)s ging kein Antrag ein.") % {"year": told.year}
        return
    said = ngettext(
        "Im Jahr %(year)s ging %(n)s Antrag ein, über %(sum)s.",
        "Im Jahr %(year)s gingen %(n)s Anträge ein, zusammen über %(sum)s.",
        whole.applied,
    )
    yield said % {"year": told.year, "n": number(whole.applied), "sum": written(whole.asked_cents)}
    parts = [f"{name}: {number(tally.applied)}" for name, tally in told.pillars if tally.applied]
    if len(parts) > 1:
        yield _("Nach Säulen: %(parts)s.") % {"parts": "; ".join(parts)}


def _grants(told: YearTold) -> Iterator[str]:
    whole = told.whole
    if not whole.decided:
        yield _("Entschieden wurde im Jahr %(year)s über keinen Antrag.") % {"year": told.year}
    else:
        said = ngettext("Über %(n)s Antrag wurde entschieden.", "Über %(n)s Anträge wurde entschieden.", whole.decided)
        yield said % {"n": number(whole.decided)}
        yield _("Bewilligt: %(n)s (%(share)s), insgesamt %(sum)s.") % {
            "n": number(whole.granted),
            "share": percent(whole.granted_bp or 0),
            "sum": written(whole.granted_cents),
        }
    if whole.resolved_cents:
        yield _("Für eigene Projekte der Bezirke wurden %(sum)s beschlossen.") % {"sum": written(whole.resolved_cents)}
    yield _("Ausgezahlt wurden in diesem Jahr %(sum)s, Rückzahlungen abgezogen.") % {"sum": written(whole.paid_cents)}


def _themes(told: YearTold) -> Iterator[str]:
    asked = _first(told.themes, "applied")
    if asked is None:
        yield _("Zu den Handlungsschwerpunkten gibt es für dieses Jahr nichts zu zählen.")
        return
    theme, tally = asked
    yield _("Am häufigsten beantragt wurde „%(theme)s“ (%(n)s).") % {"theme": theme, "n": number(tally.applied)}
    granted = _first(told.themes, "granted")
    if granted is not None:
        theme, tally = granted
        yield _("Am häufigsten bewilligt wurde „%(theme)s“ (%(n)s).") % {"theme": theme, "n": number(tally.granted)}


def _reach(told: YearTold) -> Iterator[str]:
    whole = told.whole
    if not whole.projects:
        yield _("In diesem Jahr begann kein Projekt.")
        return
    said = ngettext("In diesem Jahr begann %(n)s Projekt.", "In diesem Jahr begannen %(n)s Projekte.", whole.projects)
    yield said % {"n": number(whole.projects)}
    yield _("Über mehrere Bezirke: %(n)s.") % {"n": number(told.joint.projects)}
    share = percent(whole.third_party_bp or 0)
    yield _("Mit Geld von anderen: %(n)s (%(share)s).") % {"n": number(whole.third_party), "share": share}


def _survey(told: YearTold) -> Iterator[str]:
    if not told.marks:
        yield _("Aus der Befragung gibt es für dieses Jahr zu wenige Antworten, um Durchschnitte zu nennen.")
        return
    yield _("Antworten auf die Befragung: bis zu %(n)s je Frage.") % {"n": number(told.answers)}
    marks = "; ".join(f"{topic}: {mark}" for topic, mark in told.marks)
    yield _("Durchschnitte von 1 (sehr unzufrieden) bis 5 (sehr zufrieden): %(marks)s.") % {"marks": marks}


def _years(told: YearTold) -> Iterator[str]:
    if told.before is None:
        yield _("Für das Jahr davor ist hier nichts gezählt.")
        return
    now, before = told.whole, told.before
    figures = {"before": number(before.applied), "now": number(now.applied)}
    yield _("Anträge: %(now)s, im Jahr davor %(before)s.") % figures
    figures = {"before": number(before.projects), "now": number(now.projects)}
    yield _("Projekte: %(now)s, im Jahr davor %(before)s.") % figures
    sums = {"before": written(before.granted_cents), "now": written(now.granted_cents)}
    yield _("Bewilligt: %(now)s, im Jahr davor %(before)s.") % sums


def _first(named: Sequence[tuple[str, Tally]], by: str) -> tuple[str, Tally] | None:
    """Of the most; of several the first in their order. None where there is none."""
    found = max(named, key=lambda one: getattr(one[1], by), default=None)
    return found if found is not None and getattr(found[1], by) else None
