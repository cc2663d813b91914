"""Who takes care of what waits."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import parse
from quartierwerk.foundation.waiting import titles_of
from quartierwerk.rooms.accounts.models import Assignment, Person, Role
from quartierwerk.rooms.accounts.queries.people import names_of
from quartierwerk.rooms.accounts.rules import RoleName


def assignments_of(references: Iterable[str]) -> dict[str, Assignment]:
    """The assignments of these things that somebody has, by reference, with the person; one question."""
    wanted: dict[str, list[int]] = {}
    for kind, key in map(parse, references):
        wanted.setdefault(kind, []).append(key)
    if not wanted:
        return {}
    asked = Q()
    for kind, keys in wanted.items():
        asked |= Q(kind=kind, key__in=keys)
    return {one.reference: one for one in Assignment.objects.taken().filter(asked).select_related("person")}


def keys_assigned(kind: str, *, to: Person | None = None) -> QuerySet[Assignment, int]:
    """The keys of the things of this kind that somebody takes care of, or this person; for use in a larger question."""
    taken = Assignment.objects.taken().filter(kind=kind)
    return (taken if to is None else taken.filter(person=to)).values_list("key", flat=True)


def colleagues() -> QuerySet[Person]:
    """Who works in the staff unit today, by name."""
    running = Role.objects.running(on=clock.today()).filter(name=RoleName.OFFICER)
    return Person.objects.filter(pk__in=running.values("person"), is_active=True).order_by("name", "pk")


def names_of_assignments(person: Person) -> list[str]:
    """What the things are called of which somebody takes care."""
    references = [assignment.reference for assignment in person.assignments.all()]
    titles = titles_of(person, references)
    return sorted({**names_of([one for one in references if one not in titles]), **titles}.values())
