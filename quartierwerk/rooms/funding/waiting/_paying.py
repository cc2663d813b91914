"""What waits of what is paid: accounts to look at, drawdowns and invoices to check and to order."""

from __future__ import annotations

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy

from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.waiting import Band, Decide, Kind, Shown, Step, brief
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import BankDetails, Drawdown, Invoice


def _invoice(invoice: Invoice) -> Shown:
    return Shown(
        title=f"{money(invoice.cents)} · {invoice.payee}",
        url=invoice.get_absolute_url(),
        summary=f"{invoice.project.title} · {invoice.line}",
    )


def _check(invoice: Invoice, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.check_invoice(invoice, actor=actor)


def _order(invoice: Invoice, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.order_invoice(invoice, actor=actor)


def _drawdown(drawdown: Drawdown) -> Shown:
    return Shown(
        title=f"{money(drawdown.cents)} · {drawdown.application.project.title}",
        url=drawdown.get_absolute_url(),
        summary=f"{drawdown} · {brief(drawdown.purpose)}",
    )


def _account(account: BankDetails) -> Shown:
    return Shown(
        title=f"{account} · {account.application.project.title}",
        url=reverse("funding:confirm_account", args=[account.application_id, account.pk]),
        summary=account.get_news_display(),
    )


def _check_drawdown(drawdown: Drawdown, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.check_drawdown(drawdown, actor=actor)


def _order_drawdown(drawdown: Drawdown, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.order_drawdown(drawdown, actor=actor)


def _ordering(name: str, verb: Decide) -> Step:
    """The step that proposes payments."""
    return Step(
        name=name,
        label=gettext_lazy("Zahlung anweisen"),
        done=gettext_lazy("angewiesen"),
        do=verb,
        hint=gettext_lazy("Die Zahlungen warten danach auf Freigabe durch jemand anderen."),
        is_grave=True,
    )


PAYING = (
    Kind(
        name="accounts",
        label=gettext_lazy("Konto"),
        many=gettext_lazy("Konten"),
        pile=gettext_lazy("Konten, die jemand bestätigen muss"),
        hint=gettext_lazy("Nachfragen, dann bestätigen. Vorher wird auf sie nichts gezahlt."),
        url=reverse_lazy("funding:drawdowns"),
        rows=queries.accounts_to_confirm,
        since="entered_at",
        show=_account,
        term=rules.CHECKED_WITHIN,
        band=Band.DECIDE,
    ),
    Kind(
        name="drawdowns",
        label=gettext_lazy("Mittelabruf"),
        many=gettext_lazy("Mittelabrufe"),
        pile=gettext_lazy("Mittelabrufe, die jemand prüfen muss"),
        hint=gettext_lazy("Sagen, ob sie sachlich und rechnerisch richtig sind."),
        url=reverse_lazy("funding:drawdowns", query={"state": "requested"}),
        rows=queries.drawdowns_to_check,
        since="requested_at",
        show=_drawdown,
        term=rules.CHECKED_WITHIN,
        band=Band.DECIDE,
        steps=(
            Step(
                name="check_drawdown",
                label=gettext_lazy("Sachlich und rechnerisch richtig"),
                done=gettext_lazy("geprüft"),
                do=_check_drawdown,
                hint=gettext_lazy("Sie stellen fest, dass diese Mittelabrufe stimmen."),
                is_grave=True,
            ),
        ),
    ),
    Kind(
        name="drawdowns_to_order",
        label=gettext_lazy("geprüfter Mittelabruf"),
        many=gettext_lazy("geprüfte Mittelabrufe"),
        pile=gettext_lazy("Geprüfte Mittelabrufe, die niemand angewiesen hat"),
        hint=gettext_lazy("Die Zahlung anweisen; freigeben muss sie jemand anderes."),
        url=reverse_lazy("funding:drawdowns", query={"state": "checked"}),
        rows=queries.drawdowns_to_order,
        since="checked_at",
        show=_drawdown,
        term=rules.CHECKED_WITHIN,
        band=Band.DECIDE,
        steps=(_ordering("order_drawdown", _order_drawdown),),
    ),
    Kind(
        name="invoices",
        label=gettext_lazy("Rechnung"),
        many=gettext_lazy("Rechnungen"),
        pile=gettext_lazy("Rechnungen, die jemand prüfen muss"),
        hint=gettext_lazy("Sagen, ob sie sachlich und rechnerisch richtig sind."),
        url=reverse_lazy("funding:invoices", query={"state": "entered"}),
        rows=queries.invoices_to_check,
        since="entered_at",
        show=_invoice,
        term=rules.CHECKED_WITHIN,
        band=Band.DECIDE,
        steps=(
            Step(
                name="check_invoice",
                label=gettext_lazy("Sachlich und rechnerisch richtig"),
                done=gettext_lazy("geprüft"),
                do=_check,
                hint=gettext_lazy("Sie stellen fest, dass diese Rechnungen stimmen."),
                is_grave=True,
            ),
        ),
    ),
    Kind(
        name="invoices_to_order",
        label=gettext_lazy("geprüfte Rechnung"),
        many=gettext_lazy("geprüfte Rechnungen"),
        pile=gettext_lazy("Geprüfte Rechnungen, die niemand angewiesen hat"),
        hint=gettext_lazy("Die Zahlung anweisen; freigeben muss sie jemand anderes."),
        url=reverse_lazy("funding:invoices", query={"state": "checked"}),
        rows=queries.invoices_to_order,
        since="checked_at",
        show=_invoice,
        term=rules.CHECKED_WITHIN,
        band=Band.DECIDE,
        steps=(_ordering("order_invoice", _order),),
    ),
)
