"""What pots hold for applications and own projects, entered by the house itself: whoever decides keeps no books."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import RuleBroken, WordsMissing
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.models import Earmark, Entry, Order, Pot
from quartierwerk.rooms.budget.rules import LONGEST_PURPOSE
from quartierwerk.rooms.funding import queries
from quartierwerk.rooms.funding.models import Application, Project
from quartierwerk.rooms.funding.rules import LONGEST_REFUSAL, Account


class BeyondFunds(RuleBroken):
    """More than is left of what was granted."""

    field = "cents"


class AnswerTooLong(RuleBroken):
    """More words than a refusal keeps."""

    sentence = _("Dieser Text ist zu lang.")
    field = "reason"


NOT_GRANTED = _("Die Förderung kommt nicht zustande.")
NOT_NEEDED = _("Projekt beendet, nicht gebraucht")
SETTLED = _("Verwendungsnachweis geprüft, nicht gebraucht")


def hold(application: Application, pot: Pot, cents: int, *, at: datetime) -> Earmark:
    """Hold money for an application from its decision on; raises what the pot cannot bear (TooLittleLeft)."""
    basis = _kept(_("Entscheidung über Antrag %(number)s")) % {"number": application.number}
    wanted = budget.Reservation(
        pot=pot, cents=cents, title=queries.title_in_books(application), case=reference(application), basis=basis
    )
    return budget.reserve(wanted, actor=system("funding"), at=at)


def held_in(application: Application, pot: Pot) -> Earmark | None:
    """What one pot holds for an application."""
    return Earmark.objects.filter(case=reference(application), pot=pot).first()


def held_for(case: Application | Project) -> list[Earmark]:
    """What pots hold for a case, the oldest first; the pots are locked, so that it stays so.

    Call it with the case locked: pots come behind it, in the order of their keys.
    """
    for pot in Pot.objects.filter(earmarks__case=reference(case), closed_at__isnull=True).distinct().order_by("pk"):
        lock(pot)
    known = Earmark.objects.filter(case=reference(case), pot__closed_at__isnull=True).select_related("pot")
    return list(known.order_by("pk"))


def pay(
    case: Application | Project, account: Account, *, cents: int, purpose: str, voucher: str, actor: Any, at: datetime
) -> Order:
    """Propose a payment out of the oldest of what is held for a case that bears all of it; somebody else releases it.

    Raises BeyondFunds where no pot bears it alone.
    """
    for earmark in held_for(case):
        if unordered(earmark) >= cents:
            break
    else:
        raise BeyondFunds(_("In keinem Topf ist für dieses Projekt allein noch so viel festgelegt."))
    payment = budget.Payment(
        pot=earmark.pot,
        earmark=earmark,
        cents=cents,
        payee=account.holder,
        purpose=purpose[:LONGEST_PURPOSE],
        voucher=voucher,
        iban=account.iban,
    )
    return budget.propose(payment, actor=actor, at=at)


def unordered(earmark: Earmark) -> int:
    """What is committed and no order asks for yet, in cents."""
    return earmark.committed - (earmark.orders.waiting().aggregate(sum=Sum("cents"))["sum"] or 0)


def give_back_committed(earmark: Earmark, cents: int, *, at: datetime, reason: str) -> Entry | None:
    """Give back a part of what is committed, as far as it is not paid or ordered already."""
    lock(earmark.pot)
    earmark.refresh_from_db()
    cents = min(cents, unordered(earmark))
    if cents <= 0:
        return None
    held = budget.Held(earmark=earmark, cents=cents, reason=reason)
    return budget.decommit(held, actor=system("funding"), at=at)


def said_why(reason: str, *, missing: Promise) -> str:
    """Why somebody is not paid, in single blanks; raises where nothing or too much is said."""
    answer = " ".join(reason.split())
    if not answer:
        raise WordsMissing(missing, field="reason")
    if len(answer) > LONGEST_REFUSAL:
        raise AnswerTooLong
    return answer


def commit_all(project: Project, *, at: datetime) -> None:
    """Commit what a board has reserved: no letter follows, so its resolution binds by itself."""
    for earmark in held_for(project):
        if earmark.reserved:
            held = budget.Held(earmark=earmark, cents=earmark.reserved)
            budget.commit(held, actor=system("funding"), at=at)


def give_back(earmark: Earmark, cents: int, *, at: datetime, reason: str | Promise = NOT_GRANTED) -> None:
    """Give back a part of what is reserved."""
    held = budget.Held(earmark=earmark, cents=cents, reason=_kept(reason))
    budget.release(held, actor=system("funding"), at=at)


def give_back_all(case: Application | Project, *, at: datetime, reason: str | Promise) -> int:
    """Give back all that is still held for a case, in cents; no order may wait for it."""
    return give_back_beyond(case, 0, at=at, reason=reason)


def give_back_beyond(case: Application | Project, keep: int, *, at: datetime, reason: str | Promise) -> int:
    """Give back all that is held for a case beyond what is still to be paid, the latest pot first; in cents."""
    cents = 0
    for earmark in reversed(held_for(case)):
        if earmark.reserved:
            cents += earmark.reserved
            give_back(earmark, earmark.reserved, at=at, reason=reason)
            earmark.refresh_from_db()
        rest = max(0, earmark.committed - keep)
        keep -= earmark.committed - rest
        if rest:
            cents += rest
            held = budget.Held(earmark=earmark, cents=rest, reason=_kept(reason))
            budget.decommit(held, actor=system("funding"), at=at)
    return cents


def _kept(sentence: str | Promise) -> str:
    """A sentence as the books keep it, whatever language somebody reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(sentence)
