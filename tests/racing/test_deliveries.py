"""Two workers at once, and one that is killed: every fact has its effect exactly once."""

from __future__ import annotations

from collections import Counter

import pytest

from quartierwerk.foundation.facts.delivery import publish
from quartierwerk.foundation.facts.models import Delivery
from quartierwerk.rooms.accounts.models import Person
from tests.racing import children
from tests.racing.greeting import PersonGreeted

FACTS = 200
WORK = """
import tests.racing.greeting
from quartierwerk.foundation.facts.delivery import deliver_waiting
print("delivered", deliver_waiting(limit=10_000))
"""


def effects() -> Counter[str]:
    return Counter(Person.objects.filter(name__startswith="greeted").values_list("name", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_workers_deliver_every_fact_once():
    for number in range(FACTS):
        publish(PersonGreeted(number))

    children.ended([children.start(WORK) for _ in range(2)])

    assert effects() == Counter({f"greeted {number}": 1 for number in range(FACTS)})
    assert Delivery.objects.filter(state=Delivery.State.DONE).count() == FACTS


@pytest.mark.django_db(transaction=True)
def test_killed_worker_leaves_no_half_effect_and_another_finishes(monkeypatch):
    for number in range(20):
        publish(PersonGreeted(number))

    monkeypatch.setenv("DIE_AT", "7")
    first = children.start(WORK)
    first.communicate()
    after_the_kill = effects()
    monkeypatch.delenv("DIE_AT")
    children.ended([children.start(WORK)])

    assert first.returncode == -9
    assert after_the_kill == Counter({f"greeted {number}": 1 for number in range(7)})
    assert effects() == Counter({f"greeted {number}": 1 for number in range(20)})
