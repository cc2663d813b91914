"""The office's pages for the terms of a programme."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.prose import prose
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.budget import queries as budget
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.forms.rule_sets import TermsForm, filled_in
from quartierwerk.rooms.funding.rules import Terms
from quartierwerk.rooms.funding.views._found import programme_of


@require_safe
def terms(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The terms of one version, also of one that holds no more or not yet."""
    programme = programme_of(request, slug)
    rule_set = get_object_or_404(queries.rule_sets_of(programme), pk=pk)
    return page(
        request,
        "funding/terms.html",
        heading=_("Bedingungen ab %(day)s") % {"day": when(rule_set.valid_from, "short")},
        programme=programme,
        rule_set=rule_set,
        sentences=rule_set.in_words,
        criteria=rule_set.terms.criteria,
        guideline=prose(rule_set.guideline),
    )


@only(permissions.may_regulate)
@require_http_methods(["GET", "HEAD", "POST"])
def regulate(request: HttpRequest, slug: str) -> HttpResponse:
    """New terms, beginning from the latest ones; first read in words."""
    programme = programme_of(request, slug)
    latest = queries.rule_sets_of(programme).first()
    usual = latest.terms if latest else Terms()
    begins = clock.today() if latest else programme.since_on
    bodies, pillars = list(queries.deciding_bodies(on=clock.today())), list(budget.pillars_in(clock.today().year))
    # What follows has a basis of its own.
    initial = filled_in(usual) | {"basis": "", "valid_from": begins}
    form = TermsForm(posted(request), bodies=bodies, pillars=pillars, initial=initial)
    is_preview = "preview" in request.POST
    wanted = form.terms if form.is_valid() else None
    if (
        wanted is not None
        and not is_preview
        and form.does(
            lambda: actions.regulate(
                programme, actor=request.user, terms=wanted, valid_from=form.cleaned_data["valid_from"]
            )
        )
    ):
        messages.success(request, _("Die Bedingungen sind festgelegt."))
        return redirect(programme)
    names = {body.pk: body.name for body in bodies}
    sources = {pillar.pk: str(pillar) for pillar in pillars}
    return page(
        request,
        "funding/regulate.html",
        heading=_("Bedingungen für „%(name)s“") % {"name": programme.name},
        programme=programme,
        latest=latest,
        form=form,
        preview=_in_words(wanted, names, sources) if wanted else [],
        cancel_url=programme.get_absolute_url(),
    )


@only(permissions.may_regulate)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Terms that have not begun to hold, taken back after a second look."""
    programme = programme_of(request, slug)
    rule_set = get_object_or_404(queries.rule_sets_of(programme), pk=pk)
    return second_look(
        request,
        lambda: actions.withdraw(programme, actor=request.user, rule_set=pk),
        said=_("Die Bedingungen sind zurückgenommen."),
        back=Crumb(programme.name, programme.get_absolute_url()),
        heading=_("Bedingungen ab %(day)s zurücknehmen?") % {"day": when(rule_set.valid_from, "short")},
        lead=_("Sie gelten noch nicht. Nach dem Zurücknehmen gilt weiter, was vorher gilt."),
        points=rule_set.in_words,
        submit=_("Bedingungen zurücknehmen"),
    )


def _in_words(terms: Terms, bodies: dict[int, str], pillars: dict[int, str]) -> list[str]:
    return rules.in_words(terms, body=bodies.get(terms.body or 0, ""), pillar=pillars.get(terms.pillar or 0, ""))
