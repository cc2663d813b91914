"""Which part of all cases an address names, and the way from a figure to the list of its cases and back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.references import number_in
from quartierwerk.foundation.ui.parts import Choice, Facet
from quartierwerk.rooms.budget.models import Pillar
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.funding.rules import NONE, Cut, Figure, Reach, Size
from quartierwerk.rooms.places.models import District, Theme

FIGURE = "figure"
"""Under this name an address says that a list is meant to hold the cases of a figure."""


def cut_in(said: QueryDict) -> Cut:
    """The cut that an address names; what makes no sense narrows nothing."""
    plain = {name: said.get(name, "").replace("\x00", "") for name in Cut.__dataclass_fields__}
    return Cut(
        since=clock.year_in(plain["since"]),
        until=clock.year_in(plain["until"]),
        lead=plain["lead"],
        about=number_in(plain["about"]),
        fund=plain["fund"],
        pillar=number_in(plain["pillar"]),
        reach=plain["reach"] if plain["reach"] in Reach.values else "",
        size=plain["size"] if plain["size"] in Size.values else "",
    )


def as_query(cut: Cut) -> dict[str, str]:
    """The same cut as an address says it."""
    return {name: str(value) for name, value in vars(cut).items() if value not in (None, "")}


class Ways:
    """From figures to the lists of their cases, as far as somebody sees these."""

    def __init__(self, person: Any) -> None:
        self.reads_applications = permissions.may_read_applications(person)
        self._applications, self._projects = reverse("funding:applications"), reverse("funding:projects")

    def __call__(self, figure: Figure, cut: Cut) -> str:
        """The address of the list, or nothing where there is none for somebody."""
        if figure in rules.OF_APPLICATIONS and self.reads_applications:
            return f"{self._applications}?{urlencode({FIGURE: figure.value} | as_query(cut))}"
        if figure in rules.OF_PROJECTS:
            return f"{self._projects}?{urlencode({FIGURE: figure.value} | as_query(cut))}"
        return ""


@dataclass(frozen=True)
class Behind:
    """The figure and the cut whose cases a list is asked for."""

    figure: Figure
    cut: Cut

    @classmethod
    def by(cls, request: HttpRequest, *, among: Collection[Figure]) -> Behind | None:
        """What the address asks for, where this list holds the cases of such figures."""
        named = request.GET.get(FIGURE, "")
        return cls(Figure(named), cut_in(request.GET)) if named in among else None

    @property
    def facets(self) -> list[Facet]:
        """The figure and each part of the cut as filters that are on, in words."""
        figure = Facet(FIGURE, _("Zahl der Statistik"), [Choice(self.figure, self.figure.label, on=True)])
        titles = _titles()
        return [
            figure,
            *(
                Facet(name, titles[name], [Choice(value, self._label(name, value), on=True)])
                for name, value in as_query(self.cut).items()
            ),
        ]

    def _label(self, name: str, value: str) -> str:
        if value == str(NONE):
            return _("ohne")
        if name in ("reach", "size"):
            return str({"reach": Reach, "size": Size}[name](value).label)
        rows = {
            "lead": District.objects.filter(slug=value),
            "about": Theme.objects.filter(pk=self.cut.about),
            "fund": Programme.objects.filter(slug=value),
            "pillar": Pillar.objects.filter(pk=self.cut.pillar),
        }
        found = rows[name].first() if name in rows else None
        return str(found) if found else value


def _titles() -> dict[str, str]:
    return {
        "since": _("ab dem Jahr"),
        "until": _("bis zum Jahr"),
        "lead": _("%(district)s, federführend") % {"district": word("district")},
        "about": _("Handlungsschwerpunkt"),
        "fund": _("Programm"),
        "pillar": _("Säule"),
        "reach": _("Reichweite"),
        "size": _("Höhe der Bewilligung"),
    }
