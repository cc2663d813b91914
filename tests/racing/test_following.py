"""The index follower in a process of its own, while others write: no change is skipped, whoever commits last."""

from __future__ import annotations

import pytest

from quartierwerk.foundation import search
from quartierwerk.foundation.search.follower import Follower
from quartierwerk.rooms.directory.tests import factories
from tests.racing import children

KIND = "directory.profile"
WRITE = """
from quartierwerk.rooms.directory.tests import factories
print("ready", flush=True)
sys.stdin.readline()
for number in range(15):
    factories.profile(name=f"Atelier {sys.argv[1]} {number}")
"""
FOLLOW = """
from quartierwerk.foundation.search.follower import Follower
print("ready", flush=True)
sys.stdin.readline()
while True:
    Follower().follow(3)
"""
LONG = """
from django.db import transaction
from quartierwerk.rooms.directory.tests import factories
with transaction.atomic():
    factories.profile(name="Spät")
    print("written", flush=True)
    sys.stdin.readline()
"""


def found() -> set[str]:
    return {hit.card["title"] for hit in search.find(KIND, search.Query(limit=100)).hits}


@pytest.mark.django_db(transaction=True)
def test_index_holds_what_two_processes_wrote_while_it_followed():
    factories.vocabulary()
    Follower().follow()
    others = [children.start(FOLLOW), children.start(WRITE, "A"), children.start(WRITE, "B")]
    follower, *writers = others
    for child in others:
        assert child.hear() == "ready"

    for child in others:
        child.tell("go")
    children.ended(writers)
    follower.kill()
    follower.communicate()
    while Follower().follow():
        pass

    assert found() == {f"Atelier {writer} {number}" for writer in "AB" for number in range(15)}


@pytest.mark.database("postgresql")
@pytest.mark.django_db(transaction=True)
def test_long_transaction_holds_the_follower_back_and_is_not_skipped():
    factories.vocabulary()
    Follower().follow()
    long = children.start(LONG)
    assert long.hear() == "written"
    factories.profile(name="Früh")

    Follower().follow()
    while_it_runs = found()
    long.tell("commit")
    said = children.ended([long])
    Follower().follow()

    assert said == [""]
    assert while_it_runs == set()
    assert found() == {"Früh", "Spät"}
