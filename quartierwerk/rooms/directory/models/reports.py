"""Reports about entries."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts.models import Sender
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.directory.models.changes import REASON_LENGTH
from quartierwerk.rooms.directory.models.profile import Profile
from quartierwerk.rooms.directory.rules import ReportReason, ReportState


class ReportQuerySet(models.QuerySet["Report"]):
    """Lists of reports, cut to what somebody may see."""

    def visible_to(self, person: Any) -> ReportQuerySet:
        """The staff unit sees all; nobody else any, since who keeps a profile must not learn who reported it."""
        return self if is_officer(person) else self.none()

    def waiting(self) -> ReportQuerySet:
        """Those on which nobody has decided."""
        return self.filter(state=ReportState.WAITING)


class Report(models.Model):
    """Somebody says that an entry is wrong, hurts somebody or has no place here (Meldung)."""

    audit_private = frozenset({"text", "reporter_email", "answer"})

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="reports", verbose_name=_("Profil"))
    reason = models.CharField(_("Grund"), max_length=10, choices=ReportReason.choices)
    text = models.TextField(_("Was nicht stimmt"), max_length=REASON_LENGTH, blank=True)
    state = models.CharField(_("Zustand"), max_length=10, choices=ReportState.choices, default=ReportState.WAITING)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who reported it, where they were signed in."""
    reporter_email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    """Where a visitor wants to hear what becomes of it."""
    language = models.CharField(_("Sprache"), max_length=5, default="de")
    created_at = models.DateTimeField(_("Eingegangen"))
    decided_at = models.DateTimeField(_("Entschieden"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(_("Begründung"), max_length=REASON_LENGTH, blank=True)
    """Why it was decided so; the reporter reads it."""
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """When address and words were deleted at the end of their term."""

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Meldung")
        verbose_name_plural = _("Meldungen")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="report_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_is_known"),
            models.CheckConstraint(condition=Q(reason__in=ReportReason.values), name="report_reason_is_known"),
            models.CheckConstraint(
                condition=Q(state=ReportState.WAITING, decided_at__isnull=True)
                | (~Q(state=ReportState.WAITING) & Q(decided_at__isnull=False) & ~Q(answer="")),
                name="report_is_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(reporter__isnull=True) | Q(reporter_email=""), name="report_keeps_one_address"
            ),
        ]

    def __str__(self) -> str:
        return self.profile.name

    def get_absolute_url(self) -> str:
        return reverse("directory:report_case", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to decide."""
        return self.state == ReportState.WAITING

    @property
    def address(self) -> str:
        """Where the reporter hears of it; empty where they hear nothing."""
        return Sender(person=self.reporter, email=self.reporter_email).address
