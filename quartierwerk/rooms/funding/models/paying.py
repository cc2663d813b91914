"""What an invoice and a drawdown share: each is paid by an order, which somebody else releases."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import has_role, is_officer
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.budget.models import Entry, Order
from quartierwerk.rooms.budget.rules import OrderState
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules.paying import CHECKED, ORDERED

SENT_BACK = (OrderState.REFUSED, OrderState.WITHDRAWN)
P = TypeVar("P", bound="Payable")


class PayableQuerySet(models.QuerySet[P]):
    """Lists of what is paid by an order, by where it stands: the same sentences as ``Payable.seen_with_order``."""

    def counting(self) -> Self:
        """Those for which somebody was or will be paid."""
        return self.exclude(state__in=rules.VOID)

    def paid(self) -> Self:
        """Those whose payment stands in the books, and was not taken back."""
        return self.filter(_is_paid(), state=ORDERED)

    def unpaid(self) -> Self:
        """Those for which somebody will be paid."""
        return self.counting().exclude(_is_paid(), state=ORDERED)

    def to_order(self) -> Self:
        """Those that are right, and whose payment nobody has proposed, or somebody has sent back."""
        back = Q(state=ORDERED) & (Q(order__state__in=SENT_BACK) | _is_taken_back())
        return self.filter(Q(state=CHECKED) | back)

    def at_the_bank(self) -> Self:
        """Those whose payment waits for somebody to release it."""
        return self.filter(state=ORDERED, order__state=OrderState.PROPOSED)


class Payable(models.Model):
    """Something that is checked, then paid by an order; a room's own noun adds what it is."""

    order = models.OneToOneField(
        Order, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Zahlungsanweisung")
    )
    """The latest one; whether it is paid, that says."""
    answer = models.CharField(_("Begründung"), max_length=rules.LONGEST_REFUSAL, blank=True)
    """Why it is not paid."""

    class Meta:
        abstract = True

    @property
    def entry(self) -> Any:
        """Its payment in the books; None as long as nobody has released it."""
        return getattr(self.order, "entry", None) if self.order else None

    @property
    def is_ours_to_pay(self) -> bool:
        """Whether somebody was or will be paid for it."""
        return self.state not in rules.VOID  # type: ignore[attr-defined]  # each noun has states of its own

    @property
    def seen_with_order(self) -> str:
        """Its state, seen with its order, which is best fetched along."""
        order, entry = self.order, self.entry
        taken_back = entry is not None and entry.is_reversed
        return rules.seen_with_order(
            self.state,  # type: ignore[attr-defined]  # each noun has states of its own
            is_released=entry is not None,
            is_sent_back=taken_back or (order is not None and order.state in SENT_BACK),
        )


def sees_books(person: Person) -> bool:
    """Whether somebody sees what is paid for every project: the staff unit, and whoever keeps or audits the books."""
    return is_officer(person) or any(has_role(person, name) for name in (RoleName.TREASURER, RoleName.AUDITOR))


def _is_taken_back() -> Exists:
    return Exists(Entry.objects.filter(order=OuterRef("order"), reversed_by__isnull=False))


def _is_paid() -> Exists:
    return Exists(Entry.objects.filter(order=OuterRef("order"), reversed_by__isnull=True))
