"""Reporting a barrier, which needs no account, and the office's answers."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.limits.slowing import slow_down
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import actor_of, only
from quartierwerk.foundation.ui.lists import listed
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
    form = BarrierForm(posted(request), initial={"page": _comes_from(request)} | _sender(request))
    if form.is_valid() and form.does(lambda: _report(request, form)):
        return redirect("newsroom:reported")
    return page(
        request,
        "newsroom/report.html",
        heading=_("Barriere melden"),
        form=form.with_fresh_stamp(),
        submit=_("Meldung senden"),
        cancel_url=reverse("newsroom:accessibility"),
    )


@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """What happens next with a report that was sent."""
    return page(request, "newsroom/reported.html", heading=_("Danke, Ihre Meldung ist da"))


@only(permissions.may_answer)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All reports, those that wait first."""
    words = ngettext_lazy("Meldung", "Meldungen")
    return listed(
        request,
        "newsroom/barriers.html",
        queries.reports(request.user),
        words=words,
        heading=_("Barrieremeldungen"),
        size=SIZE,
    )


@only(permissions.may_answer)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, and the answer to it."""
    barrier = get_object_or_404(queries.reports(request.user), pk=pk)
    form = AnswerForm(posted(request))
    if form.is_valid() and form.does(
        lambda: actions.answer(barrier, actor=request.user, text=form.cleaned_data["text"])
    ):
        messages.success(request, _said(barrier))
        return redirect("newsroom:barriers")
    shown = page(
        request,
        "newsroom/barrier.html",
        heading=_("Barriere: %(page)s") % {"page": barrier},
        barrier=barrier,
        form=form,
        submit=_("Antwort senden") if barrier.email else _("Antwort festhalten"),
        cancel_url=reverse("newsroom:barriers"),
    )
    return noted(shown, viewer=request.user, about=barrier, page="newsroom.barrier")


def _report(request: HttpRequest, form: BarrierForm) -> None:
    _slow_down(request)
    given = {name: form.cleaned_data[name] for name in ("page", "text", "email")}
    actions.report(actions.Barrier(language=language(), **given), actor=actor_of(request))


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
