"""What the books no longer need: who was paid, ten years after the year's end."""

from __future__ import annotations

from datetime import datetime

from quartierwerk.foundation.actions import action
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions, queries
from quartierwerk.rooms.budget.models import Order


@action(may=permissions.may_keep_house, bulk=True)
def forget_payees(before: datetime, *, actor: Person) -> list[Order]:
    """Take payee and purpose out of the orders of years that were over before this moment; the sums stay."""
    due = list(queries.payees_kept_too_long(before).order_by("pk"))
    Order.objects.filter(pk__in=[order.pk for order in due]).update(payee="", purpose="")
    return due
