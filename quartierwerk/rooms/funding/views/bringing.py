"""Putting applications before the bodies that decide, and telling these what the office decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import actions, permissions, queries
from quartierwerk.rooms.funding.forms.cases import BringingForm


@only(permissions.may_read_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """The applications that were ticked, and the meeting before which they are to come."""
    keys = request.POST.getlist("antrag") or request.GET.getlist("antrag")
    chosen = list(queries.to_bring(request.user, keys))
    if not chosen:
        messages.warning(
            request, _("Bitte wählen Sie zuerst eingeschätzte Anträge aus, über die ein Gremium entscheidet.")
        )
        return redirect(f"{reverse('funding:applications')}?state=assessed")
    today = clock.today()
    bodies = {queries.body_for(one, on=today) for one in chosen} - {None}
    form = BringingForm(
        None if "choose" in request.POST else posted(request),  # come from the list: nothing is filled in yet
        meetings=queries.meetings_for(bodies),
        pots=queries.pots_for(chosen[0], on=today),
        is_scored=bool(chosen[0].rule_set.criteria),
    )
    if form.is_valid():
        given = form.cleaned_data
        bringing = actions.Bringing(applications=chosen, **given)
        if form.does(lambda: actions.bring(bringing, actor=request.user)):
            number = len(chosen)
            messages.success(
                request,
                ngettext(
                    "%(n)d Antrag steht auf der Tagesordnung.", "%(n)d Anträge stehen auf der Tagesordnung.", number
                )
                % {"n": number},
            )
            return redirect(given["meeting"])
    return page(
        request,
        "funding/bring.html",
        heading=_("Vor das Gremium bringen"),
        form=form,
        chosen=chosen,
        bodies=sorted(bodies, key=str),
        total=sum(one.asked_cents for one in chosen),
        others=len(set(keys)) - len(chosen),
        submit=_("Auf die Tagesordnung setzen"),
        cancel_url=f"{reverse('funding:applications')}?state=assessed",
    )


@only(permissions.may_decide_anything)
@require_safe
def untold(request: HttpRequest) -> HttpResponse:
    """Which bodies have not been told yet what the office decided in their place, and when they meet."""
    return page(
        request,
        "funding/untold.html",
        heading=_("Den Gremien berichten"),
        reports=queries.reports_due(on=clock.today()),
    )


@only(permissions.may_decide_anything)
@require_POST
def tell_body(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what the office decided on the agenda of a meeting, at once."""
    meeting = get_object_or_404(queries.meetings_to_come(), pk=pk)
    telling = actions.Telling(meeting=meeting)
    if one_step(
        request,
        lambda: actions.tell_body(telling, actor=request.user),
        said=_("Der Bericht steht auf der Tagesordnung."),
    ):
        return redirect(meeting)
    return redirect("funding:untold")
