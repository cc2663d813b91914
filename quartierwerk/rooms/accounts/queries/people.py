"""Who holds what, who stands in for whom, who is invited, what waits."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import date

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.handing import Handover
from quartierwerk.foundation.references import keys_of, kind_of, reference
from quartierwerk.foundation.ui import writing
from quartierwerk.rooms.accounts import rules
from quartierwerk.rooms.accounts.models import Deputyship, Device, Errand, FactorReset, Invitation, Person, Role
from quartierwerk.rooms.accounts.rules import OFFICE_ROLES, Grant, ResetState, RoleName, Standing

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


def holders(name: RoleName | str, *, scope: str) -> QuerySet[Person]:
    """The people who hold this role within this scope today."""
    running = Role.objects.running(on=clock.today()).filter(name=name, scope=scope)
    return Person.objects.filter(pk__in=running.values("person"), is_active=True)


def roles_of(person: Person) -> QuerySet[Role]:
    """The roles of a person that hold today or begin later, newest first."""
    return person.roles.unfinished(on=clock.today())


def with_roles() -> QuerySet[Person]:
    """The people who hold a role today or from a later day on."""
    return Person.objects.filter(pk__in=Role.objects.unfinished(on=clock.today()).values("person"))


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


def waiting_reset(person: Person) -> FactorReset | None:
    """The reset of this person's second factor that waits, if one does."""
    return person.resets.filter(state=ResetState.WAITING).first()


def waiting_resets() -> QuerySet[FactorReset]:
    """Every reset that waits, with the people in it."""
    return FactorReset.objects.filter(state=ResetState.WAITING).select_related("person", "asked_by")


def is_in_office(person: Person) -> bool:
    """The person works in the office or runs the house, today or from a later day on."""
    return person.is_staff or roles_of(person).filter(name__in=OFFICE_ROLES).exists()


def with_address(email: str) -> Person | None:
    """Who signs in with this address; for the office only, since no page may tell others."""
    return Person.objects.filter(email=rules.clean_email(email), is_active=True).first()


def is_address_taken(email: str) -> bool:
    """Somebody signs in with this address; no page tells anybody so."""
    return Person.objects.filter(email=rules.clean_email(email)).exists()


def digest_of(secret: str) -> str:
    """What the house keeps of the secret in an invitation's link."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invitation_behind(secret: str) -> Invitation | None:
    """The invitation whose link holds this secret."""
    return Invitation.objects.filter(digest=digest_of(secret)).select_related("invited_by").first()


def open_invitations(*, scope: str) -> QuerySet[Invitation]:
    """The invitations to roles in this scope that nobody has accepted yet."""
    return Invitation.objects.open(at=clock.now()).filter(scope=scope).select_related("invited_by")


def offered_to(person: Person) -> list[tuple[Invitation, str]]:
    """The open invitations to this person's address, each with what it is about; the link stands in their mail."""
    found = list(Invitation.objects.open(at=clock.now()).filter(email=person.email)) if person.email else []
    called = names_of([offer.scope for offer in found]) if found else {}
    return [(offer, called[offer.scope]) for offer in found]


def able_holders(scopes: Iterable[str], *, on: date) -> list[Grant]:
    """The roles within these scopes that hold on this day, of people who can sign in and act."""
    able = Role.objects.able(on=on).filter(scope__in=list(scopes))
    return [Grant(*row) for row in able.values_list("person", "pk", "name", "scope")]


def names_of(scopes: Collection[str]) -> dict[str, str]:
    """How people call the things within which roles hold, one question for each kind; a reference where it is gone."""
    found = {scope: scope for scope in scopes}
    for kind in sorted({scope.partition(":")[0] for scope in scopes if scope}):
        model = apps.get_model(kind)
        things = model._base_manager.filter(pk__in=keys_of(model, scopes))
        found |= {reference(thing): str(thing) for thing in things}
    return found


def at_rest(scopes: Collection[str]) -> set[str]:
    """Those of these things that need nobody to act for them any more and say so, like a withdrawn profile."""
    found: set[str] = set()
    for kind in sorted({scope.partition(":")[0] for scope in scopes if scope}):
        model = apps.get_model(kind)
        things = model._base_manager.filter(pk__in=keys_of(model, scopes))
        found |= {reference(thing) for thing in things if getattr(thing, "is_at_rest", False)}
    return found


def names_of_roles(person: Person, names: Collection[RoleName]) -> list[str]:
    """What these roles of a person are called, with where they hold."""
    held = list(roles_of(person).filter(name__in=names))
    called = names_of([role.scope for role in held])
    return [f"{role.get_name_display()}, {called[role.scope]}".rstrip(", ") for role in held]


def names_of_kept(person: Person, name: RoleName) -> list[str]:
    """What the things are called within which a person holds this role."""
    return sorted(names_of(list(roles_of(person).filter(name=name).values_list("scope", flat=True))).values())


def addresses_invited(person: Person) -> list[str]:
    """To whom the open invitations of a person went."""
    return list(person.invitations.open(at=clock.now()).order_by("email").values_list("email", flat=True))


def names_of_deputyships(person: Person) -> list[str]:
    """Who stands in for this person, and for whom they stand in."""
    both = Deputyship.objects.involving(person).unfinished(on=clock.today()).select_related("absent", "deputy")
    return [_("%(deputy)s für %(absent)s") % {"deputy": one.deputy, "absent": one.absent} for one in both]


def idle_deputyships(people: Collection[int], *, on: date) -> list[int]:
    """The keys of the deputyships for or by these people that bring nothing, on this day or later."""
    involved = models.Q(absent__in=people) | models.Q(deputy__in=people)
    rows = list(Deputyship.objects.unfinished(on=on).filter(involved).values_list("pk", "absent", "role", "deputy"))
    both = {key for _pk, absent, _role, deputy in rows for key in (absent, deputy)}
    held = Role.objects.unfinished(on=on).filter(person__in=both) if both else Role.objects.none()
    grants = [Grant(*row) for row in held.values_list("person", "pk", "name", "scope")]
    return [
        row[0]
        for *row, deputy in rows
        if row[0] not in rules.held_by(deputy, grants=grants, standings=[Standing(*row)])
    ]


def roles_to_give(roles: Iterable[Role], *, to: Person, on: date) -> list[Role]:
    """The roles, not yet saved, that somebody must be given from this day on to hold these on all of their days."""
    held: dict[rules.Held, list[rules.Days]] = {}
    for name, scope, begins, ends in to.roles.values_list("name", "scope", "valid_from", "valid_to"):
        held.setdefault((name, scope), []).append((begins, ends))
    return [
        Role(person=to, name=role.name, scope=role.scope, source=role.source, valid_from=begins, valid_to=ends)
        for role in roles
        for begins, ends in rules.missing(
            (max(on, role.valid_from), role.valid_to), held=held.get((role.name, role.scope), [])
        )
    ]


def said_before_roles(handover: Handover, *, names: Collection[RoleName]) -> list[str]:
    """What to know before roles pass on: where the other one holds the same for fewer days, and what becomes of it."""
    to, today = handover.to, clock.today()
    roles = list(roles_of(handover.person).filter(name__in=names))
    shorter = {(role.name, role.scope): role for role in roles_of(to).filter(name__in=names)}
    given = [role for role in roles_to_give(roles, to=to, on=today) if (role.name, role.scope) in shorter]
    called = names_of([role.scope for role in given])
    sentence = _("%(to)s hat „%(role)s, %(where)s“ bisher %(now)s und bekommt die fehlenden Tage dazu: %(then)s.")
    return [
        sentence
        % {
            "to": to,
            "role": role.get_name_display(),
            "where": called[role.scope],
            "now": _in_words(shorter[role.name, role.scope], today=today),
            "then": _in_words(role, today=today),
        }
        for role in given
    ]


def _in_words(role: Role, *, today: date) -> str:
    """On which days a role holds: “ab 01.05.2026 bis 03.06.2026”; the first one only where it is still to come."""
    first = [_("ab %(day)s") % {"day": writing.when(role.valid_from, "short")}] if role.valid_from > today else []
    last = _("bis %(day)s") % {"day": writing.when(role.last_day, "short")} if role.last_day else _("bis auf Weiteres")
    return " ".join([*first, last])


def possible_successors(person: Person, *, actor: Person) -> QuerySet[Person]:
    """To whom somebody's things can be handed: their colleagues, and whoever does it for them."""
    successors = possible_deputies(person)
    return successors if actor.pk == person.pk else successors | Person.objects.filter(pk=actor.pk)


def roles_in(scope: str) -> QuerySet[Role]:
    """Who holds what within this scope today or from a later day on."""
    return Role.objects.unfinished(on=clock.today()).filter(scope=scope).select_related("person").order_by("pk")


def deputies_of(person: Person) -> QuerySet[Deputyship]:
    """Who stands in for this person, today or from a later day on."""
    return person.deputies.unfinished(on=clock.today()).select_related("deputy", "role", "arranged_by")


def deputyships_of(person: Person) -> QuerySet[Deputyship]:
    """For whom this person stands in, today or from a later day on."""
    return person.deputyships.unfinished(on=clock.today()).select_related("absent", "role")


def represented_by(person: Person, *, on: date) -> QuerySet[Person]:
    """In whose place somebody stands on a day, in whatever role."""
    running = Deputyship.objects.running(on=on).filter(deputy=person)
    return Person.objects.filter(pk__in=running.values("absent"))


def deputies_on(absent: Person, *, on: date) -> QuerySet[Person]:
    """Who stands in the place of somebody on a day, in whatever role."""
    running = Deputyship.objects.running(on=on).filter(absent=absent)
    return Person.objects.filter(pk__in=running.values("deputy"), is_active=True).order_by("pk")


def deputyships_in(scope: str) -> QuerySet[Deputyship]:
    """Which deputyships reach into this scope, today or from a later day on."""
    today = clock.today()
    return Deputyship.objects.unfinished(on=today).in_scope(scope, on=today).select_related("absent", "deputy", "role")


def possible_deputies(person: Person) -> QuerySet[Person]:
    """Who can stand in for somebody: people who hold a role in a scope of theirs, for the office all of the office.

    Others are not offered: a page that took any address would tell which ones the house knows.
    """
    today = clock.today()
    scopes = roles_of(person).values("scope")
    same = models.Q(scope__in=scopes)
    if is_in_office(person):
        same |= models.Q(name__in=OFFICE_ROLES)
    colleagues = Role.objects.unfinished(on=today).filter(same).values("person")
    return Person.objects.filter(pk__in=colleagues, is_active=True, email__isnull=False).exclude(pk=person.pk)


def open_errand(person: Person, *, key: int) -> Errand | None:
    """The errand with this number, if this person began it and it still goes on."""
    return person.errands.open(at=clock.now()).select_related("person").filter(pk=key).first()


def latest_errands(*, most: int = 20) -> list[tuple[Errand, list[tuple[str, int]]]]:
    """The latest errands, each with what was touched on it and how many steps that took."""
    errands = list(Errand.objects.select_related("officer", "person")[:most])
    references = {reference(errand): errand.pk for errand in errands}
    # Beginning and ending it are no part of it.
    steps = AuditRow.objects.filter(on_behalf_of__in=references).exclude(subject__startswith=f"{kind_of(Errand)}:")
    counted = steps.values_list("on_behalf_of", "subject").annotate(steps=models.Count("pk")).order_by("subject")
    rows = list(counted)
    called = names_of({subject for _errand, subject, _steps in rows})
    done: dict[int, list[tuple[str, int]]] = {}
    for errand, subject, number in rows:
        done.setdefault(references[errand], []).append((called[subject], number))
    return [(errand, done.get(errand.pk, [])) for errand in errands]


def _held(person: Somebody) -> frozenset[tuple[str, str]]:
    return person.roles_today if isinstance(person, Person) else frozenset()
