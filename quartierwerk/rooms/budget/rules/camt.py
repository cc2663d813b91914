"""Reading bank statements: CAMT.053 of ISO 20022, as German banks deliver it; pure, amounts in integer cents.

Any version of the message is read, since the parts needed have stayed the same. Nothing outside the file is fetched,
and a file whose lines do not lead from its first balance to its last is refused as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.budget.rules.ibans import LONGEST_IBAN
from quartierwerk.rooms.budget.rules.limits import MOST_CENTS, is_year

LARGEST_FILE = 20_000_000
"""Bytes; a year of statements of an association is far below."""
LONGEST_NUMBER = 40
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,5})?")
"""As the message has it: no sign, a point, at most five decimals; of which the last three can only be zeros."""
_BATCH = ("PmtInfId", "MsgId")


class NotReadable(Exception):
    """The file is no statement that can be read; ``str()`` is the sentence for the person."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One movement on an account."""

    day: date
    """On which the bank booked it."""
    cents: int
    """What came in; below zero what went out."""
    name: str
    """Who paid, or was paid."""
    purpose: str
    reference: str = ""
    """What the two banks call it (EndToEndId); of a run booked as one sum, what its file was called."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement of one account."""

    iban: str
    number: str
    opening: int
    """Balance before the first line, in cents."""
    closing: int
    first_on: date
    last_on: date
    lines: tuple[Line, ...]


def read(content: bytes) -> list[Statement]:
    """The statements in a file, in its order; raises NotReadable with a sentence."""
    if len(content) > LARGEST_FILE:
        raise NotReadable(_("Die Datei ist größer als 20 MB."))
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:  # the last for an unknown encoding
        raise NotReadable(_("Die Datei ist kein lesbares XML. Bitte laden Sie den Auszug als CAMT.053.")) from error
    space = root.tag.partition("}")[0].removeprefix("{") if root.tag.startswith("{") else ""
    if "camt.053" not in space:
        raise NotReadable(_("Die Datei ist kein Kontoauszug im Format CAMT.053."))
    try:
        statements = [_statement(node) for node in _all(root, "BkToCstmrStmt/Stmt")]
    except (KeyError, ValueError) as error:
        raise NotReadable(_("Im Kontoauszug fehlt eine Angabe, oder ein Betrag ist nicht lesbar.")) from error
    if not statements:
        raise NotReadable(_("In der Datei steht kein Kontoauszug."))
    for statement in statements:
        if statement.opening + sum(line.cents for line in statement.lines) != statement.closing:
            raise NotReadable(
                _("Der Auszug %(number)s ist unvollständig: Seine Zeilen führen nicht vom ersten zum letzten Saldo.")
                % {"number": statement.number}
            )
    return statements


def _statement(node: Any) -> Statement:
    # Banks that deliver a statement in parts call the balances between them interim ones: the first one opens it.
    first = _balance(node, "OPBD", "PRCD", "ITBD")[0]
    last = _balance(node, "CLBD", "ITBD")[-1]
    lines = tuple(line for entry in _all(node, "Ntry") for line in _lines(entry) if line.cents)
    days = [line.day for line in lines] or [_day(last)]
    iban = "".join((_text(node, "Acct/Id/IBAN") or _needed(node, "Acct/Id/Othr/Id")).split())
    number = _text(node, "ElctrncSeqNb") or _text(node, "LglSeqNb") or _needed(node, "Id")
    if len(iban) > LONGEST_IBAN or len(number) > LONGEST_NUMBER:
        raise ValueError(number)
    return Statement(
        iban=iban,
        number=number,
        opening=_signed(first),
        closing=_signed(last),
        first_on=min(days),
        last_on=max(days),
        lines=lines,
    )


def _balance(node: Any, *codes: str) -> list[Any]:
    """The balances of the first of these kinds that there is, in their order."""
    by_code: dict[str, list[Any]] = {}
    for one in _all(node, "Bal"):
        by_code.setdefault(_text(one, "Tp/CdOrPrtry/Cd"), []).append(one)
    found = next((by_code[code] for code in codes if code in by_code), None)
    if found is None:
        raise KeyError("Bal")
    return found


def _lines(entry: Any) -> Iterator[Line]:
    """The movements of an entry that is booked: several where the bank has put a run together."""
    status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
    if status not in ("BOOK", ""):
        return
    day, whole = _day(entry, "BookgDt" if _all(entry, "BookgDt") else "ValDt"), _signed(entry)
    details = _all(entry, "NtryDtls/TxDtls")
    sums = [_detail_cents(detail, is_out=whole < 0) for detail in details]
    known = [cents for cents in sums if cents is not None]
    if len(known) == len(details) and details and sum(known) == whole:
        for detail, cents in zip(details, known, strict=True):
            yield _line(detail, entry, day=day, cents=cents)
    else:
        # Of several that do not add up none stands for the whole: the line is nobody's.
        yield _line(details[0] if len(details) == 1 else entry, entry, day=day, cents=whole)


def _line(detail: Any, entry: Any, *, day: date, cents: int) -> Line:
    # A reversal keeps the parties of what it takes back: what comes in again comes from whoever was paid.
    is_back = _text(entry, "RvslInd") in ("true", "1")
    other = "Dbtr" if (cents > 0) is not is_back else "Cdtr"
    name = _text(detail, f"RltdPties/{other}/Pty/Nm") or _text(detail, f"RltdPties/{other}/Nm")
    said = [text for node in _all(detail, "RmtInf/Ustrd") if (text := _clean(node.text))]
    reference = _text(detail, "Refs/EndToEndId")
    return Line(
        day=day,
        cents=cents,
        name=name,
        purpose=" ".join(said) or _text(entry, "AddtlNtryInf"),
        reference=_file(entry) if reference in ("", "NOTPROVIDED") else reference,
    )


def _file(entry: Any) -> str:
    """What the file was called whose payments the bank has booked as one sum."""
    return next((text for path in _BATCH if (text := _text(entry, f"NtryDtls/Btch/{path}"))), "")


def _detail_cents(detail: Any, *, is_out: bool) -> int | None:
    """What one of several moved; None where it is not said, or in the currency of another country."""
    side = _text(detail, "CdtDbtInd")
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        if (found := _all(detail, path)) and found[0].text and found[0].get("Ccy", "EUR") == "EUR":
            return -_cents(found[0]) if (side == "DBIT" if side else is_out) else _cents(found[0])
    return None


def _signed(node: Any) -> int:
    amount = _cents(_all(node, "Amt")[0] if _all(node, "Amt") else None)
    return amount * {"DBIT": -1, "CRDT": 1}[_needed(node, "CdtDbtInd")]


def _cents(node: Any) -> int:
    if node is None or node.text is None:
        raise KeyError("Amt")
    if node.get("Ccy", "EUR") != "EUR":
        raise NotReadable(_("Der Kontoauszug enthält eine andere Währung als den Euro."))
    if not _AMOUNT.fullmatch(text := node.text.strip()):
        raise ValueError(text)
    cents = Decimal(text) * 100
    if cents != cents.to_integral_value() or cents > MOST_CENTS:
        raise ValueError(text)
    return int(cents)


def _day(node: Any, path: str = "Dt") -> date:
    day = date.fromisoformat((_text(node, f"{path}/Dt") or _text(node, f"{path}/DtTm"))[:10])
    if not is_year(day.year):
        raise ValueError(day)
    return day


def _needed(node: Any, path: str) -> str:
    if not (text := _text(node, path)):
        raise KeyError(path)
    return text


def _text(node: Any, path: str) -> str:
    found = _all(node, path)
    return _clean(found[0].text) if found else ""


def _all(node: Any, path: str) -> list[Any]:
    """The nodes at a path, whatever version of the message names them."""
    found: list[Any] = node.findall("/".join(f"{{*}}{part}" for part in path.split("/")))
    return found


def _clean(text: str | None) -> str:
    return " ".join((text or "").split())
