"""The page behind the link of “stimmt das noch?”, and the office's list of what nobody answered.

Mail scanners follow links: looking changes nothing, only a button does.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.limits.slowing import slow_down
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import Refusable, posted
from quartierwerk.foundation.ui.gates import actor_of, only
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.directory import actions, permissions, queries, rules
from quartierwerk.rooms.directory.forms.freshness import NoteForm
from quartierwerk.rooms.directory.models import Asking, Profile
from quartierwerk.rooms.directory.rules import Answer, Way

MOST_PER_SENDER = 60
"""So many answers an hour from one place: somebody with many entries answers one by one."""


@dataclass(frozen=True)
class Question:
    """One entry on the page behind the link, with what is public of it."""

    asking: Asking
    profile: Profile | None
    """None where the entry is not public any more."""
    change_url: str
    is_open: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Whether these entries still hold, one button each; nobody signs in for that."""
    askings = queries.askings_behind(key)
    if not askings:
        return page(request, "directory/answer_lost.html", status=404, heading=_("Dieser Link führt ins Leere"))
    form = Refusable(posted(request))
    if form.is_valid():
        if form.does(lambda: _take(request, askings, key=key)):
            return redirect(request.path)
        messages.error(request, str(form.refusal))
    shown = {profile.pk: profile for profile in queries.public().filter(pk__in=[one.profile_id for one in askings])}
    questions = [_question(request, one, shown.get(one.profile_id)) for one in queries.askings_behind(key)]
    is_waiting = any(one.is_open for one in questions)
    is_asked_anew = any(one.asking.answer == Answer.AGAIN for one in questions)
    if is_waiting:
        heading = ngettext("Stimmt dieser Eintrag noch?", "Stimmen diese Einträge noch?", len(questions))
    else:
        heading = _("Wir haben noch einmal gefragt") if is_asked_anew else _("Vielen Dank")
    return page(
        request,
        "directory/answer.html",
        form=form,
        heading=heading,
        questions=questions,
        is_waiting=is_waiting,
        is_done=not (is_waiting or is_asked_anew),
        is_several=sum(one.is_open for one in questions) > 1,
    )


TOO_MANY = gettext_lazy("In der letzten Stunde kamen von hier schon viele Antworten. Bitte versuchen Sie es später.")


def _question(request: HttpRequest, asking: Asking, profile: Profile | None) -> Question:
    actor = actor_of(request)
    is_keeping = asking.way == Way.KEEPERS and actor is None
    edits = is_keeping or permissions.may_edit(actor, asking.profile)
    change_url = reverse("directory:edit" if edits else "directory:propose", args=[asking.profile_id])
    return Question(asking, profile, change_url, asking.is_open and profile is not None)


def _take(request: HttpRequest, askings: list[Asking], *, key: str) -> None:
    """Call the verb of the button that was pressed, for one entry or for all that still wait."""
    slow_down(request, "directory.answer", bounds={}, most=MOST_PER_SENDER, said=TOO_MANY)
    actor, step, chosen = actor_of(request), request.POST.get("step", ""), request.POST.get("asking", "")
    waiting = [one for one in askings if one.is_open]
    if step == "all":
        about = [one for one in waiting if one.gone_at is None]
    else:
        about = [one for one in waiting if str(one.pk) == chosen]
    if not about:
        raise actions.AlreadyAnswered
    for asking in about:
        if step == "gone":
            actions.report_gone(asking.profile, actor=actor, key=key)
        else:
            actions.confirm(asking.profile, actor=actor, key=key)


@only(permissions.may_ask_again)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What nobody answered, longest unconfirmed first."""
    found = queries.for_the_office(at=clock.now()).prefetch_related("profile__contacts")
    words = npgettext_lazy("counted", "Eintrag", "Einträge")
    return listed(request, "directory/unconfirmed.html", found, words=words, heading=_("Unbestätigte Einträge"))


@only(permissions.may_ask_again)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody said so on the phone; a note says who."""
    profile = get_object_or_404(Profile.objects.visible_to(request.user), pk=pk)
    form = NoteForm(posted(request))
    if form.is_valid() and form.does(
        lambda: actions.confirm(profile, actor=request.user, note=form.cleaned_data["note"])
    ):
        messages.success(request, _("„%(name)s“ ist bestätigt.") % {"name": profile.name})
        return redirect("directory:unconfirmed")
    return page(
        request,
        "directory/confirm.html",
        heading=_("„%(name)s“ bestätigen") % {"name": profile.name},
        profile=profile,
        phones=profile.contacts.filter(type__in=[rules.ContactType.PHONE, rules.ContactType.MOBILE]),
        form=form,
        submit=_("Stimmt noch"),
        cancel_url=reverse("directory:unconfirmed"),
    )


@only(permissions.may_ask_again)
@require_POST
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Another mail, and the term begins anew."""
    profile = get_object_or_404(Profile.objects.visible_to(request.user), pk=pk)
    said = _("Die Frage zu „%(name)s“ ist noch einmal unterwegs.") % {"name": profile.name}
    one_step(request, lambda: actions.ask_again(profile, actor=request.user), said=said)
    return redirect("directory:unconfirmed")


@only(permissions.may_ask_again)
@require_http_methods(["GET", "HEAD", "POST"])
def digest(request: HttpRequest) -> HttpResponse:
    """Whether this person hears by mail what became of the entries; one button changes it."""
    wants = queries.wants_digest(request.user)
    if request.method == "POST":
        actions.choose_digest(request.user, actor=request.user, is_wanted=not wants)
        messages.success(
            request, _("Ab jetzt kommt keine Übersicht mehr.") if wants else _("Die Übersicht kommt wieder.")
        )
        return redirect("directory:digest")
    return page(
        request,
        "directory/digest.html",
        heading=_("Übersicht per Mail"),
        wants=wants,
        days=queries.terms().digest_every,
    )
