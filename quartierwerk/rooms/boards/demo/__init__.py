"""The bodies of the demo city: an association with its organs, and the same few in each district."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.utils.text import slugify

from quartierwerk.foundation import clock, folding
from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.accounts.demo.people import people
from quartierwerk.rooms.accounts.rules import Days
from quartierwerk.rooms.boards import actions
from quartierwerk.rooms.boards.demo.meetings import hold
from quartierwerk.rooms.boards.models import Body
from quartierwerk.rooms.boards.rules import PROPOSALS, VOTELESS, BodyKind, SeatRole, SeatRow, Wording
from quartierwerk.rooms.places.models import District, Place

DATA = Path(__file__).parent / "data" / "bodies.toml"
SEED = 31
TERM = timedelta(days=2 * 365)
SOON = timedelta(days=40)
SOME = 2
"""Every other district has what only some have."""


def _ground(stage: Stage) -> None:
    wanted = tomllib.loads(DATA.read_text(encoding="utf-8"))
    names = people(Random(SEED), taken={person.name for person in stage.people.values()})
    districts = list(District.objects.order_by("slug"))
    for kind in wanted["city"]:
        _found(stage, kind, names, districts=districts)
    for number, place in enumerate(districts):
        for kind in wanted["district"]:
            if not (kind.get("some") and number % SOME):
                _found(stage, kind, names, place=place)


def _life(stage: Stage) -> None:
    _seat_the_cast(stage, list(District.objects.order_by("slug")))


def _found(
    stage: Stage,
    kind: Mapping[str, Any],
    names: Iterator[str],
    *,
    place: Place | None = None,
    districts: Iterable[Place] = (),
) -> None:
    """One body with its rules and seats, since the city moved in."""
    since, today = clock.local(stage.founding).date(), clock.local(stage.today).date()

    def said(text: str, where: Place | None = place) -> str:
        return text.format(district=where.title if where else "").strip()

    body = actions.found(
        actions.Founding(
            kind=BodyKind(kind["kind"]),
            wording=Wording(
                name_de=said(kind["name_de"]),
                name_en=said(kind["name_en"]),
                statutes_de=kind.get("statutes_de", "").strip(),
                is_public=kind.get("is_public", True),
            ),
            since_on=since,
            district=place,
        ),
        actor=stage.maker,
        at=stage.founding,
    )
    rule_set = replace(PROPOSALS[BodyKind(kind["kind"])], basis=said(kind["basis"]))
    actions.regulate(body, actor=stage.maker, rule_set=rule_set, valid_from=since, at=stage.founding)
    elected = today - TERM + SOON
    now = (elected, today + SOON) if kind.get("before") else (since, None)
    rows = [
        _row(seat, next(names), place, days=days, said=said)
        for seats, days in ((kind.get("before", ()), (since, elected)), (kind["seats"], now))
        for seat in seats
        for _one in range(seat["number"])
    ]
    for where in districts:
        for seat in kind.get("per_district", ()):
            rows += [_row(seat, next(names), where, days=(since, None), said=said) for _one in range(seat["number"])]
    actions.seat(body, actor=stage.maker, rows=rows, at=stage.today)


def _row(seat: Mapping[str, Any], name: str, where: Place | None, *, days: Days, said: Any) -> SeatRow:
    role = SeatRole(seat["role"])
    texts = {key: said(seat.get(key, ""), where) for key in ("represents", "appointed_by", "basis")}
    email = f"{slugify(folding.fold(name)).replace('-', '.')}@gremien.example"
    return SeatRow(name=name, email=email, role=role, is_voting=role not in VOTELESS, days=days, **texts)


def _seat_the_cast(stage: Stage, districts: list[Place]) -> None:
    """Somebody who keeps a profile sits in their marketing group too, and sees it in their own corner."""
    body = Body.objects.filter(district=districts[0], kind=BodyKind.MARKETING_GROUP).first() if districts else None
    if body is not None:
        owner = stage.people["owner"]
        since = clock.local(stage.founding).date()
        row = SeatRow(
            name=owner.name,
            email=owner.email or "",
            role=SeatRole.MEMBER,
            is_voting=True,
            days=(since, None),
            represents="Kreativwirtschaft",
        )
        actions.seat(body, actor=stage.maker, rows=[row], at=stage.today)


GROUND = (_ground,)
LIFE = (_life, hold)
