"""The overview of programmes, a programme's own page, what it could give, and the office's pages around it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import MovedOn
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.prose import prose
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.forms.programmes import EndingForm, FoundingForm, WordingForm
from quartierwerk.rooms.funding.forms.reckoning import ReckoningForm
from quartierwerk.rooms.funding.rules import Wording
from quartierwerk.rooms.funding.views._found import programme_of

SIZE = 60


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All programmes that somebody sees: where one can apply first, what has ended last."""
    today = clock.today()
    rows = queries.standings(queries.programmes(request.user), on=today)
    return listed(
        request,
        "funding/programmes.html",
        rows,
        words=ngettext_lazy("Förderprogramm", "Förderprogramme"),
        size=SIZE,
        heading=_("Förderung"),
        may_found=permissions.may_found(request.user),
    )


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """A programme: whether one can apply today, on which terms, what it could give, and the text behind it."""
    programme = programme_of(request, slug)
    today = clock.today()
    standing = queries.standing(programme, on=today)
    rule_set = standing.rule_set
    return page(
        request,
        "funding/programme.html",
        heading=programme.name,
        programme=programme,
        today=today,
        standing=standing,
        rule_set=rule_set,
        sentences=rule_set.in_words if rule_set else [],
        criteria=rule_set.terms.criteria if rule_set else (),
        purpose=prose(programme.purpose),
        guideline=prose(rule_set.guideline) if rule_set else "",
        rule_sets=programme.rule_sets.all(),
        rounds=[(one, one.span.state(today)) for one in programme.rounds.all()],
        takes_needs=queries.takes_needs(standing, on=today),
        may_edit=permissions.may_edit(request.user),
    )


@require_safe
def reckon(request: HttpRequest, slug: str) -> HttpResponse:
    """What a programme could give towards a plan, with every reason; figures stand in the address, nothing is kept."""
    programme = programme_of(request, slug)
    rule_set = queries.standing(programme, on=clock.today()).rule_set
    if rule_set is None:
        raise Http404
    form = ReckoningForm(request.GET or None, terms=rule_set.terms)
    plan = form.plan if form.is_valid() else None
    return page(
        request,
        "funding/reckon.html",
        heading=_("Was könnte gefördert werden?"),
        programme=programme,
        form=form,
        offer=rules.most(plan, rule_set.terms) if plan else None,
    )


@only(permissions.may_found)
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """A new programme."""
    form = FoundingForm(posted(request), initial={"is_public": False, "since_on": clock.today()})
    if form.is_valid() and form.does(
        lambda: actions.found(
            actions.Founding(wording=form.wording(Wording(name_de="")), since_on=form.cleaned_data["since_on"]),
            actor=request.user,
        )
    ):
        messages.success(
            request, _("Das Programm ist angelegt. Legen Sie jetzt fest, zu welchen Bedingungen es fördert.")
        )
        return redirect("funding:regulate", form.result.slug)
    return page(
        request,
        "funding/found.html",
        heading=_("Förderprogramm anlegen"),
        form=form,
        submit=_("Programm anlegen"),
        cancel_url=reverse("funding:programmes"),
    )


@only(permissions.may_edit)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What is said of a programme."""
    programme = programme_of(request, slug)
    before = programme.wording
    form = WordingForm(posted(request), initial=vars(before) | {"based_on": before.digest})

    def save() -> object:
        if form.cleaned_data["based_on"] != before.digest:
            raise actions.ChangedMeanwhile
        return actions.edit(programme, actor=request.user, wording=form.wording(before), based_on=before)

    if form.is_valid() and form.does(save):
        messages.success(request, _("Gespeichert."))
        return redirect(programme)
    if isinstance(form.refusal, MovedOn):
        form.start_from(programme_of(request, slug).wording.digest)
    return page(
        request,
        "funding/form.html",
        heading=_("„%(name)s“ bearbeiten") % {"name": programme.name},
        programme=programme,
        form=form,
        cancel_url=programme.get_absolute_url(),
    )


@only(permissions.may_end)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """The last day of a programme."""
    programme = programme_of(request, slug)
    form = EndingForm(posted(request), initial={"until_on": programme.until_on or clock.today()})
    if form.is_valid() and form.does(
        lambda: actions.end(programme, actor=request.user, until_on=form.cleaned_data["until_on"])
    ):
        until = form.cleaned_data["until_on"]
        messages.success(request, _("Der letzte Tag ist gesetzt.") if until else _("Das Programm hat kein Ende mehr."))
        return redirect(programme)
    return page(
        request,
        "funding/form.html",
        heading=_("Letzter Tag von „%(name)s“") % {"name": programme.name},
        programme=programme,
        form=form,
        cancel_url=programme.get_absolute_url(),
    )
