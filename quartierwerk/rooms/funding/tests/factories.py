"""Programmes with terms and rounds, made through the room's own verbs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.models import Programme, Round
from quartierwerk.rooms.funding.rules import Applicant, Span, Terms, Wording

SINCE = date(2020, 1, 1)
CLUBS = Terms(applicants=(Applicant.CLUB,), basis="Richtlinie vom 1. Januar 2020")


def programme(name: str = "Stadtteilfonds", **said: Any) -> Programme:
    """A public programme since 2020, without terms."""
    wording = Wording(**{"name_de": name, "summary_de": "Für kleine Projekte."} | said)
    return actions.found(actions.Founding(wording=wording, since_on=SINCE), actor=system("test"))


def regulated(of: Programme | None = None, *, terms: Terms = CLUBS, valid_from: date = SINCE) -> Programme:
    """A programme with terms, since 2020 unless a day is named."""
    return actions.regulate(of or programme(), actor=system("test"), terms=terms, valid_from=valid_from)


def called(of: Programme, *, begins: int = 0, days: int = 30, name: str = "Frühjahr", **more: Any) -> Round:
    """A round that begins in so many days and then runs for so many."""
    first = clock.today() + timedelta(days=begins)
    span = Span(first, first + timedelta(days=days))
    return actions.call(actions.Calling(programme=of, name=name, span=span, **more), actor=system("test"))


def again(of: Programme) -> Programme:
    """The programme as the database has it, with its terms and rounds."""
    return queries.programmes(system("test")).get(pk=of.pk)
