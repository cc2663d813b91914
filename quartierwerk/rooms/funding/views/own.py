"""The money of an own project: what was asked of the board and resolved, the invoices, and the close."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.budget.permissions import may_see_all
from quartierwerk.rooms.funding import actions, permissions, queries
from quartierwerk.rooms.funding.forms.own import ClosingForm, DemandForm, TablingForm
from quartierwerk.rooms.funding.models import Demand, Project


@login_required
@require_safe
def funds(request: HttpRequest, pk: int) -> HttpResponse:
    """What the board has resolved on for a project, what is paid of it, and what is to be done next."""
    project = own_project(request, pk)
    user, today = request.user, clock.today()
    may_ask = permissions.may_ask(user, project)
    demands = list(queries.demands_of(project))
    is_asking = any(one.is_under_way for one in demands)
    known, goes_on = project.funds, project.closed_at is None and project.state != "called_off"
    return page(
        request,
        "funding/funds.html",
        heading=_("Geld und Rechnungen"),
        project=project,
        funds=known,
        phase=project.phase(on=today),
        demands=demands,
        invoices=list(queries.invoices_of(project, user)),
        closing=getattr(project, "closing", None),
        sees_invoices=permissions.may_see_means(user, project) or may_see_all(user),
        may_ask=may_ask and goes_on and not is_asking,
        may_take_back=may_ask,
        may_table=goes_on and permissions.may_put_before_board(user, project, on=today),
        may_enter=may_ask and goes_on and known.left > 0,
        may_close=may_ask and goes_on and project.ends_on <= today and not known.under_way and not is_asking,
        ends_later=may_ask and goes_on and project.ends_on > today,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Asking the board for money, with what it is for."""
    project = kept(request, pk)
    form = DemandForm(posted(request), project=project)
    if form.is_valid() and form.does(lambda: actions.ask(form.need, actor=request.user)):
        messages.success(request, _("Angefragt. Wer die Sitzungen leitet, setzt es auf die Tagesordnung."))
        return redirect("funding:funds", pk)
    return page(
        request,
        "funding/ask.html",
        heading=_("Geld anfragen"),
        project=project,
        form=form,
        submit=_("Anfragen"),
        cancel_url=reverse("funding:funds", args=[pk]),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_demand(request: HttpRequest, pk: int, demand: int) -> HttpResponse:
    """Taking back what was asked for, after a second look."""
    project = kept(request, pk)
    found = get_object_or_404(project.demands, pk=demand)
    return second_look(
        request,
        lambda: actions.withdraw_demand(found, actor=request.user),
        said=_("Die Anfrage ist zurückgezogen."),
        back=money_of(project),
        heading=_("Anfrage zurückziehen?"),
        lead=_("Das Gremium entscheidet dann nicht über %(sum)s. Sie können neu anfragen.")
        % {"sum": money(found.cents)},
        submit=_("Zurückziehen"),
        above=above(project),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def table_demand(request: HttpRequest, pk: int, demand: int) -> HttpResponse:
    """Putting what was asked for on the agenda of a meeting to come."""
    project = own_project(request, pk)
    may = permissions.may_put_before_board(request.user, project, on=clock.today())
    require(may, needed=_("Leitung der Sitzungen des Lenkungsgremiums"))
    found: Demand = get_object_or_404(project.demands.filter(state="open"), pk=demand)
    found.project = project
    pots = queries.pots_left(project)
    form = TablingForm(posted(request), demand=found, pots=pots)
    if form.is_valid() and form.does(lambda: actions.table_demand(form.tabling, actor=request.user)):
        messages.success(request, _("Auf der Tagesordnung."))
        return redirect(form.result.item.get_absolute_url())
    return page(
        request,
        "funding/table_demand.html",
        heading=_("Auf die Tagesordnung setzen"),
        project=project,
        demand=found,
        pots=pots,
        boards=list(queries.boards_of(project)),
        has_meetings=queries.board_meetings(project).exists(),
        form=form,
        submit=_("Auf die Tagesordnung setzen"),
        cancel_url=reverse("funding:funds", args=[pk]),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The report at the end; what is left goes back into the pot."""
    project = kept(request, pk)
    form = ClosingForm(posted(request))
    if form.is_valid() and form.does(lambda: actions.close_project(form.account(project), actor=request.user)):
        back = money(form.result.released_cents)
        messages.success(request, _("Das Projekt ist abgerechnet. Zurück in den Topf gingen %(sum)s.") % {"sum": back})
        return redirect("funding:funds", pk)
    return page(
        request,
        "funding/close.html",
        heading=_("Projekt abrechnen"),
        project=project,
        funds=project.funds,
        spent=queries.spent_lines(project),
        form=form,
        submit=_("Abrechnen"),
        cancel_url=reverse("funding:funds", args=[pk]),
    )


def own_project(request: HttpRequest, pk: int) -> Project:
    """The own project of this address, if whoever asks may see its money; the public page is another one."""
    project = get_object_or_404(Project.objects.with_money().select_related("district"), pk=pk, kind="own")
    if not permissions.may_see_funds(request.user, project):
        if not queries.projects(request.user).filter(pk=pk).exists():
            raise Http404
        require(False, needed=_("Zuständigkeit für dieses Projekt"))
    return project


def kept(request: HttpRequest, pk: int) -> Project:
    """The same, if whoever asks looks after it."""
    project = own_project(request, pk)
    require(permissions.may_ask(request.user, project), needed=_("Zuständigkeit für dieses Projekt"))
    return project


def money_of(project: Project) -> Crumb:
    """The way back to the money of a project."""
    return Crumb(_("Geld und Rechnungen"), reverse("funding:funds", args=[project.pk]))


def above(project: Project) -> list[Crumb]:
    """The pages above that one."""
    return [Crumb(project.title, project.get_absolute_url())]
