"""Interest on money that is claimed back: the rates, and what was claimed or waived of each claim."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.applications import Application
from quartierwerk.rooms.funding.models.recovering import Recovery
from quartierwerk.rooms.funding.rules import Interest, Rate


class InterestRate(models.Model):
    """A base rate and what comes on top of it, from a half-year on (Zinssatz); laid down anew, the last one counts.

    Rows are never changed. What the house brings by itself stands in ``rules/data/interest.toml``.
    """

    since = models.DateField(_("gilt ab"))
    base_bp = models.IntegerField(_("Basiszinssatz"))
    """Basis points a year; it has been negative."""
    above_bp = models.PositiveIntegerField(_("darüber"))
    """Basis points on top of it."""
    source = models.CharField(_("Quelle"), max_length=rules.LONGEST_SOURCE_OF_RATE)
    set_at = models.DateTimeField(_("festgelegt am"))
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("festgelegt von"))

    class Meta:
        verbose_name = _("Zinssatz")
        verbose_name_plural = _("Zinssätze")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    base_bp__gte=-rules.MOST_RATE_BP,
                    base_bp__lte=rules.MOST_RATE_BP,
                    above_bp__lte=rules.MOST_RATE_BP,
                )
                & ~Q(source=""),
                name="funding_rate_is_a_rate_with_a_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d}"

    @property
    def rate(self) -> Rate:
        """It as a value."""
        return Rate(since=self.since, base_bp=self.base_bp, above_bp=self.above_bp, source=self.source)


class InterestClaimQuerySet(models.QuerySet["InterestClaim"]):
    """Lists of what was said about interest."""

    def visible_to(self, person: Any) -> InterestClaimQuerySet:
        """Those of applications that somebody sees; whoever applied reads of it in the letter alone."""
        seen = Application.objects.visible_to(person).exclude(applicant=person)
        return self.filter(recovery__application__in=seen.values("pk"))


class InterestClaim(models.Model):
    """That a claim bears interest for some days, or that it is waived (Zinsforderung); the last of a claim counts.

    Rows are never changed: the arithmetic stays as it was, whatever becomes of the rates.
    """

    audit_private = frozenset({"reason"})

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="interest_claims")
    number = models.PositiveSmallIntegerField(_("laufende Nummer"))
    is_waived = models.BooleanField(_("erlassen"), default=False)
    """Whether none is claimed (§ 49a Abs. 3 Satz 2 VwVfG NRW)."""
    first_on = models.DateField(_("Zinsen ab"), null=True, blank=True)
    last_on = models.DateField(_("Zinsen bis"), null=True, blank=True)
    """Both count."""
    of_cents = models.BigIntegerField(_("verzinst"))
    cents = models.BigIntegerField(_("Zinsen"), default=0)
    periods = models.JSONField(_("Rechenweg"), default=list)
    """Rows of ``rules.Interest``: first day, last day, basis points a year."""
    reason = models.TextField(_("Begründung"), max_length=rules.LONGEST_WEIGHING)
    at = models.DateTimeField(_("entschieden am"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = InterestClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zinsforderung")
        verbose_name_plural = _("Zinsforderungen")
        ordering = ["recovery", "number"]
        constraints = [
            models.UniqueConstraint(fields=["recovery", "number"], name="funding_interest_claims_are_numbered"),
            models.CheckConstraint(
                condition=Q(of_cents__gt=0)
                & ~Q(reason="")
                & (
                    Q(is_waived=True, cents=0, first_on__isnull=True, last_on__isnull=True)
                    | Q(is_waived=False, cents__gt=0, first_on__isnull=False, last_on__gte=F("first_on"))
                ),
                name="funding_interest_is_claimed_or_waived",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recovery}/Z{self.number}"

    def get_absolute_url(self) -> str:
        return self.recovery.get_absolute_url()

    @property
    def application(self) -> Application:
        """Whose claim bears it."""
        return self.recovery.application

    @property
    def interest(self) -> Interest:
        """What was claimed, with its arithmetic."""
        return Interest.read(self.of_cents, self.periods)
