"""The accounts of the house from which runs are paid: entered and closed, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions, rules
from quartierwerk.rooms.budget.actions._books import said
from quartierwerk.rooms.budget.actions.orders import AccountRefused
from quartierwerk.rooms.budget.models import HouseAccount
from quartierwerk.rooms.budget.rules import sepa


class HolderRefused(RuleBroken):
    """A name that no bank can read."""

    sentence = _("Diesen Namen kann keine Bank lesen. Bitte schreiben Sie ihn in lateinischen Buchstaben.")
    field = "holder"


class BankRefused(RuleBroken):
    """No code of a bank."""

    sentence = _("Diese BIC stimmt nicht. Sie darf auch leer bleiben.")
    field = "bic"


class AccountThere(RuleBroken):
    """The account is entered already."""

    sentence = _("Dieses Konto ist schon eingetragen.")
    field = "iban"


@dataclass(frozen=True, kw_only=True)
class AccountPlan:
    """An account of the house, as the bank calls it."""

    holder: str
    iban: str
    bic: str = ""


@action(may=permissions.may_keep_books)
def open_account(plan: AccountPlan, *, actor: Person, at: datetime) -> HouseAccount:
    """Enter an account from which runs can be paid (Hauskonto eintragen).

    One person is enough: no money leaves it before somebody else has released a run that shows its number.
    """
    holder = said(plan.holder, field="holder", most=rules.LONGEST_NAME)
    if not sepa.is_writable(holder):
        raise HolderRefused
    iban, bic = rules.compact(plan.iban), "".join(plan.bic.split()).upper()
    if not rules.is_iban(iban):
        raise AccountRefused
    if bic and not rules.is_bic(bic):
        raise BankRefused
    try:
        with transaction.atomic():
            return HouseAccount.objects.create(holder=holder, iban=iban, bic=bic, opened_at=at, opened_by=actor)
    except IntegrityError as error:
        raise AccountThere from error


@action(may=permissions.may_keep_books)
def close_account(account: HouseAccount, *, actor: Person, at: datetime) -> HouseAccount:
    """Pay nothing from an account any more; runs that name it stay (Hauskonto schließen)."""
    if account.closed_at is not None:
        raise NotNow
    account.closed_at = at
    account.save(update_fields=["closed_at"])
    return account
