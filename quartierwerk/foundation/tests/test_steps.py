"""Tables of states, and the one way to take a step by them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.steps import Steps, advance

DOOR = Steps({"shut": {"open", "locked"}, "open": {"shut"}, "locked": set()})


class Door(SimpleNamespace):
    """Something with a state that notes what is saved of it."""

    state, opened_by, saved = "shut", "", ()

    def save(self, *, update_fields):
        self.saved = tuple(update_fields)


def test_a_table_says_which_step_leads_where_and_which_states_are_open():
    assert DOOR.leads("shut", "locked") and not DOOR.leads("open", "locked")
    assert not DOOR.leads("locked", "shut") and not DOOR.leads("burnt", "shut")
    assert DOOR.open == {"shut", "open"}


def test_a_step_sets_and_saves_the_state_and_what_belongs_to_it():
    door = Door()

    advance(door, "open", steps=DOOR, opened_by="Ova")

    assert (door.state, door.opened_by, door.saved) == ("open", "Ova", ("state", "opened_by"))


def test_a_step_that_does_not_lead_on_changes_nothing():
    class Bolted(RuleBroken):
        """A better sentence."""

    door = Door(state="locked")

    with pytest.raises(NotNow):
        advance(door, "open", steps=DOOR, opened_by="Ova")
    with pytest.raises(Bolted):
        advance(door, "open", steps=DOOR, refusal=Bolted)

    assert (door.state, door.opened_by, door.saved) == ("locked", "", ())
