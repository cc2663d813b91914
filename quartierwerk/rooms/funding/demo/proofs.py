"""What became of the demo city's grants: proofs in every state, with receipts, and what they came to."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.money import written
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.demo import artwork
from quartierwerk.rooms.funding.models import Application, ProofOfUse
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.rules import CameIn, ProofContent, VoucherEntry

DATA = Path(__file__).parent / "data" / "proofs.toml"
FATES = ("settled", "checked", "submitted", "returned", "draft", "")
"""How far one granted application after the other has got in accounting; the last has not begun."""


def load(granted: Sequence[Application], *, officer: Person, today: datetime) -> None:
    """Account for grants whose projects are over, each as far as its turn says."""
    said = tomllib.loads(DATA.read_text(encoding="utf-8"))
    for number, application in enumerate(granted):
        writer = application.applicant
        if writer is not None and writer.pk != officer.pk:
            _account(application, FATES[number % len(FATES)], said, writer=writer, officer=officer, at=today)


def _account(
    application: Application, fate: str, said: dict[str, Any], *, writer: Person, officer: Person, at: datetime
) -> None:
    if not fate:
        return
    at -= timedelta(days=12)
    actions.begin_proof(application, actor=writer, at=at)
    proof = reading.proof_of(application)
    assert proof is not None  # noqa: S101 - just begun
    if proof.has_vouchers:
        _receipts(proof, said["receipts"], by=writer, at=at)
    if fate == "draft":
        return
    actions.hand_in(application, actor=writer, content=_content(application, said), at=at + timedelta(days=1))
    application.refresh_from_db()
    if fate == "returned":
        returning = actions.Returning(reason=said["returned"])
        actions.return_proof(application, actor=officer, returning=returning, at=at + timedelta(days=3))
    if fate in ("checked", "settled"):
        marks = rules.NO_MARKS
        actions.check_proof(application, actor=officer, marks=marks, note=said["note"], at=at + timedelta(days=4))
    if fate == "settled":
        application.refresh_from_db()
        actions.settle_grant(application, actor=officer, at=at + timedelta(days=5))


def _content(application: Application, said: dict[str, Any]) -> ProofContent:
    """All as planned, but the first line was a tenth cheaper."""
    plan = reading.plan_of(application)
    spent = [one.cents for one in plan.expenses]
    spent[0] -= spent[0] // 10
    came = [CameIn(kind=one.kind, title=one.title, planned=one.counted, received=one.counted) for one in plan.incomes]
    return ProofContent(
        narrative=" ".join(said["narrative"].split()),
        deviations=said["deviations"],
        participants=240,
        spent=(*spent, 0),
        came=tuple(came),
        volunteer_minutes=plan.volunteer_minutes,
        is_true=True,
    )


def _receipts(proof: ProofOfUse, shops: Sequence[str], *, by: Person, at: datetime) -> None:
    """A receipt for each line of the plan, photographed: a tenth cheaper than planned in the first."""
    day = clock.local(at).date()
    for line, expense in enumerate(reading.plan_of(proof.application).expenses):
        cents = expense.cents - (expense.cents // 10 if not line else 0)
        entry = VoucherEntry(
            number=0, line=line, dated_on=day, payee=shops[line % len(shops)], reason=expense.title, cents=cents
        )
        printed = (entry.payee, f"{day:%d.%m.%Y}", entry.reason, f"Summe {written(cents)}")
        photo = artwork.receipt(printed)
        receipt = actions.Receipt(proof=proof, entry=entry, file=photo, name=f"Beleg {line + 1}.jpg")
        actions.keep_voucher(receipt, actor=by, at=at)
