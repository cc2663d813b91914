"""Proposed changes, unit by unit: what somebody saw, what they want, what stands there now, and what follows.

A unit is what is taken or left as a whole (``merging.UNITS``). Contact fields are merged value by value: whoever
proposes sees only some of them, and those that they did not see stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple, TypeVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.steps import Steps
from quartierwerk.rooms.directory.rules.content import ContactType, ProfileContent, Visibility
from quartierwerk.rooms.directory.rules.merging import (
    ADDRESS,
    CONTACTS,
    LABELS,
    UNITS,
    Said,
    content_of_said,
    parts_of,
    with_parts,
)

KEEP_PROPOSER_FOR = timedelta(days=180)
"""So long after the decision the proposer's address, their words and what was not taken are kept."""
KEEP_VERSIONS_FOR = timedelta(days=2 * 365)
"""So long what a profile said before can be looked up and restored."""

DECIDE_WITHIN = timedelta(days=14)
"""Who proposes something should hear of it within this time."""
LONGEST_GIST = 80
"""So many letters of a text stand in a list."""

NOTHING = ProfileContent(name="")
"""What a profile says that does not exist yet."""
UNORDERED = frozenset({"professions", "access", *CONTACTS})
"""Parts whose order nobody chose: the form shows them in its own."""
Item = TypeVar("Item", bound=Hashable)


class RequestState(TextChoices):
    """How far a proposed change is."""

    WAITING = "waiting", _("wartet")
    ASKED = "asked", _("Rückfrage gestellt")
    ACCEPTED = "accepted", _("übernommen")
    PARTLY = "partly", _("teilweise übernommen")
    REFUSED = "refused", _("abgelehnt")
    WITHDRAWN = "withdrawn", _("zurückgenommen")


OPEN = frozenset({RequestState.WAITING, RequestState.ASKED})
"""The states in which somebody has still to decide."""
_ENDS = frozenset(RequestState) - OPEN
REQUEST_STEPS = Steps({RequestState.WAITING: _ENDS | {RequestState.ASKED}, RequestState.ASKED: _ENDS | OPEN})
"""A question may follow a question."""


class How(TextChoices):
    """By what way a profile came to say something else."""

    EDIT = "edit", _("bearbeitet")
    REQUEST = "request", _("Vorschlag übernommen")
    IMPORT = "import", _("Liste eingelesen")
    UNDO = "undo", _("Import zurückgenommen")
    RESTORE = "restore", _("frühere Fassung wiederhergestellt")
    PIN = "pin", _("Punkt auf der Karte gesetzt")
    MERGE = "merge", _("zusammengeführt")
    PART = "part", _("Zusammenführung zurückgenommen")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One unit of a proposed change; ``base``, ``now`` and ``after`` are its parts at three times."""

    unit: str
    base: Said
    """What the proposer saw."""
    now: Said
    """What the profile says today."""
    after: Said
    """What it would say."""
    is_conflict: bool
    """Somebody has changed the unit since, to something else."""

    @property
    def label(self) -> str | Promise:
        """What people call the unit."""
        return LABELS[self.unit]

    @property
    def is_done(self) -> bool:
        """The profile already says so."""
        return _mean_the_same(self.now, self.after)


def shown_content(content: ProfileContent, circles: Collection[Visibility]) -> ProfileContent:
    """What somebody in these circles sees of a content; e-mail is never shown, only written to."""
    seen = (c for c in content.contacts if c.visibility in circles and c.type != ContactType.EMAIL)
    return replace(content, contacts=tuple(seen))


def wanted_parts(seen: ProfileContent, wanted: ProfileContent) -> Said:
    """The parts of every unit in which somebody wants a content to differ from what they saw."""
    old, new = parts_of(seen), parts_of(wanted)
    differing = [parts for parts in UNITS.values() if not _mean_the_same(_of(old, parts), _of(new, parts))]
    return {part: new[part] for parts in differing for part in parts}


def differences(now: ProfileContent, *, base: Said, wanted: Said) -> list[Difference]:
    """The units of a proposed change in the order of a profile, each beside what the profile says by now."""
    mine = parts_of(now)
    return [
        _difference(unit, base=_of(base, parts), now=_of(mine, parts), wanted=_of(wanted, parts))
        for unit, parts in UNITS.items()
        if parts[0] in wanted
    ]


def between(before: ProfileContent, after: ProfileContent) -> list[Difference]:
    """The units in which a later content differs from an earlier one."""
    old, new = parts_of(before), parts_of(after)
    return [
        Difference(unit=unit, base=was, now=was, after=will, is_conflict=False)
        for unit, parts in UNITS.items()
        if not _mean_the_same(was := _of(old, parts), will := _of(new, parts))
    ]


def gist(unit: str, said: Said) -> str:
    """What the parts of a unit say in a few words; empty for what is no text, since a list shows no more."""
    value = " ".join(str(said[part]) for part in ADDRESS if said[part]) if unit == "address" else said[unit]
    if unit in CONTACTS:
        value = ", ".join(value)
    return (
        Truncator(" ".join(value.split()).rstrip(".")).chars(LONGEST_GIST)
        if isinstance(value, str) and unit != "kind"
        else ""
    )


def taken(now: ProfileContent, *, base: Said, wanted: Said, units: Collection[str]) -> ProfileContent:
    """The content after these units of a proposed change were taken; everything else stays as it is."""
    said: Said = {}
    for found in differences(now, base=base, wanted=wanted):
        if found.unit in units:
            said |= found.after
    has_moved = "street" in said and _of(said, ADDRESS) != _of(parts_of(now), ADDRESS)
    if has_moved and "pin" not in said:
        said["pin"] = None  # it marked the old address
    return with_parts(now, said)


def taken_anew(wanted: Said, units: Collection[str]) -> ProfileContent:
    """What a new profile says of which these units were proposed; its name must be among them."""
    return content_of_said({part: wanted[part] for unit in units for part in UNITS[unit] if part in wanted})


def _difference(unit: str, *, base: Said, now: Said, wanted: Said) -> Difference:
    if unit in CONTACTS:
        gone = [value for value in base[unit] if value not in wanted[unit]]
        new = [value for value in wanted[unit] if value not in base[unit]]
        after = {unit: _exchanged(now[unit], gone=gone, new=new)}
        is_moved = any(value not in now[unit] for value in gone)
    else:
        after = wanted
        is_moved = not _mean_the_same(now, base)
    return Difference(
        unit=unit, base=base, now=now, after=after, is_conflict=is_moved and not _mean_the_same(now, after)
    )


def _exchanged(values: Sequence[Item], *, gone: Collection[Item], new: Sequence[Item]) -> list[Item]:
    """The values without those that are gone; what is new stands where the first of them stood, else at the end."""
    place = next((n for n, value in enumerate(values) if value in gone), len(values))
    added = [value for value in new if value not in values]
    kept = [[value for value in some if value not in gone] for some in (values[:place], values[place:])]
    return [*kept[0], *added, *kept[1]]


def _of(said: Said, parts: Collection[str]) -> Said:
    return {part: said[part] for part in parts}


def _mean_the_same(some: Said, others: Said) -> bool:
    return all(_meant(part, value) == _meant(part, others[part]) for part, value in some.items())


def _meant(part: str, value: Any) -> Any:
    """A value in the form in which two of its part are compared."""
    if part in UNORDERED:
        return sorted(value)
    return [value[:1], sorted(value[1:])] if part == "sectors" else value


class Piece(NamedTuple):
    """A stretch of two texts laid over each other."""

    kind: Literal["kept", "gone", "new"]
    text: str


_WORD = re.compile(r"\S+\s*|\s+")


def words_apart(old: str, new: str) -> list[Piece]:
    """Two texts laid over each other word by word; what is kept and gone is the old one, kept and new the new one."""
    return _joined(_apart(_WORD.findall(old), _WORD.findall(new)))


def items_apart(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Two lists laid over each other, item by item."""
    return _apart(old, new)


def _apart(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    found: list[Piece] = []
    # Words that are everywhere in a long text are no landmarks (autojunk); without that, some texts take seconds.
    for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            found += [Piece("kept", text) for text in old[i:j]]
        else:
            found += [*(Piece("gone", text) for text in old[i:j]), *(Piece("new", text) for text in new[k:m])]
    return found


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one kind as one piece."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].kind == piece.kind:
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
        else:
            found.append(piece)
    return found
