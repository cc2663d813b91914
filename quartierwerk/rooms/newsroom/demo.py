"""The pages of the demo city: looked at and published, so that none of them says it is a draft."""

from __future__ import annotations

from datetime import datetime

from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.newsroom import actions, queries
from quartierwerk.rooms.newsroom.rules import PageKind


def load(*, actor: Person, at: datetime) -> None:
    """Publish every page as the house made it from the city's facts."""
    for kind in PageKind:
        wording = queries.default_wording(kind)
        actions.publish(kind, actor=actor, wording=wording, based_on=0, at=at)


def _life(stage: Stage) -> None:
    load(actor=stage.people["officer"], at=stage.founding)


LIFE = (_life,)
