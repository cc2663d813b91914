"""Questions about persons and roles that other rooms ask."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Device, Person, Role
from quartierwerk.rooms.accounts.rules import RoleName

Somebody = Person | AnonymousUser | None


def system(name: str) -> Person:
    """The system person of this name, in whose name the machinery acts (“worker”, “demo”)."""
    return Person.objects.system(name)


def has_role(person: Somebody, name: RoleName | str, *, scope: str | None = None) -> bool:
    """The person holds this role today, within ``scope`` or, without one, within any."""
    held = _held(person)
    return (str(name), scope) in held if scope is not None else any(own == name for own, _scope in held)


def scopes_of(person: Somebody, name: RoleName | str) -> set[str]:
    """The references of everything within which the person holds this role today."""
    return {scope for own, scope in _held(person) if own == name}


def is_officer(person: Somebody) -> bool:
    """The person works in the staff unit; the machinery's own persons act for it."""
    return isinstance(person, Person) and person.acts_for_the_office


def holders(name: RoleName | str, *, scope: str) -> QuerySet[Person]:
    """The people who hold this role within this scope today."""
    running = Role.objects.running(on=clock.today()).filter(name=name, scope=scope)
    return Person.objects.filter(pk__in=running.values("person"), is_active=True)


def roles_of(person: Person) -> QuerySet[Role]:
    """The roles of a person that hold today or begin later, newest first."""
    return person.roles.unfinished(on=clock.today())


def second_factors(person: Somebody) -> list[Authenticator]:
    """What the person can show beside a mailed code: passkeys and the app, oldest first, without recovery codes."""
    if not isinstance(person, Person):
        return []
    own = Authenticator.objects.filter(user=person.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return list(own.order_by("created_at", "pk"))


def passkeys(person: Somebody) -> list[Authenticator]:
    """The person's passkeys, oldest first."""
    return [factor for factor in second_factors(person) if factor.type == Authenticator.Type.WEBAUTHN]


def devices_of(person: Person) -> QuerySet[Device]:
    """The browsers in which the person is signed in, latest first."""
    return person.devices.alive(at=clock.now())


def _held(person: Somebody) -> frozenset[tuple[str, str]]:
    return person.roles_today if isinstance(person, Person) else frozenset()
