"""What the projects of the demo city show: spots on the map, pictures, plain words, what became of them, and thanks."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory.demo.artwork import artwork, describe
from quartierwerk.rooms.directory.demo.register import streets
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.models import Contribution, Project
from quartierwerk.rooms.funding.rules import Caption, Gratitude, IncomeKind, ProjectState, Promise, ThanksWay, Told

DATA = Path(__file__).parent / "data" / "showing.toml"
SEED = 53
SPOT_SHARE = 0.85
"""So many of the projects stand on the map; the others happen all over their district, or online."""
MOST_PICTURED = 8
"""So many of those to come have pictures, and as many of those that are over."""
ANNOUNCED_EVERY = 4
TOLD_EVERY = 2
"""Of what is over, every so manieth says what became of it."""
THANKED_AFTER = timedelta(days=45)
"""Money of projects that began longer ago was thanked for; the rest waits."""
WAITING = 2
"""To so many public projects their keepers have added what waits for the office."""


def load(*, actor: Person, today: datetime) -> None:
    """Let the public projects of the demo show themselves, and thank those who gave."""
    said, chance = tomllib.loads(DATA.read_text(encoding="utf-8")), Random(SEED)
    known = list(Project.objects.filter(state=ProjectState.PUBLIC).select_related("district").order_by("pk"))
    day = clock.local(today).date()
    for project in known:
        _pin(project, actor=actor, chance=chance)
    over = [project for project in known if project.ends_on < day]
    for project in over[::TOLD_EVERY]:
        at = min(today, clock.first_of(project.ends_on) + timedelta(days=9))
        actions.tell_effect(project, actor=actor, told=_told(said["effects"], project, chance), at=at)
    by_day = sorted(known, key=lambda project: project.starts_on, reverse=True)
    pictured = [*by_day[::ANNOUNCED_EVERY][:MOST_PICTURED], *(one for one in by_day if one in over[::TOLD_EVERY])]
    for number, project in enumerate(pictured[: 2 * MOST_PICTURED]):
        _picture(project, number % 3 + 1, actor=actor, at=today - timedelta(days=3))
    for project in [one for one in known if one.keeper and one.starts_on > day][:WAITING]:
        _picture(project, 1, actor=project.keeper, at=today - timedelta(days=1))
    _thank(said["thanks"], actor=actor, today=today)


def _pin(project: Project, *, actor: Person, chance: Random) -> None:
    """A house of a street in its district."""
    known = [street for street in streets() if street.district == project.district.slug]
    if not known or chance.random() > SPOT_SHARE:
        return
    street = chance.choice(known)
    lat, lon = street.position(chance.randrange(1, street.numbers + 1))
    if queries.is_in_city(lat, lon):
        actions.pin_project(project, actor=actor, lat=lat, lon=lon)


def _told(effects: Mapping[str, str], project: Project, chance: Random) -> Told:
    """What fits to what was announced."""
    return Told(
        text=next((text for begins, text in effects.items() if project.summary.startswith(begins)), effects[""]),
        participants=chance.randrange(3, 80) * 10,
        volunteer_hours=chance.randrange(2, 30) * 10,
    )


def _picture(project: Project, number: int, *, actor: Any, at: datetime) -> None:
    """So many drawn pictures; what is to be seen on them is said as it is."""
    for which in range(number):
        seed, hue = f"sonstige:{project.title}:{which}", (project.pk * 47 + which * 30) % 360
        showing = actions.Showing(
            project=project,
            content=io.BytesIO(artwork(seed, hue=hue, size=(960, 640))),
            caption=Caption(alt=describe(seed, hue=hue).de, credit="Quartierwerk", licence="CC0-1.0"),
            may_be_published=True,
        )
        actions.add_picture(showing, actor=actor, at=at)


def _thank(said: dict[str, str], *, actor: Person, today: datetime) -> None:
    """Thanks for what came in long ago, by hand, and one by mail of these days."""
    came = Contribution.objects.filter(kind=IncomeKind.THIRD_PARTY, state=Promise.RECEIVED).select_related("project")
    early = list(
        came.filter(project__ends_on__lt=clock.local(today - THANKED_AFTER).date()).order_by("project__ends_on")
    )
    for money in early[:-1]:
        at = clock.first_of(money.project.ends_on) + timedelta(days=20)
        _thanks(money, said, ThanksWay.HAND, "", actor=actor, at=at)
    for money in early[-1:]:
        _thanks(money, said, ThanksWay.MAIL, said["email"], actor=actor, at=today - timedelta(days=2))


def _thanks(
    money: Contribution, said: dict[str, str], way: ThanksWay, email: str, *, actor: Person, at: datetime
) -> None:
    gratitude = Gratitude(
        way=way,
        text=queries.thanks_composed(money),
        received_on=clock.local(money.received_at or at).date(),
        purpose=said["purpose"],
        email=email,
    )
    actions.thank(actions.Thanking(contribution=money, gratitude=gratitude), actor=actor, at=at)
