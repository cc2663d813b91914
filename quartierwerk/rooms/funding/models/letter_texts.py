"""The texts of letters by version: sets of collateral clauses, and passages for the parts around them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import ClauseKind, ClauseText, Grantor, Instrument, LetterKind, Part


class ClauseSetQuerySet(models.QuerySet["ClauseSet"]):
    """Questions about clause sets."""

    def begun(self, *, on: date) -> ClauseSetQuerySet:
        """Those that had begun to hold by a day, the latest first: the first of each grantor is in force."""
        return self.filter(valid_from__lte=on).order_by("-valid_from", "-pk")


class ClauseSet(models.Model):
    """The collateral clauses of letters of one kind of grantor, from a day on (Fassung der Nebenbestimmungen)."""

    grantor = models.CharField(_("Wer fördert"), max_length=20, choices=Grantor.choices)
    valid_from = models.DateField(_("gilt ab"))
    basis = models.CharField(_("Grundlage"), max_length=rules.LONGEST_BASIS)
    set_at = models.DateTimeField(_("festgelegt am"))
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("festgelegt von"))

    objects = ClauseSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("Nebenbestimmungen")
        verbose_name_plural = _("Fassungen der Nebenbestimmungen")
        ordering = ["grantor", "-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["grantor", "valid_from"], name="funding_one_clause_set_begins_a_day"),
            models.CheckConstraint(condition=Q(grantor__in=Grantor.values), name="funding_clause_set_grantor_is_known"),
            models.CheckConstraint(condition=~Q(basis=""), name="funding_clause_set_has_a_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.get_grantor_display()} · {self.valid_from:%Y-%m-%d}"

    @property
    def texts(self) -> tuple[ClauseText, ...]:
        """Its clauses as values, in their order."""
        return tuple(ClauseText(one.key, ClauseKind(one.kind), one.text) for one in self.clauses.all())


class Clause(models.Model):
    """One collateral clause of a set (Nebenbestimmung): what the money is tied to."""

    clause_set = models.ForeignKey(ClauseSet, on_delete=models.PROTECT, related_name="clauses")
    position = models.PositiveSmallIntegerField(_("Stelle"))
    key = models.CharField(_("Stichwort"), max_length=rules.LONGEST_KEY_OF_CLAUSE)
    kind = models.CharField(_("Art"), max_length=20, choices=ClauseKind.choices)
    text = models.TextField(_("Text"), max_length=rules.LONGEST_CLAUSE)
    """With the blanks of ``rules.PLACEHOLDERS``."""

    class Meta:
        verbose_name = _("Nebenbestimmung")
        verbose_name_plural = _("Nebenbestimmungen")
        ordering = ["clause_set", "position"]
        constraints = [
            models.UniqueConstraint(fields=["clause_set", "position"], name="funding_each_clause_has_its_place"),
            models.UniqueConstraint(fields=["clause_set", "key"], name="funding_clauses_do_not_contradict"),
            models.CheckConstraint(
                condition=Q(kind__in=ClauseKind.values) & ~Q(text=""), name="funding_clause_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class PassageQuerySet(models.QuerySet["Passage"]):
    """Questions about passages."""

    def begun(self, *, on: date) -> PassageQuerySet:
        """Those that had begun to hold by a day, the latest first."""
        return self.filter(valid_from__lte=on).order_by("-valid_from", "-pk")


class Passage(models.Model):
    """A part of letters around what is decided, from a day on (Textbaustein): opening, remedy text, closing."""

    part = models.CharField(_("Teil"), max_length=20, choices=Part.choices)
    instrument = models.CharField(_("Form"), max_length=20, choices=Instrument.choices)
    kind = models.CharField(_("Art des Schreibens"), max_length=20, choices=LetterKind.choices, blank=True)
    """Empty where it stands in letters of every kind."""
    valid_from = models.DateField(_("gilt ab"))
    text = models.TextField(_("Text"), max_length=rules.LONGEST_PASSAGE)
    """With the blanks of ``rules.PLACEHOLDERS``."""
    set_at = models.DateTimeField(_("festgelegt am"))
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("festgelegt von"))

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("Textbaustein")
        verbose_name_plural = _("Textbausteine")
        ordering = ["part", "instrument", "kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "instrument", "kind", "valid_from"], name="funding_one_passage_begins_a_day"
            ),
            models.CheckConstraint(
                condition=Q(part__in=Part.values, instrument__in=Instrument.values, kind__in=["", *LetterKind.values])
                & ~Q(text=""),
                name="funding_passage_says_something",
            ),
        ]

    def __str__(self) -> str:
        said = [self.get_part_display(), self.get_instrument_display(), self.get_kind_display() if self.kind else ""]
        return " · ".join(str(one) for one in said if one)
