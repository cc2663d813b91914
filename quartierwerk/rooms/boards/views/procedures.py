"""The office's pages for the rules by which a body decides."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.boards import actions, permissions, queries, rules
from quartierwerk.rooms.boards.forms.procedures import RulesForm, filled_in
from quartierwerk.rooms.boards.rules import PROPOSALS, BodyKind
from quartierwerk.rooms.boards.views._found import kept
from quartierwerk.rooms.boards.views._meetings import above


@only(permissions.may_found)
@require_http_methods(["GET", "HEAD", "POST"])
def regulate(request: HttpRequest, slug: str) -> HttpResponse:
    """New rules, beginning from the latest ones or from what is proposed for the kind; first read in words."""
    body = kept(request, slug, permissions.may_regulate)
    latest = queries.procedures_of(body).first()
    # What follows has a basis of its own.
    usual = latest.rule_set if latest else PROPOSALS[BodyKind(body.kind)]
    begins = clock.today() if latest else body.since_on
    form = RulesForm(posted(request), initial=filled_in(usual) | {"basis": "", "valid_from": begins})
    is_preview = "preview" in request.POST
    wanted = form.rule_set if form.is_valid() else None
    if (
        wanted is not None
        and not is_preview
        and form.does(
            lambda: actions.regulate(
                body, actor=request.user, rule_set=wanted, valid_from=form.cleaned_data["valid_from"]
            )
        )
    ):
        messages.success(request, _("Die Regeln sind festgelegt."))
        return redirect(body)
    return page(
        request,
        "boards/regulate.html",
        heading=_("Regeln für „%(name)s“") % {"name": body.name},
        body=body,
        latest=latest,
        form=form,
        preview=rules.in_words(wanted, seats=queries.voting_seats(body, clock.today())) if wanted else [],
        cancel_url=body.get_absolute_url(),
    )


@only(permissions.may_found)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Rules that have not begun to hold, taken back after a second look."""
    body = kept(request, slug, permissions.may_regulate)
    procedure = get_object_or_404(queries.procedures_of(body), pk=pk)
    return second_look(
        request,
        lambda: actions.withdraw(body, actor=request.user, procedure=pk),
        said=_("Die Regeln sind zurückgenommen."),
        back=Crumb(body.name, body.get_absolute_url()),
        above=above(body)[:1],
        heading=_("Regeln ab %(day)s zurücknehmen?") % {"day": when(procedure.valid_from, "short")},
        lead=_("Sie gelten noch nicht. Nach dem Zurücknehmen gilt weiter, was vorher gilt."),
        points=rules.in_words(procedure.rule_set),
        submit=_("Regeln zurücknehmen"),
    )
