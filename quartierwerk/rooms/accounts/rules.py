"""Which roles there are, when they hold, who may hand them out or invite to them; and how devices are called."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from quartierwerk.foundation.steps import Steps

LANGUAGES = ("de", "en")
MOST_LETTERS = 120
"""Longest name of a person; also fits the name of an office."""


class RoleName(StrEnum):
    """The roles a person can hold, each within a scope."""

    OPERATOR = "operator"
    OFFICER = "officer"
    DISTRICT_OFFICER = "district_officer"
    TREASURER = "treasurer"
    AUDITOR = "auditor"
    PROFILE_ADMIN = "profile_admin"


Held = tuple[str, str]
"""A role as it is held: its name and its scope."""

OFFICE_ROLES = frozenset(
    {RoleName.OPERATOR, RoleName.OFFICER, RoleName.DISTRICT_OFFICER, RoleName.TREASURER, RoleName.AUDITOR}
)
"""Roles that reach beyond one's own things; in a session they hold once it has shown a second factor."""

GRANTS_EVERYWHERE: dict[RoleName, frozenset[RoleName]] = {
    RoleName.OPERATOR: frozenset(RoleName),
    RoleName.OFFICER: frozenset(RoleName) - {RoleName.OPERATOR},
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


ROLE_SCOPES: dict[RoleName, str] = {
    RoleName.OFFICER: "places.place",
    RoleName.DISTRICT_OFFICER: "places.place",
    RoleName.TREASURER: "places.place",
    RoleName.AUDITOR: "places.place",
    RoleName.PROFILE_ADMIN: "directory.profile",
}
"""The kind of thing within which a role can be held by invitation; nobody is invited to run the house."""

INVITATION_DAYS: dict[RoleName, int] = {
    RoleName.OFFICER: 3,
    RoleName.DISTRICT_OFFICER: 3,
    RoleName.TREASURER: 3,
    RoleName.AUDITOR: 3,
    RoleName.PROFILE_ADMIN: 14,
}
"""For so long an invitation can be accepted; the more a role may, the shorter."""


class InvitationState(StrEnum):
    """What has become of an invitation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


def invitation_state(
    *, expires_at: datetime, accepted_at: datetime | None, revoked_at: datetime | None, at: datetime
) -> InvitationState:
    """What has become of an invitation by this moment; accepted stays accepted, and the last moment is too late."""
    if accepted_at is not None:
        return InvitationState.ACCEPTED
    if revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.OPEN if at < expires_at else InvitationState.EXPIRED


def may_invite(held: Collection[Held], *, name: str, scope: str) -> bool:
    """Somebody with these roles may invite to ``name`` in ``scope``: what they may hand out, and what fits there."""
    fits = name in ROLE_SCOPES and scope.partition(":")[0] == ROLE_SCOPES[RoleName(name)]
    return fits and may_hand_out(held, name=name, scope=scope)


def invitable(held: Collection[Held], *, scope: str) -> list[RoleName]:
    """The roles in ``scope`` to which somebody with these roles may invite."""
    return [name for name in ROLE_SCOPES if may_invite(held, name=name, scope=scope)]


RESET_WAITS = timedelta(hours=72)
"""So long somebody can object before a lost second factor is reset on one officer's word."""


class ResetState(StrEnum):
    """What has become of the wish to reset somebody's second factor."""

    WAITING = "waiting"
    DONE = "done"
    STOPPED = "stopped"


RESET_STEPS = Steps({ResetState.WAITING: {ResetState.DONE, ResetState.STOPPED}})


def may_reset(*, is_confirmed: bool, is_in_office: bool, asked_at: datetime, at: datetime) -> bool:
    """A lost second factor may be reset now: a second officer has confirmed it, or the time to object is over.

    For somebody with a role in the office only the second officer counts: whoever reads their mailbox and
    convinces one officer must not get in by waiting.
    """
    return is_confirmed or (not is_in_office and at >= asked_at + RESET_WAITS)


def in_force(held: Collection[Held], *, has_shown_second_factor: bool) -> frozenset[Held]:
    """Those of the roles that count: all, or without a second factor all but the office's."""
    return frozenset((name, scope) for name, scope in held if has_shown_second_factor or name not in OFFICE_ROLES)


def is_running(*, valid_from: date, valid_to: date | None, on: date) -> bool:
    """A role holds from its first day on; ``valid_to`` is the first day on which it holds no more."""
    return valid_from <= on and (valid_to is None or on < valid_to)


class Span(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date

    def holds(self, on: date) -> bool:
        """Whether this day is one of them."""
        return self.first <= on <= self.last

    def meets(self, other: Span) -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last


LONGEST_DEPUTYSHIP = timedelta(days=366)
"""From its first day to its last; who is away for longer hands over."""
OWN = 0
"""Stands for one's own roles where others stand under the number of the deputyship that brings them."""


class Grant(NamedTuple):
    """A role that somebody holds on the day in question."""

    holder: int
    role: int
    name: str
    scope: str


class Standing(NamedTuple):
    """A deputyship that runs on the day in question: for one role, or without one for everything."""

    deputyship: int
    absent: int
    role: int | None


def may_pass(name: str, *, to: Collection[Held]) -> bool:
    """Whether a role passes to a deputy with these roles of their own: one in the office only within the office."""
    return name not in OFFICE_ROLES or any(own in OFFICE_ROLES for own, _scope in to)


def held_by(person: int, *, grants: Collection[Grant], standings: Collection[Standing]) -> dict[int, frozenset[Held]]:
    """What a person holds, by what brings it: their own roles under ``OWN``, others by the deputyship.

    Only roles that the absent people hold by themselves are passed on, so there is no chain, and never one more
    than they hold on that day. A role in the office passes only to somebody who works there too: who shares a profile
    with an officer, or has left the office, does not come into it by standing in.
    """
    own = frozenset((grant.name, grant.scope) for grant in grants if grant.holder == person)
    found = {OWN: own}
    for standing in standings:
        found[standing.deputyship] = frozenset(
            (grant.name, grant.scope)
            for grant in grants
            if grant.holder == standing.absent and standing.role in (None, grant.role) and may_pass(grant.name, to=own)
        )
    return {key: held for key, held in found.items() if held}


NEVER_WITHOUT = frozenset({RoleName.OFFICER, RoleName.PROFILE_ADMIN})
"""Roles that somebody must go on to hold within a scope where somebody does: the office, and what is kept."""


def orphaned(ending: Collection[Grant], *, held: Collection[Grant]) -> list[Held]:
    """What nobody would hold any more if these roles ended, of all that are held by people who can act."""
    ends = {grant.role for grant in ending}
    remaining = {(grant.name, grant.scope) for grant in held if grant.role not in ends}
    lost = {(grant.name, grant.scope) for grant in ending if grant.name in NEVER_WITHOUT}
    return sorted(lost - remaining)


HISTORY_LASTS = timedelta(days=365)
"""So far back people see what was done to their account and in their name; the audit trail goes further."""


class Channel(StrEnum):
    """How a wish reached the office."""

    PHONE = "phone"
    LETTER = "letter"
    IN_PERSON = "in_person"


ERRAND_LASTS = timedelta(minutes=30)
"""So long somebody acts on another one's behalf at most; who needs longer begins anew."""
FORGOTTEN = "…"
"""Stands for the name of somebody without an account once it is forgotten."""


def is_open_errand(*, begun_at: datetime, ends_at: datetime, ended_at: datetime | None, at: datetime) -> bool:
    """An errand goes on until it is ended or its time is up; the last moment is too late."""
    return ended_at is None and begun_at <= at < ends_at


Days = tuple[date, date | None]
"""A span of days, from the first to the day after the last, or without an end; one that ends as it begins has none."""


def overlaps(*, first: Days, second: Days) -> bool:
    """Two spans share a day."""
    begins = max(first[0], second[0])
    return all(end is None or begins < end for _begin, end in (first, second))


def missing(wanted: Days, *, held: Collection[Days]) -> list[Days]:
    """What of the wanted days somebody does not hold yet, in order: who takes over holds all days of both."""
    found: list[Days] = []
    begins, ends = wanted
    for begin, end in sorted((span for span in held if overlaps(first=wanted, second=span)), key=lambda span: span[0]):
        if begins < begin:
            found.append((begins, begin))
        if end is None:
            return found
        begins = max(begins, end)
    return [*found, (begins, ends)] if ends is None or begins < ends else found


def clean_email(email: str | None) -> str | None:
    """An address as the house keeps it: trimmed, in small letters, and never an empty text."""
    return (email or "").strip().lower() or None


def clean_name(name: str) -> str:
    """A name with single blanks and no line breaks."""
    return " ".join(name.split())[:MOST_LETTERS]


BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""What a browser calls itself contains the first; people know it as the second. The first that fits counts."""


def device_name(agent: str) -> str:
    """Browser and system out of what a browser says of itself: “Firefox · Windows”; empty if it says nothing known."""
    found = (next((name for sign, name in signs if sign in agent), "") for signs in (BROWSERS, SYSTEMS))
    return " · ".join(name for name in found if name)
