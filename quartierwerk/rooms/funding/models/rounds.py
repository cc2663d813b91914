"""Rounds: between which days a programme takes applications."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.programmes import Programme
from quartierwerk.rooms.funding.rules import CodeState, Span


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
    needs_until = models.DateField(_("Bedarf anmelden bis"), null=True, blank=True)
    """The last day for registering a need, where the terms ask for it; empty: as long as applications are taken."""
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
            models.CheckConstraint(
                condition=Q(needs_until__isnull=True) | Q(needs_until__lte=F("closes_on")),
                name="funding_round_takes_needs_before_it_closes",
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

    @property
    def takes_needs_until(self) -> date:
        """The last day for registering a need."""
        return self.needs_until or self.closes_on

    def seals(self, *, on: date) -> bool:
        """Whether the office does not read its applications yet."""
        return self.is_sealed and self.closes_on >= on


class LateCodeQuerySet(models.QuerySet["LateCode"]):
    """Questions about codes."""

    def open(self, *, on: date) -> LateCodeQuerySet:
        """Those with which somebody can still begin on a day."""
        return self.filter(withdrawn_at__isnull=True, valid_until__gte=on, application__isnull=True)


class LateCode(models.Model):
    """A code with which one application comes into a round that is over (Zugangscode).

    The code itself is kept nowhere, only its sum; whoever made it reads it once.
    """

    audit_private = frozenset({"digest", "purpose"})

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="late_codes", verbose_name=_("Runde"))
    digest = models.CharField(_("Prüfsumme"), max_length=64, unique=True)
    """SHA-256 of the code as ``rules.read_code`` reads it."""
    purpose = models.CharField(_("für wen und warum"), max_length=rules.LONGEST_PURPOSE_OF_CODE)
    """Read in the office only."""
    valid_until = models.DateField(_("gilt bis"))
    """The last day on which the application can be submitted, in Europe/Berlin."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("ausgestellt am"))
    withdrawn_at = models.DateTimeField(_("zurückgenommen am"), null=True, blank=True)
    signs = ""
    """The code itself, on the one that was just issued."""

    objects = LateCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zugangscode")
        verbose_name_plural = _("Zugangscodes")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="funding_late_code_says_why"),
            models.CheckConstraint(condition=~Q(digest=""), name="funding_late_code_has_a_sum"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.pk}"

    @property
    def written(self) -> str:
        """The code as people read it; empty on all but the one that was just issued."""
        return rules.write_code(self.signs)

    def opens(self, *, on: date) -> bool:
        """Whether it lets somebody in on a day: the round is over, the code is not."""
        return self.withdrawn_at is None and self.round.closes_on < on <= self.valid_until

    def state(self, *, on: date) -> CodeState:
        """What became of it by a day."""
        application = getattr(self, "application", None)
        return rules.code_state(
            is_withdrawn=self.withdrawn_at is not None,
            is_taken=application is not None,
            is_over=on > self.valid_until,
        )
