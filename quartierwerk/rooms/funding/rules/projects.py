"""What a project is, what must be said of one, and how sure its money is; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.steps import Steps
from quartierwerk.rooms.funding.rules.own import OwnFunds
from quartierwerk.rooms.funding.rules.plans import IncomeKind, Promise

LONGEST_TITLE = 120
LONGEST_PROJECT_SUMMARY = 2_000
LONGEST_PLAIN = 4_000
LONGEST_CARRIER = 160
LONGEST_PLACE = 160
LONGEST_PARTNERS = 2_000
LONGEST_SOURCE = 160
LONGEST_RUN = timedelta(days=5 * 366)
"""So many digits a key of a database has at most."""
MOST_DISTRICTS = 20
MOST_CONTRIBUTIONS = 50
LOOKED_AT_WITHIN = timedelta(days=7)
"""So soon somebody says whether everybody may see a project."""
KEEP_NAMES_FOR = timedelta(days=3653)
"""So long after a project's end the name of a private person who carried it out is kept."""


class ProjectKind(TextChoices):
    """Who carries a project out."""

    OWN = "own", _("eigenes Projekt einer Gruppe vor Ort")
    CARRIED = "carried", _("Projekt eines Trägers")


class ProjectState(TextChoices):
    """How far a project is known."""

    ENTERED = "entered", pgettext_lazy("project", "angelegt")
    PUBLIC = "public", pgettext_lazy("project", "öffentlich")
    INTERNAL = "internal", pgettext_lazy("project", "intern")
    CALLED_OFF = "called_off", pgettext_lazy("project", "abgesagt")


PROJECT_STEPS = Steps(
    {
        ProjectState.ENTERED: {ProjectState.PUBLIC, ProjectState.INTERNAL, ProjectState.CALLED_OFF},
        ProjectState.PUBLIC: {ProjectState.INTERNAL, ProjectState.CALLED_OFF},
        ProjectState.INTERNAL: {ProjectState.PUBLIC, ProjectState.CALLED_OFF},
    }
)
OWN_WORDS = frozenset({ProjectState.ENTERED, ProjectState.INTERNAL})
"""While a project is not public, whoever looks after it writes what is said of it."""
PROMISE_STEPS = Steps(
    {
        Promise.ASKED: {Promise.PROMISED, Promise.RECEIVED, Promise.REFUSED},
        Promise.PROMISED: {Promise.RECEIVED, Promise.REFUSED},
    }
)


class Phase(TextChoices):
    """Where a project stands on a day."""

    COMING = "coming", pgettext_lazy("project", "geplant")
    RUNNING = "running", pgettext_lazy("project", "läuft")
    OVER = "over", pgettext_lazy("project", "abgeschlossen")
    CLOSED = "closed", pgettext_lazy("project", "abgerechnet")


def phase(starts_on: date, ends_on: date, *, on: date, is_closed: bool = False) -> Phase:
    """Where a project stands on a day; first and last day belong to it."""
    if is_closed:
        return Phase.CLOSED
    if on < starts_on:
        return Phase.COMING
    return Phase.RUNNING if on <= ends_on else Phase.OVER


@dataclass(frozen=True, kw_only=True)
class Outline:
    """What is said of a project in words and days."""

    kind: ProjectKind
    title: str
    summary: str
    starts_on: date
    ends_on: date
    carrier: str = ""
    """Who carries it out: a club, an initiative, a person, a group."""
    is_person: bool = False
    """Whether that is a private person, whom no public page names."""
    place: str = ""
    partners: str = ""
    """Organisations that take part, one a line."""
    plain: str = ""
    """What happens once more in plain language; may be empty."""

    def tidied(self) -> Outline:
        """The same with single blanks in lines, no blanks around the text, and each partner once."""
        partners = dict.fromkeys(" ".join(line.split()) for line in self.partners.splitlines())
        return replace(
            self,
            title=" ".join(self.title.split()),
            summary=self.summary.strip(),
            carrier=" ".join(self.carrier.split()),
            place=" ".join(self.place.split()),
            partners="\n".join(filter(None, partners)),
            plain=self.plain.strip(),
        )


def outline_problems(outline: Outline) -> list[Problem]:
    """What must be put right before a project can be entered so; empty when nothing must."""
    found = []
    if not outline.title.strip():
        found.append(Problem("title", _("Das Projekt braucht einen Titel.")))
    if not outline.summary.strip():
        found.append(Problem("summary", _("Bitte beschreiben Sie kurz, was geschieht.")))
    if not outline.carrier.strip():
        found.append(Problem("carrier", _("Bitte sagen Sie, wer das Projekt durchführt.")))
    if outline.kind == ProjectKind.OWN and outline.is_person:
        found.append(Problem("is_person", _("Ein eigenes Projekt führt eine Gruppe durch, keine Privatperson.")))
    longest = {
        "title": LONGEST_TITLE,
        "summary": LONGEST_PROJECT_SUMMARY,
        "carrier": LONGEST_CARRIER,
        "place": LONGEST_PLACE,
        "partners": LONGEST_PARTNERS,
        "plain": LONGEST_PLAIN,
    }
    found += [
        Problem(name, _("Dieser Text ist zu lang."))
        for name, most in longest.items()
        if len(getattr(outline, name)) > most
    ]
    first, last = clock.DAYS
    if outline.ends_on < outline.starts_on:
        found.append(Problem("ends_on", _("Das Projekt endet, bevor es beginnt.")))
    elif outline.ends_on - outline.starts_on > LONGEST_RUN:
        found.append(Problem("ends_on", _("Ein Projekt dauert höchstens fünf Jahre. Bitte prüfen Sie das Jahr.")))
    elif outline.starts_on < first or outline.ends_on > last:
        found.append(Problem("starts_on", _("Bitte prüfen Sie das Jahr.")))
    return found


class Share(NamedTuple):
    """Money of a project from one source, in cents, and how sure it is."""

    kind: IncomeKind
    promise: Promise
    cents: int


@dataclass(frozen=True)
class Means:
    """What a project has from elsewhere, by how sure it is, and from its district; in cents."""

    asked: int = 0
    promised: int = 0
    received: int = 0
    third_party_received: int = 0
    resolved: int = 0
    """What the board of its district has resolved on for an own project, less what went back: no third-party money."""
    paid: int = 0
    """What of it was paid."""

    @property
    def has_third_party(self) -> bool:
        """Whether money from others has come in: that, and nothing less, is “with third-party money”."""
        return self.third_party_received > 0

    @property
    def total(self) -> int:
        """All that was asked for, promised, received or resolved on."""
        return self.asked + self.promised + self.received + self.resolved


def means(shares: Iterable[Share], *, funds: OwnFunds | None = None) -> Means:
    """What a project has from elsewhere and from its district; what was refused is nothing."""
    sums = dict.fromkeys((Promise.ASKED, Promise.PROMISED, Promise.RECEIVED, Promise.REFUSED), 0)
    from_others = 0
    for share in shares:
        sums[share.promise] += share.cents
        if share.kind == IncomeKind.THIRD_PARTY and share.promise == Promise.RECEIVED:
            from_others += share.cents
    own = funds or OwnFunds()
    return Means(
        asked=sums[Promise.ASKED],
        promised=sums[Promise.PROMISED],
        received=sums[Promise.RECEIVED],
        third_party_received=from_others,
        resolved=own.resolved - own.released,
        paid=own.paid,
    )
