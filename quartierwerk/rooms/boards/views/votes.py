"""Voting: opened, cast or counted, closed or broken off; and what a body has resolved."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Choice as Offered
from quartierwerk.foundation.ui.parts import Facet, asked, chips_of
from quartierwerk.rooms.boards import actions, permissions, queries
from quartierwerk.rooms.boards.forms.votes import CastForm, CountForm, OpeningForm, VoidForm
from quartierwerk.rooms.boards.models import Ballot, Resolution
from quartierwerk.rooms.boards.rules import Method
from quartierwerk.rooms.boards.views._found import body_of
from quartierwerk.rooms.boards.views._meetings import ballot_of, meeting_of, motion_of, place_of, run

WORDS = ngettext_lazy("Beschluss", "Beschlüsse")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_ballot(request: HttpRequest, slug: str, pk: int, motion: int) -> HttpResponse:
    """Opening a vote; where too few are there only with a reason."""
    meeting = run(request, slug, pk)
    known = motion_of(request, meeting, motion)
    presence = queries.presence(meeting, item=known.item, at=clock.now())
    form = OpeningForm(posted(request), motion=known, is_met=presence.finding.is_met)
    if form.is_valid() and form.does(lambda: actions.open_ballot(form.opening, actor=request.user)):
        return redirect(place_of(known.item))
    return page(
        request,
        "boards/meeting_form.html",
        heading=_("Über „%(title)s“ abstimmen") % {"title": known.item},
        body=meeting.body,
        meeting=meeting,
        form=form,
        submit=_("Abstimmung eröffnen"),
        hint=presence.sentence,
        cancel_url=place_of(known.item),
    )


@login_required
@require_POST
def cast(request: HttpRequest, slug: str, pk: int, ballot: int) -> HttpResponse:
    """One seat's vote by name."""
    meeting = meeting_of(request, slug, pk)
    known = ballot_of(request, meeting, ballot)
    form = CastForm(request.POST, ballot=known)
    if not form.is_valid():
        raise Http404
    casting = form.casting
    one_step(request, lambda: actions.cast(casting, actor=request.user))
    return redirect(f"{meeting.get_absolute_url()}#stimme-{casting.entitlement.pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest, slug: str, pk: int, ballot: int) -> HttpResponse:
    """What was counted; by hands the vote can be closed with it."""
    meeting = meeting_of(request, slug, pk)
    known = ballot_of(request, meeting, ballot)
    may_close = permissions.may_run(request.user, meeting)
    require(queries.is_inside(meeting.body, request.user), needed=_("Sitz in diesem Gremium"))
    has_chair = known.entitlements.filter(is_chair=True).exists()
    form = CountForm(posted(request), ballot=known, has_chair=has_chair)
    if form.is_valid() and form.does(lambda: actions.count(form.counting, actor=request.user)):
        if "close" in request.POST and may_close:
            return _close(request, known)
        if queries.counted(known) is None:
            messages.success(request, _("Eingetragen. Es fehlt noch eine zweite, gleiche Auszählung."))
        return redirect(place_of(known.motion.item))
    return page(
        request,
        "boards/meeting_count.html",
        heading=_("Auszählung: %(title)s") % {"title": known.motion.item},
        body=meeting.body,
        meeting=meeting,
        form=form,
        wording=known.motion.wording,
        entitled=known.entitlements.count(),
        may_close=may_close and known.method == Method.OPEN,
        cancel_url=place_of(known.motion.item),
    )


@login_required
@require_POST
def close_ballot(request: HttpRequest, slug: str, pk: int, ballot: int) -> HttpResponse:
    """The vote is over, and there is a resolution."""
    return _close(request, ballot_of(request, run(request, slug, pk), ballot))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, slug: str, pk: int, ballot: int) -> HttpResponse:
    """Breaking a vote off, with a reason."""
    meeting = run(request, slug, pk)
    known = ballot_of(request, meeting, ballot)
    form = VoidForm(posted(request))
    if form.is_valid() and form.does(
        lambda: actions.void(known, actor=request.user, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, _("Die Abstimmung ist abgebrochen. Es ist nichts beschlossen."))
        return redirect(place_of(known.motion.item))
    return page(
        request,
        "boards/meeting_form.html",
        heading=_("Abstimmung abbrechen"),
        body=meeting.body,
        meeting=meeting,
        form=form,
        submit=_("Abstimmung abbrechen"),
        hint=known.motion.wording,
        cancel_url=place_of(known.motion.item),
    )


@require_safe
def resolutions(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The register of resolutions, of one body or of all, by words and years."""
    body = body_of(request, slug) if slug else None
    q = request.GET.get("q", "").replace("\x00", "").strip()
    found = queries.resolutions(request.user, body=body, words=q)
    years = [year for year in request.GET.getlist("year") if clock.year_in(year)]
    bodies = [] if body else asked(request, "body")
    facets = [_years(found, years)] if body else [_bodies(found, bodies), _years(found, years)]
    if years:
        found = found.filter(year__in=[int(year) for year in years])
    if bodies:
        found = found.filter(body__slug__in=bodies)
    chips = chips_of(request, facets)
    return listed(
        request,
        "boards/resolutions.html",
        found,
        words=WORDS,
        heading=_("Beschlüsse: %(name)s") % {"name": body.name} if body else _("Beschlüsse"),
        body=body,
        q=q,
        facets=facets,
        chips=chips,
        clear_url=request.path if chips or q else "",
    )


@never_cache
@require_safe
def resolution(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """One resolution, with the whole reasoning why it counts; who voted how only for those inside."""
    known = queries.resolutions(request.user).select_related("ballot__motion__pot")
    found: Resolution = get_object_or_404(known, body__slug=slug, year=year, number=number)
    inside = queries.is_inside(found.body, request.user)
    return page(
        request,
        "boards/resolution.html",
        heading=_("Beschluss %(number)s") % {"number": found},
        resolution=found,
        body=found.body,
        motion=found.ballot.motion,
        is_by_name=found.ballot.method == Method.NAMED,
        entitled=queries.entitled(found.ballot) if inside else [],
        recused=list(found.item.recusals.select_related("seat__person")) if inside else [],
        is_inside=inside,
        follow_ups=list(found.follow_ups.prefetch_related("reports__meeting")) if inside else [],
        runs=permissions.may_run(request.user, found.body),
    )


def _close(request: HttpRequest, ballot: Ballot) -> HttpResponse:
    if one_step(request, lambda: actions.close_ballot(ballot, actor=request.user)):
        made = Resolution.objects.select_related("procedure").get(ballot=ballot)
        messages.success(request, f"{_('Beschluss %(number)s') % {'number': made}}. {made.sentence}")
    return redirect(place_of(ballot.motion.item))


def _bodies(found: QuerySet[Resolution], wanted: list[str]) -> Facet:
    known = queries.bodies_of(found)
    return Facet("body", _("Gremium"), [Offered(one.slug, one.name, n, on=one.slug in wanted) for one, n in known])


def _years(found: QuerySet[Resolution], wanted: list[str]) -> Facet:
    known = queries.years_of(found)
    choices = [Offered(str(year), str(year), number, on=str(year) in wanted) for year, number in known.items()]
    return Facet("year", _("Jahr"), choices)
