"""The proof of use: what a group says of what it did with the money, what it lacks, and which part is looked at.

Parts and words follow no. 6 of the collateral clauses for projects (ANBest-P NRW): a report, and the numbers in the
order of the plan; where the terms want it, a list of all vouchers.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.money import MOST
from quartierwerk.rooms.funding.rules.plans import IncomeKind, Plan
from quartierwerk.rooms.funding.rules.settling import CameIn, SpentOn, Use, tolerated
from quartierwerk.rooms.funding.rules.terms import WHOLE, ProofLevel, Terms

LONGEST_NARRATIVE = 6_000
LONGEST_DEVIATIONS = 3_000
LONGEST_VOUCHER_PAYEE = 120
LONGEST_VOUCHER_REASON = 160
LONGEST_WHY_REFUSED = 200
LONGEST_CHECK_NOTE = 4_000
LONGEST_WHY_RETURNED = 2_000
MOST_VOUCHERS = 200
MOST_FURTHER_INCOMES = 3
REMIND_OF_PROOF_DAYS_BEFORE = 14
PROOF_LOOKED_AT_WITHIN = timedelta(weeks=6)
"""So long a proof waits for its check, and a checked one for its settlement, before it is marked."""
PAID_BEFORE_START = timedelta(days=365)
"""So long before a project begins something for it may have been paid; an earlier day is a slip of the keys."""
UNPLANNED = -1
"""In place of the number of a line: what the plan did not have."""


class ProofState(TextChoices):
    """How far a proof of use has got."""

    DRAFT = "draft", pgettext_lazy("proof", "in Arbeit")
    SUBMITTED = "submitted", pgettext_lazy("proof", "eingereicht")
    RETURNED = "returned", pgettext_lazy("proof", "zurückgegeben")
    CHECKED = "checked", pgettext_lazy("proof", "geprüft")


def proof_state(*, is_submitted: bool, is_returned: bool, is_checked: bool) -> ProofState:
    """How far a proof has got, by what is kept of it."""
    if is_returned:
        return ProofState.RETURNED
    if not is_submitted:
        return ProofState.DRAFT
    return ProofState.CHECKED if is_checked else ProofState.SUBMITTED


@dataclass(frozen=True, kw_only=True)
class VoucherEntry:
    """One line of the list of vouchers (Beleg): when who was paid how much for what; cents."""

    number: int
    line: int
    """Which line of the plan it belongs to, counted from 0; ``UNPLANNED`` where it is in none."""
    dated_on: date
    payee: str
    reason: str
    cents: int
    sha256: str = ""
    """Digest of its picture or file; empty where there is none."""


@dataclass(frozen=True, kw_only=True)
class ProofContent:
    """What a proof of use says, as a value; sums in cents."""

    narrative: str = ""
    """What was done, and what came of it (Sachbericht)."""
    deviations: str = ""
    """What went otherwise than planned."""
    participants: int | None = None
    spent: tuple[int, ...] = ()
    """What each line of the plan has cost, in its order; then what was not planned."""
    came: tuple[CameIn, ...] = ()
    """What came in from others, in the order of the plan, then what nobody planned."""
    volunteer_minutes: int = 0
    vouchers: tuple[VoucherEntry, ...] = ()
    is_true: bool = False
    """Declared that the expenditure was necessary, economical, and agrees with books and vouchers."""

    @property
    def volunteer_hours(self) -> int:
        """Voluntary work in whole hours."""
        return self.volunteer_minutes // 60

    @property
    def as_json(self) -> dict[str, Any]:
        """As it lies in the database."""
        came = [vars(one) | {"kind": one.kind.value} for one in self.came]
        vouchers = [vars(one) | {"dated_on": one.dated_on.isoformat()} for one in self.vouchers]
        return vars(self) | {"spent": list(self.spent), "came": came, "vouchers": vouchers}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> ProofContent:
        """As it was kept."""
        came = tuple(CameIn(**one | {"kind": IncomeKind(one["kind"])}) for one in kept["came"])
        vouchers = tuple(
            VoucherEntry(**one | {"dated_on": date.fromisoformat(one["dated_on"])}) for one in kept["vouchers"]
        )
        return cls(**{**kept, "spent": tuple(kept["spent"]), "came": came, "vouchers": vouchers})

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, in one order whatever the machine."""
        return hashlib.sha256(json.dumps(self.as_json, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def with_vouchers(self, vouchers: Sequence[VoucherEntry], plan: Plan) -> ProofContent:
        """The same with the list of vouchers, whose sums are what each line has cost."""
        return replace(self, vouchers=tuple(vouchers), spent=spent_by(vouchers, plan))


def spent_by(vouchers: Sequence[VoucherEntry], plan: Plan) -> tuple[int, ...]:
    """What each line of the plan has cost by these vouchers, then what was not planned."""
    sums = [0] * (len(plan.expenses) + 1)
    for one in vouchers:
        sums[one.line if 0 <= one.line < len(plan.expenses) else -1] += one.cents
    return tuple(sums)


def proof_problems(content: ProofContent, plan: Plan, *, level: ProofLevel) -> list[Problem]:
    """What a proof of use still lacks, each at the field to be filled; empty when it can be handed in."""
    found = []
    if not content.narrative.strip():
        found.append(Problem("narrative", _("Bitte beschreiben Sie, was Sie gemacht haben und was daraus wurde.")))
    if content.participants is None:
        found.append(Problem("participants", _("Bitte sagen Sie, wie viele dabei waren; geschätzt genügt.")))
    if level == ProofLevel.VOUCHERS and not content.vouchers:
        found.append(Problem("vouchers", _("Bitte fügen Sie Ihre Belege hinzu.")))
    if level == ProofLevel.SIMPLE and not any(content.spent):
        found.append(Problem("spent_0", _("Bitte sagen Sie, was das Projekt gekostet hat.")))
    if len(content.spent) != len(plan.expenses) + 1 or not all(0 <= one <= MOST for one in content.spent):
        found.append(Problem("spent_0", _("Bitte prüfen Sie die Ausgaben.")))
    if not content.is_true:
        sentence = _("Bitte bestätigen Sie, dass die Angaben stimmen und die Ausgaben notwendig waren.")
        found.append(Problem("is_true", sentence))
    return found


def voucher_problems(entry: VoucherEntry, plan: Plan, *, on: date, starts_on: date) -> list[Problem]:
    """What must be put right in a voucher before it is kept on a day, of a project that starts on another."""
    found = []
    if not entry.payee:
        found.append(Problem("payee", _("Bitte sagen Sie, wer das Geld bekommen hat.")))
    if not entry.reason:
        found.append(Problem("reason", _("Bitte sagen Sie, wofür es war.")))
    longest = {"payee": LONGEST_VOUCHER_PAYEE, "reason": LONGEST_VOUCHER_REASON}
    found += [
        Problem(name, _("Dieser Text ist zu lang."))
        for name, most in longest.items()
        if len(getattr(entry, name)) > most
    ]
    if not 0 < entry.cents <= MOST:
        found.append(Problem("cents", _("Bitte nennen Sie einen Betrag über 0.")))
    if not starts_on - PAID_BEFORE_START <= entry.dated_on <= on:
        found.append(Problem("dated_on", _("Bitte prüfen Sie das Datum des Belegs.")))
    if not UNPLANNED <= entry.line < len(plan.expenses):
        found.append(Problem("line", _("Bitte wählen Sie, wozu der Beleg gehört.")))
    return found


class Refusal(NamedTuple):
    """What the office does not accept of a voucher or a line, and why; cents."""

    cents: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProofMarks:
    """What the office found in a proof of use."""

    vouchers: Mapping[int, Refusal]
    """By the number of the voucher."""
    lines: Mapping[int, Refusal]
    """By the number of the line of the plan, ``UNPLANNED`` for the rest."""
    agreed: frozenset[int] = frozenset()
    """Lines that may cost more than the tolerance allows, or were not planned."""

    @property
    def as_json(self) -> dict[str, Any]:
        """As it lies in the database; JSON knows no numbers as keys."""
        vouchers = {str(number): list(one) for number, one in self.vouchers.items()}
        lines = {str(number): list(one) for number, one in self.lines.items()}
        return {"vouchers": vouchers, "lines": lines, "agreed": sorted(self.agreed)}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> ProofMarks:
        """As it was kept."""
        refused = {
            name: {int(number): Refusal(*one) for number, one in kept[name].items()} for name in ("vouchers", "lines")
        }
        return cls(**refused, agreed=frozenset(kept["agreed"]))


NO_MARKS = ProofMarks(vouchers={}, lines={})
"""Everything is as it was claimed."""


def mark_problems(marks: ProofMarks, content: ProofContent) -> list[Problem]:
    """What cannot be refused so: more than there is, or without saying why."""
    claimed = {f"voucher_{one.number}": (one.cents, marks.vouchers.get(one.number)) for one in content.vouchers}
    for number, cents in enumerate(content.spent):
        line = UNPLANNED if number == len(content.spent) - 1 else number
        claimed[f"line_{line}"] = (cents, marks.lines.get(line))
    found = []
    for name, (cents, refused) in claimed.items():
        if refused is None:
            continue
        if not 0 < refused.cents <= cents:
            found.append(Problem(name, _("Ablehnen lässt sich höchstens, was geltend gemacht ist.")))
        elif not refused.reason:
            found.append(Problem(name, _("Bitte sagen Sie, warum das nicht anerkannt wird.")))
        elif len(refused.reason) > LONGEST_WHY_REFUSED:
            found.append(Problem(name, _("Dieser Text ist zu lang.")))
    return found


def exceeding(content: ProofContent, plan: Plan, terms: Terms) -> list[int]:
    """Numbers of the lines of which some counts only with consent, ``UNPLANNED`` for what no line was planned for."""
    over = [
        number
        for number, one in enumerate(plan.expenses)
        if one.is_eligible and content.spent[number] > tolerated(one.cents, terms)
    ]
    return [*over, *([UNPLANNED] if content.spent[-1] else [])]


def line_titles(plan: Plan) -> dict[int, str]:
    """What each line is called by its number, in the order in which a proof has its sums; last what nobody planned."""
    return {number: one.title for number, one in enumerate(plan.expenses)} | {UNPLANNED: _("Nicht im Plan")}


def use_of(content: ProofContent, plan: Plan, marks: ProofMarks = NO_MARKS) -> Use:
    """What a proof says, and what the office found in it, as the calculator takes it."""
    spent = content.spent or (0,) * (len(plan.expenses) + 1)
    lines = [
        _line(number, expense.title, expense.cents, spent[number], content, marks, is_eligible=expense.is_eligible)
        for number, expense in enumerate(plan.expenses)
    ]
    if spent[-1]:
        lines.append(_line(UNPLANNED, line_titles(plan)[UNPLANNED], 0, spent[-1], content, marks, is_eligible=True))
    return Use(spent=tuple(lines), came=content.came, volunteer_minutes=content.volunteer_minutes)


def _line(
    number: int,
    title: str,
    planned: int,
    claimed: int,
    content: ProofContent,
    marks: ProofMarks,
    *,
    is_eligible: bool,
) -> SpentOn:
    refused = list(_refused(number, content, marks))
    return SpentOn(
        title=title,
        planned=planned,
        claimed=claimed,
        refused=min(claimed, sum(one.cents for one in refused)),
        reason=" ".join(dict.fromkeys(one.reason for one in refused)),
        is_eligible=is_eligible,
        may_exceed=number in marks.agreed,
    )


def _refused(line: int, content: ProofContent, marks: ProofMarks) -> Iterator[Refusal]:
    for one in content.vouchers:
        if one.line == line and one.number in marks.vouchers:
            yield marks.vouchers[one.number]
    if line in marks.lines:
        yield marks.lines[line]


def drawn(numbers: Sequence[int], *, seed: int, rate_bp: int) -> list[int]:
    """The vouchers that are looked at whole: so many of a hundred, rounded up, drawn by a seed that is kept.

    Whoever has the seed and the numbers draws the same ones again, so that nobody has to trust whoever drew.
    """
    ordered = sorted(numbers)
    count = -(-len(ordered) * rate_bp // WHOLE)
    return sorted(random.Random(seed).sample(ordered, count))  # noqa: S311 - fair and repeatable, no secret
