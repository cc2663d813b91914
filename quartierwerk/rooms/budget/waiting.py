"""What waits at the treasury: what others proposed or gathered, and lines of the bank that nobody has explained."""

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
from quartierwerk.rooms.budget.models import Order, PaymentRun
from quartierwerk.rooms.budget.rules import RunState


def _payments(person: Any) -> QuerySet[Order]:
    """What this person may release: not what they proposed themself."""
    found = Order.objects.visible_to(person).waiting().explained()
    return found.exclude(proposed_by=person) if permissions.may_keep_books(person) else found.none()


def _runs(person: Any) -> QuerySet[PaymentRun]:
    """What this person may release: not what they gathered themself."""
    found = PaymentRun.objects.visible_to(person).filter(state=RunState.GATHERED).explained()
    return found.exclude(gathered_by=person) if permissions.may_keep_books(person) else found.none()


def _voids(person: Any) -> QuerySet[PaymentRun]:
    """Released runs of which somebody else wants that they are voided."""
    found = PaymentRun.objects.visible_to(person).explained()
    asked = found.filter(state=RunState.RELEASED, void_asked_at__isnull=False).exclude(void_asked_by=person)
    return asked if permissions.may_keep_books(person) else asked.none()


def piles(person: Any) -> Iterator[Pile]:
    """Payments that no run holds, and the lines of statements of which nobody has said what they are."""
    if permissions.may_keep_books(person):
        yield Pile(
            label=_("Freigegebene Zahlungen ohne Lauf"),
            number=queries.to_send(person).count(),
            hint=_("Zu einem Zahlungslauf zusammenstellen; jemand anderes gibt ihn frei."),
            url=reverse("budget:gather"),
            band=Band.TEND,
        )
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


def _run(run: Any) -> Shown:
    return Shown(
        title=f"{money(run.cents)} · {run}",
        url=run.get_absolute_url(),
        summary=str(run.account or run.get_way_display()),
    )


def _release(order: Order, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.release_order(order, actor=actor)


def _refuse(order: Order, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.refuse(order, actor=actor, reason=reason)


def _release_run(run: PaymentRun, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.release_run(run, actor=actor)


def _void_run(run: PaymentRun, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.void_run(run, actor=actor)


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
    Kind(
        name="payment_runs",
        label=gettext_lazy("Zahlungslauf"),
        many=gettext_lazy("Zahlungsläufe"),
        pile=gettext_lazy("Zahlungsläufe, die auf Freigabe warten"),
        hint=gettext_lazy("Konto, Tag und Zahlungen prüfen, dann freigeben; damit entsteht die Datei."),
        url=reverse_lazy("budget:runs"),
        rows=_runs,
        since="gathered_at",
        show=_run,
        term=rules.RELEASE_RUN_WITHIN,
        steps=(
            Step(
                name="release_run",
                label=gettext_lazy("Zahlungslauf freigeben"),
                done=gettext_lazy("freigegeben"),
                do=_release_run,
                hint=gettext_lazy("Die Datei entsteht und lässt sich nicht mehr ändern."),
                is_grave=True,
            ),
        ),
        band=Band.DECIDE,
    ),
    Kind(
        name="runs_to_void",
        label=gettext_lazy("Zahlungslauf, der verworfen werden soll"),
        many=gettext_lazy("Zahlungsläufe, die verworfen werden sollen"),
        hint=gettext_lazy("Prüfen, ob die Datei wirklich nicht eingereicht ist, dann verwerfen oder bestehen lassen."),
        url=reverse_lazy("budget:runs"),
        rows=_voids,
        since="void_asked_at",
        show=_run,
        term=rules.RELEASE_RUN_WITHIN,
        steps=(
            Step(
                name="void_run",
                label=gettext_lazy("Zahlungslauf verwerfen"),
                done=gettext_lazy("verworfen"),
                do=_void_run,
                hint=gettext_lazy("Die Zahlungen sind danach wieder frei."),
                is_grave=True,
            ),
        ),
        band=Band.DECIDE,
    ),
)
PILES = (piles,)
