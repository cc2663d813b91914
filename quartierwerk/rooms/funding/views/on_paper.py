"""Typing in what came on paper: for which project, when, from whom; then the form as everybody has it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import number_in
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import actions, permissions, queries
from quartierwerk.rooms.funding.forms.on_paper import PaperForm
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.funding.views._found import programme_of


@never_cache
@only(permissions.may_read_applications)
@require_safe
def on_paper(request: HttpRequest) -> HttpResponse:
    """What is still to be typed in to its end, and for which programme one more."""
    return page(
        request,
        "funding/on_paper.html",
        heading=_("Anträge vom Papier eintragen"),
        begun=queries.on_paper(request.user),
        programmes=Programme.objects.visible_to(request.user).running(on=clock.today()),
    )


@never_cache
@only(permissions.may_read_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest, slug: str) -> HttpResponse:
    """What came on paper for a programme, and what of it somebody is still typing in."""
    programme = programme_of(request, slug)
    projects = queries.projects_to_take_down(programme, request.user)
    wanted = number_in(request.GET.get("projekt", ""))
    form = PaperForm(posted(request), projects=projects, initial={"project": wanted} if wanted else {})
    if form.is_valid() and form.does(lambda: actions.take_down(form.received(programme), actor=request.user)):
        return redirect("funding:write", form.result.pk)
    return page(
        request,
        "funding/take_down.html",
        heading=_("Antrag vom Papier eintragen"),
        programme=programme,
        begun=queries.on_paper(request.user).filter(programme=programme),
        form=form,
        submit=_("Weiter zum Antrag"),
        cancel_url=programme.get_absolute_url(),
    )
