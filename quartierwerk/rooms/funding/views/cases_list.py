"""The office's list of what was submitted: filtered, searched, and handled many at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial, reduce
from operator import or_
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.references import numbers_in
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.parts import Choice, Facet, asked, chips_of, counted_choices
from quartierwerk.rooms.accounts.queries import represented_by
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.funding.queries import proofs as proving
from quartierwerk.rooms.funding.rules import ApplicationState
from quartierwerk.rooms.funding.views._cuts import Behind
from quartierwerk.rooms.places.models import District

WORDS = ngettext_lazy("Antrag", "Anträge")
LONGEST_SEARCH = 200
MINE, DEPUTY, NOBODY = "ich", "vertretung", "niemand"
"""Values of the filter by who looks after a case."""
OVERDUE = "overdue"
SHOWN = tuple((state.value, state.label) for state in ApplicationState if state != ApplicationState.DRAFT)


@only(permissions.may_read_applications)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What was submitted, the latest first; by state, programme, district, year, who looks after it, and words."""
    known = queries.submitted(request.user)
    q = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    wanted = {
        "state": [one for one in asked(request, "state") if one in ApplicationState.values],
        "programme": asked(request, "programme"),
        "district": asked(request, "district"),
        "year": [one for one in asked(request, "year") if clock.year_in(one)],
        "unread": [one for one in asked(request, "unread") if one == "1"],
        "proof": [one for one in asked(request, "proof") if one == OVERDUE],
        "clerk": [one for one in asked(request, "clerk") if one in (MINE, DEPUTY, NOBODY)],
    }
    behind, rows = Behind.by(request, among=rules.OF_APPLICATIONS), _narrowed(known, wanted, person=request.user)
    facets = _facets(known, wanted, person=request.user)
    if behind:
        facets = [*behind.facets, *facets]
        rows = rows.filter(pk__in=queries.applications_behind(behind.figure, behind.cut, on=clock.today()).values("pk"))
    chips = chips_of(request, facets)
    return listed(
        request,
        "funding/applications.html",
        queries.found(rows, q),
        words=WORDS,
        heading=_("Anträge"),
        q=q,
        facets=facets,
        chips=chips,
        clear_url=request.path if chips or q else "",
        may_bulk=True,
        may_take_over=permissions.may_take_over(request.user),
        may_tell=permissions.may_decide_anything(request.user),
    )


@only(permissions.may_read_applications)
@require_POST
def take_several(request: HttpRequest) -> HttpResponse:
    """Look after all that were ticked; each by itself, so that one that somebody else handles holds up no other."""
    keys = numbers_in(request.POST.getlist("antrag"))
    rows = queries.submitted(request.user).filter(pk__in=keys)
    if not keys:
        messages.warning(request, _("Bitte wählen Sie zuerst aus, was gemeint ist."))
    taken = sum(one_step(request, partial(actions.take, one, actor=request.user, clerk=request.user)) for one in rows)
    if taken:
        said = ngettext("%(n)d Antrag bearbeiten jetzt Sie.", "%(n)d Anträge bearbeiten jetzt Sie.", taken)
        messages.success(request, said % {"n": taken})
    return redirect("funding:applications")


def _narrowed(known: Any, wanted: Mapping[str, list[str]], *, person: Any) -> Any:
    rows = known
    if wanted["state"]:
        rows = rows.filter(state__in=wanted["state"])
    if wanted["programme"]:
        rows = rows.filter(programme__slug__in=wanted["programme"])
    if wanted["district"]:
        rows = rows.filter(project__district__slug__in=wanted["district"])
    if wanted["year"]:
        rows = rows.filter(submitted_at__year__in=[int(year) for year in wanted["year"]])
    if wanted["unread"]:
        rows = rows.filter(pk__in=queries.unread_by_office(person).values("application"))
    if wanted["proof"]:
        rows = rows.filter(pk__in=proving.overdue(person, on=clock.today()).order_by().values("pk"))
    if wanted["clerk"]:
        return rows.filter(_held_by(wanted["clerk"], person))
    return rows


def _held_by(wanted: list[str], person: Any) -> Q:
    """Whose cases are meant: one's own, those of whom one stands in for, and those of nobody."""
    absent = represented_by(person, on=clock.today()).values("pk")
    meant = {MINE: Q(clerk=person), DEPUTY: Q(clerk__in=absent), NOBODY: Q(clerk=None)}
    return reduce(or_, (meant[one] for one in wanted))


def _facets(known: Any, wanted: Mapping[str, list[str]], *, person: Any) -> list[Facet]:
    """How far, on what terms, where, when and with whom, each with how many there are."""
    states, programmes, clerks = queries.numbers_together(known, by=("state", "programme__slug", "clerk"))
    districts, years = queries.numbers_together(known, by=("project__district__slug", "submitted_at__year"))
    named = [(one.slug, one.name) for one in Programme.objects.all()]
    places = [(place.slug, place.title) for place in District.objects.all()]
    shown_years = [(str(year), str(year)) for year in sorted(years, reverse=True)]
    absent = represented_by(person, on=clock.today()).values_list("pk", flat=True)
    held = Counter({MINE: clerks.get(person.pk, 0), NOBODY: clerks.get(None, 0)})
    held[DEPUTY] = sum(clerks.get(key, 0) for key in absent)
    unread = {"1": queries.unread_by_office(person).values("application").distinct().count()}
    late = {OVERDUE: proving.overdue(person, on=clock.today()).count()}
    proofs = [(OVERDUE, _("Frist vorbei"))]
    whose = [(MINE, _("ich")), (DEPUTY, _("wen ich vertrete")), (NOBODY, _("noch niemand"))]
    return [
        Facet("state", _("Stand"), counted_choices(SHOWN, states, wanted["state"]), most=16),
        Facet("clerk", _("Sachbearbeitung"), counted_choices(whose, held, wanted["clerk"])),
        Facet("unread", _("Nachrichten"), counted_choices([("1", _("ungelesen"))], unread, wanted["unread"])),
        Facet("proof", _("Verwendungsnachweis"), counted_choices(proofs, late, wanted["proof"])),
        Facet("programme", _("Programm"), counted_choices(named, programmes, wanted["programme"])),
        Facet("district", word("district"), counted_choices(places, districts, wanted["district"]), most=13),
        Facet("year", _("Jahr"), _years(shown_years, years, wanted["year"])),
    ]


def _years(named: list[tuple[str, str]], years: Mapping[int, int], wanted: list[str]) -> list[Choice]:
    return counted_choices(named, {str(year): number for year, number in years.items()}, wanted)
