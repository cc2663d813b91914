"""Orders to pay, which one person proposes and another one releases."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.models.pots import Earmark, Pot
from quartierwerk.rooms.budget.rules import OrderState


class OrderQuerySet(models.QuerySet["Order"]):
    """Lists of orders."""

    def visible_to(self, person: Any) -> OrderQuerySet:
        """Whoever sees a pot sees what is to be paid out of it."""
        return self.filter(pot__in=Pot.objects.visible_to(person))

    def waiting(self) -> OrderQuerySet:
        """Those on which nobody has decided."""
        return self.filter(state=OrderState.PROPOSED)

    def to_send(self) -> OrderQuerySet:
        """Released to an account, still in the books, and neither in a run nor paid by hand; the oldest first."""
        stands = self.filter(state=OrderState.RELEASED, entry__reversed_by__isnull=True, entry__bank_line__isnull=True)
        return stands.exclude(iban="").exclude(sent__is_standing=True).order_by("decided_at", "pk")

    def explained(self) -> OrderQuerySet:
        """With what a list says of them."""
        return self.select_related("pot__year", "pot__pillar", "pot__district", "earmark", "proposed_by", "decided_by")


class Order(models.Model):
    """What is to be paid, out of an earmark or directly out of a pot (Zahlungsanweisung); in integer cents.

    Whoever proposed it never releases it (four eyes, § 32 KomHVO NRW); the database holds that too.
    """

    audit_private = frozenset({"payee", "iban", "purpose", "answer", "voucher"})

    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="orders", verbose_name=_("Topf"))
    earmark = models.ForeignKey(
        Earmark, on_delete=models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("Mittelbindung")
    )
    """Empty for a direct expense, such as overhead."""
    cents = models.BigIntegerField(_("Betrag"))
    payee = models.CharField(_("Zahlungsempfang"), max_length=rules.LONGEST_NAME)
    iban = models.CharField(_("IBAN"), max_length=rules.LONGEST_IBAN, blank=True)
    """Where the money goes; empty where somebody pays it by hand."""
    purpose = models.CharField(_("Verwendungszweck"), max_length=rules.LONGEST_PURPOSE)
    voucher = models.CharField(_("Beleg"), max_length=rules.LONGEST_REFERENCE, blank=True)
    """Number of the invoice or receipt; a direct expense always has one."""
    state = models.CharField(_("Stand"), max_length=10, choices=OrderState.choices, default=OrderState.PROPOSED)
    proposed_at = models.DateTimeField(_("Vorgeschlagen"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("Entschieden"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(_("Begründung"), max_length=rules.LONGEST_REASON, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zahlungsanweisung")
        verbose_name_plural = _("Zahlungsanweisungen")
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["state", "proposed_at"], name="order_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state_is_known"),
            models.CheckConstraint(condition=Q(cents__gt=0, cents__lte=rules.MOST_CENTS), name="order_moves_money"),
            models.CheckConstraint(
                condition=Q(earmark__isnull=False) | ~Q(voucher=""), name="direct_expense_has_a_voucher"
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.PROPOSED, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=OrderState.PROPOSED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="order_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.RELEASED) | ~Q(decided_by=F("proposed_by")),
                name="order_is_released_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.REFUSED) | ~Q(answer=""), name="order_is_refused_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.purpose or _now("Zahlung %(number)s") % {"number": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("budget:order", args=[self.pk])

    @property
    def account(self) -> str:
        """The account's number in groups of four, as people read it."""
        return rules.grouped(self.iban)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided on it."""
        return self.state == OrderState.PROPOSED
