"""The pages of the newsroom and what they said; the barriers that people report."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.newsroom import rules
from quartierwerk.rooms.newsroom.rules import PageKind, ReportState


class Page(models.Model):
    """A page that the law or the house demands, once the office has published it (Seite).

    A page that nobody has published yet has no row: it says what the house makes of the city's own facts.
    """

    kind = models.CharField(_("Art"), max_length=20, choices=PageKind.choices, unique=True)
    version = models.PositiveIntegerField(_("Fassung"), default=0)
    """The number of the version that is shown."""

    class Meta:
        verbose_name = _("Seite")
        verbose_name_plural = _("Seiten")
        constraints = [models.CheckConstraint(condition=Q(kind__in=PageKind.values), name="page_kind_is_known")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse(f"newsroom:{self.kind}")


class PageVersion(models.Model):
    """What a page says or said, from the moment somebody published it (Seitenfassung)."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title_de = models.CharField(max_length=rules.LONGEST_TITLE)
    title_en = models.CharField(max_length=rules.LONGEST_TITLE, blank=True)
    text_de = models.TextField(max_length=rules.LONGEST_TEXT)
    text_en = models.TextField(max_length=rules.LONGEST_TEXT, blank=True)
    note = models.CharField(max_length=rules.LONGEST_NOTE, blank=True)
    """Why it was changed, for the office."""
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("Seitenfassung")
        verbose_name_plural = _("Seitenfassungen")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="each_version_once_per_page"),
            models.CheckConstraint(condition=~Q(title_de="") & ~Q(text_de=""), name="page_version_says_something"),
            models.CheckConstraint(
                condition=Q(title_en="", text_en="") | (~Q(title_en="") & ~Q(text_en="")),
                name="page_version_is_english_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}:{self.number}"

    @property
    def wording(self) -> rules.Wording:
        """What it says, as a value."""
        return rules.Wording(title_de=self.title_de, text_de=self.text_de, title_en=self.title_en, text_en=self.text_en)


class BarrierReportQuerySet(models.QuerySet["BarrierReport"]):
    """Lists of reports, cut to what somebody may see."""

    def visible_to(self, person: Any) -> BarrierReportQuerySet:
        """The staff unit sees all, since it answers them; whoever reported hears by mail."""
        return self if is_officer(person) else self.none()


class BarrierReport(models.Model):
    """A barrier that somebody met on a page, until it is answered and forgotten (Barrieremeldung)."""

    audit_private = frozenset({"text", "email", "answer"})

    page = models.CharField(_("Seite"), max_length=rules.LONGEST_ADDRESS, blank=True)
    """Path of the page it is about; empty where nobody said."""
    text = models.TextField(_("Barriere"), max_length=rules.LONGEST_REPORT)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    """Where the answer goes; empty where nobody wants one."""
    language = models.CharField(_("Sprache"), max_length=5, default="de")
    state = models.CharField(_("Zustand"), max_length=10, choices=ReportState.choices, default=ReportState.WAITING)
    created_at = models.DateTimeField(_("Eingegangen"))
    answer = models.TextField(_("Antwort"), max_length=rules.LONGEST_REPORT, blank=True)
    answered_at = models.DateTimeField(_("Beantwortet"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """When words and address were deleted at the end of their term."""

    objects = BarrierReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Barrieremeldung")
        verbose_name_plural = _("Barrieremeldungen")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="barrier_report_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="barrier_report_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=ReportState.WAITING, answered_at__isnull=True)
                | Q(state=ReportState.ANSWERED, answered_at__isnull=False),
                name="barrier_report_is_answered_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True) | Q(text="", email="", answer=""),
                name="barrier_report_is_forgotten_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.page or str(_("ohne Seite"))

    def get_absolute_url(self) -> str:
        return reverse("newsroom:barrier", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has still to answer."""
        return self.state == ReportState.WAITING
