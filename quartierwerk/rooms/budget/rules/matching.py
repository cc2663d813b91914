"""Which line of a bank statement belongs to which payment: every proposal says why, people decide; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz, utils

NAME_ALIKE = 85
"""Of 100: from here on two names are taken for the same."""
EXECUTED_WITHIN = timedelta(days=45)
"""So long after its release a payment is looked for in the statements; income as long before and after its entry."""
SHORTEST_VOUCHER = 4
"""Letters and figures of a voucher's number from which on finding it is a sign: a “7” stands in any text."""


class Sign(StrEnum):
    """Why a line and a payment seem to be the same."""

    SUM = "sum"
    REFERENCE = "reference"
    VOUCHER = "voucher"
    NAME = "name"
    PURPOSE = "purpose"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Money of which the books know that it moves: below zero what goes out, in cents."""

    key: int
    cents: int
    day: date
    name: str = ""
    purpose: str = ""
    voucher: str = ""
    reference: str = ""
    """What the house called it in a payment file (EndToEndId)."""


class Moved(NamedTuple):
    """A line of a statement, as far as matching goes."""

    cents: int
    day: date
    name: str
    purpose: str
    reference: str = ""


class Match(NamedTuple):
    """A payment that a line may be, and why; the more signs, the surer."""

    key: int
    signs: frozenset[Sign]

    @property
    def is_certain(self) -> bool:
        """Sum and a number, or sum, name and words: then nobody has to look twice."""
        return bool({Sign.REFERENCE, Sign.VOUCHER} & self.signs) or {Sign.NAME, Sign.PURPOSE} <= self.signs


def matches(line: Moved, expected: Iterable[Expected]) -> list[Match]:
    """The payments that a line may be, the surest first; only where sum and time fit."""
    found = [
        Match(one.key, frozenset(_signs(line, one))) for one in expected if one.cents == line.cents and _fits(line, one)
    ]
    return sorted(found, key=_surest_first)


def merged(found: Iterable[Match]) -> list[Match]:
    """Where several payments stand for one case: each case once with all its signs, the surest first."""
    signs: dict[int, frozenset[Sign]] = {}
    for match in found:
        signs[match.key] = signs.get(match.key, frozenset()) | match.signs
    return sorted((Match(key, all_of_it) for key, all_of_it in signs.items()), key=_surest_first)


def _surest_first(match: Match) -> tuple[bool, int, int]:
    return not match.is_certain, -len(match.signs), match.key


def certain(line: Moved, expected: Sequence[Expected]) -> Match | None:
    """The payment that a line is beyond doubt; None where there is none, or more than one."""
    sure = [match for match in matches(line, expected) if match.is_certain]
    return sure[0] if len(sure) == 1 else None


def _signs(line: Moved, one: Expected) -> Iterable[Sign]:
    yield Sign.SUM
    if _is_called(line, one):
        yield Sign.REFERENCE
    if _names(line.purpose, one.voucher):
        yield Sign.VOUCHER
    if one.name and line.name and _alike(one.name, line.name):
        yield Sign.NAME
    if one.purpose and line.purpose and _alike(one.purpose, line.purpose):
        yield Sign.PURPOSE


def _fits(line: Moved, one: Expected) -> bool:
    """Whether the days fit: what is paid leaves after its release, income is entered before or after it came.

    What bears its own name fits on any day.
    """
    if _is_called(line, one):
        return True
    earliest = timedelta(0) if one.cents < 0 else -EXECUTED_WITHIN
    return earliest <= line.day - one.day <= EXECUTED_WITHIN


def _is_called(line: Moved, one: Expected) -> bool:
    return bool(one.reference) and one.reference == line.reference


def _alike(one: str, other: str) -> bool:
    return fuzz.token_set_ratio(one, other, processor=utils.default_process) >= NAME_ALIKE


def _names(text: str, voucher: str) -> bool:
    """Whether a text names a voucher, however it is broken over lines; “R-2026/1” is not in “R-2026/17”."""
    signs = re.sub(r"[\W_]+", "", voucher).casefold()
    if len(signs) < SHORTEST_VOUCHER:
        return False
    before = r"(?<!\d)" if signs[0].isdigit() else ""
    behind = r"(?!\d)" if signs[-1].isdigit() else ""
    return re.search(before + r"[\W_]*".join(map(re.escape, signs)) + behind, text.casefold()) is not None
