"""Persons and roles, made through the room's own verbs."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from itertools import count

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from quartierwerk.foundation import clock
from quartierwerk.foundation.privacy import find
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Deputyship, Person, Role
from quartierwerk.rooms.accounts.rules import RoleName

CITY, DISTRICT = "places.place:1", "places.place:9"
PROFILE = "directory.profile:7"
NOON = datetime(2026, 6, 3, 10, 0, tzinfo=UTC)
_numbers = count(1)


def person(name: str = "Ada Beispiel", *, email: str | None = "", language: str = "de", at: datetime = NOON) -> Person:
    """Somebody with an address of their own; ``email=None`` makes a person without a login."""
    address = f"person{next(_numbers)}@beispiel.example" if email == "" else email
    fresh = Person(name=name, email=address, language=language)
    return actions.join(fresh, actor=queries.system("test"), at=at)


def role(
    person: Person,
    name: RoleName = RoleName.PROFILE_ADMIN,
    *,
    scope: str = PROFILE,
    valid_from: date | None = None,
    valid_to: date | None = None,
    at: datetime | None = None,
) -> Role:
    """A role, granted by the machinery."""
    fresh = Role(person=person, name=name, scope=scope, valid_from=valid_from, valid_to=valid_to)
    return actions.grant(fresh, actor=queries.system("test"), at=at)


def officer(name: str = "Olga Amt") -> Person:
    """Somebody in the staff unit."""
    somebody = person(name)
    role(somebody, RoleName.OFFICER, scope=CITY)
    return somebody


def again(one: Person) -> Person:
    """The person as the next request reads them."""
    return Person.objects.get(pk=one.pk)


def absent() -> Person:
    """Somebody who keeps a profile and works in the office."""
    somebody = officer("Abba Urlaub")
    role(somebody)
    return somebody


def from_a_district() -> Person:
    """A colleague of theirs, who may stand in for all they do."""
    somebody = person("Dela Vertreter")
    role(somebody, RoleName.DISTRICT_OFFICER, scope=DISTRICT)
    return somebody


def beside_the_office() -> Person:
    """Somebody who keeps the same profile and does not work in the office."""
    somebody = person("Kolja Mitan")
    role(somebody)
    return somebody


def app(person: Person) -> str:
    """An app for codes, set up for somebody; returns the secret it holds."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def next_half_minute() -> datetime:
    """When the app shows another code, which then lasts for thirty seconds; for travelling there."""
    return datetime.fromtimestamp(int(time.time()) // 30 * 30 + 30, tz=UTC)


def app_code(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def deputyship(
    absent: Person,
    deputy: Person,
    *,
    role: Role | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    at: datetime | None = None,
) -> Deputyship:
    """Somebody stands in for somebody else from today on for a week, unless days are named."""
    first = starts_on or clock.today()
    fresh = actions.Arrangement(
        absent=absent, deputy=deputy, role=role, starts_on=first, ends_on=ends_on or first + timedelta(days=6)
    )
    return actions.arrange_deputy(fresh, actor=absent, at=at)


def forgotten(kind: str) -> int:
    """What the worker does about a kind of personal data when its term is over; returns how many rows it found."""
    return find(kind).forget(at=clock.now(), actor=queries.system("worker"))
