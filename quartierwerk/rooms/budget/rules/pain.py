"""Writing payment files: pain.001.001.09 of ISO 20022, a SEPA credit transfer as German banks take it; pure.

Whatever goes in stands in the message, so the same message is the same bytes for ever. Amounts are integer cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
MOST_TRANSFER = 99_999_999_999
"""Cents of one transfer, as the rulebook of the scheme allows them."""
MOST_TRANSFERS = 500
"""In one file; more is a second run."""


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One payment of a file; texts are in the signs of SEPA already."""

    end_to_end: str
    """Its name at both banks, at most 35 signs; it comes back with the statement."""
    cents: int
    name: str
    iban: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """One file: transfers that leave one account on one day, booked as one sum where the bank does so."""

    id: str
    """At most 35 signs; a bank takes each only once."""
    made_at: datetime
    execute_on: date
    holder: str
    iban: str
    bic: str
    """Empty where the bank follows from the account's number."""
    transfers: Sequence[Transfer]

    @property
    def cents(self) -> int:
        """What all transfers come to."""
        return sum(one.cents for one in self.transfers)


def written(message: Message) -> bytes:
    """The file."""
    document = Element("Document", xmlns=SPACE)
    whole = SubElement(document, "CstmrCdtTrfInitn")
    header = SubElement(whole, "GrpHdr")
    _say(header, "MsgId", message.id)
    _say(header, "CreDtTm", message.made_at.isoformat(timespec="seconds"))
    _count(header, message)
    _say(header, "InitgPty/Nm", message.holder)
    group = SubElement(whole, "PmtInf")
    _say(group, "PmtInfId", message.id)
    _say(group, "PmtMtd", "TRF")
    _say(group, "BtchBookg", "true")
    _count(group, message)
    _say(group, "PmtTpInf/SvcLvl/Cd", "SEPA")
    _say(group, "ReqdExctnDt/Dt", message.execute_on.isoformat())
    _say(group, "Dbtr/Nm", message.holder)
    _say(group, "DbtrAcct/Id/IBAN", message.iban)
    agent = "DbtrAgt/FinInstnId/"
    _say(group, f"{agent}BICFI" if message.bic else f"{agent}Othr/Id", message.bic or "NOTPROVIDED")
    _say(group, "ChrgBr", "SLEV")
    for transfer in message.transfers:
        _add(group, transfer)
    indent(document)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(document, encoding="utf-8")


def euros(cents: int) -> str:
    """Cents as a file says them: “123.45”."""
    return f"{cents // 100}.{cents % 100:02}"


def _add(group: Element, transfer: Transfer) -> None:
    one = SubElement(group, "CdtTrfTxInf")
    _say(one, "PmtId/EndToEndId", transfer.end_to_end)
    _say(one, "Amt/InstdAmt", euros(transfer.cents)).set("Ccy", "EUR")
    _say(one, "Cdtr/Nm", transfer.name)
    _say(one, "CdtrAcct/Id/IBAN", transfer.iban)
    _say(one, "RmtInf/Ustrd", transfer.purpose)


def _count(parent: Element, message: Message) -> None:
    """How many transfers there are, and what they come to: the bank counts again."""
    _say(parent, "NbOfTxs", str(len(message.transfers)))
    _say(parent, "CtrlSum", euros(message.cents))


def _say(parent: Element, path: str, text: str) -> Element:
    for name in path.split("/"):
        parent = SubElement(parent, name)
    parent.text = text
    return parent
