"""What of the directory belongs into somebody's export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from quartierwerk.foundation.privacy import Entry, Row
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.queries.changes import proposals_of
from quartierwerk.rooms.directory.queries.profiles import contents_of, of_person


def rows_of_kept(person: Person) -> Iterator[Row]:
    """What the profiles say that somebody keeps."""
    profiles = list(of_person(person))
    said = contents_of(profiles)
    for profile in profiles:
        content = said[profile.pk]
        yield [
            Entry("name", _("Name"), profile.name),
            Entry("state", _("Zustand"), profile.get_state_display()),
            Entry("content", _("Inhalt"), rules.to_plain(content), _in_words(rules.parts_of(content))),
        ]


def rows_of_proposals(person: Person) -> Iterator[Row]:
    """What somebody has proposed while signed in, newest first."""
    for request in proposals_of(person).iterator(chunk_size=500):
        yield [
            Entry("about", _("Profil"), str(request)),
            Entry("state", _("Zustand"), request.get_state_display()),
            Entry("created_at", _("Eingegangen"), request.created_at),
            Entry("decided_at", _("Entschieden"), request.decided_at),
            Entry("note", _("Warum"), request.note),
            Entry("wanted", _("Vorgeschlagen"), request.wanted, _in_words(request.wanted)),
        ]


def _in_words(said: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What is said, under the names that people know, without what is empty."""
    found = {unit: [said[part] for part in parts if said.get(part)] for unit, parts in rules.UNITS.items()}
    return {str(rules.LABELS[unit]): values for unit, values in found.items() if values}
