"""The verbs of annual reports: begun with a draft from the figures, written, published for good, or struck."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import MovedOn, NotNow, RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.models import AnnualReport
from quartierwerk.rooms.funding.queries import annual as reading
from quartierwerk.rooms.funding.rules import ReportTexts


class NoSuchYear(RuleBroken):
    """A year that has not begun, or of which no association had anything to tell."""

    sentence = _("Von diesem Jahr gibt es noch nichts zu berichten.")
    field = "year"


class DraftedAlready(RuleBroken):
    """Somebody writes a report of this year already."""

    sentence = _("An einem Bericht über dieses Jahr wird schon geschrieben.")
    field = "year"


class PublishedAlready(NotNow):
    """It was published, by somebody else or in another window."""

    sentence = _("Dieser Bericht ist schon veröffentlicht. Beginnen Sie eine neue Auflage, um etwas zu berichtigen.")


class WrittenSince(MovedOn):
    """Somebody has written in it since whoever publishes has looked at it."""

    sentence = _("Inzwischen hat jemand etwas geändert. Bitte lesen Sie den Bericht noch einmal.")


class PartTooLong(RuleBroken):
    """A text that cannot be kept so; the sentence says why."""


class PartsMissing(NotNow):
    """Parts that say nothing yet; the sentence names them."""


@action(may=permissions.may_report)
def begin_report(year: int, *, actor: Person, at: datetime) -> AnnualReport:
    """Begin the report of a year (Geschäftsbericht beginnen).

    Where one was published it goes on from its texts as another edition, else from what the figures say.
    """
    today = clock.local(at).date()
    if not rules.may_be_reported(year, on=today):
        raise NoSuchYear
    latest = AnnualReport.objects.filter(year=year).first()
    if latest is not None and latest.is_draft:
        raise DraftedAlready
    with translation.override(settings.LANGUAGE_CODE):
        texts = latest.texts if latest else rules.suggested(reading.year_in_figures(year, on=today).told)
    edition = latest.edition + 1 if latest else 1
    try:
        with transaction.atomic():
            return AnnualReport.objects.create(year=year, edition=edition, texts=texts, begun_at=at, begun_by=actor)
    except IntegrityError:  # somebody else began one at the same moment
        raise DraftedAlready from None


@action(may=permissions.may_report)
def write_report(report: AnnualReport, *, actor: Person, texts: ReportTexts, version: int) -> AnnualReport:
    """Keep what is written in a draft (Geschäftsbericht schreiben)."""
    _must_be_draft(report)
    if report.version != version:
        raise MovedOn
    refused = rules.report_problem(texts)
    if refused is not None:
        raise PartTooLong(refused.sentence, field=refused.field)
    report.texts = {part: text.strip() for part, text in texts.items()}
    report.version += 1
    report.save(update_fields=["texts", "version"])
    return report


@action(may=permissions.may_report)
def publish_report(report: AnnualReport, *, actor: Person, version: int, at: datetime) -> AnnualReport:
    """Let everybody read a report; its figures are pinned as they stand (Geschäftsbericht veröffentlichen)."""
    _must_be_draft(report)
    if report.version != version:
        raise WrittenSince
    if missing := rules.unsaid(report.said):
        parts = ", ".join(f"„{part.label}“" for part in missing)
        raise PartsMissing(_("Hier steht noch nichts: %(parts)s.") % {"parts": parts})
    with translation.override(settings.LANGUAGE_CODE):
        report.figures = reading.year_in_figures(report.year, on=clock.local(at).date()).as_json
    report.published_at, report.published_by = at, actor
    report.save(update_fields=["figures", "published_at", "published_by"])
    return report


@action(may=permissions.may_report)
def drop_report(report: AnnualReport, *, actor: Person) -> AnnualReport:
    """Strike a draft (Entwurf verwerfen)."""
    _must_be_draft(report)
    note_change(year=report.year, edition=report.edition)
    AnnualReport.objects.filter(pk=report.pk).delete()  # not of itself: the trail still names what is gone
    return report


def _must_be_draft(report: AnnualReport) -> None:
    if not report.is_draft:
        raise PublishedAlready
