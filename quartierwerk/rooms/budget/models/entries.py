"""The books: entries, which are only ever added."""

from __future__ import annotations

import functools
import operator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.models.orders import Order
from quartierwerk.rooms.budget.models.pots import Earmark, Pot
from quartierwerk.rooms.budget.rules import EFFECT, EntryKind


def _does_what_it_says() -> Q:
    """Of each kind, the effect that the rules give it: the sums in the row are no opinion of whoever wrote it."""
    return functools.reduce(
        operator.or_,
        (
            Q(kind=kind, **{name: F("cents") * sign if sign else 0 for name, sign in vars(effect).items()})
            for kind, effect in EFFECT.items()
        ),
    )


class EntryQuerySet(models.QuerySet["Entry"]):
    """Lists of entries."""

    def visible_to(self, person: Any) -> EntryQuerySet:
        """Whoever sees a pot sees what is entered in it."""
        return self.filter(pot__in=Pot.objects.visible_to(person))

    def explained(self) -> EntryQuerySet:
        """With what a line of the journal says, so that a list asks once."""
        return self.select_related(
            "pot__year", "pot__pillar", "pot__district", "earmark", "by", "reverses", "reversed_by", "order"
        )


class Entry(models.Model):
    """One line of the books of a pot (Buchung): numbered without a gap, never changed, never deleted.

    ``cents`` is more than zero; in a counter-entry, which takes back a mistake with a reason, less. The four sums say
    what the entry does to its pot; the database adds them to pot and earmark in the same step.
    """

    audit_private = frozenset({"reason", "voucher"})

    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="entries", verbose_name=_("Topf"))
    number = models.PositiveIntegerField(_("Nummer"))
    kind = models.CharField(_("Art"), max_length=20, choices=EntryKind.choices)
    cents = models.BigIntegerField(_("Betrag"))
    funds = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    committed = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    earmark = models.ForeignKey(
        Earmark,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("Mittelbindung"),
    )
    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        verbose_name=_("Storno von"),
    )
    against = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="answered_by")
    """The entry with which the same money left another pot."""
    order = models.OneToOneField(
        Order, on_delete=models.PROTECT, null=True, blank=True, related_name="entry", verbose_name=_("Anweisung")
    )
    basis = models.CharField(_("Grundlage"), max_length=rules.LONGEST_SOURCE, blank=True)
    """The resolution, law or letter on which funds move."""
    resolution = models.CharField(max_length=rules.LONGEST_REFERENCE, blank=True)
    """Reference of the resolution, where it was taken in the house."""
    reason = models.CharField(_("Begründung"), max_length=rules.LONGEST_REASON, blank=True)
    voucher = models.CharField(_("Beleg"), max_length=rules.LONGEST_REFERENCE, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Gebucht"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Buchung")
        verbose_name_plural = _("Buchungen")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["pot", "at"], name="entry_of_pot_in_time"),
            models.Index(fields=["at"], name="entry_in_time"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["pot", "number"], name="each_number_once_per_pot"),
            models.CheckConstraint(condition=_does_what_it_says(), name="entry_does_what_its_kind_says"),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, cents__gt=0)
                | (Q(reverses__isnull=False, cents__lt=0) & ~Q(reason="")),
                name="entry_moves_money_or_takes_it_back_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(cents__gte=-rules.MOST_CENTS, cents__lte=rules.MOST_CENTS), name="entry_is_no_slip"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(rules.OF_AN_EARMARK), earmark__isnull=False)
                | (~Q(kind__in=sorted(rules.OF_AN_EARMARK)) & Q(earmark__isnull=True)),
                name="entry_is_about_an_earmark_where_its_kind_is",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(rules.WITH_A_BASIS)) | ~Q(basis=""), name="funds_move_on_a_basis"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(rules.COMING_IN), reverses__isnull=True, against__isnull=False)
                | ((~Q(kind__in=sorted(rules.COMING_IN)) | Q(reverses__isnull=False)) & Q(against__isnull=True)),
                name="what_comes_from_another_pot_left_it",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(rules.BY_ORDER), reverses__isnull=True, order__isnull=False)
                | ((~Q(kind__in=sorted(rules.BY_ORDER)) | Q(reverses__isnull=False)) & Q(order__isnull=True)),
                name="money_leaves_by_order_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pot_id}/{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("budget:entry", args=[self.pk])

    @property
    def cash_cents(self) -> int:
        """What it moves at the bank: below zero what leaves, 0 where it stays in the books."""
        return rules.cash_cents(self.kind, self.cents)

    @property
    def signed(self) -> str:
        """Who entered it; where the house did so itself, the room in which it was decided."""
        if not self.by.is_system:
            return str(self.by)
        try:
            return str(apps.get_app_config(self.by.system_name or "").verbose_name)
        except LookupError:
            return _now("das Haus")

    @property
    def is_reversed(self) -> bool:
        """Whether a counter-entry has taken it back."""
        return hasattr(self, "reversed_by")
