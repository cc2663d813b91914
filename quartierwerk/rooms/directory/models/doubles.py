"""Pairs of profiles that may be one actor, what was decided on them, and what became one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models.profile import Profile


class DoublePair(models.Model):
    """Two profiles that may be one actor, proposed once, the answer kept for good (Paar möglicher Doppel)."""

    is_decision = True

    one = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    """The younger of the two: its number is the higher one."""
    state = models.CharField(
        _("Zustand"), max_length=10, choices=rules.PairState.choices, default=rules.PairState.PROPOSED
    )
    score = models.SmallIntegerField(_("Punkte"))
    """What spoke for it when it was found; see ``rules.evidence``."""
    reasons = models.JSONField(default=list)
    """Values of ``rules.Sign``."""
    found_at = models.DateTimeField(_("Gefunden"))
    decided_at = models.DateTimeField(_("Entschieden"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-score", "pk"]
        verbose_name = _("Paar möglicher Doppel")
        verbose_name_plural = _("Paare möglicher Doppel")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="each_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="pair_is_ordered"),
            models.CheckConstraint(condition=Q(state__in=rules.PairState.values), name="pair_state_is_known"),
        ]
        indexes = [models.Index(fields=["state", "-score"], name="pairs_by_score")]

    def __str__(self) -> str:
        return f"{self.one_id} = {self.other_id}?"

    @property
    def why(self) -> str | Promise:
        """What speaks for it, in words."""
        return rules.in_words(self.reasons)


class Merger(models.Model):
    """Two profiles made one; the one that went is an alias for good, unless this is undone (Zusammenführung)."""

    is_decision = True

    pair = models.ForeignKey(DoublePair, on_delete=models.PROTECT, related_name="mergers")
    away = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    """The profile that went."""
    into = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    """The profile that stayed at the time."""
    leads_to = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="aliases")
    """Where the old address leads today: another than ``into`` when that one went too."""
    works = models.JSONField(default=list)
    """The numbers of the works that moved."""
    roles = models.JSONField(default=list)
    """The numbers of the roles that were granted by it."""
    requests = models.JSONField(default=list)
    """The numbers of the open proposals that moved."""
    led_on = models.JSONField(default=list)
    """The numbers of the mergers whose old addresses were led on by this one."""
    into_version = models.PositiveIntegerField()
    away_version = models.PositiveIntegerField()
    """The versions that it made; others mean that somebody wrote after it. What was said before is in the history."""
    merged_at = models.DateTimeField(_("Zusammengeführt"))
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(_("Zurückgenommen"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("Zusammenführung")
        verbose_name_plural = _("Zusammenführungen")
        constraints = [
            models.UniqueConstraint(fields=["away"], condition=Q(undone_at=None), name="one_alias_per_profile"),
            models.CheckConstraint(
                condition=~Q(away=F("into")) & ~Q(away=F("leads_to")), name="no_alias_leads_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.away_id} → {self.leads_to_id}"
