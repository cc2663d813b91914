"""Rounds: between which days a programme takes applications."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.programmes import Programme
from quartierwerk.rooms.funding.rules import Span


class RoundQuerySet(models.QuerySet["Round"]):
    """Questions about rounds."""

    def sealed(self, *, on: date) -> RoundQuerySet:
        """Those whose applications the office does not read yet."""
        return self.filter(is_sealed=True, closes_on__gte=on)


class Round(models.Model):
    """The days between which a programme takes applications (Förderrunde)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("Förderprogramm")
    )
    name = models.CharField(_("Name"), max_length=rules.LONGEST_NAME)
    opens_on = models.DateField(_("erster Tag"))
    closes_on = models.DateField(_("letzter Tag"))
    """Applications are taken until its end, in Europe/Berlin."""
    decided_on = models.DateField(_("Entscheidung voraussichtlich am"), null=True, blank=True)
    """When people may hope for an answer; only said, nothing follows from it."""
    is_sealed = models.BooleanField(_("bis zum Ende versiegelt"), default=False)
    """Whether the office reads what was submitted only once the round is over."""

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("Förderrunde")
        verbose_name_plural = _("Förderrunden")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="funding_round_has_a_name"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="funding_round_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gt=F("closes_on")),
                name="funding_round_is_decided_after_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.programme.get_absolute_url()}#runden"

    @property
    def span(self) -> Span:
        """Its days as a value."""
        return Span(self.opens_on, self.closes_on)
