"""Procedures: by which rules a body decides from a day on."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models.bodies import Body
from quartierwerk.rooms.boards.rules import Base, Majority, Quorum, QuorumMode, RecusalLaw, RuleSet, Tie, Voting


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    """Questions about procedures."""

    def standing(self) -> ProcedureQuerySet:
        """Those that nobody has withdrawn, the latest first."""
        return self.filter(withdrawn_at__isnull=True).order_by("-valid_from")

    def begun(self, *, on: date) -> ProcedureQuerySet:
        """Those that had begun to hold by a day; the first of them is in force on it."""
        return self.standing().filter(valid_from__lte=on)


class Procedure(models.Model):
    """The rules by which a body decides, from one day on until others begin to hold (Verfahrensregeln).

    Never changed: the database refuses it. What has not begun to hold yet is withdrawn, everything else is followed
    by later rules, so that an old resolution stays measured by the rules of its day.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="procedures", verbose_name=_("Gremium"))
    valid_from = models.DateField(_("gilt ab"))
    quorum_numerator = models.PositiveSmallIntegerField(_("Beschlussfähigkeit: Zähler"))
    """Of the share of the voting seats; 0 where no share is needed."""
    quorum_denominator = models.PositiveSmallIntegerField(_("Beschlussfähigkeit: Nenner"))
    quorum_is_more_than = models.BooleanField(_("mehr als dieser Anteil"))
    quorum_least = models.PositiveSmallIntegerField(_("mindestens so viele Sitze"))
    quorum_mode = models.CharField(_("Feststellung"), max_length=10, choices=QuorumMode.choices)
    is_waived_second_time = models.BooleanField(_("zweite Sitzung entscheidet mit allen, die kommen"))
    do_recused_count = models.BooleanField(_("wer befangen ist, zählt mit"))
    majority_base = models.CharField(_("Bezugsgröße der Mehrheit"), max_length=10, choices=Base.choices)
    majority_numerator = models.PositiveSmallIntegerField(_("Mehrheit: Zähler"))
    majority_denominator = models.PositiveSmallIntegerField(_("Mehrheit: Nenner"))
    majority_is_more_than = models.BooleanField(_("mehr als dieser Anteil"))
    tie = models.CharField(_("Stimmengleichheit"), max_length=10, choices=Tie.choices)
    notice_days = models.PositiveSmallIntegerField(
        _("Einladungsfrist in Tagen"), validators=[MaxValueValidator(rules.LONGEST_NOTICE)]
    )
    voting = models.CharField(_("Abstimmung"), max_length=10, choices=Voting.choices)
    recusal_law = models.CharField(_("Befangenheit"), max_length=10, choices=RecusalLaw.choices)
    basis = models.CharField(_("Grundlage"), max_length=rules.LONGEST_BASIS)
    """Where it is written: a law, statutes, a resolution."""
    set_at = models.DateTimeField(_("festgelegt am"))
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("festgelegt von"))
    withdrawn_at = models.DateTimeField(_("zurückgenommen am"), null=True, blank=True)
    """When it was withdrawn, before it began to hold."""

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("Verfahrensregeln")
        verbose_name_plural = _("Verfahrensregeln")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "valid_from"],
                condition=Q(withdrawn_at__isnull=True),
                name="boards_one_procedure_begins_a_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    quorum_denominator__gt=0, quorum_numerator__lte=F("quorum_denominator"), quorum_least__gt=0
                ),
                name="boards_quorum_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(
                    majority_denominator__gt=0,
                    majority_numerator__gt=0,
                    majority_numerator__lte=F("majority_denominator"),
                ),
                name="boards_majority_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(
                    quorum_mode__in=QuorumMode.values,
                    majority_base__in=Base.values,
                    tie__in=Tie.values,
                    voting__in=Voting.values,
                    recusal_law__in=RecusalLaw.values,
                ),
                name="boards_procedure_words_are_known",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="boards_procedure_has_a_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} · {self.valid_from:%Y-%m-%d}"

    @property
    def quorum(self) -> Quorum:
        """How many have to be there, as the rules take it."""
        return Quorum(
            share=Fraction(self.quorum_numerator, self.quorum_denominator),
            is_more_than=self.quorum_is_more_than,
            least=self.quorum_least,
            mode=QuorumMode(self.quorum_mode),
            is_waived_second_time=self.is_waived_second_time,
            do_recused_count=self.do_recused_count,
        )

    @property
    def majority(self) -> Majority:
        """How many votes carry a motion, as the rules take it."""
        return Majority(
            base=Base(self.majority_base),
            share=Fraction(self.majority_numerator, self.majority_denominator),
            is_more_than=self.majority_is_more_than,
            tie=Tie(self.tie),
        )

    @property
    def rule_set(self) -> RuleSet:
        """All of it as a value."""
        return RuleSet(
            quorum=self.quorum,
            majority=self.majority,
            notice_days=self.notice_days,
            voting=Voting(self.voting),
            recusal_law=RecusalLaw(self.recusal_law),
            basis=self.basis,
        )


def columns_of(rule_set: RuleSet) -> dict[str, Any]:
    """The columns of a procedure in which a value stands."""
    quorum, majority = rule_set.quorum, rule_set.majority
    return {
        "quorum_numerator": quorum.share.numerator,
        "quorum_denominator": quorum.share.denominator,
        "quorum_is_more_than": quorum.is_more_than,
        "quorum_least": quorum.least,
        "quorum_mode": quorum.mode,
        "is_waived_second_time": quorum.is_waived_second_time,
        "do_recused_count": quorum.do_recused_count,
        "majority_base": majority.base,
        "majority_numerator": majority.share.numerator,
        "majority_denominator": majority.share.denominator,
        "majority_is_more_than": majority.is_more_than,
        "tie": majority.tie,
        "notice_days": rule_set.notice_days,
        "voting": rule_set.voting,
        "recusal_law": rule_set.recusal_law,
        "basis": rule_set.basis,
    }
