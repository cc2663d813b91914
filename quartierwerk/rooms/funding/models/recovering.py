"""Money that is claimed back: what somebody is heard about, what they said, and what was decided."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.applications import Application
from quartierwerk.rooms.funding.rules import Claim, Ground, RecoveryState


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    """Lists of claims."""

    def visible_to(self, person: Any) -> RecoveryQuerySet:
        """Those of applications that somebody sees."""
        return self.filter(application__in=Application.objects.visible_to(person).values("pk"))

    def open(self) -> RecoveryQuerySet:
        """Those about which something is still to be said, decided or paid."""
        return self.filter(state__in=rules.OPEN_RECOVERIES)


class Recovery(models.Model):
    """That the office wants money back (Rückforderung): heard first, then claimed or dropped; one at a time."""

    audit_private = frozenset({"facts", "statement", "weighing", "why_dropped"})

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="recoveries")
    number = models.PositiveSmallIntegerField(_("laufende Nummer"))
    state = models.CharField(_("Stand"), max_length=20, choices=RecoveryState.choices, default=RecoveryState.HEARING)
    ground = models.CharField(_("Grund"), max_length=20, choices=Ground.choices)
    cents = models.BigIntegerField(_("Summe"))
    """About how much somebody is heard."""
    facts = models.TextField(_("was geschehen ist"), max_length=rules.LONGEST_FACTS)
    known_on = models.DateField(_("bekannt seit"))
    """Since when the office has known all of it; a notice can be revoked for a year from then on."""
    until_on = models.DateField(_("Äußerung bis"))
    begun_at = models.DateTimeField(_("begonnen am"))
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    statement = models.TextField(_("Äußerung"), max_length=rules.LONGEST_STATEMENT, blank=True)
    """What whoever is heard says."""
    stated_at = models.DateTimeField(_("geäußert am"), null=True, blank=True)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    claimed_cents = models.BigIntegerField(_("zurückgefordert"), default=0)
    """What is claimed after the hearing; 0 as long as it is not."""
    weighing = models.TextField(_("Würdigung"), max_length=rules.LONGEST_WEIGHING, blank=True)
    """How what was heard is weighed, and why it was decided so."""
    decided_at = models.DateTimeField(_("entschieden am"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    why_dropped = models.TextField(_("warum fallen gelassen"), max_length=rules.LONGEST_WEIGHING, blank=True)
    dropped_at = models.DateTimeField(_("fallen gelassen am"), null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Rückforderung")
        verbose_name_plural = _("Rückforderungen")
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="funding_recoveries_are_numbered"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=["hearing", "claimed"]),
                name="funding_one_recovery_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RecoveryState.values, ground__in=Ground.values),
                name="funding_recovery_words_are_known",
            ),
            models.CheckConstraint(
                condition=Q(cents__gt=0, claimed_cents__gte=0, claimed_cents__lte=F("cents")) & ~Q(facts=""),
                name="funding_recovery_claims_something",
            ),
            models.CheckConstraint(
                condition=Q(statement="", stated_at__isnull=True, stated_by__isnull=True)
                | (~Q(statement="") & Q(stated_at__isnull=False, stated_by__isnull=False)),
                name="funding_recovery_statement_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(claimed_cents=0, decided_at__isnull=True, decided_by__isnull=True, weighing="")
                | (Q(claimed_cents__gt=0, decided_at__isnull=False, decided_by__isnull=False) & ~Q(weighing="")),
                name="funding_recovery_is_claimed_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=RecoveryState.HEARING, claimed_cents=0)
                | Q(state__in=[RecoveryState.CLAIMED, RecoveryState.REPAID], claimed_cents__gt=0)
                | Q(state=RecoveryState.DROPPED),
                name="funding_recovery_state_says_what_is_claimed",
            ),
            models.CheckConstraint(
                condition=(Q(state=RecoveryState.DROPPED, dropped_at__isnull=False, dropped_by__isnull=False))
                & ~Q(why_dropped="")
                | (
                    ~Q(state=RecoveryState.DROPPED)
                    & Q(dropped_at__isnull=True, dropped_by__isnull=True, why_dropped="")
                ),
                name="funding_recovery_is_dropped_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application.number}/R{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("funding:recovery", args=[self.pk])

    @property
    def claim(self) -> Claim:
        """What somebody is heard about, as a value."""
        return Claim(ground=Ground(self.ground), cents=self.cents, facts=self.facts, known_on=self.known_on)
