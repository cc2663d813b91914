"""Finding projects: the list and the map, which are two ways to look at one choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.bilingual import text
from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.references import number_in
from quartierwerk.foundation.search import Bounds, Cluster
from quartierwerk.foundation.ui import writing
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.parts import Chip, Choice, Facet, address, asked, chips_of, counted_choices
from quartierwerk.rooms.directory import rules as areas
from quartierwerk.rooms.directory.queries import picturing
from quartierwerk.rooms.funding import queries, rules
from quartierwerk.rooms.funding.models.projects import ProjectQuerySet
from quartierwerk.rooms.funding.rules import ProjectState
from quartierwerk.rooms.funding.views._cuts import Behind
from quartierwerk.rooms.places.models import District, Theme
from quartierwerk.rooms.places.queries import Drawing, city_drawing

WORDS = ngettext_lazy("Projekt", "Projekte")
YES = "1"
"""Value of a filter that is on or off."""
FEW = 6
"""A cluster of no more projects leads to them, a larger one nearer."""


@dataclass(frozen=True)
class Chosen:
    """The projects that an address asks for, and with which filters."""

    rows: ProjectQuerySet
    facets: list[Facet]
    chips: list[Chip]
    box: Bounds | None
    """The part of the map in which is searched."""

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """What the list and the map show alike."""
        return {
            "facets": self.facets,
            "chips": self.chips,
            "clear_url": request.path if self.chips else "",
            "views": _views(request),
            "kept": [("box", areas.write_box(self.box))] if self.box else [],
        }


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All projects that somebody sees, the latest first; by district, theme, year and state."""
    chosen = _chosen(request)
    rows = queries.with_pictures(chosen.rows)
    context = chosen.context(request)
    return listed(request, "funding/projects.html", rows, words=WORDS, heading=_("Projekte"), **context)


@require_safe
def find_on_map(request: HttpRequest) -> HttpResponse:
    """The same on a map that the server draws, and below it the list, which is equal to it."""
    chosen, drawing = _chosen(request), city_drawing()
    spots = queries.spots_of(chosen.rows)
    view = _view(request, chosen.box, drawing, spots)
    clusters = rules.clusters(spots, level=round(view.zoom) + picturing.FINER)
    return listed(
        request,
        "funding/projects_map.html",
        queries.with_pictures(chosen.rows),
        words=WORDS,
        heading=_("Projekte auf der Karte"),
        drawing=drawing,
        picture=_picture(request, clusters, spots, view=view, drawing=drawing),
        ways=picturing.ways(view, leads=lambda other: address(request, view=str(other))),
        unlocated=chosen.rows.filter(lat__isnull=True).count(),
        **chosen.context(request),
    )


def _chosen(request: HttpRequest) -> Chosen:
    known = queries.projects(request.user)
    wanted = {
        "district": asked(request, "district"),
        "theme": [key for key in asked(request, "theme") if number_in(key) is not None],
        "year": [year for year in asked(request, "year") if clock.year_in(year)],
        "state": [state for state in asked(request, "state") if state in ProjectState.values],
    }
    wanted |= {name: [YES] for name in ("money", "asking") if asked(request, name) == [YES]}
    asking = known.filter(pk__in=queries.demands_to_table(request.user).values("project"))
    funded = known.with_third_party_money()
    facets = [
        *_facets(known, wanted),
        *_switch("money", _("Finanzierung"), _("mit Geld von anderen"), rows=funded, wanted=wanted),
        *_switch("asking", _("Mittelanfrage"), _("wartet auf eine Tagesordnung"), rows=asking, wanted=wanted),
    ]
    rows = known
    behind = Behind.by(request, among=rules.OF_PROJECTS)
    if behind:
        facets = [*behind.facets, *facets]
        rows = rows.filter(pk__in=queries.projects_behind(behind.figure, behind.cut, on=clock.today()).values("pk"))
    if wanted["district"]:
        keys = list(District.objects.filter(slug__in=wanted["district"]).values_list("pk", flat=True))
        rows = rows.in_districts(keys)
    if wanted["theme"]:
        rows = rows.filter(theme__in=wanted["theme"])
    if wanted["year"]:
        rows = rows.filter(starts_on__year__in=[int(year) for year in wanted["year"]])
    if wanted["state"]:
        rows = rows.filter(state__in=wanted["state"])
    if "money" in wanted:
        rows = rows.with_third_party_money()
    if "asking" in wanted:
        rows = rows.filter(pk__in=asking.values("pk"))
    chips, box = chips_of(request, facets), areas.read_box(request.GET.get("box", ""))
    if box:
        rows = rows.within(box)
        chips.append(Chip(_("Kartenausschnitt"), address(request, drop="box")))
    return Chosen(rows, facets, chips, box)


def _switch(name: str, title: str, label: str, *, rows: Any, wanted: Mapping[str, list[str]]) -> list[Facet]:
    """A filter that is on or off; none where it would never find anything."""
    number = rows.count()
    if not number and name not in wanted:
        return []
    return [Facet(name, title, counted_choices([(YES, label)], {YES: number}, wanted.get(name, [])))]


def _views(request: HttpRequest) -> list[Choice]:
    """The two ways to look at the same choice; both keep its filters."""
    kept = request.GET.copy()
    for name in ("page", "view"):
        kept.pop(name, None)
    question = f"?{kept.urlencode()}" if kept else ""
    routes = {"funding:projects": (_("Liste"), "list"), "funding:projects_map": (_("Karte"), "map")}
    return [
        Choice(name, label, url=reverse(name) + question, icon=icon, on=reverse(name) == request.path)
        for name, (label, icon) in routes.items()
    ]


def _view(request: HttpRequest, box: Bounds | None, drawing: Drawing, spots: list[rules.Spot]) -> areas.View:
    """The view that the address names, else one that shows the choice, else the whole city."""
    if (named := areas.read_view(request.GET.get("view", ""))) is not None:
        return named
    if box is not None:
        return picturing.around(box)
    if drawing.districts:
        return picturing.around(Bounds(*drawing.bounds))
    return picturing.around(rules.bounds_of(spots)) if spots else picturing.UNKNOWN


def _picture(
    request: HttpRequest, clusters: list[Cluster], spots: list[rules.Spot], *, view: areas.View, drawing: Drawing
) -> picturing.Picture:
    """The drawn map: one project leads to its page, a few to their list, many nearer."""
    kept = request.GET.copy()
    for name in ("page", "view", "box"):
        kept.pop(name, None)
    question, alone = kept.urlencode(), rules.alone_in(spots, level=round(view.zoom) + picturing.FINER)

    def leads(one: Cluster) -> str:
        if one.cell in alone:
            return reverse("funding:project", args=[alone[one.cell].key])
        if one.count <= FEW or view.zoom >= areas.MOST_ZOOM:
            path, further = reverse("funding:projects"), f"box={areas.write_box(one.bounds)}"
        else:
            path, further = request.path, f"view={view.zoomed(picturing.STEP, onto=one.middle)}"
        return f"{path}?{'&'.join(filter(None, (question, further)))}"

    def called(one: Cluster, district: str) -> str:
        many = ngettext("%(number)s Projekt", "%(number)s Projekte", one.count) % {"number": writing.number(one.count)}
        # The number stands on the disc, so it is read too.
        label = f"{many}: {alone[one.cell].title}" if one.cell in alone else many
        return f"{label}, {district}" if district else label

    return picturing.drawn(
        clusters,
        view,
        drawing,
        title=_("Karte der Projekte"),
        words=_("Jeder Kreis steht für die Projekte in seiner Umgebung. Dasselbe steht darunter als Liste."),
        leads=leads,
        called=called,
    )


def _facets(known: Any, wanted: dict[str, list[str]]) -> list[Facet]:
    """Where, about what, when and in which state, each with how many there are."""
    leads, themes, years, states = (
        queries.numbers(known, by=column) for column in ("district__slug", "theme", "starts_on__year", "state")
    )
    joint = queries.numbers(known.filter(others__isnull=False), by="others__slug")
    places = [(place.slug, place.title) for place in District.objects.all()]
    named = [
        (str(theme.pk), text(theme, "name")) for theme in Theme.objects.filter(pk__in=[key for key in themes if key])
    ]
    shown_years = [(str(year), str(year)) for year in sorted(years, reverse=True)]
    facets = [
        Facet(
            "district",
            word("district"),
            counted_choices(places, Counter(leads) + Counter(joint), wanted["district"]),
            most=13,
        ),
        Facet("theme", _("Handlungsschwerpunkt"), counted_choices(named, _as_text(themes), wanted["theme"])),
        Facet("year", _("Jahr"), counted_choices(shown_years, _as_text(years), wanted["year"])),
    ]
    if len(states) > 1 or wanted["state"]:
        facets.append(Facet("state", _("Stand"), counted_choices(ProjectState.choices, states, wanted["state"])))
    return facets


def _as_text(counts: Mapping[Any, int]) -> dict[str, int]:
    return {str(key): number for key, number in counts.items()}
