"""The verbs of assignments: taking care of something that waits, giving it to a colleague, letting it go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.references import parse, reference
from quartierwerk.rooms.accounts import permissions, queries
from quartierwerk.rooms.accounts.models import Assignment, Person


class TakenAlready(RuleBroken):
    """A colleague takes care of it."""

    def __init__(self, person: Person) -> None:
        super().__init__(_("%(name)s kümmert sich schon darum.") % {"name": person})


class NotYours(RuleBroken):
    """Somebody else takes care of it, or nobody any more."""

    sentence = _("Darum kümmern nicht Sie sich; es gibt nichts abzugeben.")


class NoColleague(RuleBroken):
    """Only the office takes care of what waits for it."""

    sentence = _("Weitergeben lässt es sich nur an jemanden im Büro.")


@action(may=permissions.may_assign)
def take_care(thing: str, *, actor: Person, at: datetime) -> Assignment:
    """Take care of the thing with this reference, unless a colleague does (kümmern)."""
    assignment = _locked(thing, at=at)
    if assignment.person is not None and assignment.person_id != actor.pk:
        raise TakenAlready(assignment.person)
    return _put(assignment, actor, at=at)


@action(may=permissions.may_assign)
def give(thing: str, *, actor: Person, to: Person, at: datetime) -> Assignment:
    """Let a colleague take care of the thing with this reference, whoever did so before (weitergeben)."""
    if not queries.is_officer(to):
        raise NoColleague(field="to")
    return _put(_locked(thing, at=at), to, at=at)


@action(may=permissions.may_assign)
def let_go(thing: str, *, actor: Person, at: datetime) -> Assignment:
    """Take care of it no longer; nobody does then (abgeben)."""
    assignment = _locked(thing, at=at)
    if assignment.person_id != actor.pk:
        raise NotYours
    return _put(assignment, None, at=at)


@action(may=permissions.may_keep_house, bulk=True)
def end_assignments(keys: Collection[int], *, actor: Person, at: datetime) -> list[Assignment]:
    """Note that nobody takes care of these any more, since what they are about waits no longer."""
    ended = list(Assignment.objects.taken().filter(pk__in=keys).order_by("pk").select_for_update(no_key=True))
    Assignment.objects.filter(pk__in=[one.pk for one in ended]).update(person=None, at=at)
    return ended


def _locked(thing: str, *, at: datetime) -> Assignment:
    """The row of this thing, made where there is none; two who come at once queue up behind it."""
    kind, key = parse(thing)
    Assignment.objects.get_or_create(kind=kind, key=key, defaults={"at": at})
    return (
        Assignment.objects.select_for_update(of=("self",), no_key=True).select_related("person").get(kind=kind, key=key)
    )


def _put(assignment: Assignment, person: Person | None, *, at: datetime) -> Assignment:
    if assignment.person_id != (person.pk if person else None):
        assignment.person, assignment.at = person, at
        assignment.save(update_fields=["person", "at"])
    note_change(person=reference(person) if person else "")
    return assignment
