"""The form in which rooms say which personal data they keep: why, for how long, what is exported, what erasure does.

A room lists its kinds in ``privacy.py`` as ``PERSONAL``, and what it asks people to agree to as ``WORDINGS``. From that
come the table of terms, the chores that forget, their dry run, the export of one's own data and the erasing of an
account. Nothing of it is written a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple, Protocol

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quartierwerk.foundation.gathering import enter

Text = str | Promise


class Basis(Enum):
    """On what ground in law data are kept, in words."""

    CONSENT = _("Einwilligung (Art. 6 Abs. 1 a DSGVO)")
    """Of what rests on it a ``Wording`` says the words."""
    SERVICE = _("für das, worum die Person bittet (Art. 6 Abs. 1 b DSGVO)")
    TASK = _("öffentliche Aufgabe (Art. 6 Abs. 1 e DSGVO)")


class Fate(Enum):
    """What becomes of data when an account is erased, in words."""

    DELETED = _("gelöscht")
    ANONYMISED = _("ohne Bezug zu Ihnen")
    KEPT = _("bleibt")


class Entry(NamedTuple):
    """One value about somebody: its name for machines, what people call it, and itself."""

    name: str
    label: str
    value: Any
    words: Any = None
    """The same for people, where the value itself is for machines."""


Row = list[Entry]


class Forget(Protocol):
    """A verb that deletes what ended before a moment; ``Term.due`` names the same rows."""

    def __call__(self, before: datetime, /, *, actor: Any) -> object: ...


class Erase(Protocol):
    """A verb that takes a person out of a room's data, in the transaction in which the account is erased."""

    def __call__(self, person: Any, /, *, actor: Any, at: datetime) -> object: ...


@dataclass(frozen=True, kw_only=True)
class Term:
    """How long data are kept, and the chore that forgets them afterwards."""

    lasts: timedelta
    since: Text
    """From when it counts: “nach dem Ende der Einladung”; with a term of nothing, the whole sentence."""
    due: Callable[[datetime], QuerySet[Any]]
    """The rows whose term began before this moment; the dry run counts them, the deletion deletes them."""
    forget: Forget
    every: timedelta = timedelta(hours=6)

    def __str__(self) -> str:
        days = self.lasts.days
        if not self.lasts:
            return str(self.since)
        if days and days % 365 == 0:
            long = ngettext("%(n)d Jahr", "%(n)d Jahre", days // 365) % {"n": days // 365}
        else:
            long = ngettext("%(n)d Tag", "%(n)d Tage", days) % {"n": days}
        return f"{long} {self.since}"


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """What becomes of data when the account is erased, in one sentence, and the verb that sees to it."""

    fate: Fate
    words: Text
    """What happens; of what is kept, why and until when."""
    verb: Erase | None = None
    """Absent where nothing is to be done, or another kind's verb does it."""
    first: Callable[[Any], object] | None = None
    """Locks what this room's other verbs lock before a person, so that nobody waits in a circle."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What people are asked to agree to, word for word; whatever rests on it may be done for those who did."""

    purpose: str
    """Room and purpose: ``accounts.news``; stands with every consent, the same for ever."""
    version: int
    """Counts up with every change of the text, and all are asked anew."""
    title: Text
    text: Text


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """One kind of personal data that a room keeps."""

    kind: str
    """Room and kind: ``accounts.invitations``."""
    label: Text
    fields: tuple[str, ...]
    """Room, model and field: ``accounts.invitation.email``."""
    purpose: Text
    basis: Basis
    retention: Term | Text
    rows: Callable[[Any], Iterable[Row]] | None = None
    """What of a person goes into their export; absent for what cannot be found by an account."""
    erasure: Erasure | None = None
    """Absent, like ``rows``, for what no account leads to."""

    @property
    def room(self) -> str:
        return self.kind.partition(".")[0]

    @property
    def term(self) -> Term | None:
        """The term, where a chore keeps it."""
        return self.retention if isinstance(self.retention, Term) else None

    def due(self, *, at: datetime) -> int:
        """How many rows are beyond their term at this moment; changes nothing."""
        return self.term.due(at - self.term.lasts).count() if self.term else 0

    def forget(self, *, at: datetime, actor: Any) -> int:
        """Delete what is beyond its term at this moment; returns how many rows were found.

        Some verbs delete a block at a time, so it goes on as long as that gets on.
        """
        found = left = self.due(at=at)
        while self.term and left:
            self.term.forget(at - self.term.lasts, actor=actor)
            before, left = left, self.due(at=at)
            if left >= before:
                break
        return found


_registered: dict[str, PersonalData] = {}
_wordings: dict[str, Wording] = {}


def register(*kinds: PersonalData) -> None:
    """Add kinds; the same one twice changes nothing. Raises SameName for a second kind under a known name."""
    for one in kinds:
        enter(_registered, one.kind, one)


def registered() -> list[PersonalData]:
    """All kinds, those of one room together, in the order in which the rooms came."""
    rooms = list(dict.fromkeys(one.room for one in _registered.values()))
    return sorted(_registered.values(), key=lambda one: rooms.index(one.room))


def exported() -> list[PersonalData]:
    """The kinds to which an account leads."""
    return [one for one in registered() if one.rows is not None]


def find(kind: str) -> PersonalData:
    """The kind of this name; raises KeyError where there is none."""
    return _registered[kind]


def ask_for(*wordings: Wording) -> None:
    """Let people be asked to agree to these. Raises SameName for a second text under a known purpose."""
    for one in wordings:
        enter(_wordings, one.purpose, one)


def wordings() -> list[Wording]:
    """All that people are asked to agree to, in the order in which the rooms came."""
    return list(_wordings.values())


def wording(purpose: str) -> Wording | None:
    """The text for a purpose as it is today, or none where nobody is asked for it."""
    return _wordings.get(purpose)


def each(due: Callable[[datetime], QuerySet[Any]], verb: Callable[..., object]) -> Forget:
    """A ``Term.forget`` that calls a verb for each row that is due, for verbs that leave a row in the trail each."""

    def forget(before: datetime, /, *, actor: Any) -> None:
        for thing in list(due(before)):
            verb(thing, actor=actor)

    return forget


def rows(things: QuerySet[Any], *names: str) -> Iterator[Row]:
    """Rows of an export: these fields or properties of each thing, read from the database piece by piece."""
    labels = {name: _label(things.model, name) for name in names}
    for thing in things.iterator(chunk_size=500):
        yield [Entry(name, labels[name], _value(thing, name)) for name in names]


def _label(model: type[Model], name: str) -> str:
    field = next((field for field in model._meta.concrete_fields if field.name == name), None)
    return capfirst(str(field.verbose_name if field else getattr(model, name).__doc__ or name).rstrip("."))


def _value(thing: Model, name: str) -> Any:
    said = getattr(thing, f"get_{name}_display", None)
    value = said() if said is not None else getattr(thing, name)
    return str(value) if isinstance(value, Model | Promise) else value
