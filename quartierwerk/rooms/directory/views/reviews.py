"""Deciding on proposals: the office's list, and one proposal beside what stands there now."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import npgettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation.errors import MovedOn
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import at_work, only, require
from quartierwerk.foundation.ui.lists import Shelf, shelved
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.directory import actions, permissions, queries, rules
from quartierwerk.rooms.directory.forms.proposals import ReviewForm
from quartierwerk.rooms.directory.models import ChangeRequest
from quartierwerk.rooms.directory.rules import RequestState
from quartierwerk.rooms.directory.views.comparing import Comparing
from quartierwerk.rooms.directory.views.editing import keeping_of


@only(permissions.may_see_proposals)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All proposals: what waits longest first, what was decided last first."""
    known = ChangeRequest.objects.visible_to(request.user).select_related("profile", "proposer")
    words = npgettext_lazy("proposal", "Vorschlag", "Vorschläge")
    waiting, asked = (
        known.filter(state=state).order_by("created_at", "pk") for state in (RequestState.WAITING, RequestState.ASKED)
    )
    decided = known.exclude(state__in=rules.OPEN).order_by("-decided_at", "-pk")
    shelves = [
        Shelf("open", _("Zu entscheiden"), waiting, words),
        Shelf("asked", _("Rückfrage gestellt"), asked, words),
        Shelf("decided", _("Entschieden"), decided, words),
    ]
    return shelved(
        request,
        "directory/requests.html",
        shelves,
        heading=pgettext("proposal", "Vorschläge"),
        shelves_label=_("Vorschläge nach Stand"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, unit by unit; one form takes, asks back or refuses."""
    known = ChangeRequest.objects.visible_to(request.user).select_related("profile", "proposer", "decided_by")
    proposal = get_object_or_404(known, pk=pk)
    needed = keeping_of(proposal.profile) if proposal.profile else {}
    require(permissions.may_decide(request.user, proposal), **needed)
    at_work(request)
    form = ReviewForm(posted(request))
    if form.is_valid() and form.does(lambda: _decide(request, proposal, form)):
        messages.success(request, form.result)
        return redirect(proposal)
    if form.is_bound:
        proposal = known.get(pk=pk)  # somebody may have decided meanwhile
    has_moved = isinstance(form.refusal, MovedOn)
    found = queries.differences_of(proposal)
    ticks = set(form.cleaned_data.get("units", ())) if form.is_bound and not has_moved else None
    comparing = Comparing()
    answer = page(
        request,
        "directory/review.html",
        heading=_("Vorschlag zu „%(name)s“") % {"name": proposal},
        proposal=proposal,
        remarks=list(proposal.remarks.select_related("author")),
        rows=comparing.reviewed(found, ticked=lambda one: _is_ticked(one, ticks))
        if proposal.is_open
        else comparing.proposed(found, proposal.wanted, taken=proposal.taken),
        has_conflict=proposal.is_open and any(one.is_conflict for one in found),
        twins=queries.twins_of(proposal, person=request.user) if proposal.is_open and proposal.is_new_entry else [],
        is_office=permissions.may_see_proposals(request.user),
        version=proposal.profile.version if proposal.profile else 0,
        form=form,
    )
    if not is_officer(request.user):
        return answer
    return noted(answer, viewer=request.user, about=proposal.proposer or proposal, page="directory.request")


def _is_ticked(one: rules.Difference, ticks: set[str] | None) -> bool:
    """What a reviewer has ticked; at first everything but what somebody has changed meanwhile."""
    return one.unit in ticks if ticks is not None else not one.is_conflict


def _decide(request: HttpRequest, proposal: ChangeRequest, form: ReviewForm) -> str:
    """Call the verb of the button that was pressed; returns what is to be said."""
    given = form.cleaned_data
    step = request.POST.get("step")
    if step == "refuse":
        actions.refuse(proposal, actor=request.user, reason=given["words"])
        return _("Abgelehnt. Wer es vorgeschlagen hat, liest Ihre Begründung.")
    if step == "ask":
        actions.ask_back(proposal, actor=request.user, question=given["words"])
        return _("Ihre Frage ist unterwegs.")
    units = given["units"]
    actions.accept(proposal, actor=request.user, units=units, based_on=given["version"], reason=given["words"])
    return _("Übernommen. So steht es jetzt im Verzeichnis.")
