"""The texts of the demo city's letters: the house's proposals, with the court that its law office has named."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.rules import Instrument, Part

DATA = Path(__file__).parent / "data" / "letters.toml"


def load(*, actor: Person, founding: datetime) -> None:
    """Lay down every text since the founding."""
    said = tomllib.loads(DATA.read_text(encoding="utf-8"))
    since = clock.local(founding).date()
    court = actions.PassageToBe(part=Part.REMEDY, instrument=Instrument.NOTICE, text=said["remedy"], valid_from=since)
    actions.lay_down_passage(court, actor=actor, at=founding)
    wanted = actions.Proposals(valid_from=since, basis=said["basis"])
    actions.begin_with_proposals(wanted, actor=actor, at=founding)
