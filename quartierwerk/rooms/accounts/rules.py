"""Which roles there are, when they hold, and who may hand them out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

LANGUAGES = ("de", "en")
MOST_LETTERS = 120
"""Longest name of a person; also fits the name of an office."""


class RoleName(StrEnum):
    """The roles a person can hold, each within a scope."""

    OPERATOR = "operator"
    OFFICER = "officer"
    DISTRICT_OFFICER = "district_officer"
    PROFILE_ADMIN = "profile_admin"


Held = tuple[str, str]
"""A role as it is held: its name and its scope."""

GRANTS_EVERYWHERE: dict[RoleName, frozenset[RoleName]] = {
    RoleName.OPERATOR: frozenset(RoleName),
    RoleName.OFFICER: frozenset({RoleName.OFFICER, RoleName.DISTRICT_OFFICER, RoleName.PROFILE_ADMIN}),
}
"""Roles whose holders hand out others, whatever the scope."""

GRANTS_IN_SCOPE: dict[RoleName, frozenset[RoleName]] = {
    RoleName.PROFILE_ADMIN: frozenset({RoleName.PROFILE_ADMIN}),
}
"""Roles whose holders hand out others within their own scope only."""


def may_hand_out(held: Collection[Held], *, name: str, scope: str) -> bool:
    """Somebody with these roles may grant and revoke the role ``name`` in ``scope``."""
    everywhere = any(name in GRANTS_EVERYWHERE.get(RoleName(own), ()) for own, _scope in held)
    return everywhere or any(
        name in GRANTS_IN_SCOPE.get(RoleName(own), ()) for own, own_scope in held if own_scope == scope
    )


def is_running(*, valid_from: date, valid_to: date | None, on: date) -> bool:
    """A role holds from its first day on; ``valid_to`` is the first day on which it holds no more."""
    return valid_from <= on and (valid_to is None or on < valid_to)


def overlaps(*, first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Two spans of days, each with an open or an excluded end, share a day."""
    first_ends_before = first[1] is not None and first[1] <= second[0]
    second_ends_before = second[1] is not None and second[1] <= first[0]
    return not (first_ends_before or second_ends_before)


def clean_email(email: str | None) -> str | None:
    """An address as the house keeps it: trimmed, in small letters, and never an empty text."""
    return (email or "").strip().lower() or None


def clean_name(name: str) -> str:
    """A name with single blanks and no line breaks."""
    return " ".join(name.split())[:MOST_LETTERS]
