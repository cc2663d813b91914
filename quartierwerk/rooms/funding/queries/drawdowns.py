"""Reads of how grants are drawn: what is granted and payable, what was drawn, to which account it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models import Sum as SumOf

from quartierwerk.foundation import clock
from quartierwerk.foundation.privacy import Row, rows
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget.models import Earmark, Order
from quartierwerk.rooms.budget.permissions import may_keep_books
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import (
    AccountConfirmation,
    Application,
    BankDetails,
    Drawdown,
    Letter,
    RemedyWaiver,
)
from quartierwerk.rooms.funding.queries.applications import applications_around
from quartierwerk.rooms.funding.queries.handling import to_handle
from quartierwerk.rooms.funding.queries.letters import latest_decision
from quartierwerk.rooms.funding.rules import Allowance, Drawn, Grant, Instrument, ToldGrant


def granting_letters(application: Application) -> list[Letter]:
    """The letters of an application that grant and left the office's hands, the first one first."""
    known = application.letters.standing().filter(kind__in=rules.GRANTS).select_related("waiver")
    return list(known.prefetch_related("services").order_by("number"))


def grant_of(application: Application, *, on: date, letters: list[Letter] | None = None) -> Grant:
    """What is granted on a day and how much of it can be paid; ``letters`` where they are at hand."""
    known = granting_letters(application) if letters is None else letters
    told = [_told(letter) for letter in known]
    in_effect = [one for one in known if one.effective_on is not None and one.effective_on <= on]
    decision = latest_decision(application)
    is_decided_anew = bool(in_effect) and decision is not None and in_effect[-1].decision_id != decision.pk
    return rules.grant_of(told, is_decided_anew=is_decided_anew, on=on)


def _told(letter: Letter) -> ToldGrant:
    said = letter.said
    return ToldGrant(said.cents, letter.effective_on, letter.payable_on, said.days.approved_until)


def paid(application: Application) -> int:
    """What was paid for an application, less what came back; cents, as the books have it."""
    held = Earmark.objects.filter(case=reference(application))
    return held.aggregate(sum=SumOf("paid"))["sum"] or 0


def drawn(application: Application) -> Drawn:
    """What was drawn of a grant and stands, in cents: paid, less what came back, and what waits for it.

    The books say what is paid, also where the treasury paid it by itself.
    """
    case = reference(application)
    known = Drawdown.objects.filter(application=application)
    unpaid = known.unpaid().aggregate(sum=SumOf("cents"))["sum"] or 0
    others = Order.objects.waiting().filter(earmark__case=case)
    others = others.exclude(pk__in=known.filter(order__isnull=False).values("order"))
    return Drawn(paid=paid(application), waiting=unpaid + (others.aggregate(sum=SumOf("cents"))["sum"] or 0))


def is_accounted(application: Application) -> bool:
    """Whether its proof of use is handed in, so that nothing is drawn any more."""
    return application.state not in rules.ANSWERED


def allowance(application: Application, *, on: date, grant: Grant | None = None) -> Allowance:
    """What can be drawn of a grant on a day; nothing where the application was never under terms."""
    known = grant_of(application, on=on) if grant is None else grant
    return rules.drawable(application.terms, known, drawn(application), on=on, is_accounted=is_accounted(application))


def account_of(application: Application) -> BankDetails | None:
    """The account that counts: the last one named."""
    return application.accounts.select_related("confirmation", "confirmation__by", "entered_by").last()


@dataclass(frozen=True)
class Purse:
    """The money of a case as its page shows it."""

    application: Application
    allowance: Allowance
    drawdowns: list[Drawdown]
    account: BankDetails | None
    waivable: Letter | None
    """The notice in effect against which somebody can still go to court."""

    @property
    def use_by(self) -> date | None:
        """The next day by which a payment is to be used, of those to come."""
        days = [one.use_by for one in self.drawdowns if one.use_by is not None and one.use_by >= clock.today()]
        return min(days, default=None)


def purse_of(application: Application, *, on: date) -> Purse | None:
    """The money of a case on a day; None where nothing is granted that anybody was told."""
    letters = granting_letters(application)
    in_effect = [one for one in letters if one.effective_on is not None and one.effective_on <= on]
    if not in_effect or application.rule_set is None:
        return None
    grant = grant_of(application, on=on, letters=letters)
    allowed = allowance(application, on=on, grant=grant)
    found = list(application.drawdowns.explained())
    waivable = in_effect[-1] if may_be_waived(in_effect[-1], on=on) else None
    return Purse(application, allowed, found, account_of(application), waivable)


def may_be_waived(letter: Letter, *, on: date) -> bool:
    """Whether a notice is made known and somebody can still go to court against it."""
    if letter.instrument != Instrument.NOTICE or letter.effective_on is None or letter.effective_on > on:
        return False
    return letter.payable_on is not None and letter.payable_on > on


def drawdowns(person: Any) -> Any:
    """What somebody sees, with what a list says of it."""
    return Drawdown.objects.visible_to(person).explained()


def drawdowns_to_check(person: Any) -> QuerySet[Drawdown]:
    """What somebody may check: of the cases that they handle, and not asked for by themself."""
    if not isinstance(person, Person):
        return Drawdown.objects.none()
    own = Q(requested_by=person, application__applicant__isnull=False)
    handled = to_handle(person).order_by().values("pk")
    return Drawdown.objects.to_check().filter(application__in=handled).exclude(own).explained()


def drawdowns_to_order(person: Any) -> QuerySet[Drawdown]:
    """What is right, whose account somebody has looked at, and waits for somebody who keeps the books."""
    if not isinstance(person, Person) or not may_keep_books(person):
        return Drawdown.objects.none()
    known = Drawdown.objects.visible_to(person).to_order().exclude(application__applicant=person)
    known = known.exclude(application__received_on__isnull=False, application__project__keeper=person)
    unseen = BankDetails.objects.latest().unconfirmed().values("application")
    return known.exclude(application__in=unseen).explained()


def accounts_to_confirm(person: Any) -> QuerySet[BankDetails]:
    """Accounts that wait for a second look by somebody: changed ones, and first ones that no check looked at."""
    if not isinstance(person, Person):
        return BankDetails.objects.none()
    waiting = BankDetails.objects.latest().unconfirmed().exclude(entered_by=person)
    checked = Drawdown.objects.to_order().values("application")
    waiting = waiting.exclude(~Q(application__in=checked), news=rules.AccountNews.FIRST)
    handled = to_handle(person).order_by().values("pk")
    return waiting.filter(application__in=handled).select_related("application__project", "entered_by")


def payments_to_tell() -> QuerySet[Drawdown]:
    """What was paid and nobody has told whom it was for."""
    return Drawdown.objects.paid().filter(told_at__isnull=True).explained().order_by("pk")


def uses_to_remind(*, on: date) -> QuerySet[Drawdown]:
    """What was paid, has to be used within the next days, and of which nobody has been reminded yet."""
    ahead = on + timedelta(days=rules.figure("use_reminder", on=on).days)
    due = Drawdown.objects.to_be_used_before(ahead + timedelta(days=1)).filter(reminded_at__isnull=True)
    over = Drawdown.objects.to_be_used_before(on)
    return due.exclude(pk__in=over.values("pk")).explained().order_by("pk")


def drawdowns_of(person: Any) -> QuerySet[Drawdown]:
    """What was drawn of grants that somebody applied for or writes along, the latest first."""
    known = applications_around(person).order_by().values("pk")
    return Drawdown.objects.filter(application__in=known).exclude(state__in=rules.VOID).explained()


def accounts_kept_too_long(before: datetime) -> QuerySet[BankDetails]:
    """Accounts of years that were over before a moment, to which nothing was ordered since, nor looked at."""
    # A term is counted in years of 365 days; three leap days later no year is given up before it is ten years over.
    first = clock.first_of(date(clock.local(before - timedelta(days=3)).year, 1, 1))
    used = Drawdown.objects.filter(order__proposed_at__gte=first).values("account")
    looked_at = AccountConfirmation.objects.filter(at__gte=first).values("account")
    known = BankDetails.objects.filter(entered_at__lt=first)
    return known.exclude(pk__in=used.filter(account__isnull=False)).exclude(pk__in=looked_at)


def rows_of_accounts(person: Person) -> Iterator[Row]:
    """The accounts that money for somebody goes to, and when they entered one for others, without its number."""
    own = BankDetails.objects.filter(application__applicant=person).select_related("application")
    yield from rows(own, "application", "holder", "iban", "entered_at")
    for_others = BankDetails.objects.filter(entered_by=person).exclude(application__applicant=person)
    yield from rows(for_others.select_related("application"), "application", "entered_at")


def rows_of_drawdowns(person: Person) -> Iterator[Row]:
    """What of drawdowns bears the name of somebody: what they asked for, checked, confirmed, waived."""
    known = Drawdown.objects.filter(Q(requested_by=person) | Q(checked_by=person)).select_related("application")
    yield from rows(known, "application", "cents", "purpose", "state", "requested_at")
    yield from rows(AccountConfirmation.objects.filter(by=person), "note", "at")
    yield from rows(RemedyWaiver.objects.filter(by=person).select_related("letter__application"), "letter", "waived_on")
