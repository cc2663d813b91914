"""The demo's bodies have met: what is over has its resolutions, what is to come asks for more than there is."""

from __future__ import annotations

import pytest

from quartierwerk.foundation import clock
from quartierwerk.foundation.gathering import declared
from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests.factories import person
from quartierwerk.rooms.boards import demo, queries
from quartierwerk.rooms.boards.models import Meeting, Recusal, Resolution
from quartierwerk.rooms.boards.rules import BodyKind, MeetingState
from quartierwerk.rooms.boards.tests import factories
from quartierwerk.rooms.budget.models import Pot

pytestmark = pytest.mark.django_db


def test_the_demos_bodies_have_met():
    factories.districts()
    people = {"owner": person("Okan Özgül"), "officer": person()}
    stage = Stage(maker=system("demo"), people=people, today=clock.now(), progress=lambda done, all: None)
    assert set(demo.GROUND) <= set(declared("demo", "GROUND")) and set(demo.LIFE) <= set(declared("demo", "LIFE"))

    for play in (*demo.GROUND, *demo.LIFE):
        play(stage)

    held = Meeting.objects.filter(state=MeetingState.HELD)
    assert {meeting.body.kind for meeting in held} == {BodyKind.STEERING_BOARD, BodyKind.JURY}
    for meeting in held:
        found = Resolution.objects.filter(item__meeting=meeting)
        assert sorted(found.values_list("is_carried", "is_tied")) == [(False, True), (True, False), (True, False)]
        assert Recusal.objects.filter(item__meeting=meeting).count() == 1
        assert len({stay.came_at for stay in meeting.attendances.all()}) == 2
    assert Pot.objects.get().reserved == 24_000_00
    coming = Meeting.objects.get(state=MeetingState.INVITED, body__kind=BodyKind.STEERING_BOARD)
    [asked] = queries.money_asked(queries.agenda(coming, stage.maker))
    assert asked.left < 0
