"""Reporting a barrier, which needs no account, and the office's answers."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.limits.counting import TooMany
from quartierwerk.foundation.limits.slowing import HOUR, slow_down
from quartierwerk.foundation.ui.gates import actor_of, only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.newsroom import actions, permissions, queries, rules
from quartierwerk.rooms.newsroom.forms import AnswerForm, BarrierForm
from quartierwerk.rooms.newsroom.models import BarrierReport

SIZE = 50
MOST_AN_HOUR = 60
"""So many reports the house takes in an hour, wherever they come from."""


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form, with the page from which somebody comes already in it."""
    form = BarrierForm(request.POST or None, initial={"page": _comes_from(request)} | _sender(request))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            _slow_down(request)
            given = {name: form.cleaned_data[name] for name in ("page", "text", "email")}
            barrier = actions.Barrier(language=(get_language() or "de")[:2], **given)
            actions.report(barrier, actor=actor_of(request))
        except RuleBroken as refusal:
            status = 429 if isinstance(refusal, TooMany) else 422
            form.refuse(refusal)
        else:
            return redirect("newsroom:reported")
    answer = page(
        request,
        "newsroom/report.html",
        status=status,
        heading=_("Barriere melden"),
        form=form.with_fresh_stamp(),
        submit=_("Meldung senden"),
        cancel_url=reverse("newsroom:accessibility"),
    )
    if status == 429:
        answer["Retry-After"] = str(HOUR)
    return answer


@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """What happens next with a report that was sent."""
    return page(request, "newsroom/reported.html", heading=_("Danke, Ihre Meldung ist da"))


@only(permissions.may_answer)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All reports, those that wait first."""
    found = Paginator(queries.reports(request.user), SIZE)
    return page(
        request,
        "newsroom/barriers.html",
        heading=_("Barrieremeldungen"),
        total=found.count,
        total_words=_("Meldungen"),
        page=found.get_page(request.GET.get("page")),
    )


@only(permissions.may_answer)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, and the answer to it."""
    barrier = get_object_or_404(queries.reports(request.user), pk=pk)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            actions.answer(barrier, actor=request.user, text=form.cleaned_data["text"])
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _said(barrier))
            return redirect("newsroom:barriers")
    shown = page(
        request,
        "newsroom/barrier.html",
        status=422 if form.errors else 200,
        heading=_("Barriere: %(page)s") % {"page": barrier},
        barrier=barrier,
        form=form,
        submit=_("Antwort senden") if barrier.email else _("Antwort festhalten"),
        cancel_url=reverse("newsroom:barriers"),
    )
    return noted(shown, viewer=request.user, about=barrier, page="newsroom.barrier")


def _said(barrier: BarrierReport) -> str:
    if barrier.email:
        return _("Die Antwort ist unterwegs.")
    return _("Die Antwort ist festgehalten. Eine Adresse wurde nicht hinterlassen.")


def _comes_from(request: HttpRequest) -> str:
    """The page that a link names, or the one on which somebody followed the link in the footer."""
    if named := rules.own_path(request.GET.get("seite", "")):
        return named
    came = urlsplit(request.headers.get("Referer", ""))
    is_ours = came.netloc == request.get_host() and came.path != request.path
    return rules.own_path(came.path) if is_ours else ""


def _sender(request: HttpRequest) -> dict[str, str]:
    return {"email": request.user.email or ""} if request.user.is_authenticated else {}


def _slow_down(request: HttpRequest) -> None:
    said = _(
        "In der letzten Stunde kamen von hier schon mehrere Meldungen. "
        "Bitte versuchen Sie es später noch einmal; Ihr Text steht noch hier."
    )
    slow_down(request, "newsroom.report", bounds={"all": MOST_AN_HOUR}, said=said)
