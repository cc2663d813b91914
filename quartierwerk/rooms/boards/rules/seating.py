"""Lists of people who are to sit on a body: how a row is read, and what would become of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.folding import fold
from quartierwerk.rooms.accounts.rules import Days, clean_email, clean_name
from quartierwerk.rooms.boards.rules.seats import (
    DAY,
    LONGEST_EMAIL,
    LONGEST_TEXT,
    VOTELESS,
    SeatRole,
    Taken,
    met_by,
)

MOST_ROWS = 500
DATE_FORMS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y")
ROLE_WORDS = {
    "vorsitz": SeatRole.CHAIR,
    "vorsitzende": SeatRole.CHAIR,
    "vorsitzender": SeatRole.CHAIR,
    "chair": SeatRole.CHAIR,
    "stellvertretung": SeatRole.DEPUTY,
    "stellvertretender vorsitz": SeatRole.DEPUTY,
    "stv. vorsitz": SeatRole.DEPUTY,
    "deputy": SeatRole.DEPUTY,
    "deputy chair": SeatRole.DEPUTY,
    "": SeatRole.MEMBER,
    "mitglied": SeatRole.MEMBER,
    "member": SeatRole.MEMBER,
    "beratend": SeatRole.ADVISER,
    "beratendes mitglied": SeatRole.ADVISER,
    "adviser": SeatRole.ADVISER,
    "advisory member": SeatRole.ADVISER,
    "schriftfuehrung": SeatRole.SECRETARY,
    "geschaeftsfuehrung": SeatRole.SECRETARY,
    "secretary": SeatRole.SECRETARY,
}
"""What people write for a role, folded."""
YES, NO = frozenset({"ja", "j", "yes", "y", "x", "1"}), frozenset({"nein", "n", "no", "0"})


class Outcome(TextChoices):
    """What would become of a row."""

    PERSON = "person", _("neuer Sitz, Person neu")
    SEAT = "seat", _("neuer Sitz, Person bekannt")
    KNOWN = "known", _("steht schon so da")
    REFUSED = "refused", _("geht so nicht")


@dataclass(frozen=True, kw_only=True)
class SeatRow:
    """Somebody who is to sit on a body, as a list or a form says it."""

    name: str
    role: SeatRole
    is_voting: bool
    days: Days
    email: str = ""
    represents: str = ""
    appointed_by: str = ""
    basis: str = ""


class Refusal(NamedTuple):
    """Why a row cannot be taken in, and the column it is about."""

    sentence: str | Promise
    field: str = ""


class Known(NamedTuple):
    """A seat that there is on the body, with what tells its holder apart."""

    taken: Taken
    is_voting: bool
    name: str
    has_address: bool


class Planned(NamedTuple):
    """A row with what would become of it."""

    row: SeatRow | None
    """None for one that could not be read."""
    outcome: Outcome
    holder: int | str = ""
    """The key of the person, or what tells somebody new apart."""
    refusal: Refusal | None = None


def read_row(cells: Mapping[str, str], *, since: date | None) -> SeatRow | Refusal:
    """A row of a list, or the first reason why it cannot be read; ``since`` holds where a row names no first day."""
    said = {key: " ".join(cells.get(key, "").split()) for key in _TEXTS}
    name, email = clean_name(said["name"]), clean_email(said["email"]) or ""
    role = ROLE_WORDS.get(fold(said["role"]))
    is_voting = _yes_or_no(said["is_voting"], default=role not in VOTELESS)
    first, last = _day(said["valid_from"]), _day(said["last_day"])
    checks: tuple[tuple[Callable[[], bool], Refusal], ...] = (
        (lambda: bool(name), Refusal(_("Der Name fehlt."), "name")),
        (lambda: not email or _is_address(email), Refusal(_("Die E-Mail-Adresse ist keine."), "email")),
        (lambda: role is not None, Refusal(_("Diese Funktion gibt es nicht."), "role")),
        (lambda: is_voting is not None, Refusal(_("Beim Stimmrecht steht weder ja noch nein."), "is_voting")),
        (lambda: first is not None or not said["valid_from"], Refusal(_UNREADABLE, "valid_from")),
        (lambda: last is not None or not said["last_day"], Refusal(_UNREADABLE, "last_day")),
        (lambda: bool(first or since), Refusal(_("Der erste Tag fehlt."), "valid_from")),
        (
            lambda: all(len(said[key]) <= LONGEST_TEXT for key in ("represents", "appointed_by", "basis")),
            Refusal(_("Ein Text ist zu lang; höchstens 200 Zeichen haben Platz."), "represents"),
        ),
    )
    for holds, refusal in checks:
        if not holds():
            return refusal
    begins = first or since
    assert role is not None and is_voting is not None and begins is not None  # noqa: S101 – what the checks have shown
    return SeatRow(
        name=name,
        email=email,
        role=role,
        is_voting=is_voting,
        days=(begins, last + DAY if last else None),
        represents=said["represents"],
        appointed_by=said["appointed_by"],
        basis=said["basis"],
    )


def plan(
    rows: Iterable[SeatRow | Refusal], *, known: Sequence[Known], people: Mapping[str, int], lifetime: Days
) -> list[Planned]:
    """What would become of each row, in order, one after the other.

    ``known`` are the body's seats, ``people`` the keys of persons by address, ``lifetime`` the days of the body.
    """
    taken = [seat.taken for seat in known]
    nameless = {fold(seat.name): seat.taken.holder for seat in known if not seat.has_address}
    found = []
    for row in rows:
        if isinstance(row, Refusal):
            found.append(Planned(None, Outcome.REFUSED, refusal=row))
            continue
        holder = (
            people.get(row.email, row.email) if row.email else nameless.get(fold(row.name), f"name {fold(row.name)}")
        )
        wanted = Taken(holder, row.role, row.days)
        if any(seat.taken == wanted and seat.is_voting == row.is_voting for seat in known):
            found.append(Planned(row, Outcome.KNOWN, holder))
        elif refusal := _in_the_way(row, wanted, taken, lifetime):
            found.append(Planned(row, Outcome.REFUSED, holder, refusal))
        else:
            is_known = isinstance(holder, int) or any(one.holder == holder for one in taken)
            found.append(Planned(row, Outcome.SEAT if is_known else Outcome.PERSON, holder))
            taken.append(wanted)
    return found


def seen(planned: Collection[Planned]) -> str:
    """What somebody saw of a plan, in few letters: another plan is another text."""
    return ",".join(one.outcome for one in planned)


def _in_the_way(row: SeatRow, wanted: Taken, taken: Sequence[Taken], lifetime: Days) -> Refusal | None:
    (first, end), (since, until) = row.days, lifetime
    if row.is_voting and row.role in VOTELESS:
        return Refusal(_("Beratende Mitglieder und die Schriftführung stimmen nicht mit ab."), "is_voting")
    if end is not None and end <= first:
        return Refusal(_("Der letzte Tag liegt vor dem ersten."), "last_day")
    if first < since or (until is not None and (first >= until or (end is not None and end > until))):
        return Refusal(_("In dieser Zeit gibt es das Gremium nicht."), "valid_from")
    same, chair = met_by(wanted, taken)
    if same is not None:
        return Refusal(
            _("Diese Person sitzt in dieser Zeit schon im Gremium, mit anderen Angaben. Ändern Sie diesen Sitz dort."),
            "name",
        )
    return Refusal(_("Das Gremium hat in dieser Zeit schon einen Vorsitz."), "role") if chair is not None else None


_TEXTS = (
    *("name", "email", "role", "is_voting", "represents", "appointed_by", "basis"),
    *("valid_from", "last_day"),
)
_UNREADABLE = _("Der Tag ist nicht zu lesen. Bitte schreiben Sie ihn wie 31.12.2026.")


def _yes_or_no(said: str, *, default: bool) -> bool | None:
    word = fold(said)
    return default if not word else True if word in YES else False if word in NO else None


def _day(said: str) -> date | None:
    """A day as people and spreadsheets write it; also with a time behind it, as Excel's cells have."""
    for form in DATE_FORMS:
        try:
            day = datetime.strptime(said.partition(" ")[0].partition("T")[0], form).date()
        except ValueError:
            continue
        return day if clock.DAYS[0] <= day <= clock.DAYS[1] else None
    return None


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= LONGEST_EMAIL
