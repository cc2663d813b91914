"""How an entry comes into the books, behind all verbs; the database holds the same rules once more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.models import Earmark, Entry, Pot
from quartierwerk.rooms.budget.rules import EFFECT, EntryKind


class TooLittleLeft(RuleBroken):
    """A pot, or what it holds for a case, does not bear what is to be entered."""

    field = "cents"


class SumRefused(RuleBroken):
    """No sum that can be entered."""

    sentence = _("Bitte geben Sie einen Betrag über null Euro an.")
    field = "cents"


class TextTooLong(RuleBroken):
    """More words than the books have room for."""

    sentence = _("Der Text ist zu lang. Erlaubt sind %(most)d Zeichen.")


class PotClosed(NotNow):
    """The pot's year is closed."""

    sentence = _("Das Haushaltsjahr dieses Topfs ist abgeschlossen. Dort wird nichts mehr gebucht.")


def lock_all(pots: Iterable[Pot]) -> None:
    """Lock pots until the transaction ends, in one order, so that two who need the same ones never wait in a circle."""
    for pot in sorted(pots, key=lambda pot: pot.pk):
        lock(pot)


def checked(cents: int) -> int:
    """A sum that can be entered."""
    if not 0 < cents <= rules.MOST_CENTS:
        raise SumRefused
    return cents


def short(text: str, *, field: str, most: int) -> str:
    """Words that may be missing, but for which there is room."""
    text = " ".join(text.split())
    if len(text) > most:
        raise TextTooLong(TextTooLong.sentence % {"most": most}, field=field)
    return text


def said(text: str, *, field: str, most: int = rules.LONGEST_SOURCE) -> str:
    """Words that must be there, such as the resolution on which funds move."""
    text = short(text, field=field, most=most)
    if not text:
        raise WordsMissing(field=field)
    return text


def enter(
    pot: Pot, kind: EntryKind, cents: int, *, by: Person, at: datetime, earmark: Earmark | None = None, **more: Any
) -> Entry:
    """Add an entry to a pot that the running verb has locked, and move what pot and earmark stand at.

    Raises PotClosed, and TooLittleLeft with a sentence that says how much there is.
    """
    if pot.closed_at is not None:
        raise PotClosed
    effect = EFFECT[kind].times(cents)
    _bear(pot, effect, earmark)
    entry = Entry.objects.create(
        pot=pot,
        number=pot.last_number + 1,
        kind=kind,
        cents=cents,
        earmark=earmark,
        by=by,
        at=at,
        **vars(effect),
        **more,
    )
    # The database has moved the rows; what the verb holds follows, so that it can go on with them.
    pot.last_number = entry.number
    for thing in (pot, earmark):
        for name, change in vars(effect).items():
            if thing is not None and hasattr(thing, name):
                setattr(thing, name, getattr(thing, name) + change)
    return entry


def _bear(pot: Pot, effect: rules.Sums, earmark: Earmark | None) -> None:
    """Refuse what pot or earmark cannot bear, in words."""
    after = pot.sums + effect
    if earmark is not None:
        for name, sentence in _MISSING.items():
            if getattr(earmark, name) + getattr(effect, name) < 0:
                raise TooLittleLeft(sentence % {"sum": money(getattr(earmark, name))})
    if not after.hold:
        raise TooLittleLeft(
            _("Im Topf „%(pot)s“ sind noch %(sum)s verfügbar.") % {"pot": pot, "sum": money(pot.available)}
        )


_MISSING = {
    "reserved": _("Dafür sind noch %(sum)s reserviert."),
    "committed": _("Dafür sind noch %(sum)s festgelegt."),
    "paid": _("Dafür sind erst %(sum)s ausgezahlt."),
}
