"""Needs: registering one before an application, the office's list of them, and what it says to one."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.limits.counting import DAY, limit
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.references import number_in
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only, require
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Facet, asked, chips_of, counted_choices
from quartierwerk.rooms.funding import actions, permissions, queries
from quartierwerk.rooms.funding.forms.needs import NeedAnswerForm, NeedForm
from quartierwerk.rooms.funding.models import NeedsRegistration, Programme, Round
from quartierwerk.rooms.funding.views._found import programme_of

WORDS = ngettext_lazy("Bedarfsanmeldung", "Bedarfsanmeldungen")
MOST_A_DAY = 30
ANSWERED, WAITING = "ja", "nein"
"""Values of the filter by whether the office has said something."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register_need(request: HttpRequest, slug: str) -> HttpResponse:
    """What one has registered with a programme, and one more."""
    programme = programme_of(request, slug)
    today = clock.today()
    standing = queries.standing(programme, on=today)
    is_open = queries.takes_needs(standing, on=today)
    projects = queries.projects_to_register(standing, request.user, on=today)
    wanted = number_in(request.GET.get("projekt", ""))
    form = NeedForm(posted(request), projects=projects, initial={"project": wanted} if wanted else {})
    if is_open and form.is_valid() and form.does(partial(_register, request, programme, form)):
        messages.success(request, _("Ihr Bedarf ist angemeldet. Den Antrag stellen Sie, sobald Sie so weit sind."))
        return redirect("funding:register_need", slug)
    return page(
        request,
        "funding/register_need.html",
        heading=_("Bedarf anmelden"),
        programme=programme,
        standing=standing,
        is_open=is_open,
        known=queries.needs_of(request.user).filter(programme=programme),
        has_projects=projects.exists(),
        form=form,
        submit=_("Bedarf anmelden"),
        cancel_url=programme.get_absolute_url(),
    )


@login_required
@require_POST
def withdraw_need(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a registration back, at once."""
    need = _seen(request, pk)
    one_step(
        request,
        lambda: actions.withdraw_need(need, actor=request.user),
        said=_("Die Bedarfsanmeldung ist zurückgezogen."),
    )
    return redirect(need)


@only(permissions.may_read_applications)
@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """What was registered, the latest first, with how much it is in all."""
    known = queries.needs(request.user)
    programmes, answered = asked(request, "programme"), asked(request, "answered")
    rounds = [key for key in asked(request, "round") if number_in(key) is not None]
    rows = known.filter(programme__slug__in=programmes) if programmes else known
    if rounds:
        rows = rows.filter(round__in=rounds)
    if answered in ([ANSWERED], [WAITING]):
        rows = rows.filter(answered_at__isnull=answered == [WAITING])
    numbers = queries.numbers(known, by="programme__slug")
    named = [(one.slug, one.name) for one in Programme.objects.all() if one.slug in numbers]
    in_rounds = {str(key): number for key, number in queries.numbers(known, by="round").items() if key}
    called = [(str(one.pk), one.name) for one in Round.objects.filter(pk__in=in_rounds)]
    waiting = known.filter(answered_at__isnull=True).count()
    held = {WAITING: waiting, ANSWERED: known.count() - waiting}
    whether = [(WAITING, _("noch nicht")), (ANSWERED, _("ja"))]
    facets = [
        Facet("programme", _("Programm"), counted_choices(named, numbers, programmes)),
        Facet("round", _("Runde"), counted_choices(called, in_rounds, rounds)),
        Facet("answered", _("Beantwortet"), counted_choices(whether, held, answered)),
    ]
    chips = chips_of(request, facets)
    return listed(
        request,
        "funding/needs.html",
        rows,
        words=WORDS,
        heading=_("Bedarfsanmeldungen"),
        facets=facets,
        chips=chips,
        clear_url=request.path if chips else "",
        total_cents=queries.cents_of(rows),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_need(request: HttpRequest, pk: int) -> HttpResponse:
    """What the office says to a registration; a mail brings it."""
    need = _seen(request, pk)
    require(permissions.may_answer_need(request.user, need), needed=_("Zuständigkeit für dieses Projekt"))
    form = NeedAnswerForm(posted(request), initial={"text": need.answer})
    if form.is_valid() and form.does(
        lambda: actions.answer_need(need, actor=request.user, text=form.cleaned_data["text"])
    ):
        messages.success(request, _("Gesendet."))
        return redirect("funding:needs")
    return page(
        request,
        "funding/answer_need.html",
        heading=_("Zum Bedarf: %(project)s") % {"project": need.project},
        programme=need.programme,
        need=need,
        form=form,
        submit=_("Senden"),
        cancel_url=reverse("funding:needs"),
        lead=_("%(programme)s, etwa %(sum)s") % {"programme": need.programme.name, "sum": money(need.cents)},
    )


def _seen(request: HttpRequest, pk: int) -> NeedsRegistration:
    return get_object_or_404(queries.needs(request.user), pk=pk)


def _register(request: HttpRequest, programme: Programme, form: NeedForm) -> NeedsRegistration:
    limit(f"need:{request.user.pk}", most=MOST_A_DAY, seconds=DAY)
    return actions.register_need(form.registering(programme), actor=request.user)
