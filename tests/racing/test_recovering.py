"""Processes at one claim: it is begun once, and not both made and dropped."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.funding.models import Recovery
from quartierwerk.rooms.funding.rules import RecoveryState
from quartierwerk.rooms.funding.tests import letters
from quartierwerk.rooms.funding.tests import recovering as make
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
START = """
from quartierwerk.rooms.funding import actions as funding
from quartierwerk.rooms.funding.models import Application, Recovery
from quartierwerk.rooms.funding.tests import recovering
"""
OPEN = f"""{START}
wanted = recovering.claiming(Application.objects.get(pk=int(thing)))
attempt(lambda: funding.open_recovery(wanted, actor=me))
"""
EITHER = f"""{START}
key, what = thing.split()
recovery = Recovery.objects.get(pk=int(key))
if what == "drop":
    attempt(lambda: funding.drop_recovery(recovery, actor=me, reason="Doch nicht."))
else:
    attempt(lambda: funding.claim_back(recovery, actor=me, cents=20_000, weighing="Das genügt nicht."))
"""


def test_a_claim_is_begun_once(owner, officer):
    application = make.paid_out(owner, office=officer)
    people = [officer, *(letters.second_officer(f"Viola {number}") for number in range(2))]

    told = race(OPEN, *((somebody, str(application.pk)) for somebody in people))

    assert sorted(told) == ["RecoveryUnderWay", "RecoveryUnderWay", "yes"]
    assert Recovery.objects.get().number == 1


def test_a_claim_is_made_or_dropped_and_whoever_comes_second_hears_so(owner, officer):
    recovery = make.heard(owner, office=officer)
    second = letters.second_officer("Viola")

    told = race(EITHER, (officer, f"{recovery.pk} drop"), (second, f"{recovery.pk} claim"))

    recovery.refresh_from_db()
    assert told in (["NotNow", "yes"], ["yes", "yes"])  # what was claimed may be dropped, and not the other way round
    assert recovery.state == RecoveryState.DROPPED or (recovery.state, told[0]) == (RecoveryState.CLAIMED, "NotNow")
    assert (recovery.claimed_cents == 20_000) == (recovery.state == RecoveryState.CLAIMED or told[0] == "yes")
