"""Bank statements, line by line, and which entry each line is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.models.entries import Entry
from quartierwerk.rooms.budget.models.pots import sees_all
from quartierwerk.rooms.budget.rules import Moved

_VOID = Q(entry__reversed_by__isnull=False, entry__reversed_by__bank_line__isnull=True)
"""The entry was a mistake; where the bank itself told that the money came back, the line stays what it was."""
OPEN = Q(passed_reason="", run__isnull=True) & (Q(entry__isnull=True) | _VOID)
"""Nobody has said yet what the line is, or the entry it was has been taken back."""


class StatementQuerySet(models.QuerySet["Statement"]):
    """Lists of statements."""

    def visible_to(self, person: Any) -> StatementQuerySet:
        """Whoever sees every pot; a district's administration does not, for statements name people."""
        return self if sees_all(person) else self.none()


class Statement(models.Model):
    """One statement of a bank account, read once (Kontoauszug); balances in integer cents."""

    iban = models.CharField(_("Konto"), max_length=34)
    number = models.CharField(_("Auszug"), max_length=40)
    first_on = models.DateField(_("von"))
    last_on = models.DateField(_("bis"))
    opening_cents = models.BigIntegerField(_("Anfangssaldo"))
    closing_cents = models.BigIntegerField(_("Endsaldo"))
    read_at = models.DateTimeField(_("eingelesen"))
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kontoauszug")
        verbose_name_plural = _("Kontoauszüge")
        ordering = ["-last_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["iban", "number", "first_on"], name="each_statement_is_read_once"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="statement_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · …{self.iban[-4:]}"

    @property
    def account(self) -> str:
        """The account's number in groups of four, as people read it."""
        return rules.grouped(self.iban)

    def get_absolute_url(self) -> str:
        return reverse("budget:statement", args=[self.pk])


class StatementLineQuerySet(models.QuerySet["StatementLine"]):
    """Lists of lines."""

    def visible_to(self, person: Any) -> StatementLineQuerySet:
        """Whoever sees a statement sees its lines."""
        return self.filter(statement__in=Statement.objects.visible_to(person))

    def open(self) -> StatementLineQuerySet:
        """Those of which nobody has said what they are."""
        return self.filter(OPEN)

    def matched(self) -> StatementLineQuerySet:
        """Those that are an entry which stands, or a whole run."""
        return self.filter(Q(run__isnull=False) | (Q(entry__isnull=False) & ~_VOID))


class StatementLine(models.Model):
    """One line of a statement (Umsatz): money that came, or below zero went, in integer cents."""

    audit_private = frozenset({"name", "purpose", "reference", "passed_reason"})

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    day = models.DateField(_("Buchungstag"))
    cents = models.BigIntegerField(_("Betrag"))
    name = models.CharField(_("Name"), max_length=140, blank=True)
    purpose = models.CharField(_("Verwendungszweck"), max_length=500, blank=True)
    reference = models.CharField(max_length=rules.LONGEST_REFERENCE, blank=True)
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="bank_line", verbose_name=_("Buchung")
    )
    """Which line of the books it is; empty as long as nobody has said, and void where that has been taken back."""
    run = models.OneToOneField(
        "budget.PaymentRun",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bank_line",
        verbose_name=_("Zahlungslauf"),
    )
    """Which run it is, where the bank has booked all of its payments as one sum."""
    passed_reason = models.CharField(_("gehört nicht in die Töpfe, weil"), max_length=rules.LONGEST_REASON, blank=True)
    """Such as fees or a slip of the bank; then it waits no longer."""

    objects = StatementLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("Umsatz")
        verbose_name_plural = _("Umsätze")
        ordering = ["statement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="each_line_once_per_statement"),
            models.CheckConstraint(condition=~Q(cents=0), name="statement_line_moves_money"),
            models.CheckConstraint(
                condition=Q(entry__isnull=True) | Q(passed_reason=""), name="statement_line_is_matched_or_passed"
            ),
            models.CheckConstraint(
                condition=Q(run__isnull=True) | Q(entry__isnull=True, passed_reason=""),
                name="statement_line_of_a_run_is_nothing_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}/{self.position}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet what it is, or the entry it was has been taken back."""
        if self.passed_reason or self.run_id:
            return False
        return self.entry is None or (self.entry.is_reversed and not hasattr(self.entry.reversed_by, "bank_line"))

    @property
    def voucher(self) -> str:
        """What the books, which are in German, call it: “Auszug 12/3”."""
        with translation.override("de"):
            return _now("Auszug %(number)s/%(position)d") % {"number": self.statement.number, "position": self.position}

    @property
    def moved(self) -> Moved:
        """The same for the rules."""
        return Moved(self.cents, self.day, self.name, self.purpose, self.reference)
