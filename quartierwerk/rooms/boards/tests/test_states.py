"""The badges of states: every state has one, and says the same everywhere."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.boards.models import FollowUp, Objection, Resolution
from quartierwerk.rooms.boards.templatetags.boards import STATES, closed, result, state


@pytest.mark.parametrize("model", list(STATES))
def test_every_state_of_a_thing_has_a_badge(model):
    choices = dict(model._meta.get_field("state").choices)
    assert STATES[model].keys() == choices.keys()
    for value, label in choices.items():
        assert str(label) in state(model(state=value))


def test_results_answers_and_tasks_say_what_became_of_them():
    assert "angenommen" in state(Resolution(is_carried=True))
    assert state(Resolution(is_carried=False)) == result(False)
    assert "noch nicht beantwortet" in state(Objection())
    assert "übernommen" in state(Objection(is_accepted=True))
    assert "offen" in state(FollowUp())
    assert "nicht öffentlich" in closed()
