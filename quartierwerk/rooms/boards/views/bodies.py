"""The overview of bodies, a body's own page, and the office's pages for founding, editing and dissolving."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.lists import listed, page_of
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Choice, Facet, asked, chips_of, counted_choices
from quartierwerk.foundation.ui.prose import prose
from quartierwerk.rooms.boards import actions, permissions, queries, rules
from quartierwerk.rooms.boards.forms.bodies import DayForm, DissolvingForm, FoundingForm, WordingForm
from quartierwerk.rooms.boards.rules import BodyKind, Wording
from quartierwerk.rooms.boards.views._found import body_of, day_of, kept
from quartierwerk.rooms.places.models import District

SIZE = 60
CITY = "city"
"""Stands in addresses for the bodies of no district."""


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All bodies that somebody sees, those of the city first, then district by district."""
    today = clock.today()
    everything = queries.bodies(request.user, on=today)
    is_over = "over" in request.GET.getlist("state")
    known = everything.filter(until_on__lt=today) if is_over else everything.existing(on=today)
    q = request.GET.get("q", "").replace("\x00", "").strip()
    if q:
        known = known.filter(pk__in=queries.named_like(q, among=known))
    wanted = {name: asked(request, name) for name in ("district", "kind")}
    rows = known
    if wanted["kind"]:
        rows = rows.filter(kind__in=wanted["kind"])
    if wanted["district"]:
        rows = rows.in_districts(wanted["district"], or_city=CITY in wanted["district"])
    facets = _facets(known, wanted, is_over=is_over)
    chips = chips_of(request, facets)
    return listed(
        request,
        "boards/bodies.html",
        rows,
        words=ngettext_lazy("Gremium", "Gremien"),
        size=SIZE,
        heading=_("Gremien"),
        q=q,
        facets=facets,
        chips=chips,
        clear_url=request.path if chips or q else "",
        may_found=permissions.may_found(request.user),
    )


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """A body: what it is, by which rules it decides, who sits on it on a day, and who did before."""
    body = body_of(request, slug)
    today = clock.today()
    on = day_of(request.GET.get("am", ""))
    seats = list(queries.seats_on(body, on))
    procedures = list(queries.procedures_of(body))
    procedure = next((one for one in procedures if one.valid_from <= on), None)
    voting = sum(seat.is_voting for seat in seats)
    may_seat = permissions.may_seat(request.user, body)
    return page(
        request,
        "boards/body.html",
        heading=body.name,
        body=body,
        reference=reference(body),
        today=today,
        on=on,
        day=DayForm(initial={"am": on}),
        seats=seats,
        voting=voting,
        procedure=procedure,
        sentences=rules.in_words(procedure.rule_set, seats=voting) if procedure else [],
        procedures=procedures,
        coming=list(queries.seats_to_come(body, on)),
        page=page_of(request, queries.seats_before(body, on)),
        statutes=prose(body.statutes),
        may_seat=may_seat,
        may_edit=permissions.may_edit(request.user, body),
        may_regulate=permissions.may_regulate(request.user, body),
        is_inside=queries.is_inside(body, request.user),  # by today, whatever day is looked at
    )


@only(permissions.may_found)
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """A new body."""
    form = FoundingForm(posted(request), initial={"is_public": True, "since_on": clock.today()})
    if form.is_valid() and form.does(lambda: actions.found(_founding(form), actor=request.user)):
        messages.success(request, _("Das Gremium steht. Legen Sie jetzt fest, nach welchen Regeln es entscheidet."))
        return redirect("boards:regulate", form.result.slug)
    return page(
        request,
        "boards/found.html",
        heading=_("Gremium gründen"),
        form=form,
        submit=_("Gremium gründen"),
        cancel_url=reverse("boards:bodies"),
    )


@only(permissions.may_keep_bodies)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What is said of a body."""
    body = kept(request, slug, permissions.may_edit)
    before = body.wording
    form = WordingForm(posted(request), initial=vars(before) | {"based_on": before.digest})

    def save() -> object:
        if form.cleaned_data["based_on"] != before.digest:
            raise actions.ChangedMeanwhile
        return actions.edit(body, actor=request.user, wording=form.wording(before), based_on=before)

    if form.is_valid() and form.does(save):
        messages.success(request, _("Gespeichert."))
        return redirect(body)
    return page(
        request,
        "boards/form.html",
        heading=_("„%(name)s“ bearbeiten") % {"name": body.name},
        body=body,
        form=form,
        cancel_url=body.get_absolute_url(),
    )


@only(permissions.may_keep_bodies)
@require_http_methods(["GET", "HEAD", "POST"])
def dissolve(request: HttpRequest, slug: str) -> HttpResponse:
    """The last day of a body."""
    body = kept(request, slug, permissions.may_dissolve)
    form = DissolvingForm(posted(request), initial={"until_on": clock.today()})
    if form.is_valid() and form.does(
        lambda: actions.dissolve(body, actor=request.user, until_on=form.cleaned_data["until_on"])
    ):
        messages.success(request, _("Der letzte Tag ist gesetzt; alle Sitze enden mit ihm."))
        return redirect(body)
    return page(
        request,
        "boards/form.html",
        heading=_("„%(name)s“ auflösen") % {"name": body.name},
        body=body,
        form=form,
        submit=_("Gremium auflösen"),
        cancel_url=body.get_absolute_url(),
    )


def _founding(form: FoundingForm) -> actions.Founding:
    given = form.cleaned_data
    return actions.Founding(
        kind=BodyKind(given["kind"]),
        wording=form.wording(Wording(name_de="")),
        since_on=given["since_on"],
        district=given["district"],
    )


def _facets(known: Any, wanted: dict[str, list[str]], *, is_over: bool) -> list[Facet]:
    """Where and of which kind, each with how many there are; whether there are still or no more."""
    pairs = list(known.order_by().values_list("district__slug", "kind"))
    places, kinds = Counter(slug or CITY for slug, _kind in pairs), Counter(kind for _slug, kind in pairs)
    where = [(CITY, _("ganze Stadt")), *((place.slug, place.title) for place in District.objects.all())]
    return [
        Facet("district", word("district"), counted_choices(where, places, wanted["district"]), most=13),
        Facet("kind", _("Art"), counted_choices(BodyKind.choices, kinds, wanted["kind"]), most=9),
        Facet("state", _("Stand"), [Choice("over", _("aufgelöst"), on=is_over)]),
    ]
