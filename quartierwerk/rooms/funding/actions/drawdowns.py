"""The verbs of drawing a grant: whoever is funded asks, one checks, one orders the payment, another releases it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.actions._drawing import next_number
from quartierwerk.rooms.funding.actions._money import pay, said_why
from quartierwerk.rooms.funding.actions._notices import tell
from quartierwerk.rooms.funding.models import (
    AccountConfirmation,
    Application,
    BankDetails,
    Drawdown,
    Letter,
    RemedyWaiver,
)
from quartierwerk.rooms.funding.rules import DRAWDOWN_STEPS, Call, DrawdownKind, DrawdownState


class CallRefused(RuleBroken):
    """What cannot be asked for so; the sentence names the first reason."""


class NothingDrawable(NotNow):
    """Nothing can be drawn now; the sentence says why."""


class AccountMissing(NotNow):
    """Nobody has said where the money goes."""

    sentence = _("Bitte hinterlegen Sie zuerst ein Konto.")


class AccountUnconfirmed(NotNow):
    """Nobody has looked at the account that the money would go to."""

    sentence = _("Das Konto muss zuerst jemand bestätigen, der es nicht eingetragen hat.")


class SameEyes(NotNow):
    """Whoever confirmed a changed account does not order a payment to it."""

    sentence = _("Sie haben das geänderte Konto bestätigt. Anweisen muss jemand anderes.")


class BeyondGrant(NotNow):
    """More than can be paid of what is granted now."""


class FollowsFromSettlement(NotNow):
    """What a settlement comes to is owed; nobody refuses it."""

    sentence = _("Eine Schlusszahlung folgt aus der Abrechnung und lässt sich nicht ablehnen.")


class NothingToWaive(NotNow):
    """There is no notice in effect, or it is final already."""

    sentence = _("Gegen dieses Schreiben lässt sich nicht oder nicht mehr klagen.")


class DayOfWaiverRefused(RuleBroken):
    """A waiver comes once a notice is made known, and not in the future."""

    sentence = _("Der Tag liegt zwischen der Bekanntgabe und heute.")
    field = "waived_on"


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Money that is asked for."""

    application: Application
    call: Call


@action(may=permissions.may_draw, first=lambda actor, drawing: lock(drawing.application))
def request_drawdown(drawing: Drawing, *, actor: Person, at: datetime) -> Drawdown:
    """Ask for a part of what is granted (Mittel abrufen); never for more than can be paid of it on that day."""
    application, call, today = drawing.application, drawing.call.tidied(), clock.local(at).date()
    allowance = queries.allowance(application, on=today)
    if not allowance.cents:
        raise NothingDrawable(allowance.whys[0])
    if queries.account_of(application) is None:
        raise AccountMissing
    for problem in rules.call_problems(call, allowance, application.terms, on=today):
        raise CallRefused(problem.sentence, field=problem.field)
    return Drawdown.objects.create(
        application=application,
        number=next_number(application),
        kind=DrawdownKind.REQUEST,
        requested_at=at,
        requested_by=actor,
        **vars(call),
    )


def _lock_case(actor: Any, drawdown: Drawdown) -> None:
    lock(drawdown.application)


@action(may=permissions.may_check_drawdown, first=_lock_case)
def check_drawdown(drawdown: Drawdown, *, actor: Person, at: datetime) -> Drawdown:
    """Say that what is asked for is right (sachlich und rechnerisch richtig).

    Whoever checks looks at the first account of a case with it, unless they entered it; a changed one is confirmed by
    itself.
    """
    account = queries.account_of(drawdown.application)
    if account is None:
        raise AccountMissing
    _within_grant(drawdown, at=at)
    advance(drawdown, DrawdownState.CHECKED, steps=DRAWDOWN_STEPS, checked_at=at, checked_by=actor)
    if account.is_new_here and not account.is_confirmed and permissions.may_confirm_account(actor, account):
        AccountConfirmation.objects.create(account=account, at=at, by=actor)
        note_change(account=account.pk)
    return drawdown


@action(may=permissions.may_refuse_drawdown, first=_lock_case)
def refuse_drawdown(drawdown: Drawdown, *, actor: Person, reason: str) -> Drawdown:
    """Say that what is asked for is not paid, and why; whoever asked reads it, also in a mail (Abruf ablehnen)."""
    answer = said_why(reason, missing=_("Bitte sagen Sie, warum nicht ausgezahlt wird."))
    if drawdown.kind == DrawdownKind.FINAL:
        raise FollowsFromSettlement
    if not rules.is_refusable(drawdown.kind, drawdown.standing):
        raise NotNow
    advance(drawdown, DrawdownState.REFUSED, steps=DRAWDOWN_STEPS, answer=answer)
    application = drawdown.application
    tell(application, application.applicant, "funding/mail/drawdown_refused.txt", drawdown=drawdown, reason=answer)
    return drawdown


@action(may=permissions.may_draw, first=_lock_case)
def withdraw_drawdown(drawdown: Drawdown, *, actor: Person) -> Drawdown:
    """Take back what nobody has checked yet (Abruf zurückziehen)."""
    advance(drawdown, DrawdownState.WITHDRAWN, steps=DRAWDOWN_STEPS)
    return drawdown


@action(may=permissions.may_order_drawdown, first=_lock_case)
def order_drawdown(drawdown: Drawdown, *, actor: Person, at: datetime) -> Drawdown:
    """Propose the payment to the account that counts now; somebody else releases it (Zahlung anweisen)."""
    if drawdown.standing != DrawdownState.CHECKED:
        raise NotNow
    account = _payable_account(drawdown, actor=actor)
    _within_grant(drawdown, at=at)
    application = drawdown.application
    order = pay(
        application,
        account.account,
        cents=drawdown.cents,
        purpose=f"{drawdown} · {application.project.title}",
        voucher=str(drawdown),
        actor=actor,
        at=at,
    )
    advance(drawdown, DrawdownState.ORDERED, steps=DRAWDOWN_STEPS, order=order, account=account)
    note_change(order=reference(order))
    return drawdown


@action(may=permissions.may_waive, first=lambda actor, letter: lock(letter.application))
def waive_remedy(letter: Letter, *, actor: Person, waived_on: date | None = None, at: datetime) -> Letter:
    """Waive going to court against a notice, so that its money can be drawn at once (auf Rechtsbehelf verzichten).

    Possible once it is made known; never taken back. ``waived_on`` is today unless what came by post says another day.
    """
    today = clock.local(at).date()
    day = today if waived_on is None else waived_on
    if not queries.may_be_waived(letter, on=today):
        raise NothingToWaive
    if not letter.effective_on <= day <= today:
        raise DayOfWaiverRefused
    RemedyWaiver.objects.create(letter=letter, waived_on=day, at=at, by=actor)
    note_change(waived_on=day.isoformat())
    return letter


@action(may=permissions.may_keep_house, first=_lock_case)
def tell_paid(drawdown: Drawdown, *, actor: Person, at: datetime) -> Drawdown:
    """Tell whom it is for that it is paid and by when it is to be used, once (Auszahlung mitteilen)."""
    if drawdown.told_at is not None or drawdown.standing != DrawdownState.PAID:
        raise NotNow
    return _told(drawdown, "told_at", "funding/mail/drawdown_paid.txt", at=at)


@action(may=permissions.may_keep_house, first=_lock_case)
def remind_of_use(drawdown: Drawdown, *, actor: Person, at: datetime) -> Drawdown:
    """Remind whom it is for that money is to be used soon, once (an die Verwendungsfrist erinnern)."""
    if drawdown.reminded_at is not None or drawdown.use_by is None:
        raise NotNow
    return _told(drawdown, "reminded_at", "funding/mail/use_soon.txt", at=at)


def _told(drawdown: Drawdown, column: str, template: str, *, at: datetime) -> Drawdown:
    setattr(drawdown, column, at)
    drawdown.save(update_fields=[column])
    tell(drawdown.application, drawdown.application.applicant, template, drawdown=drawdown)
    return drawdown


def _payable_account(drawdown: Drawdown, *, actor: Person) -> BankDetails:
    """The account that counts, if this person may order a payment to it."""
    account = queries.account_of(drawdown.application)
    if account is None:
        raise AccountMissing
    if not account.is_confirmed:
        raise AccountUnconfirmed
    if not account.is_new_here and account.confirmation.by_id == actor.pk:
        raise SameEyes
    return account


def _within_grant(drawdown: Drawdown, *, at: datetime) -> None:
    """What is asked for can still be paid: the grant may have been changed since."""
    application = drawdown.application
    if drawdown.kind == DrawdownKind.REQUEST and queries.is_accounted(application):
        raise BeyondGrant(rules.PROVEN)
    grant = queries.grant_of(application, on=clock.local(at).date())
    others = queries.drawn(application).cents - drawdown.cents
    left = rules.ceiling(application.terms, grant, drawdown.kind) - others
    if drawdown.cents > left:
        said = _("Von dem, was jetzt bewilligt und zahlbar ist, bleiben dafür %(sum)s.")
        raise BeyondGrant(said % {"sum": money(max(left, 0))})
