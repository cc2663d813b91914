"""To which account a grant is paid: what must be said of it, and when somebody has to look a second time; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.errors import Problem
from quartierwerk.rooms.budget.rules import LONGEST_NAME, compact, is_iban
from quartierwerk.rooms.funding.rules.deadlines import figure

LONGEST_HOLDER = LONGEST_NAME
LONGEST_LOOK = 500
HOME = "DE"
WORD_JOINER = "\u2060"
"""No line ends here."""
ABROAD = _(
    "Das Konto liegt nicht in Deutschland. Wo der Antrag nicht schriftlich kam, wird nur auf ein Konto im Inland "
    "gezahlt, über das verfügt, wer gefördert wird (Nr. 7.4 VV zu § 44 LHO NRW)."
)


class AccountNews(TextChoices):
    """What is new about an account when it is named."""

    FIRST = "first", pgettext_lazy("account", "erstes Konto")
    CHANGED = "changed", pgettext_lazy("account", "geändertes Konto")
    SHARED = "shared", pgettext_lazy("account", "Konto, das auch jemand anderes angibt")


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account and whose it is."""

    holder: str
    iban: str

    def tidied(self) -> Account:
        """The same with single blanks in the name, and the number without any, in capitals."""
        return Account(holder=" ".join(self.holder.split()), iban=compact(self.iban))


def account_problems(account: Account) -> list[Problem]:
    """What must be put right before an account is kept so; empty when nothing must."""
    found = []
    if not account.holder:
        found.append(Problem("holder", _("Bitte sagen Sie, auf wen das Konto lautet.")))
    if len(account.holder) > LONGEST_HOLDER:
        found.append(Problem("holder", _("Dieser Text ist zu lang.")))
    if not is_iban(account.iban):
        found.append(Problem("iban", _("Diese IBAN stimmt nicht. Bitte vergleichen Sie sie mit dem Kontoauszug.")))
    return found


def account_news(*, has_earlier: bool, is_shared: bool) -> AccountNews:
    """What is new: a case that had another account before is changed, whoever else names the new one."""
    if has_earlier:
        return AccountNews.CHANGED
    return AccountNews.SHARED if is_shared else AccountNews.FIRST


def masked(iban: str) -> str:
    """Of the number of an account the last four digits, for lists; nothing where it is forgotten."""
    return f"…{WORD_JOINER}{iban[-4:]}" if iban else ""


def account_warning(iban: str) -> Promise | str:
    """What to mind before paying to an account; empty where there is nothing."""
    return ABROAD if iban and not iban.startswith(HOME) else ""


def look_needs_words(entered_on: date, *, on: date) -> bool:
    """Whether whoever looks at a changed account on a day has to say how they made sure of it."""
    return on <= entered_on + timedelta(days=figure("account_rest", on=entered_on).days)
