"""Why the office decides so, in its own words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import WordsMissing
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.actions.projects import TextTooLong


def reasons(said: str, *, field: str) -> str:
    """The words as they are kept; raises WordsMissing and TextTooLong, each at the field."""
    said = said.strip()
    if not said:
        raise WordsMissing(_("Bitte schreiben Sie, warum so entschieden wird."), field=field)
    if len(said) > rules.LONGEST_WEIGHING:
        raise TextTooLong(field=field)
    return said
