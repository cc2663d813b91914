"""What leaves the treasury as a table: pots, entries, and the journal that the city's own treasury imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.sheets import Column
from quartierwerk.rooms.budget.models import Entry
from quartierwerk.rooms.budget.queries import Standing
from quartierwerk.rooms.budget.rules import EntryKind

ENTRIES = (
    Column("at", _("Gebucht")),
    Column("voucher_number", _("Belegnummer")),
    Column("pot", _("Topf")),
    Column("kind", _("Art")),
    Column("euros", _("Betrag"), places=2),
    Column("case", _("Vorgang")),
    Column("basis", _("Grundlage")),
    Column("reason", _("Begründung")),
    Column("voucher", _("Beleg")),
    Column("reverses", _("Storno von")),
    Column("by", _("Gebucht von")),
)
JOURNAL = (
    Column("day", "Buchungsdatum"),
    Column("number", "Belegnummer"),
    Column("account", "Buchungsstelle"),
    Column("contra", "Gegenbuchung"),
    Column("euros", "Betrag EUR", places=2),
    Column("side", "Soll/Haben"),
    Column("text", "Buchungstext"),
    Column("case", "Vorgang"),
    Column("basis", "Grundlage"),
    Column("reverses", "Storno von"),
)
"""The headings are those that the city's treasury has been told, in whatever language the page is."""


def list_columns() -> tuple[Column, ...]:
    """What a list of pots from elsewhere may hold, in the city's own words."""
    return (
        Column("year", _("Haushaltsjahr"), names=("Jahr", "Year"), required=True),
        Column("source", _("Herkunft"), names=("Mittelherkunft", "Source")),
        Column("pillar", _("Säule"), names=("Pillar",)),
        Column("district", word("district"), names=("Bezirk", "District")),
        Column("purpose", _("Zweck"), names=("Purpose",)),
        Column("account", _("Buchungsstelle"), names=("Konto", "Kostenstelle")),
        Column("funds", _("Mittel"), names=("zugewiesen", "Zuweisung", "Ansatz"), required=True),
        Column("paid", _("ausgezahlt"), names=("schon ausgezahlt", "ausgegeben")),
        Column("basis", _("Grundlage"), names=("Beschluss",), required=True),
    )


def pot_columns() -> tuple[Column, ...]:
    """The columns of a table of pots, in the city's own words."""
    return (
        Column("year", _("Haushaltsjahr")),
        Column("pot", _("Topf")),
        Column("source", _("Herkunft")),
        Column("pillar", _("Säule")),
        Column("district", word("district")),
        Column("purpose", _("Zweck")),
        Column("account", _("Buchungsstelle")),
        Column("funds", _("Mittel"), places=2),
        Column("paid", _("ausgezahlt"), places=2),
        Column("committed", _("festgelegt"), places=2),
        Column("reserved", _("reserviert"), places=2),
        Column("available", _("verfügbar"), places=2),
    )


def pot_rows(standings: Iterable[Standing]) -> Iterator[dict[str, Any]]:
    """Pots with what they stand at, in euros."""
    for pot, sums in standings:
        yield {
            "year": pot.year.year,
            "pot": str(pot),
            "source": pot.get_source_display(),
            "pillar": str(pot.pillar or ""),
            "district": pot.district.name if pot.district else "",
            "purpose": pot.purpose,
            "account": pot.account,
            **{name: euros(cents) for name, cents in vars(sums).items()},
            "available": euros(sums.available),
        }


def entry_rows(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """Entries as the journal of the house shows them, in euros."""
    for entry in entries:
        yield {
            "at": entry.at,
            "voucher_number": entry.pot.number_of(entry.number),
            "pot": str(entry.pot),
            "kind": entry.get_kind_display(),
            "euros": euros(entry.cents),
            "case": str(entry.earmark or ""),
            "basis": entry.basis,
            "reason": entry.reason,
            "voucher": entry.voucher,
            "reverses": entry.pot.number_of(entry.reverses.number) if entry.reverses else "",
            "by": entry.signed,
        }


def journal_rows(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """What moved cash, as the city's treasury imports it; what leaves has a minus and stands on the credit side."""
    for entry in entries:
        # Row by row, since whoever reads on between two of them has a language of their own.
        with translation.override("de"):
            row = _journal_row(entry)
        yield row


def _journal_row(entry: Entry) -> dict[str, Any]:
    cents = entry.cash_cents
    return {
        "day": clock.local(entry.at).date(),
        "number": entry.pot.number_of(entry.number),
        "account": entry.pot.account,
        "contra": _contra(entry),
        "euros": euros(cents),
        "side": "S" if cents > 0 else "H",
        "text": _text(entry),
        "case": str(entry.earmark or ""),
        "basis": entry.basis or entry.voucher,
        "reverses": entry.pot.number_of(entry.reverses.number) if entry.reverses else "",
    }


def euros(cents: int) -> Decimal:
    """Cents as euros, exactly."""
    return Decimal(cents) / 100


def _contra(entry: Entry) -> str:
    """Who gave the money or got it."""
    if entry.kind == EntryKind.ALLOCATION:
        return str(entry.pot.get_source_display())
    order = entry.order or (entry.reverses.order if entry.reverses else None)
    return order.payee if order else ""


def _text(entry: Entry) -> str:
    said = entry.reason if entry.reverses else (entry.order.purpose if entry.order else entry.reason)
    kind = str(entry.get_kind_display())
    return f"{kind}: {said}" if said else kind
