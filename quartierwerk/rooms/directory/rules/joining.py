"""Making two profiles one: where they say different things, and what the remaining one says after a choice.

The parts are those of ``rules.merging``. Who may see a contact field never widens by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.directory.rules.content import Contact, ProfileContent, Visibility
from quartierwerk.rooms.directory.rules.merging import (
    ADDRESS,
    CONTACTS,
    LABELS,
    NOTHING_SAID,
    SLUGS,
    UNITS,
    UNSAID_OPENING,
    parts_of,
    with_parts,
)

STAYS_WITH_ITS_SOURCE: Final = frozenset({"external_id", "pin"})
"""A number belongs to the list that gave it, and a pin goes with its address."""
LISTS: Final = (*SLUGS, *CONTACTS, "links", "access", "further_sites")
"""Parts of which both profiles' values may be kept."""
NARROWEST_FIRST: Final = (Visibility.OFFICE, Visibility.SIGNED_IN, Visibility.PUBLIC)


class Pick(TextChoices):
    """Whose words the remaining profile keeps."""

    STAYS = "stays", _("wie im bleibenden Profil")
    GOES = "goes", _("wie im anderen Profil")
    BOTH = "both", _("beides")


@dataclass(frozen=True)
class Disagreement:
    """One unit in which two profiles differ, with what either says: part → plain value."""

    unit: str
    stays: Mapping[str, Any]
    goes: Mapping[str, Any]

    @property
    def label(self) -> str | Promise:
        """What the unit is called."""
        return LABELS[self.unit]

    @property
    def picks(self) -> tuple[Pick, ...]:
        """What may be chosen."""
        has_two = self.unit in LISTS and not _is_empty(self.stays) and not _is_empty(self.goes)
        return tuple(Pick) if has_two else (Pick.STAYS, Pick.GOES)

    @property
    def proposed(self) -> Pick:
        """What loses nothing: both of a list, and of two texts the one that is there."""
        if _is_empty(self.goes):
            return Pick.STAYS
        if _is_empty(self.stays):
            return Pick.GOES
        return Pick.BOTH if self.unit in LISTS else Pick.STAYS


def disagreements(stays: ProfileContent, goes: ProfileContent) -> list[Disagreement]:
    """The units in which two profiles differ, in the order of the form."""
    mine, theirs = parts_of(stays), parts_of(goes)
    found = []
    for unit, parts in _units():
        one, other = ({part: said[part] for part in parts} for said in (mine, theirs))
        if one != other and not (_is_empty(one) and _is_empty(other)):
            found.append(Disagreement(unit, one, other))
    return found


def joined(stays: ProfileContent, goes: ProfileContent, picks: Mapping[str, Pick]) -> ProfileContent:
    """What the remaining profile says; a unit without a pick stays as it proposes itself."""
    said: dict[str, Any] = {}
    for one in disagreements(stays, goes):
        pick = picks.get(one.unit, one.proposed)
        if pick == Pick.GOES:
            said |= one.goes
        elif pick == Pick.BOTH and one.unit in LISTS:
            said[one.unit] = _both(one.stays[one.unit], one.goes[one.unit])
    content = with_parts(stays, said) if said else stays
    return replace(content, contacts=tuple(_narrow(contact, stays, goes) for contact in content.contacts))


def _units() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (unit, (*ADDRESS, "pin") if unit == "address" else parts)
        for unit, parts in UNITS.items()
        if unit not in STAYS_WITH_ITS_SOURCE
    ]


def _both(one: list[Any], other: list[Any]) -> list[Any]:
    return [*one, *(value for value in other if value not in one)]


def _narrow(contact: Contact, *contents: ProfileContent) -> Contact:
    """The field with the narrowest circle that a profile has chosen for this value."""
    chosen = {
        one.visibility
        for content in contents
        for one in content.contacts
        if (one.type, one.value) == (contact.type, contact.value)
    }
    return replace(contact, visibility=next(circle for circle in NARROWEST_FIRST if circle in chosen))


def _is_empty(said: Mapping[str, Any]) -> bool:
    return all(value in NOTHING_SAID or value is False or value == UNSAID_OPENING for value in said.values())
