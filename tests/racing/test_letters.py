"""Many letters in one run: a worker that is killed in the middle, and two workers at once, lose and double none."""

from __future__ import annotations

import hashlib

import pytest

from quartierwerk.rooms.budget.models import Entry
from quartierwerk.rooms.budget.rules import EntryKind
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions, schedule
from quartierwerk.rooms.funding.models import Letter, LetterRun, LetterRunLine
from quartierwerk.rooms.funding.rules import LetterState
from quartierwerk.rooms.funding.tests import letters as make
from tests.racing import children
from tests.racing.test_accounts import race
from tests.racing.test_imports import kill_after

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS = 12
PUSH = """
from quartierwerk.rooms.funding import actions, schedule
from quartierwerk.rooms.funding.models import LetterRun
whole = actions.take_letter_on
def counted(line, **rest):
    print(counted.number, flush=True)
    counted.number += 1
    return whole(line, **rest)
counted.number = 0
actions.take_letter_on = counted
schedule.push(LetterRun.objects.get(pk=int(sys.argv[1])), seconds=60)
"""
ALONE = """
from quartierwerk.rooms.funding import schedule
from quartierwerk.rooms.funding.models import LetterRun
print("did", schedule.push(LetterRun.objects.get(pk=int(thing)), seconds=60))
"""


@pytest.fixture
def run(transactional_db, owner, officer) -> LetterRun:
    """A run that is to issue a dozen letters, all of them approved."""
    make.texts()
    second, fund, pot = make.second_officer(), make.programme(), budget.pot(cents=100_000_000)
    letters = [
        make.approved(make.decided(owner, of=fund, pot=pot), by=officer, second=second) for _number in range(LETTERS)
    ]
    return actions.start_letters(actions.Many(step=LetterRun.Step.ISSUE, letters=tuple(letters)), actor=officer)


def each_whole_or_not_at_all() -> int:
    """How many letters are out; each with its bytes, its money and its line, the others without any of it."""
    out = list(Letter.objects.filter(state=LetterState.ISSUED))
    assert all(hashlib.sha256(bytes(one.pdf)).hexdigest() == one.pdf_digest for one in out)
    committed = Entry.objects.filter(kind=EntryKind.COMMITMENT)
    assert {one.entry_id for one in out} == set(committed.values_list("pk", flat=True))
    done = LetterRunLine.objects.filter(state=LetterRunLine.State.DONE)
    assert {one.pk for one in out} == set(done.values_list("letter", flat=True))
    assert Letter.objects.exclude(state=LetterState.ISSUED).filter(pdf__isnull=False).count() == 0
    return len(out)


@pytest.mark.parametrize("line", ["0", "1", "5", "11"])
def test_a_kill_in_the_middle_of_a_run_loses_and_doubles_none(run, line):
    kill_after(children.start(PUSH, str(run.pk)), line)

    assert int(line) <= each_whole_or_not_at_all() <= int(line) + 1

    schedule.go_on_with_letters()
    run.refresh_from_db()
    assert each_whole_or_not_at_all() == LETTERS and run.finished_at is not None
    pot = Letter.objects.select_related("decision__pot").first().decision.pot
    assert (pot.committed, pot.reserved) == (LETTERS * 150_000, 0)


def test_two_workers_at_once_share_a_run(run, officer):
    race(ALONE, (officer, str(run.pk)), (officer, str(run.pk)))

    run.refresh_from_db()
    assert each_whole_or_not_at_all() == LETTERS and run.finished_at is not None
