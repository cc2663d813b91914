"""Money is whole cents of a euro; here it is written for readers and read from what they type."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils import formats
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.errors import RuleBroken

NO_BREAK = "\u00a0"
MINUS = "\u2212"
MOST = 10**13
"""Cents. A city has no sums beyond a hundred thousand million euros; a longer number is a slip of the keys."""
_AMOUNT = re.compile(
    r"""(?P<sign>[-+\u2212]?) [ ]* (?:€|EUR)? [ ]*
    (?P<euros>
        [1-9][0-9]{0,2} (?: (?:\.[0-9]{3})+ (?!\.) | (?:,[0-9]{3})+ (?!,) | (?:[ ][0-9]{3})+ )
        | [0-9]+
    )
    (?:[.,](?P<cents>[0-9]+))?
    [ ]* (?:€|EUR|Euro)?""",
    re.VERBOSE | re.IGNORECASE,
)
"""Both ways of writing, for people type what they are used to; thousands and cents never have the same separator."""
_DECIMAL = {"de": ",", "en": "."}


class NoAmount(RuleBroken):
    """What somebody typed is no sum of money, or not clearly one."""

    sentence = _("Bitte schreiben Sie einen Betrag in Euro, zum Beispiel 1.234,56.")


def written(cents: int | None, *, round_off: bool = False) -> str:
    """Cents as the reader writes them: 1.240,00 € or €1,240.00; nothing known is a dash."""
    if cents is None:
        return "–"
    whole = Decimal(abs(cents)) / 100
    digits = formats.number_format(whole, decimal_pos=0 if round_off else 2, use_l10n=True, force_grouping=True)
    sign = MINUS if cents < 0 else ""
    return f"{sign}{digits}{NO_BREAK}€" if language() == "de" else f"{sign}€{digits}"


written_lazy = lazy(written, str)


def read(text: str) -> int:
    """The cents that somebody typed: “1.234,56 €”, “1,234.56”, “12,5”, “12”; raises NoAmount with what to change.

    Three digits behind a lone separator are thousands where the reader's language writes them so, else refused:
    in German “1.234” is a thousand, “1,234” may be a slip for 1,23.
    """
    plain = " ".join(text.split())
    if not plain:
        raise NoAmount
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise NoAmount(_("„%(text)s“ ist kein Betrag. Bitte schreiben Sie ihn so: 1.234,56.") % {"text": plain[:50]})
    euros, cents = found["euros"], found["cents"] or ""
    if len(cents) > 2 or (not cents and euros.count(_DECIMAL[language()]) == 1):
        clear = _("„%(text)s“ ist nicht eindeutig. Bitte schreiben Sie zwei Stellen für die Cent: 1.234,56.")
        raise NoAmount(clear % {"text": plain[:50]})
    value = int(re.sub(r"[^0-9]", "", euros)) * 100 + int(cents.ljust(2, "0"))
    if value > MOST:
        raise NoAmount(_("Dieser Betrag ist zu groß. Bitte prüfen Sie, ob eine Ziffer zu viel dabei ist."))
    return value if found["sign"] in ("", "+") else -value
