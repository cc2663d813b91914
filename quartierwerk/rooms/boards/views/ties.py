"""What somebody is bound to: declared once by themselves, minded in every body."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierwerk.foundation.references import seen
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.boards import actions, queries
from quartierwerk.rooms.boards.forms.ties import TieForm
from quartierwerk.rooms.boards.models import Binding
from quartierwerk.rooms.boards.rules import TieKind


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bind(request: HttpRequest) -> HttpResponse:
    """One's own ties, and a form for another."""
    form = TieForm(posted(request), person=request.user, host=request.get_host())

    def declare() -> object:
        given = form.cleaned_data
        to = next(iter(given["to"]), "")
        return actions.bind(actions.Tie(request.user, to, TieKind(given["kind"])), actor=request.user)

    if form.is_valid() and form.does(declare):
        messages.success(request, _("Angegeben. Betrifft ein Punkt das, schlägt das Haus vor, dass Sie befangen sind."))
        return redirect("boards:ties")
    bindings = list(queries.bindings_of(request.user))
    known = seen([binding.to for binding in bindings], request.user)
    return page(
        request,
        "boards/ties.html",
        heading=_("Meine Bindungen"),
        form=form,
        ties=[(binding, known.get(binding.to)) for binding in bindings],
    )


@login_required
@require_POST
def unbind(request: HttpRequest, pk: int) -> HttpResponse:
    """One that holds no more."""
    binding = get_object_or_404(Binding.objects.filter(person=request.user), pk=pk)
    one_step(request, lambda: actions.unbind(binding, actor=request.user), said=_("Beendet."))
    return redirect("boards:ties")
