"""Proposing an entry or a change, and following what becomes of it; nobody needs an account for that."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.limits.slowing import slow_down
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import actor_of
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.directory import actions, permissions, queries
from quartierwerk.rooms.directory.forms.proposals import ProposalForms, WordsForm
from quartierwerk.rooms.directory.models import ChangeRequest, Profile
from quartierwerk.rooms.directory.views import alike
from quartierwerk.rooms.directory.views.comparing import Comparing

MOST_PER_PROFILE = 10
MOST_PER_ADDRESS = 5
"""So many proposals an hour about one profile, and to be heard of at one address."""


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A change to a profile that is public; whoever may edit it does so."""
    profile = get_object_or_404(Profile.objects.visible_to(None), pk=pk)
    if permissions.may_edit(actor_of(request), profile):
        return redirect("directory:edit", pk=pk)
    return _propose(request, profile)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest) -> HttpResponse:
    """A new entry; the office makes one itself."""
    if permissions.may_create(actor_of(request)):
        return redirect("directory:create")
    return _propose(request, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """How a proposal stands, for whoever has its link; a question is answered here."""
    proposal = _opened(pk, key)
    form = WordsForm(posted(request))
    if form.is_valid() and form.does(
        lambda: actions.answer(proposal, actor=actor_of(request), key=key, text=form.cleaned_data["words"])
    ):
        messages.success(request, _("Danke. Ihre Antwort ist da, und der Vorschlag wird weiter geprüft."))
        return redirect(request.path)
    found = queries.differences_of(proposal)
    return page(
        request,
        "directory/follow.html",
        heading=_("Ihr Vorschlag"),
        proposal=proposal,
        remarks=list(proposal.remarks.all()),
        rows=Comparing().proposed(found, proposal.wanted, taken=proposal.taken),
        form=form,
        take_back_url=reverse("directory:take_back", args=[pk, key]),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The proposer does not want it any more, after a second look."""
    proposal = _opened(pk, key)
    return second_look(
        request,
        lambda: actions.withdraw_request(proposal, actor=actor_of(request), key=key),
        said=_("Ihr Vorschlag ist zurückgenommen."),
        heading=_("Vorschlag zurücknehmen?"),
        lead=_("Dann prüft ihn niemand mehr, und im Verzeichnis bleibt alles, wie es ist."),
        submit=_("Vorschlag zurücknehmen"),
        back=Crumb(_("Ihr Vorschlag"), reverse("directory:follow", args=[pk, key])),
    )


def _propose(request: HttpRequest, profile: Profile | None) -> HttpResponse:
    """The form of a profile, filled with what this reader is shown; “another row” shows it again without a verdict."""
    actor = actor_of(request)
    more = request.POST.get("more", "")
    is_sent = request.method == "POST" and not more
    form = ProposalForms(
        words=queries.words(),
        content=queries.shown_at(profile.version, profile=profile, person=actor) if profile else None,
        data=posted(request),
        more=more,
        is_judged=is_sent,
        is_signed_in=actor is not None,
    )

    def propose() -> ChangeRequest:
        if profile is None:
            alike.stop_unseen(request, form)
        _slow_down(request, profile, form)
        return actions.propose(_proposal(profile, form), actor=actor)

    if is_sent and form.is_valid() and form.does(propose):
        messages.success(request, _("Danke. Ihr Vorschlag ist da und wird geprüft."))
        return redirect(queries.page_of(form.result))
    found = alike.found_by(form)
    form.proposer.with_fresh_stamp(f"{profile.pk}:{profile.version}" if profile else "new")
    heading = _("Änderung an „%(name)s“ vorschlagen") % {"name": profile.name} if profile else _("Eintrag vorschlagen")
    return page(
        request,
        "directory/propose.html",
        heading=heading,
        profile=profile,
        form=form,
        submit=_("Trotzdem vorschlagen") if found else _("Vorschlag senden"),
        **alike.context(request, found),
        cancel_url=profile.get_absolute_url() if profile else reverse("directory:list"),
    )


def _proposal(profile: Profile | None, form: ProposalForms) -> actions.Proposal:
    given = form.proposer.cleaned_data
    return actions.Proposal(
        content=form.content(),
        profile=profile,
        based_on=_seen_version(profile, form.proposer.carried) if profile else 0,
        note=given["note"],
        email=given.get("email", ""),
        language=language(),
    )


def _seen_version(profile: Profile, carried: str) -> int:
    """The version that the page showed first; the stamp of another page counts for nothing here.

    Else a stamp from a young profile would open what an old one said long ago.
    """
    about, colon, number = carried.partition(":")
    return int(number) if colon and about == str(profile.pk) else profile.version


def _slow_down(request: HttpRequest, profile: Profile | None, form: ProposalForms) -> None:
    bounds = {f"about:{profile.pk}": MOST_PER_PROFILE} if profile else {}
    if email := form.proposer.cleaned_data.get("email"):
        bounds[f"to:{email.casefold()}"] = MOST_PER_ADDRESS
    said = _(
        "In der letzten Stunde kamen von hier schon mehrere Vorschläge. "
        "Bitte versuchen Sie es später noch einmal; Ihre Angaben stehen noch hier."
    )
    slow_down(request, "directory.proposal", bounds=bounds, said=said)


def _opened(pk: int, key: str) -> ChangeRequest:
    """The proposal, if the key is its own; else it seems not to be there."""
    proposal = ChangeRequest.objects.select_related("profile", "decided_by").filter(pk=pk).first()
    if proposal is None or not queries.opens(key, proposal):
        raise Http404
    return proposal
