"""The seal “von der Stadt bestätigt”: the office's list, and the page on which it is granted, renewed and revoked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.fields import Refusable, posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.directory import actions, permissions, queries
from quartierwerk.rooms.directory.forms.seals import RevokingForm
from quartierwerk.rooms.directory.models import Profile

STEPS = {
    "grant": (actions.grant_seal, gettext_lazy("„%(name)s“ ist jetzt von der Stadt bestätigt.")),
    "renew": (actions.renew_seal, gettext_lazy("Das Siegel für „%(name)s“ ist verlängert.")),
    "keep": (actions.keep_seal, gettext_lazy("Das Siegel für „%(name)s“ bleibt.")),
}


@only(permissions.may_seal)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All running seals: first where somebody has to look, then what ends soonest."""
    return listed(
        request,
        "directory/seals.html",
        queries.seals(),
        words=npgettext_lazy("counted", "Siegel", "Siegel"),
        heading=pgettext("many", "Siegel"),
        today=clock.today(),
    )


@only(permissions.may_seal)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The seal of one profile, with the steps that are possible now."""
    profile = get_object_or_404(Profile.objects.visible_to(request.user), pk=pk)
    step = request.POST.get("step", "")
    revoking = RevokingForm(request.POST if step == "revoke" else None)
    form: Refusable = revoking if step == "revoke" else Refusable(posted(request))
    if form.is_valid() and form.does(lambda: _take(request, profile, step, reason=form.cleaned_data.get("reason", ""))):
        messages.success(request, form.result % {"name": profile.name})
        return redirect("directory:seal", pk=pk)
    seal = queries.running_seal(profile)
    return page(
        request,
        "directory/seal.html",
        heading=_("Siegel für „%(name)s“") % {"name": profile.name},
        profile=profile,
        seal=seal,
        holds=seal is not None and seal.holds(on=clock.today()),
        can_have=profile.is_public and profile.closed_on is None,
        earlier=profile.seals.exclude(pk=seal.pk if seal else None).order_by("-granted_at", "-pk"),
        form=form,
        revoking=revoking,
    )


def _take(request: HttpRequest, profile: Profile, step: str, *, reason: str) -> str:
    """Call the verb of the button that was pressed."""
    if step == "revoke":
        actions.revoke_seal(profile, actor=request.user, reason=reason)
        return _("Das Siegel für „%(name)s“ ist entzogen.")
    if step not in STEPS:
        raise actions.NotSealed
    verb, said = STEPS[step]
    verb(profile, actor=request.user)
    return str(said)
