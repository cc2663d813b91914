"""Children that are forked are like processes that were started: each is its own, and none outlives the tests."""

from __future__ import annotations

import signal
from subprocess import TimeoutExpired

import pytest
from django.conf import settings

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.tests import factories
from tests.racing import children

pytestmark = pytest.mark.django_db(transaction=True)
RENAME = """
import os
from django.conf import settings
from quartierwerk.rooms.accounts.models import Person
folders = (settings.DATA_DIR, settings.MEDIA_ROOT, settings.INDEX_DIR)
print(__name__, sys.argv[1:], os.environ["MOOD"], *folders, flush=True)
Person.objects.filter(name=sys.argv[1]).update(name=sys.stdin.readline().strip())
"""
INHERITED = """
import os
from django.db import connections
print("threads", len(os.listdir(f"/proc/{os.getppid()}/task")))
open_files = os.listdir("/proc/self/fd")[:-1]  # the last is what lists them
print("open", *(os.readlink(f"/proc/self/fd/{one}").split(":")[0] for one in open_files))
print("connections", [one.connection for one in connections.all()])
"""
CHANCE = """
import random, uuid
print(random.random(), uuid.uuid4(), {"faker", "factory", "hypothesis"} & set(sys.modules))
"""
STAYS = """
import os, time
held = open(f"/proc/{os.getppid()}/fd/2", "w")
print("here", flush=True)
time.sleep(90)
"""
TESTS = """
from tests.racing import children
child = children.start(sys.argv[1])
print(child.hear(), flush=True)
child.wait()
"""


def test_child_lives_in_the_world_of_the_test(monkeypatch):
    factories.person("Ada Beispiel")
    monkeypatch.setenv("MOOD", "heiter")
    child = children.start(RENAME, "Ada Beispiel", "zwei")

    folders = (settings.DATA_DIR, settings.MEDIA_ROOT, settings.INDEX_DIR)
    assert child.hear() == " ".join(map(str, ("__main__", ["Ada Beispiel", "zwei"], "heiter", *folders)))
    child.tell("Ada Anders")
    assert children.ended([child]) == [""]
    assert Person.objects.filter(name="Ada Anders").exists()


def test_child_inherits_no_thread_no_connection_and_nothing_open():
    # Besides, another one holds ends of pipes in the test, which must not reach this one.
    other, child = children.start("sys.stdin.readline()"), children.start(INHERITED)

    told = children.ended([child, other])[0]

    assert told.splitlines() == ["threads 1", "open pipe pipe pipe", "connections [None]"]


def test_each_child_has_chances_of_its_own():
    one, other = (said.split(maxsplit=2) for said in children.ended([children.start(CHANCE) for _ in range(2)]))

    assert one[0] != other[0] and one[1] != other[1]
    assert one[2] == other[2] == "set()\n"  # these draw once when they are imported, so each child does that itself


@pytest.mark.parametrize(
    ("code", "returncode", "last"),
    [
        ("print('Ende')", 0, "Ende"),
        ("print('Ende')\nsys.exit(3)", 3, "Ende"),
        ("print('Ende')\n1 / 0", 1, "ZeroDivisionError: division by zero"),
        ("import os\nprint('Ende', flush=True)\nos.kill(os.getpid(), 15)", -signal.SIGTERM, "Ende"),
    ],
)
def test_how_a_child_ends_is_seen(code, returncode, last):
    child = children.start(code)

    told = child.communicate()[0]

    assert (child.returncode, told.splitlines()[-1]) == (returncode, last)


def test_child_that_is_late_is_killed_and_what_it_said_is_told():
    child = children.start("import time\nprint('fast', flush=True)\ntime.sleep(90)")

    with pytest.raises(TimeoutExpired) as late:
        child.communicate(timeout=1)

    assert (child.returncode, late.value.output) == (-signal.SIGKILL, "fast\n")


def test_none_outlives_tests_that_are_killed():
    tests = children.start(TESTS, STAYS)
    assert tests.hear() == "here"

    tests.kill()

    # Its nursery and its child hold the pipe too, so this comes back once they have gone.
    assert tests.communicate(timeout=60) == ("", None)
    assert tests.returncode == -signal.SIGKILL
