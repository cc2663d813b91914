"""Many letters in one run by one worker, compiled, summed and kept, beside a floor: the same ones only compiled."""

from __future__ import annotations

import time
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.kept.memory import held
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions, schedule
from quartierwerk.rooms.funding.models import Letter, LetterRun
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import LetterState
from quartierwerk.rooms.funding.tests import letters as make

Step = LetterRun.Step
PATIENCE = 3_600


def measure(*, count: int) -> dict[str, Any]:
    """Seconds of drafting, approving and issuing so many letters, and of compiling them alone."""
    make.texts()
    first, second = make.second_officer("Erste Hand"), make.second_officer("Zweite Hand")
    owner, fund, pot = accounts.person(), make.programme(), budget.pot(cents=count * 200_000)
    decided = tuple(make.decided(owner, of=fund, pot=pot) for _number in range(count))
    seconds = {"draft": _ran(Step.DRAFT, first, applications=decided)}
    seconds["approve"] = _ran(Step.APPROVE, second, letters=tuple(Letter.objects.all()))
    seconds["issue"] = _ran(Step.ISSUE, first, letters=tuple(Letter.objects.all()))
    out = Letter.objects.filter(state=LetterState.ISSUED)
    start = time.perf_counter()
    with held():
        for letter in out:
            reading.made(letter.said, signed_as=letter.signed_as, at=letter.issued_at)
    seconds["compile"] = time.perf_counter() - start
    return {"letters": out.count(), "seconds": seconds, "as": clock.today().isoformat()}


def _ran(step: LetterRun.Step, by: Any, **chosen: Any) -> float:
    run = actions.start_letters(actions.Many(step=step, **chosen), actor=by)
    start = time.perf_counter()
    with held():
        schedule.push(run, seconds=PATIENCE)
    return time.perf_counter() - start
