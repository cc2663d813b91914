"""Numbers of bank accounts (IBAN, ISO 13616): as they are kept, checked and read."""

from __future__ import annotations

from stdnum import iban

LONGEST_IBAN = 34


def compact(typed: str) -> str:
    """A number as it is kept: without blanks, in capitals."""
    return iban.compact(typed)


def is_iban(number: str) -> bool:
    """Whether there can be such an account: the country's length and shape, and the check digits."""
    return iban.is_valid(number)


def grouped(number: str) -> str:
    """A number in groups of four, as people read it."""
    return iban.format(number, separator="\u00a0")
