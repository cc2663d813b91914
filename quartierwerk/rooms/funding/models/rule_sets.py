"""Rule sets: on which terms a programme gives money from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards.models import Body
from quartierwerk.rooms.boards.rules import BodyKind, Criterion
from quartierwerk.rooms.budget.models import Pillar
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.programmes import Programme
from quartierwerk.rooms.funding.rules import (
    WHOLE,
    Applicant,
    Financing,
    Grantor,
    Intake,
    Payout,
    ProofLevel,
    Rounding,
    Start,
    Terms,
)


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    """Questions about rule sets."""

    def standing(self) -> RuleSetQuerySet:
        """Those that nobody has withdrawn, the latest first."""
        return self.filter(withdrawn_at__isnull=True).order_by("-valid_from")

    def begun(self, *, on: date) -> RuleSetQuerySet:
        """Those that had begun to hold by a day; the first of them is in force on it."""
        return self.standing().filter(valid_from__lte=on)


class RuleSet(models.Model):
    """The terms on which a programme gives money, from one day on until others begin to hold (Regelwerk).

    Never changed: the database refuses it. What has not begun to hold yet is withdrawn, everything else is followed by
    later terms, so that a running case stays measured by those it began with.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="rule_sets", verbose_name=_("Förderprogramm")
    )
    valid_from = models.DateField(_("gilt ab"))
    grantor = models.CharField(_("Wer fördert"), max_length=20, choices=Grantor.choices)
    applicants = models.JSONField(_("Wer einen Antrag stellen kann"))
    """Values of ``Applicant``."""
    intake = models.CharField(_("Annahme von Anträgen"), max_length=20, choices=Intake.choices)
    needs_first = models.BooleanField(_("Bedarf vorher anmelden"), default=False)
    financing = models.CharField(_("Finanzierungsart"), max_length=20, choices=Financing.choices)
    max_rate_bp = models.PositiveIntegerField(_("Höchstsatz"), null=True, blank=True)
    """Basis points of the eligible expenditure."""
    max_cents = models.BigIntegerField(_("Höchstbetrag"), null=True, blank=True)
    min_cents = models.BigIntegerField(_("Mindestbetrag"))
    min_own_share_bp = models.PositiveIntegerField(_("Eigenanteil mindestens"))
    """Basis points of the eligible expenditure."""
    volunteer_rate_cents = models.PositiveIntegerField(_("eine Stunde Ehrenamt zählt"))
    volunteer_cap_bp = models.PositiveIntegerField(_("Ehrenamt zählt höchstens"))
    """Basis points of the eligible expenditure in money."""
    start = models.CharField(_("Beginn des Projekts"), max_length=20, choices=Start.choices)
    is_subsidiary = models.BooleanField(_("nur, was niemand sonst fördern kann"))
    is_aid = models.BooleanField(_("De-minimis-Beihilfe für Unternehmen"), default=False)
    decided_by = models.CharField(_("Art des Gremiums"), max_length=20, choices=BodyKind.choices, blank=True)
    """The kind of body that decides in the district of a project."""
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Gremium")
    )
    """The one body that decides, whatever the district."""
    delegated_cents = models.BigIntegerField(_("bis zu dieser Summe entscheidet das Büro"))
    is_by_contract = models.BooleanField(_("durch Vertrag"), default=False)
    payout = models.CharField(_("Auszahlung"), max_length=20, choices=Payout.choices)
    retention_bp = models.PositiveIntegerField(_("Einbehalt bis zur Prüfung"))
    use_months = models.PositiveSmallIntegerField(_("Verwendungsfrist in Monaten"))
    """Within so many months of its payment money is to be used."""
    proof = models.CharField(_("Verwendungsnachweis"), max_length=20, choices=ProofLevel.choices)
    proof_months = models.PositiveSmallIntegerField(_("Frist für den Verwendungsnachweis in Monaten"))
    sample_rate_bp = models.PositiveIntegerField(_("Stichprobe der Belege"), default=WHOLE)
    """Basis points of the vouchers that the office looks at whole."""
    line_tolerance_bp = models.PositiveIntegerField(_("Abweichung je Posten"), default=2_000)
    """Basis points by which a single line of the plan may be exceeded."""
    small_change_cents = models.PositiveIntegerField(_("kleine Abweichungen"), default=0)
    """Savings and further income up to this sum leave the grant as it is."""
    cap_by_uncovered = models.BooleanField(_("nie mehr, als ungedeckt ist"), default=False)
    rounding = models.CharField(_("Rundung"), max_length=10, choices=Rounding.choices, default=Rounding.DOWN)
    survey_from_cents = models.BigIntegerField(_("Befragung ab dieser Summe"), null=True, blank=True)
    """Granted in cents; empty where nobody is asked."""
    criteria = models.JSONField(_("Kriterien"))
    """Rows of ``boards.rules.Criterion``; empty where nothing is scored."""
    checks = models.JSONField(_("weitere Prüfpunkte"), default=list)
    """Sentences that are met or not, beside the usual ones."""
    pillar = models.ForeignKey(
        Pillar, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Säule")
    )
    """Out of whose pots it is paid."""
    basis = models.CharField(_("Grundlage"), max_length=rules.LONGEST_BASIS)
    guideline = models.TextField(_("Richtlinie im Wortlaut"), max_length=rules.LONGEST_GUIDELINE, blank=True)
    """In Markdown, in German, which alone is binding."""
    set_at = models.DateTimeField(_("festgelegt am"))
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("festgelegt von"))
    withdrawn_at = models.DateTimeField(_("zurückgenommen am"), null=True, blank=True)
    """When it was withdrawn, before it began to hold."""

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("Regelwerk")
        verbose_name_plural = _("Regelwerke")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "valid_from"],
                condition=Q(withdrawn_at__isnull=True),
                name="funding_one_rule_set_begins_a_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    grantor__in=Grantor.values,
                    intake__in=Intake.values,
                    financing__in=Financing.values,
                    start__in=Start.values,
                    payout__in=Payout.values,
                    proof__in=ProofLevel.values,
                    rounding__in=Rounding.values,
                    decided_by__in=["", *BodyKind.values],
                ),
                name="funding_rule_set_words_are_known",
            ),
            models.CheckConstraint(
                condition=(Q(max_rate_bp__isnull=True) | Q(max_rate_bp__gt=0, max_rate_bp__lte=WHOLE))
                & Q(
                    min_own_share_bp__lt=WHOLE,
                    volunteer_cap_bp__lte=WHOLE,
                    retention_bp__lt=WHOLE,
                    line_tolerance_bp__lte=WHOLE,
                    sample_rate_bp__gt=0,
                    sample_rate_bp__lte=WHOLE,
                ),
                name="funding_rule_set_shares_are_shares",
            ),
            models.CheckConstraint(
                condition=Q(min_cents__gte=0, delegated_cents__gte=0)
                & (Q(max_cents__isnull=True) | Q(max_cents__gt=0, max_cents__gte=F("min_cents"))),
                name="funding_rule_set_sums_are_sums",
            ),
            models.CheckConstraint(
                condition=Q(survey_from_cents__isnull=True) | Q(survey_from_cents__gte=0),
                name="funding_rule_set_survey_begins_at_a_sum",
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | Q(body__isnull=True), name="funding_rule_set_names_one_decider"
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="funding_rule_set_has_a_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} · {self.valid_from:%Y-%m-%d}"

    @property
    def terms(self) -> Terms:
        """All of it as a value."""
        return Terms(
            grantor=Grantor(self.grantor),
            applicants=tuple(Applicant(one) for one in self.applicants),
            intake=Intake(self.intake),
            needs_first=self.needs_first,
            financing=Financing(self.financing),
            max_rate_bp=self.max_rate_bp,
            max_cents=self.max_cents,
            min_cents=self.min_cents,
            min_own_share_bp=self.min_own_share_bp,
            volunteer_rate_cents=self.volunteer_rate_cents,
            volunteer_cap_bp=self.volunteer_cap_bp,
            start=Start(self.start),
            is_subsidiary=self.is_subsidiary,
            is_aid=self.is_aid,
            decided_by=BodyKind(self.decided_by) if self.decided_by else None,
            body=self.body_id,
            delegated_cents=self.delegated_cents,
            is_by_contract=self.is_by_contract,
            payout=Payout(self.payout),
            retention_bp=self.retention_bp,
            use_months=self.use_months,
            proof=ProofLevel(self.proof),
            proof_months=self.proof_months,
            sample_rate_bp=self.sample_rate_bp,
            line_tolerance_bp=self.line_tolerance_bp,
            small_change_cents=self.small_change_cents,
            cap_by_uncovered=self.cap_by_uncovered,
            rounding=Rounding(self.rounding),
            survey_from_cents=self.survey_from_cents,
            criteria=tuple(Criterion.read(one) for one in self.criteria),
            checks=tuple(self.checks),
            pillar=self.pillar_id,
            basis=self.basis,
            guideline=self.guideline,
        )

    @property
    def in_words(self) -> list[str]:
        """The terms as sentences, in the reader's language."""
        body, pillar = self.body.name if self.body else "", str(self.pillar) if self.pillar else ""
        return rules.in_words(self.terms, body=body, pillar=pillar)


def columns_of(terms: Terms) -> dict[str, Any]:
    """The columns of a rule set in which a value stands."""
    columns = vars(terms) | {
        "applicants": [one.value for one in terms.applicants],
        "decided_by": terms.decided_by or "",
        "body_id": terms.body,
        "pillar_id": terms.pillar,
        "checks": list(terms.checks),
        "criteria": [vars(one) for one in terms.criteria],
    }
    del columns["body"], columns["pillar"]
    return columns
