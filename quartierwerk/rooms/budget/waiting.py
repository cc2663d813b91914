"""What waits at the treasury: payments that others have proposed, and lines of the bank that nobody has explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.waiting import Band, Kind, Pile, Shown, Step
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import actions, permissions, queries, rules
from quartierwerk.rooms.budget.models import Order


def _payments(person: Any) -> QuerySet[Order]:
    """What this person may release: not what they proposed themself."""
    found = Order.objects.visible_to(person).waiting().explained()
    return found.exclude(proposed_by=person) if permissions.may_keep_books(person) else found.none()


def piles(person: Any) -> Iterator[Pile]:
    """The lines of statements of which nobody has said what they are."""
    if permissions.may_keep_books(person):
        yield Pile(
            label=_("Umsätze zuordnen"),
            number=queries.open_lines(person).count(),
            hint=_("Sagen, welche Buchung es ist, den Eingang buchen oder mit Begründung ablegen."),
            url=reverse("budget:statements"),
            band=Band.TEND,
        )


def _payment(order: Order) -> Shown:
    return Shown(
        title=f"{money(order.cents)} · {order.payee}",
        url=order.get_absolute_url(),
        summary=f"{order.purpose} · {order.earmark or order.pot}",
    )


def _release(order: Order, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.release_order(order, actor=actor)


def _refuse(order: Order, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.refuse(order, actor=actor, reason=reason)


KINDS = (
    Kind(
        name="payments",
        label=gettext_lazy("Zahlung"),
        many=gettext_lazy("Zahlungen"),
        pile=gettext_lazy("Zahlungen, die auf Freigabe warten"),
        hint=gettext_lazy("Prüfen, dann freigeben oder mit Begründung ablehnen."),
        url=reverse_lazy("budget:orders"),
        rows=_payments,
        since="proposed_at",
        show=_payment,
        term=rules.RELEASE_WITHIN,
        steps=(
            Step(
                name="release",
                label=gettext_lazy("Zahlung freigeben"),
                done=gettext_lazy("freigegeben"),
                do=_release,
                hint=gettext_lazy("Die Zahlungen stehen danach in den Büchern."),
                is_grave=True,
            ),
            Step(
                name="refuse_payment",
                label=gettext_lazy("Zahlung ablehnen"),
                done=gettext_lazy("abgelehnt"),
                do=_refuse,
                hint=gettext_lazy("Wer vorgeschlagen hat, liest die Begründung."),
                needs_reason=True,
                longest_reason=rules.LONGEST_REASON,
                is_grave=True,
            ),
        ),
        band=Band.DECIDE,
    ),
)
PILES = (piles,)
