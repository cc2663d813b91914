"""Seals: which profiles the city itself vouches for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.directory.models.changes import REASON_LENGTH
from quartierwerk.rooms.directory.models.profile import Profile

RUNNING = Q(ended_at__isnull=True, revoked_at__isnull=True)


class SealQuerySet(models.QuerySet["Seal"]):
    """Lists of seals."""

    def visible_to(self, person: Any) -> SealQuerySet:
        """The staff unit sees all with their reasons; everybody else the day on the profile."""
        return self if is_officer(person) else self.none()

    def running(self) -> SealQuerySet:
        """Those that nobody has revoked, renewed or closed; whether one holds today, its date says."""
        return self.filter(RUNNING)


class Seal(models.Model):
    """The city's word that an entry was checked and is right: “von der Stadt bestätigt” (Siegel).

    It holds up to and including a day. A renewal is a seal of its own, so that it stays known who vouched when.
    """

    audit_private = frozenset({"reason"})

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="seals")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField(_("Vergeben"))
    expires_on = models.DateField(_("Gilt bis"))
    warned_at = models.DateTimeField(null=True, blank=True)
    """When its keepers were told that it ends soon."""
    doubted_at = models.DateTimeField(null=True, blank=True)
    """Since when another name or address waits for the office to look."""
    revoked_at = models.DateTimeField(_("Entzogen"), null=True, blank=True)
    reason = models.TextField(_("Begründung"), max_length=REASON_LENGTH, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was closed because its day was over or another one took its place."""

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("Siegel")
        verbose_name_plural = pgettext_lazy("many", "Siegel")
        ordering = ["granted_at", "pk"]
        indexes = [models.Index(fields=["expires_on"], condition=RUNNING, name="seal_running")]
        constraints = [
            models.UniqueConstraint(fields=["profile"], condition=RUNNING, name="one_running_seal_per_profile"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | (Q(ended_at__isnull=True) & ~Q(reason="")),
                name="seal_is_revoked_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.expires_on:%Y-%m-%d}"

    @property
    def is_running(self) -> bool:
        """Whether nobody has revoked, renewed or closed it."""
        return self.revoked_at is None and self.ended_at is None

    def holds(self, *, on: date) -> bool:
        """Whether the city vouches on a day."""
        return self.is_running and on <= self.expires_on
