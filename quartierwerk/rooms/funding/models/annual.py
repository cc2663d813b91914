"""Annual reports: a draft that the office writes, and what was published."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import ReportPart


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    """Lists of reports."""

    def visible_to(self, person: Any) -> AnnualReportQuerySet:
        """Everybody sees what is published; whoever writes reports, drafts too."""
        return self if is_officer(person) else self.published()

    def published(self) -> AnnualReportQuerySet:
        """Those that were published, earlier editions too."""
        return self.filter(published_at__isnull=False)


class AnnualReport(models.Model):
    """What the office tells the council and everybody of a year (Geschäftsbericht).

    The texts are edited until it is published; then texts and figures are pinned for good, and what was wrong is put
    right by another edition.
    """

    audit_private = frozenset({"texts"})

    year = models.PositiveSmallIntegerField(_("Jahr"))
    edition = models.PositiveSmallIntegerField(_("Auflage"))
    """Counts within the year, from 1."""
    texts = models.JSONField(_("Texte"))
    """``rules.ReportTexts``, by the names of its parts."""
    version = models.PositiveIntegerField(_("Fassung"), default=0)
    """Grows with every change, so that two who write do not undo each other's work."""
    figures = models.JSONField(_("Zahlen"), null=True, blank=True)
    """``queries.YearInFigures`` as they stood when it was published."""
    begun_at = models.DateTimeField(_("begonnen am"))
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Geschäftsbericht")
        verbose_name_plural = _("Geschäftsberichte")
        ordering = ["-year", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["year", "edition"], name="funding_report_editions_are_numbered"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(published_at__isnull=True), name="funding_one_draft_of_a_report"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True, figures__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False, figures__isnull=False),
                name="funding_report_is_published_whole",
            ),
        ]

    def __str__(self) -> str:
        if self.edition == 1:
            return gettext("Geschäftsbericht %(year)s") % {"year": self.year}
        return gettext("Geschäftsbericht %(year)s, %(edition)s. Auflage") % {"year": self.year, "edition": self.edition}

    def get_absolute_url(self) -> str:
        return reverse("funding:annual_report", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.published_at is None

    @property
    def published_on(self) -> date | None:
        """The day on which everybody could read it first, in Berlin."""
        return clock.local(self.published_at).date() if self.published_at else None

    @property
    def said(self) -> dict[ReportPart, str]:
        """Its texts, part by part in the order of the report."""
        return rules.texts_of(self.texts)
