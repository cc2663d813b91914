"""The projects of the demo city: those whose titles the city's money knows, in all states, over three years."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import demo as money
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Project
from quartierwerk.rooms.funding.rules import IncomeKind, Outline, ProjectKind, Promise
from quartierwerk.rooms.places.models import District, Place, Theme

DATA = Path(__file__).parent / "data" / "projects.toml"
SEED = 47
YEARS_BACK = 2
TO_COME = 24
EARLIER = 24
"""So many of the titles took place in each year before, too."""
OWN_EVERY, JOINT_EVERY, MONEY_EVERY, PERSON_EVERY, OFF_EVERY, NEW_EVERY, PLAIN_EVERY = 4, 6, 2, 23, 29, 5, 3
"""Every so manieth project is a group's own, goes beyond its district, has money from others and so on."""


def load(*, actor: Person, keepers: Sequence[Person], today: datetime) -> list[Project]:
    """Enter them year by year, and let each go as far as it has got by today.

    Returns those of next year, which the keepers look after in turn.
    """
    to_come = []
    said = tomllib.loads(DATA.read_text(encoding="utf-8"))
    chance = Random(SEED)
    districts = {place.slug: place for place in District.objects.order_by("slug")}
    day = clock.local(today).date()
    themes = list(Theme.objects.valid(on=day))
    for number, (title, lead, begins) in enumerate(_wanted(districts, day, chance), start=1):
        entering = _entering(
            title, lead, begins, number=number, said=said, places=list(districts.values()), themes=themes
        )
        is_to_come = begins.year > day.year
        by = keepers[number % len(keepers)] if is_to_come else actor
        at = min(today, clock.first_of(begins) - timedelta(days=60))
        project = actions.enter(entering, actor=by, at=at)
        _finance(project, said["sources"], number=number, chance=chance, actor=actor, at=at, today=day)
        if is_to_come:
            to_come.append(project)
        if is_to_come and number % NEW_EVERY == 0:
            continue
        project = actions.publish(project, actor=actor, at=at)
        if number % OFF_EVERY == 0 and not is_to_come:
            actions.call_off(project, actor=actor, reason="Es fanden sich zu wenige, die mithelfen.")
    return to_come


def _wanted(districts: dict[str, Place], day: date, chance: Random) -> Iterator[tuple[str, Place, date]]:
    """Title, district and first day of each: all titles this year, some of them before and again in the next."""
    rows = [row for row in money.rows("projects.csv") if row["district"] in districts]
    for year in range(day.year - YEARS_BACK, day.year + 2):
        for row in rows if year == day.year else rows[: EARLIER if year < day.year else TO_COME]:
            begins = date(year, 3, 1) + timedelta(days=chance.randrange(290))
            yield row["title"], districts[row["district"]], begins


def _entering(
    title: str,
    lead: Place,
    begins: date,
    *,
    number: int,
    said: dict[str, list[str]],
    places: Sequence[Place],
    themes: Sequence[Theme],
) -> actions.Entering:
    is_own, is_person = number % OWN_EVERY == 0, number % PERSON_EVERY == 0
    names = said["groups"] if is_own else said["carriers"]
    outline = Outline(
        kind=ProjectKind.OWN if is_own else ProjectKind.CARRIED,
        title=title,
        summary=said["summaries"][number % len(said["summaries"])],
        carrier="Robin Rabe" if is_person and not is_own else names[number % len(names)],
        is_person=is_person and not is_own,
        plain=said["plain"][number % len(said["plain"])] if number % PLAIN_EVERY == 0 else "",
        place=said["places"][number % len(said["places"])],
        partners="\n".join(said["partners"][number % 5 : number % 5 + number % 3]),
        starts_on=begins,
        ends_on=begins + timedelta(days=number % 4),
    )
    others = [place for place in places if place.pk != lead.pk][number % 7 :][:2] if number % JOINT_EVERY == 0 else []
    theme = themes[number % len(themes)] if themes and number % 5 else None
    return actions.Entering(outline=outline, district=lead, others=tuple(others), theme=theme)


def _finance(
    project: Project, sources: Sequence[str], *, number: int, chance: Random, actor: Any, at: datetime, today: date
) -> None:
    """Money from others for about half of them; what is over has mostly received it."""
    if number % MONEY_EVERY:
        return
    is_over = project.ends_on < today
    state = (Promise.RECEIVED if chance.random() < 0.9 else Promise.REFUSED) if is_over else Promise.PROMISED
    given = actions.Given(
        project=project,
        kind=IncomeKind.THIRD_PARTY,
        source=sources[number % len(sources)],
        cents=chance.randrange(2, 30) * 5_000,
        state=state,
    )
    actions.contribute(given, actor=actor, at=at)
