"""Bank statements: read in, and line by line tied to the books."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.lists import Shelf, listed, shelved
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.budget import actions, queries
from quartierwerk.rooms.budget.forms import IncomeForm, ReasonForm, StatementForm
from quartierwerk.rooms.budget.models import Entry, PaymentRun, RunPayment, Statement, StatementLine
from quartierwerk.rooms.budget.rules import Match, Sign
from quartierwerk.rooms.budget.views._doing import by_form, checkers, is_keeper, keepers

T = TypeVar("T")
SIZE = 50
WHY = {
    Sign.SUM: gettext_lazy("gleicher Betrag"),
    Sign.REFERENCE: gettext_lazy("Nummer der Zahlung im Lauf"),
    Sign.VOUCHER: gettext_lazy("Beleg- oder Vorgangsnummer im Verwendungszweck"),
    Sign.NAME: gettext_lazy("gleicher Name"),
    Sign.PURPOSE: gettext_lazy("ähnlicher Verwendungszweck"),
}
"""The signs in words, as they stand beside a proposal."""


@checkers
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All statements, the latest first."""
    return listed(
        request,
        "budget/statements.html",
        queries.statements(request.user),
        words=ngettext_lazy("Kontoauszug", "Kontoauszüge"),
        heading=_("Kontoauszüge"),
        gaps=queries.gaps(),
        may_keep=is_keeper(request.user),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """A file from the bank comes in."""
    form = StatementForm(posted(request), request.FILES or None)
    if form.is_valid() and form.does(lambda: _read(form, request.user)):
        messages.success(request, _said(form.result))
        return redirect("budget:statements")
    return page(
        request,
        "budget/form.html",
        heading=_("Kontoauszug einlesen"),
        form=form,
        submit=_("Einlesen"),
        lead=_("Die Bank bietet den Auszug im Format CAMT.053 an, als XML-Datei. Zweimal einlesen schadet nicht."),
        ways=[_statements()],
        cancel_url=reverse("budget:statements"),
    )


@checkers
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement: what of it waits, and what is said of the rest."""
    statement = get_object_or_404(queries.statements(request.user).select_related("read_by"), pk=pk)
    lines = statement.lines.select_related(
        *("entry__pot__pillar", "entry__pot__district", "entry__pot__year", "entry__reversed_by__bank_line"),
        *("statement", "run"),
    )
    words = ngettext_lazy("Umsatz", "Umsätze")
    return shelved(
        request,
        "budget/statement.html",
        [
            Shelf("offen", _("offen"), lines.open(), words),
            Shelf("gebucht", _("zugeordnet"), lines.matched(), words),
            Shelf("abgelegt", _("abgelegt"), lines.exclude(passed_reason=""), words),
        ],
        size=SIZE,
        heading=_("Kontoauszug %(statement)s") % {"statement": statement},
        statement=statement,
    )


@checkers
@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: what it may be and why, or what somebody has said it is."""
    found = _line(request, pk)
    may_be = found.is_open
    return page(
        request,
        "budget/line.html",
        heading=_("Umsatz vom %(day)s über %(sum)s") % {"day": f"{found.day:%d.%m.%Y}", "sum": money(found.cents)},
        line=found,
        proposals=_with_reasons(queries.proposals_for(found)) if may_be else [],
        runs=queries.runs_for(found) if may_be else [],
        returns=_with_reasons(queries.returns_for(found)) if may_be else [],
        repayments=_with_reasons(queries.repayments_for(found, request.user)) if may_be else [],
        ways=[_statements(), Crumb(str(found.statement), found.statement.get_absolute_url())],
        may_keep=is_keeper(request.user),
    )


@keepers
@require_POST
def match(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """The line is this entry."""
    found = _line(request, pk)
    meant = get_object_or_404(Entry.objects.visible_to(request.user), pk=entry)
    one_step(
        request, lambda: actions.match(found, actor=request.user, entry=meant), said=_("Der Umsatz ist zugeordnet.")
    )
    return redirect(found.statement.get_absolute_url())


@keepers
@require_POST
def match_run(request: HttpRequest, pk: int, run: int) -> HttpResponse:
    """The line is a whole run, booked as one sum."""
    found = _line(request, pk)
    meant = get_object_or_404(PaymentRun.objects.visible_to(request.user), pk=run)
    one_step(
        request, lambda: actions.match_run(found, actor=request.user, run=meant), said=_("Der Umsatz ist zugeordnet.")
    )
    return redirect(found.statement.get_absolute_url())


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def book_return(request: HttpRequest, pk: int, payment: int) -> HttpResponse:
    """A payment came back with this line; it is taken back, after a second look."""
    found = _line(request, pk)
    sent = get_object_or_404(RunPayment.objects.visible_to(request.user).explained(), pk=payment)
    return second_look(
        request,
        lambda: actions.book_return(actions.Returned(payment=sent, line=found), actor=request.user),
        said=_("Der Rückläufer ist gebucht. Die Zahlung lässt sich neu vorschlagen."),
        back=Crumb(str(found.statement), found.statement.get_absolute_url()),
        heading=_("Rückläufer buchen?"),
        lead=_("%(sum)s an %(payee)s kamen zurück (%(number)s). Die Auszahlung wird mit einem Storno zurückgebucht.")
        % {"sum": money(sent.order.cents), "payee": sent.order.payee, "number": sent},
        submit=_("Buchen"),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def book_repayment(request: HttpRequest, pk: int, earmark: int) -> HttpResponse:
    """Money came back from a case to which it was paid, after a second look."""
    found = _line(request, pk)
    case = get_object_or_404(queries.earmarks_paid(request.user), pk=earmark)
    return second_look(
        request,
        lambda: actions.book(actions.Income(line=found, earmark=case), actor=request.user),
        said=_("Die Rückzahlung ist gebucht."),
        back=Crumb(str(found.statement), found.statement.get_absolute_url()),
        heading=_("Rückzahlung buchen?"),
        lead=_("%(sum)s kamen zu „%(case)s“ zurück und sind danach in „%(pot)s“ wieder verfügbar.")
        % {"sum": money(found.cents), "case": case, "pot": case.pot},
        submit=_("Buchen"),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Money that came is entered where it belongs."""
    found = _line(request, pk)
    if found.cents < 0 or not found.is_open:
        why = actions.NothingCameIn() if found.cents < 0 else actions.LineSettled()
        messages.error(request, str(why))
        return redirect("budget:line", found.pk)

    def do(given: dict[str, Any]) -> object:
        return actions.book(actions.Income(line=found, **given), actor=request.user)

    return by_form(
        request,
        IncomeForm(posted(request), person=request.user),
        do,
        said=_("Der Eingang ist gebucht."),
        heading=_("Eingang von %(sum)s buchen") % {"sum": money(found.cents)},
        submit=_("Buchen"),
        lead=f"{found.name}: {found.purpose}",
        crumbs=[_statements(), Crumb(str(found.statement), found.statement.get_absolute_url())],
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def pass_line(request: HttpRequest, pk: int) -> HttpResponse:
    """The line belongs into no pot."""
    found = _line(request, pk)
    form = ReasonForm(posted(request))
    return second_look(
        request,
        lambda: actions.pass_line(found, actor=request.user, reason=form.cleaned_data["reason"]),
        said=_("Der Umsatz ist abgelegt."),
        back=Crumb(str(found.statement), found.statement.get_absolute_url()),
        heading=_("Umsatz ablegen?"),
        lead=_("Er gehört dann in keinen Topf, zum Beispiel Kontoführung, und wartet nicht mehr."),
        asked=form,
        submit=_("Ablegen"),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def unmatch(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said of a line is taken back."""
    found = _line(request, pk)
    return second_look(
        request,
        lambda: actions.unmatch(found, actor=request.user),
        said=_("Der Umsatz ist wieder offen."),
        back=Crumb(str(found.statement), found.statement.get_absolute_url()),
        heading=_("Zuordnung lösen?"),
        lead=_("Die Buchung bleibt, wie sie ist. Der Umsatz wartet wieder darauf, dass jemand sagt, was er ist."),
        submit=_("Lösen"),
    )


def _read(form: StatementForm, person: Any) -> list[Statement]:
    content = form.cleaned_data["file"].read()
    found: list[Statement] = actions.read_statements(actions.StatementFile(content), actor=person)
    return found


def _said(read: list[Statement]) -> str:
    lines = StatementLine.objects.filter(statement__in=read)
    whole, tied = lines.count(), lines.matched().count()
    return ngettext(
        "%(whole)d Umsatz eingelesen, davon %(tied)d gleich zugeordnet.",
        "%(whole)d Umsätze eingelesen, davon %(tied)d gleich zugeordnet.",
        whole,
    ) % {"whole": whole, "tied": tied}


def _with_reasons(found: list[tuple[T, Match]]) -> list[tuple[T, Match, str]]:
    return [(thing, match, _why(match)) for thing, match in found]


def _why(match: Match) -> str:
    return ", ".join(str(words) for sign, words in WHY.items() if sign in match.signs)


def _line(request: HttpRequest, pk: int) -> StatementLine:
    related = ("statement", "entry__pot", "entry__reversed_by__bank_line", "run")
    seen = StatementLine.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(seen, pk=pk)


def _statements() -> Crumb:
    return Crumb(str(_("Kontoauszüge")), reverse("budget:statements"))
