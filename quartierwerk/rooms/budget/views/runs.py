"""Payment runs: gathered, released by somebody else, taken to the bank or to the city's treasury."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock, sheets
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.lists import Shelf, page_of, shelved
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.budget import actions, permissions, queries, rules
from quartierwerk.rooms.budget.forms import ExecutionForm, GatherForm, ReasonForm
from quartierwerk.rooms.budget.models import Order, PaymentRun
from quartierwerk.rooms.budget.rules import RunState, Way, pain
from quartierwerk.rooms.budget.views._doing import by_form, checkers, crumb, is_keeper, keepers, run_of

WORDS = ngettext_lazy("Zahlungslauf", "Zahlungsläufe")
SIZE = 50


@checkers
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All runs by their state, those that wait first."""
    return shelved(
        request,
        "budget/runs.html",
        [Shelf(str(state), state.label, queries.runs(request.user, state=state), WORDS) for state in RunState],
        heading=_("Zahlungsläufe"),
        ready=queries.to_send(request.user).count(),
        may_keep=is_keeper(request.user),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def gather(request: HttpRequest) -> HttpResponse:
    """Released payments are ticked, their sum is looked at, and then they are one run."""
    ready = queries.to_send(request.user)
    accounts = queries.open_accounts()
    first = accounts.first()
    form = GatherForm(
        posted(request),
        ready=ready,
        accounts=accounts,
        initial={
            "way": Way.BANK if first else Way.TREASURY,
            "account": first,
            "execute_on": rules.bank_day_from(clock.today()),
        },
    )
    if form.is_valid() and "back" not in request.POST:
        if "sure" not in request.POST:
            return _look_at_sums(request, form)
        if form.does(lambda: _gather(form, request.user)):
            messages.success(request, _("Der Lauf ist zusammengestellt. Jemand anderes muss ihn freigeben."))
            return redirect(form.result.get_absolute_url())
    shown = list(ready[: pain.MOST_TRANSFERS])
    ticked = set(form.data.getlist("orders")) if form.is_bound else {str(order.pk) for order in shown}
    return page(
        request,
        "budget/gather.html",
        heading=_("Zahlungslauf zusammenstellen"),
        form=form,
        orders=[(order, str(order.pk) in ticked) for order in shown],
        total=sum(order.cents for order in shown),
        has_account=first is not None,
        ways=[_runs()],
    )


@checkers
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: what it pays, what has become of each payment, and what comes next."""
    run = run_of(request, pk)
    may_keep = is_keeper(request.user)
    has_file = queries.has_file(run)
    return page(
        request,
        "budget/run.html",
        heading=_("Zahlungslauf %(number)s") % {"number": run},
        run=run,
        page=page_of(request, queries.payments_of(run), size=SIZE),
        bank_line=getattr(run, "bank_line", None),
        ways=[_runs()],
        may_release=run.is_waiting and permissions.may_release_run(request.user, run),
        is_own=may_keep and run.is_waiting and run.gathered_by_id == request.user.pk,
        may_fetch=has_file and permissions.may_fetch_file(request.user, run),
        is_forgotten=bool(run.digest) and not has_file,
        may_void=run.is_asked_to_void and permissions.may_void_run(request.user, run),
        may_keep=may_keep,
        is_by_treasury=run.way == Way.TREASURY,
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def release_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else's run is released, after a look at what leaves from where."""
    run = run_of(request, pk)
    require(
        permissions.may_release_run(request.user, run),
        needed=_("Freigeben kann nur, wer den Lauf nicht selbst zusammengestellt hat."),
    )
    return second_look(
        request,
        lambda: actions.release_run(run, actor=request.user),
        said=_("Der Lauf ist freigegeben, und seine Datei liegt bereit."),
        back=crumb(run),
        heading=_("Zahlungslauf freigeben?"),
        lead=_("Danach lässt sich am Lauf nichts mehr ändern."),
        points=[
            *_what_leaves(run),
            _("Vom Konto: %(account)s") % {"account": run.account} if run.account else _("Es zahlt die Stadtkasse"),
            _("Ausführung am %(day)s") % {"day": when(run.execute_on)},
        ],
        submit=_("Freigeben"),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    """A run that nobody has released is given up."""
    return _with_reason(
        request,
        run_of(request, pk),
        actions.dissolve,
        said=_("Der Lauf ist aufgelöst. Seine Zahlungen lassen sich neu zusammenstellen."),
        heading=_("Zahlungslauf auflösen?"),
        lead=_("Es gibt noch keine Datei; die Zahlungen sind danach wieder frei."),
        submit=_("Auflösen"),
    )


@keepers
@require_POST
def fetch_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was made, for bank or treasury; the trail says who took it."""
    run = _taken(request, pk)
    is_list = run.way == Way.TREASURY
    response = HttpResponse(
        bytes(run.file.content), content_type="text/csv; charset=utf-8" if is_list else "application/xml"
    )
    response["Content-Disposition"] = f'attachment; filename="{run}.{"csv" if is_list else "xml"}"'
    response["Cache-Control"] = "private, no-store"
    return response


@keepers
@require_POST
def fetch_list(request: HttpRequest, pk: int) -> StreamingHttpResponse | FileResponse:
    """What a run pays as a spreadsheet, to be looked through or filed."""
    run = _taken(request, pk)
    return sheets.download(queries.instructions(run), queries.INSTRUCTIONS, format="xlsx", filename=str(run))


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def ask_to_void(request: HttpRequest, pk: int) -> HttpResponse:
    """A run that was not handed in is to be voided; somebody else does so."""
    return _with_reason(
        request,
        run_of(request, pk),
        actions.ask_to_void,
        said=_("Vorgeschlagen. Jemand anderes muss den Lauf verwerfen."),
        heading=_("Verwerfen vorschlagen?"),
        lead=_("Nur, wenn die Datei nicht bei der Bank oder der Stadtkasse ist: Was dort liegt, wird gezahlt."),
        submit=_("Vorschlagen"),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def void_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else wanted the run voided; so it is, and its payments are free."""
    run = run_of(request, pk)
    require(
        permissions.may_void_run(request.user, run),
        needed=_("Verwerfen kann nur, wer es nicht selbst vorgeschlagen hat."),
    )
    return second_look(
        request,
        lambda: actions.void_run(run, actor=request.user),
        said=_("Der Lauf ist verworfen. Seine Zahlungen lassen sich neu zusammenstellen."),
        back=crumb(run),
        heading=_("Zahlungslauf verwerfen?"),
        lead=_("Begründung: %(reason)s") % {"reason": run.void_reason},
        points=[*_what_leaves(run), _("Die Datei darf nicht bei der Bank oder der Stadtkasse liegen.")],
        submit=_("Verwerfen"),
        is_grave=True,
    )


@keepers
@require_POST
def let_stand(request: HttpRequest, pk: int) -> HttpResponse:
    """The run is not voided after all."""
    run = run_of(request, pk)
    one_step(request, lambda: actions.let_stand(run, actor=request.user), said=_("Der Lauf bleibt bestehen."))
    return redirect(run.get_absolute_url())


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_execution(request: HttpRequest, pk: int) -> HttpResponse:
    """The city's treasury has paid."""
    run = run_of(request, pk)
    return by_form(
        request,
        ExecutionForm(posted(request), initial={"executed_on": clock.today()}),
        lambda given: actions.confirm_execution(run, actor=request.user, **given),
        said=_("Die Ausführung ist eingetragen."),
        heading=_("Ausführung eintragen"),
        submit=_("Eintragen"),
        lead=_("Der Tag, an dem die Stadtkasse den Lauf bezahlt hat."),
        crumbs=[_runs(), crumb(run)],
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def fail(request: HttpRequest, pk: int, payment: int) -> HttpResponse:
    """One payment of a run was refused, and no statement tells of it."""
    run = run_of(request, pk)
    sent = get_object_or_404(queries.payments_of(run), pk=payment)
    form = ReasonForm(posted(request))
    return second_look(
        request,
        lambda: actions.fail(sent, actor=request.user, reason=form.cleaned_data["reason"]),
        said=_("Die Zahlung ist zurückgebucht. Sie lässt sich neu vorschlagen."),
        back=crumb(run),
        heading=_("Zahlung gescheitert?"),
        lead=_("%(sum)s an %(payee)s werden mit einem Storno zurückgebucht. Steht die Rückgabe auf dem Kontoauszug, "
               "buchen Sie sie von dort.") % {"sum": money(sent.order.cents), "payee": sent.order.payee},
        asked=form,
        submit=_("Zurückbuchen"),
        is_grave=True,
    )  # fmt: skip


def _gather(form: GatherForm, person: Any) -> PaymentRun:
    given = form.cleaned_data
    gathering = actions.Gathering(
        orders=list(given["orders"]), execute_on=given["execute_on"], way=Way(given["way"]), account=given["account"]
    )
    run: PaymentRun = actions.gather(gathering, actor=person)
    return run


def _look_at_sums(request: HttpRequest, form: GatherForm) -> HttpResponse:
    orders: list[Order] = list(form.cleaned_data["orders"])
    return page(
        request,
        "budget/gather_sure.html",
        heading=_("Zahlungslauf zusammenstellen?"),
        form=form,
        orders=orders,
        total=sum(order.cents for order in orders),
        way=Way(form.cleaned_data["way"]),
        account=form.cleaned_data["account"],
        ways=[_runs()],
    )


def _with_reason(request: HttpRequest, run: PaymentRun, verb: Any, **said: str) -> HttpResponse:
    """Ask why before a verb that needs a reason."""
    form = ReasonForm(posted(request))
    return second_look(
        request,
        lambda: verb(run, actor=request.user, reason=form.cleaned_data["reason"]),
        back=crumb(run),
        points=_what_leaves(run),
        asked=form,
        is_grave=True,
        **said,
    )


def _what_leaves(run: Any) -> list[str]:
    return [_("Zahlungen: %(number)s, zusammen %(sum)s") % {"number": run.number, "sum": money(run.cents)}]


def _taken(request: HttpRequest, pk: int) -> PaymentRun:
    """A run of which somebody takes the file; none is there before its release, nor after ten years."""
    run = run_of(request, pk)
    if not hasattr(run, "file"):
        raise Http404
    actions.fetch_file(run, actor=request.user)
    return run


def _runs() -> Crumb:
    return Crumb(str(_("Zahlungsläufe")), reverse("budget:runs"))
