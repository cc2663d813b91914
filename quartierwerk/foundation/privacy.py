"""The form in which rooms say which personal data they keep."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise


class PersonalField(NamedTuple):
    """One field with personal data: what it is for, and when it goes."""

    field: str
    """Room, model and field: ``accounts.person.email``."""
    purpose: str | Promise
    retention: str | Promise
