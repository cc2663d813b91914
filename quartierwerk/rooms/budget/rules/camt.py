"""Reading bank statements: CAMT.053 of ISO 20022, as German banks deliver it; pure, amounts in integer cents.

Any version of the message is read, since the parts needed have stayed the same. Nothing outside the file is fetched,
and a file whose lines do not lead from its first balance to its last is refused as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 20_000_000
"""Bytes; a year of statements of an association is far below."""


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
    """What the two banks call it (EndToEndId)."""


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
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotReadable(_("Die Datei ist kein lesbares XML. Bitte laden Sie den Auszug als CAMT.053.")) from error
    space = root.tag.partition("}")[0].removeprefix("{") if root.tag.startswith("{") else ""
    if "camt.053" not in space:
        raise NotReadable(_("Die Datei ist kein Kontoauszug im Format CAMT.053."))
    try:
        statements = [_statement(node) for node in _all(root, "BkToCstmrStmt/Stmt")]
    except (KeyError, InvalidOperation, ValueError) as error:
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
    balances = {_text(one, "Tp/CdOrPrtry/Cd"): one for one in _all(node, "Bal")}
    # Banks that deliver a statement in parts call the balances between them interim ones.
    first = balances.get("OPBD") or balances.get("PRCD") or balances["ITBD"]
    last = balances.get("CLBD") or balances["ITBD"]
    lines = tuple(line for entry in _all(node, "Ntry") for line in _lines(entry))
    days = [line.day for line in lines] or [_day(last)]
    return Statement(
        iban=_text(node, "Acct/Id/IBAN"),
        number=_text(node, "ElctrncSeqNb") or _text(node, "LglSeqNb") or _needed(node, "Id"),
        opening=_signed(first),
        closing=_signed(last),
        first_on=min(days),
        last_on=max(days),
        lines=lines,
    )


def _lines(entry: Any) -> Iterator[Line]:
    """The movements of an entry that is booked: several where the bank has put a run together."""
    status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
    if status not in ("BOOK", ""):
        return
    day, whole = _day(entry, "BookgDt"), _signed(entry)
    details = _all(entry, "NtryDtls/TxDtls")
    sums = [_detail_cents(detail) for detail in details]
    known = [cents for cents in sums if cents is not None]
    sign = -1 if whole < 0 else 1
    if len(known) == len(details) and details and sign * sum(known) == whole:
        for detail, cents in zip(details, known, strict=True):
            yield _line(detail, entry, day=day, cents=sign * cents)
    else:
        yield _line(details[0] if details else entry, entry, day=day, cents=whole)


def _line(detail: Any, entry: Any, *, day: date, cents: int) -> Line:
    other = "Dbtr" if cents > 0 else "Cdtr"
    name = _text(detail, f"RltdPties/{other}/Pty/Nm") or _text(detail, f"RltdPties/{other}/Nm")
    said = [text for node in _all(detail, "RmtInf/Ustrd") if (text := _clean(node.text))]
    reference = _text(detail, "Refs/EndToEndId")
    return Line(
        day=day,
        cents=cents,
        name=name,
        purpose=" ".join(said) or _text(entry, "AddtlNtryInf"),
        reference="" if reference == "NOTPROVIDED" else reference,
    )


def _detail_cents(detail: Any) -> int | None:
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        if (found := _all(detail, path)) and found[0].text:
            return _cents(found[0])
    return None


def _signed(node: Any) -> int:
    amount = _cents(_all(node, "Amt")[0] if _all(node, "Amt") else None)
    return -amount if _needed(node, "CdtDbtInd") == "DBIT" else amount


def _cents(node: Any) -> int:
    if node is None or node.text is None:
        raise KeyError("Amt")
    if node.get("Ccy", "EUR") != "EUR":
        raise NotReadable(_("Der Kontoauszug enthält eine andere Währung als den Euro."))
    cents = Decimal(node.text.strip()) * 100
    if cents != cents.to_integral_value():
        raise ValueError(node.text)
    return int(cents)


def _day(node: Any, path: str = "Dt") -> date:
    return date.fromisoformat((_text(node, f"{path}/Dt") or _text(node, f"{path}/DtTm"))[:10])


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
