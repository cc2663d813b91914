"""The verbs of accounts: naming one, looking at a change, forgetting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.transactions import hold, lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.actions._notices import at_the_desk, tell
from quartierwerk.rooms.funding.models import AccountConfirmation, Application, BankDetails
from quartierwerk.rooms.funding.rules import Account, AccountNews


class NothingToPay(NotNow):
    """Nothing is granted, or nobody was told yet."""

    sentence = _("Ein Konto wird gebraucht, sobald ein Schreiben gilt, das etwas bewilligt.")


class AccountRefused(RuleBroken):
    """An account that cannot be kept so; the sentence names the first reason."""


class AccountThere(RuleBroken):
    """The same account is named already."""

    sentence = _("Dieses Konto ist schon hinterlegt.")
    field = "iban"


class AccountOutdated(NotNow):
    """Another account was named since, or somebody has looked at this one."""

    sentence = _("Dieses Konto ist schon bestätigt, oder es ist inzwischen ein anderes hinterlegt.")


@dataclass(frozen=True, kw_only=True)
class Naming:
    """An account that a grant is to be paid to."""

    application: Application
    account: Account


@action(may=permissions.may_enter_account, first=lambda actor, naming: lock(naming.application))
def enter_account(naming: Naming, *, actor: Person, at: datetime) -> BankDetails:
    """Say to which account a grant is paid; the account before stays readable (Bankverbindung hinterlegen).

    Of a change the applicant and the office are told by mail, to the addresses that they had before it.
    """
    application, account = naming.application, naming.account.tidied()
    if queries.purse_of(application, on=clock.local(at).date()) is None:
        raise NothingToPay
    for problem in rules.account_problems(account):
        raise AccountRefused(problem.sentence, field=problem.field)
    # Two cases that name one account at the same moment: the later one has to see the earlier one.
    hold(f"funding.account:{account.iban}")
    before = queries.account_of(application)
    if before is not None and before.account == account:
        raise AccountThere
    news = rules.account_news(has_earlier=before is not None, is_shared=_is_of_others(account, application))
    details = BankDetails.objects.create(
        application=application, news=news, entered_at=at, entered_by=actor, **vars(account)
    )
    if news != AccountNews.FIRST:
        _tell_of(details, before, at=at)
    return details


@action(may=permissions.may_confirm_account, first=lambda actor, account: lock(account.application))
def confirm_account(account: BankDetails, *, actor: Person, note: str = "", at: datetime) -> BankDetails:
    """Say that an account is really theirs whom the grant is for (Konto bestätigen).

    In the first days after a change with words on how somebody made sure of it, by a number known before for one.
    """
    if account.is_confirmed or queries.account_of(account.application) != account:
        raise AccountOutdated
    note = " ".join(note.split())
    if not note and account.look_needs_words:
        said = _("Das Konto ist erst kürzlich geändert. Bitte sagen Sie, wie Sie sich vergewissert haben.")
        raise WordsMissing(said, field="note")
    if len(note) > rules.LONGEST_LOOK:
        raise AccountRefused(_("Dieser Text ist zu lang."), field="note")
    AccountConfirmation.objects.create(account=account, note=note, at=at, by=actor)
    note_change(confirmed=True)
    return account


@action(may=permissions.may_keep_house, bulk=True)
def forget_accounts(before: datetime, *, actor: Person) -> list[BankDetails]:
    """Delete accounts of years that were over before a moment; the database lets only old ones go."""
    queries.accounts_kept_too_long(before).delete()
    return []


def _is_of_others(account: Account, application: Application) -> bool:
    """Whether somebody else's case names the same account; what has no applicant belongs to its project."""
    known = BankDetails.objects.filter(iban=account.iban).exclude(application=application)
    others = known.exclude(application__project=application.project_id)
    if application.applicant_id is not None:
        others = known.exclude(application__applicant=application.applicant_id)
    return others.exists()


def _tell_of(details: BankDetails, before: BankDetails | None, *, at: datetime) -> None:
    application = details.application
    said = {"account": details, "before": before}
    if before is not None:
        tell(application, application.applicant, "funding/mail/account_changed.txt", **said)
    for person in at_the_desk(application, at=at):
        tell(application, person, "funding/mail/account_to_confirm.txt", **said)
