"""What the statistics count, and how counts are put together; pure, and all integer: cents, and basis points.

Each figure is defined once, here: the page says the sentence, the question to the database follows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.rooms.funding.rules.cases import GRANTING, Outcome
from quartierwerk.rooms.funding.rules.projects import ProjectState
from quartierwerk.rooms.funding.rules.terms import WHOLE

NONE = 0
"""Stands in a cut for cases that have no theme, or no pillar."""
COUNTED = frozenset({ProjectState.PUBLIC, ProjectState.INTERNAL})
"""In these somebody has looked at a project, and nobody has called it off."""


class Figure(TextChoices):
    """What is counted; each leads to the list of its cases."""

    PROJECTS = "projects", _("Projekte")
    THIRD_PARTY = "third_party", _("Projekte mit Drittmitteln")
    RESOLVED = "resolved", _("eigene Projekte mit Mittelbeschluss")
    PAID = "paid", _("Projekte, für die gebucht wurde")
    APPLIED = "applied", _("Anträge")
    DECIDED = "decided", _("entschiedene Anträge")
    GRANTED = "granted", _("bewilligte Anträge")
    FULL = "full", _("ganz bewilligte Anträge")
    PARTIAL = "partial", _("zum Teil bewilligte Anträge")
    CONDITIONAL = "conditional", _("unter Bedingungen bewilligte Anträge")
    REJECTED = "rejected", _("abgelehnte Anträge")


OUTCOMES: Mapping[str, frozenset[Outcome]] = {
    Figure.DECIDED: GRANTING | {Outcome.REJECTED},
    Figure.GRANTED: GRANTING,
    **{Figure(one.value): frozenset({one}) for one in (*sorted(GRANTING), Outcome.REJECTED)},
}
"""Which decisions each figure about them counts."""
OF_APPLICATIONS = frozenset({Figure.APPLIED, *OUTCOMES})
OF_PROJECTS = frozenset(Figure) - {Figure.APPLIED, Figure.DECIDED, Figure.REJECTED}
"""Whose cases stand in the list of projects too: who has asked in vain is not public."""

DEFINITIONS: Mapping[str, object] = {
    "projects": _(
        "Ein Projekt zählt einmal: in der Stadt, im federführenden Bezirk, im Jahr seines ersten Tages. Es zählt, "
        "sobald das Büro es gesehen hat, auch wenn es intern bleibt; nicht, wenn es abgesagt ist oder erst nach diesem "
        "Jahr beginnt. Eigene Projekte der Bezirke zählen mit."
    ),
    "third_party": _("Mit Drittmitteln ist ein Projekt, wenn Geld von anderen eingegangen ist; Zusagen genügen nicht."),
    "applied": _(
        "Ein Antrag zählt im Jahr seines Eingangs, auch wenn er später zurückgezogen wurde; mit der Summe, um die es "
        "zuletzt ging. Die Säule ist die seiner Bedingungen. Anträge einer geschlossenen Runde zählen, "
        "sobald sie endet."
    ),
    "decided": _(
        "Eine Entscheidung zählt im Jahr, in dem sie fiel. Wurde neu entschieden, zählt nur die letzte; vertagt ist "
        "nicht entschieden. Wurde der Antrag danach zurückgezogen, zählt sie nicht."
    ),
    "resolved": _(
        "Für eigene Projekte zählt, was Gremien an Mitteln beschlossen haben, im Jahr des Beschlusses. Die Säule ist "
        "die des Topfs."
    ),
    "paid": _(
        "Ausgezahlt ist, was für Anträge und eigene Projekte in den Büchern steht: Zahlungen weniger Rückzahlungen, im "
        "Jahr der Buchung. Die Säule ist die des Topfs."
    ),
    "reach": _(
        "Bezirksübergreifend ist ein Projekt, an dem außer dem federführenden weitere Bezirke teilnehmen. Die übrigen "
        "sind Projekte eines Bezirks; ob eines davon besonders bedeutsam ist, bewertet, wer über den Antrag "
        "entscheidet."
    ),
    "fund": _(
        "Sind Programm oder Säule gewählt, zählen als Projekte die, für die dort Geld bewilligt oder beschlossen wurde."
    ),
    "reported": _(
        "Berichtete Zahlen stammen aus der genannten Quelle, nicht aus den Vorgängen hier. Sie stehen daneben und "
        "werden nie mit ihnen verrechnet."
    ),
    "survey": _(
        "Wer einen Antrag gestellt hat, kann nach dem Schreiben vier Noten geben, von 1 (sehr unzufrieden) bis 5 (sehr "
        "zufrieden). Durchschnitte stehen hier ab drei Antworten."
    ),
}
"""What each figure says, in words for everybody."""


class Reach(TextChoices):
    """Over how many districts a project goes."""

    JOINT = "joint", pgettext_lazy("reach", "bezirksübergreifend")
    SINGLE = "single", pgettext_lazy("reach", "in einem Bezirk")


class YearKind(TextChoices):
    """Whence figures of a year are known."""

    COMPUTED = "computed", _("hier gezählt")
    REPORTED = "reported", _("berichtet")


class Size(TextChoices):
    """How much was granted, in steps."""

    S500 = "500", _("bis 500 €")
    S1000 = "1000", _("über 500 bis 1.000 €")
    S2500 = "2500", _("über 1.000 bis 2.500 €")
    S5000 = "5000", _("über 2.500 bis 5.000 €")
    MORE = "more", _("über 5.000 €")


SIZE_BOUNDS: tuple[tuple[Size, int], ...] = tuple((size, int(size) * 100) for size in Size if size != Size.MORE)
"""Up to so many cents a grant is of a size; above the last it is of the largest."""


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Which part of all cases is meant; what is empty narrows nothing."""

    since: int | None = None
    """First year; the last one is ``until``."""
    until: int | None = None
    lead: str = ""
    """Short name of the district in the lead."""
    about: int | None = None
    """Key of a theme, or ``NONE``."""
    fund: str = ""
    """Short name of a programme."""
    pillar: int | None = None
    """Key of a pillar, or ``NONE``."""
    reach: str = ""
    size: str = ""
    """Of grants; narrows only what was granted."""


class Tally(NamedTuple):
    """What was counted in one group of cases; sums in cents."""

    projects: int = 0
    third_party: int = 0
    applied: int = 0
    asked_cents: int = 0
    """Of the applications."""
    decided: int = 0
    wanted_cents: int = 0
    """What was asked for in those that are decided."""
    granted: int = 0
    granted_cents: int = 0
    resolved_cents: int = 0
    """For own projects."""
    paid_cents: int = 0

    @property
    def rejected(self) -> int:
        """Decided, and nothing granted."""
        return self.decided - self.granted

    @property
    def third_party_bp(self) -> int | None:
        """The share of projects with third-party money."""
        return share(self.third_party, self.projects)

    @property
    def granted_bp(self) -> int | None:
        """The share of what was decided that was granted."""
        return share(self.granted, self.decided)


class Counted(NamedTuple):
    """What one question counted: rows that begin with what tells them apart and end with what was counted."""

    by: tuple[str, ...]
    """What tells the rows apart: a year, keys of a district, a theme and a pillar; None where a case has none."""
    sums: tuple[str, ...]
    """What was counted in each, by the names of ``Tally``."""
    rows: Iterable[tuple[Any, ...]]


def share(part: int, whole: int) -> int | None:
    """A part of a whole in basis points, rounded half up; None where there is no whole."""
    return (2 * part * WHOLE + whole) // (2 * whole) if whole else None


def together(tallies: Iterable[Tally]) -> Tally:
    """All of them as one."""
    found = list(tallies)
    return Tally(*map(sum, zip(*found, strict=True))) if found else Tally()


def by_group(parts: Iterable[Counted], *names: str) -> dict[tuple[Any, ...], Tally]:
    """Of each group, told apart by what has these names, what was counted in it; together they are all of it.

    Written for thousands of rows.
    """
    groups: dict[tuple[Any, ...], list[int]] = {}
    for part in parts:
        keys, width = [part.by.index(name) for name in names], len(part.by)
        columns = [(width + place, Tally._fields.index(name)) for place, name in enumerate(part.sums)]
        for row in part.rows:
            group = groups.setdefault(tuple([row[key] for key in keys]), [0] * len(Tally._fields))
            for place, count in columns:
                group[count] += row[place]
    return {key: Tally._make(found) for key, found in groups.items()}


def counts(state: str, *, starts_on: date, on: date) -> bool:
    """Whether a project is counted on a day."""
    return state in COUNTED and starts_on.year <= on.year
