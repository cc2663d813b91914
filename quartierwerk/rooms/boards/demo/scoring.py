"""The jury of the demo city scores what it will decide on when it meets next."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.boards import actions, queries
from quartierwerk.rooms.boards.models import Body, Meeting
from quartierwerk.rooms.boards.rules import PROPOSED_RUBRIC, Ground, ItemKind
from quartierwerk.rooms.budget.models import Pot

DATA = Path(__file__).parent / "data" / "candidates.toml"


def scores(stage: Stage, jury: Body, meeting: Meeting) -> None:
    """Six candidates: one member is recused from one, the last member has scored half, all others everything."""
    maker, seats = stage.maker, [seat for seat in queries.seats_on(jury, meeting.day) if seat.is_voting]
    tabled = actions.Tabled(meeting=meeting, title="Anträge der zweiten Säule", kind=ItemKind.DECISION, minutes=60)
    rubric = actions.Rubric(
        item=actions.table(tabled, actor=maker),
        criteria=PROPOSED_RUBRIC,
        closes_at=meeting.starts_at - timedelta(days=3),
        pot=Pot.objects.filter(closed_at__isnull=True, funds__gt=0, district__isnull=True).order_by("pk").first(),
    )
    scoring = actions.open_scoring(rubric, actor=maker)
    known = tomllib.loads(DATA.read_text(encoding="utf-8"))["candidates"]
    candidates = [actions.enter(actions.Entry(scoring=scoring, **one), actor=maker) for one in known]
    if len(seats) < 3:
        return
    bound = candidates[2]
    declared = actions.Declaration(item=bound.item, seat=seats[1], ground=Ground.OWN)
    actions.declare(declared, actor=maker, at=stage.today - timedelta(days=1))
    for at, seat in enumerate(seats):
        if seat.person is None:
            continue
        wanted = candidates[:3] if seat == seats[-1] else candidates
        for number, candidate in enumerate(wanted):
            if (seat, candidate) == (seats[1], bound):
                continue
            points = {one.key: (2 + number * 3 + at + len(one.key)) % (one.most - 1) + 2 for one in PROPOSED_RUBRIC}
            given = actions.Given(candidate=candidate, seat=seat, points=points)
            actions.score(given, actor=seat.person, at=stage.today - timedelta(hours=5 - number % 5))
