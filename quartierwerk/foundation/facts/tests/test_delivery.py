"""Facts reach their listeners after the commit, with their effect exactly once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.facts import delivery, fact
from quartierwerk.foundation.facts.delivery import deliver_waiting, publish
from quartierwerk.foundation.facts.fact import Fact, listen
from quartierwerk.foundation.facts.models import Delivery
from quartierwerk.rooms.accounts.models import Person

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class PersonGreeted(Fact):
    """Somebody was greeted, to try the delivery."""

    name: str
    fails: bool = False


@pytest.fixture(autouse=True)
def greeting():
    """A listener that leaves a trace in the database, for the length of one test."""

    def greet(told: PersonGreeted) -> None:
        Person.objects.create(name=told.name)
        if told.fails:
            raise ValueError("not today")

    listen(PersonGreeted)(greet)
    yield greet
    fact._listeners.pop(PersonGreeted.fact_name())


def names() -> list[str]:
    return list(Person.objects.filter(name__startswith="Greet").values_list("name", flat=True))


def test_fact_travels_under_room_and_name():
    assert PersonGreeted.fact_name() == "tests.PersonGreeted"


def test_fact_carries_plain_values_only():
    with pytest.raises(TypeError, match="plain values only"):
        publish(PersonGreeted(name=["no"]))


def test_listener_is_told_once():
    publish(PersonGreeted("Greeta"))

    assert names() == []
    assert deliver_waiting() == 1
    assert deliver_waiting() == 0
    assert names() == ["Greeta"]


def test_rolled_back_fact_was_never_told():
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(PersonGreeted("Greeta"))
        raise RuntimeError

    assert Delivery.objects.count() == 0


def test_failing_listener_leaves_nothing_and_is_tried_later(caplog):
    publish(PersonGreeted("Greeta", fails=True))

    deliver_waiting()

    waiting = Delivery.objects.get()
    assert names() == []
    assert (waiting.attempts, waiting.state) == (1, Delivery.State.WAITING)
    assert "not today" in waiting.last_error
    assert waiting.due_at > clock.now()


def test_listener_that_fails_too_often_is_given_up_visibly_and_can_be_revived(caplog):
    publish(PersonGreeted("Greeta", fails=True))
    start = clock.now()
    for attempt in range(delivery.MOST_ATTEMPTS):
        with time_machine.travel(start + timedelta(days=attempt + 1)):
            deliver_waiting()

    dead = Delivery.objects.get()
    assert dead.state == Delivery.State.DEAD
    assert str(dead).startswith("tests.PersonGreeted → ")

    assert delivery.revive(dead, at=start) is True
    assert delivery.revive(dead, at=start) is False

    dead.refresh_from_db()
    assert (dead.state, dead.attempts, dead.due_at) == (Delivery.State.WAITING, 0, start)


def test_listener_that_is_gone_is_noted(caplog):
    publish(PersonGreeted("Greeta"))
    Delivery.objects.update(listener="somewhere.gone")

    deliver_waiting()

    assert "somewhere.gone" in Delivery.objects.get().last_error


def test_fact_that_the_code_knows_no_more_holds_nobody_up_and_is_given_up_visibly(caplog):
    start = clock.now()
    Delivery.objects.create(
        fact="directory.ClaimMade",
        payload={"claim_id": 1},
        listener="quartierwerk.rooms.directory.reactions.tell_the_keepers",
        published_at=start,
        due_at=start,
    )
    publish(PersonGreeted("Greeta"))

    for attempt in range(delivery.MOST_ATTEMPTS):
        with time_machine.travel(start + attempt * timedelta(days=1), tick=False):
            deliver_waiting()

    assert names() == ["Greeta"]
    old = Delivery.objects.get(fact="directory.ClaimMade")
    assert (old.state, old.attempts) == (Delivery.State.DEAD, delivery.MOST_ATTEMPTS)
    assert "tell_the_keepers" in old.last_error


def test_failure_of_a_delivery_that_somebody_else_finished_counts_no_more():
    publish(PersonGreeted("Greeta"))
    deliver_waiting()
    done = Delivery.objects.get()

    delivery._note_failure(done.pk, ValueError("late"), now=clock.now())

    done.refresh_from_db()
    assert (done.state, done.last_error) == (Delivery.State.DONE, "")


def test_error_before_anything_was_claimed_is_not_swallowed(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: "never")

    with pytest.raises(Exception, match="never"):
        delivery._deliver_next()


def test_worker_that_comes_too_late_finds_nothing():
    assert delivery._deliver_next() is False


def test_pauses_grow_up_to_six_hours():
    assert [delivery.pause_after(n).total_seconds() for n in (1, 2, 3, 20)] == [10, 20, 40, 21600]


def test_old_deliveries_are_forgotten():
    publish(PersonGreeted("Greeta"))
    deliver_waiting()

    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert delivery.forget_old() == 1
