"""The form in which rooms say which personal data they keep."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise


class PersonalField(NamedTuple):
    """One field with personal data: what it is for, and when it goes; the privacy page shows all of them."""

    field: str
    """Room, model and field: ``accounts.person.email``."""
    label: str | Promise
    """What people call it."""
    purpose: str | Promise
    retention: str | Promise
