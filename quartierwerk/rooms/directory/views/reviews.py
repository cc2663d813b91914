"""Deciding on proposals: the office's list, and one proposal beside what stands there now."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation.errors import MovedOn, RuleBroken
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Choice
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.directory import actions, permissions, queries, rules
from quartierwerk.rooms.directory.forms.proposal import ReviewForm
from quartierwerk.rooms.directory.models import ChangeRequest
from quartierwerk.rooms.directory.rules import RequestState
from quartierwerk.rooms.directory.views.comparing import Comparing

SIZE = 25
SHELVES = {
    "open": (gettext_lazy("Zu entscheiden"), [RequestState.WAITING]),
    "asked": (gettext_lazy("Rückfrage gestellt"), [RequestState.ASKED]),
    "decided": (gettext_lazy("Entschieden"), [state for state in RequestState if state not in rules.OPEN]),
}
"""The filters of the list, each with the states it shows."""


@only(permissions.may_see_proposals)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All proposals: what waits longest first, what was decided last first."""
    chosen = request.GET.get("state") if request.GET.get("state") in SHELVES else "open"
    known = ChangeRequest.objects.visible_to(request.user)
    counts = known.aggregate(
        **{name: Count("pk", filter=Q(state__in=states)) for name, (_l, states) in SHELVES.items()}
    )
    shown = known.filter(state__in=SHELVES[chosen][1]).select_related("profile", "proposer")
    order = ("-decided_at", "-pk") if chosen == "decided" else ("created_at", "pk")
    total = counts[chosen]
    return page(
        request,
        "directory/requests.html",
        heading=pgettext("proposal", "Vorschläge"),
        total=total,
        total_words=npgettext("proposal", "Vorschlag", "Vorschläge", total),
        shelves=[
            Choice(value=name, label=label, count=counts[name], on=name == chosen, url=f"?state={name}")
            for name, (label, _states) in SHELVES.items()
        ],
        page=Paginator(shown.order_by(*order), SIZE).get_page(request.GET.get("page")),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, unit by unit; one form takes, asks back or refuses."""
    known = ChangeRequest.objects.visible_to(request.user).select_related("profile", "proposer", "decided_by")
    proposal = get_object_or_404(known, pk=pk)
    if not permissions.may_decide(request.user, proposal):
        raise PermissionDenied
    form = ReviewForm(request.POST or None)
    has_moved = False
    if form.is_valid():
        try:
            said = _decide(request, proposal, form)
        except MovedOn as refusal:
            has_moved = True
            form.refuse(refusal)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, said)
            return redirect(proposal)
    if form.is_bound:
        proposal = known.get(pk=pk)  # somebody may have decided meanwhile
    found = queries.differences_of(proposal)
    ticks = set(form.cleaned_data.get("units", ())) if form.is_bound and not has_moved else None
    comparing = Comparing()
    answer = page(
        request,
        "directory/review.html",
        status=422 if form.errors else 200,
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
