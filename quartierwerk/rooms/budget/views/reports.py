"""The cash report of a year: on a page, and as a document that is signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.documents.answering import answer
from quartierwerk.foundation.documents.rendering import render
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.budget import queries
from quartierwerk.rooms.budget.models import FiscalYear
from quartierwerk.rooms.budget.queries import CashReport
from quartierwerk.rooms.budget.queries.reports import Group
from quartierwerk.rooms.budget.views._doing import checkers


@checkers
@require_safe
def show(request: HttpRequest, year: int) -> HttpResponse:
    """What a year's pots took and gave, and what is left to explain."""
    report = queries.cash_report(get_object_or_404(FiscalYear, year=year))
    return page(
        request,
        "budget/cash_report.html",
        heading=_title(report),
        report=report,
        columns=_columns(),
        checks=_checks(report),
    )


@checkers
@require_safe
def download(request: HttpRequest, year: int) -> HttpResponse:
    """The same as a tagged PDF with room to sign."""
    report = queries.cash_report(get_object_or_404(FiscalYear, year=year))
    now = clock.now()
    pdf = render("budget/cash_report", _content(report), title=_title(report), language=get_language() or "de", at=now)
    return answer(pdf, name=_title(report))


def _title(report: CashReport) -> str:
    return _("Kassenbericht %(year)s") % {"year": report.year}


def _columns() -> list[str]:
    return [
        _("Übertrag"),
        _("Zuweisung"),
        _("Umbuchung"),
        _("ausgezahlt"),
        _("zurück"),
        _("Übertrag ab"),
        _("gebunden"),
        _("verfügbar"),
    ]


def _checks(report: CashReport) -> list[tuple[str, str]]:
    """What auditors ask first, and the answers."""
    fine = _("keine")
    waiting = report.orders_waiting
    lines = report.lines_open
    back = report.counter_entries
    return [
        (
            _("Summen der Töpfe gegen ihre Buchungen"),
            _("stimmen überein")
            if not report.unsound
            else _("weichen ab: %(pots)s") % {"pots": ", ".join(map(str, report.unsound))},
        ),
        (
            _("Zahlungen, die auf Freigabe warten"),
            ngettext("%(n)d Zahlung", "%(n)d Zahlungen", waiting) % {"n": waiting} if waiting else fine,
        ),
        (
            _("Umsätze der Bank ohne Buchung"),
            ngettext("%(n)d Umsatz", "%(n)d Umsätze", lines) % {"n": lines} if lines else fine,
        ),
        (
            _("Lücken zwischen Kontoauszügen"),
            "; ".join(_("zwischen %(one)s und %(other)s") % {"one": one, "other": other} for one, other in report.gaps)
            or fine,
        ),
        (_("Stornos"), ngettext("%(n)d Storno", "%(n)d Stornos", back) % {"n": back} if back else fine),
        (
            _("Abschluss"),
            _("abgeschlossen am %(day)s: %(basis)s")
            % {"day": when(clock.local(report.year.closed_at).date(), "short"), "basis": report.year.basis}
            if report.year.closed_at
            else _("noch offen"),
        ),
    ]


def _group(group: Group) -> Iterator[list[str]]:
    """The pots of a pillar line by line, and what they come to."""
    for _name, row in group.rows:
        yield [str(row.pot), *(money(getattr(row, column)) for column in group.total)]
    if len(group.rows) > 1:
        yield [_("%(group)s, zusammen") % {"group": group.name}, *map(money, group.total.values())]


def _content(report: CashReport) -> dict[str, Any]:
    """What the document shows; all of it is text."""
    return {
        "lead": _("Alle Beträge in Euro. Stornierte Buchungen sind abgezogen."),
        "pots": {
            "heading": _("Töpfe"),
            "head": [_("Topf"), *_columns()],
            "rows": [line for group in report.groups for line in _group(group)],
            "total": [_("zusammen"), *map(money, report.total.values())],
        },
        "bank": {
            "heading": _("Bankkonten"),
            "head": [_("Konto"), _("Anfang"), _("Ende"), _("Auszüge")],
            "rows": [
                [account.iban, money(account.opening), money(account.closing), str(account.statements)]
                for account in report.accounts
            ],
            "nothing": _("Für dieses Jahr ist noch kein Kontoauszug eingelesen."),
        },
        "checks": {"heading": _("Prüfung"), "facts": [list(check) for check in _checks(report)]},
        "closing": _("Die Angaben entsprechen den Büchern."),
        "signatures": [_("Kassenführung"), _("Kassenprüfung")],
    }
