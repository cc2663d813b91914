"""The door: permission, lock, audit row, journal line."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.template import Context, Template
from django.test import RequestFactory

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.audit import trail
from quartierwerk.foundation.audit.models import AuditRow, AuditSeal
from quartierwerk.foundation.errors import NotAllowed, RuleBroken
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search.models import IndexJournal
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory.models import Profile

pytestmark = pytest.mark.django_db


def may_rename(actor, profile) -> bool:
    return actor is not None and actor.name == "Okan"


@action(may=may_rename)
def rename(profile: Profile, *, actor: Person, name: str, at) -> Profile:
    """Rename a profile, to try the door."""
    profile.name, profile.founded, profile.changed_at = name, 1999, at
    profile.save()
    note_change(reason_given=True)
    if name == "Unmöglich":
        raise RuleBroken
    return profile


@action(may=lambda actor, subject: True)
def make(name: str, *, actor: Person | None) -> Person:
    """Make a person, to try the door."""
    return Person.objects.create(name=name)


@action(may=lambda actor, subject: True, bulk=True)
def touch(people: list[Person], *, actor: Person | None) -> list[Person]:
    """Touch several people, to try the door."""
    return people


@pytest.fixture
def okan(db) -> Person:
    return Person.objects.create(name="Okan")


def test_door_runs_the_verb_on_what_the_database_has(profile, okan):
    stale = Profile.objects.get(pk=profile.pk)
    Profile.objects.filter(pk=profile.pk).update(keywords=["neu"])

    result = rename(stale, actor=okan, name="Neu")

    assert (result.name, result.keywords) == ("Neu", ["neu"])


def test_door_takes_no_row_that_is_not_saved_yet_but_from_verbs_that_say_so(okan):
    @action(may=may_rename, takes_new_row=True)
    def enter(person: Person, *, actor: Person) -> Person:
        """Save a new person, to try the door."""
        person.save()
        return person

    with pytest.raises(TypeError, match=r"tests\.rename got a row that is not saved yet"):
        rename(Profile(), actor=okan, name="Neu")

    assert enter(Person(name="Neu"), actor=okan).pk is not None


def test_door_turns_away_who_may_not(profile, okan):
    with pytest.raises(NotAllowed):
        rename(profile, actor=None, name="Neu")

    profile.refresh_from_db()
    assert profile.name != "Neu"


def test_door_leaves_an_audit_row_without_personal_data(profile, okan):
    rename(profile, actor=okan, name="Neu")

    row = AuditRow.objects.latest("pk")
    assert (row.verb, row.actor, row.subject) == ("tests.rename", reference(okan), profile.reference)
    assert row.changes["founded"] == [profile.founded, 1999]
    assert row.changes["name"] == {"digest": trail.digest("Neu", token=row.token)}
    assert row.changes["reason_given"] is True
    assert "Neu" not in str(row.changes)


def test_door_notes_the_change_in_the_index_journal(profile, okan):
    before = IndexJournal.objects.count()

    rename(profile, actor=okan, name="Neu")

    assert IndexJournal.objects.count() == before + 1
    assert IndexJournal.objects.latest("pk").reference == profile.reference


def test_refused_verb_leaves_nothing(profile, okan):
    rows = AuditRow.objects.count()

    with pytest.raises(RuleBroken):
        rename(profile, actor=okan, name="Unmöglich")

    profile.refresh_from_db()
    assert (profile.name != "Unmöglich", AuditRow.objects.count()) == (True, rows)


def test_creating_verb_is_remembered_under_what_it_made():
    made = make("Neue Person", actor=None)

    row = AuditRow.objects.latest("pk")
    assert (row.subject, row.actor, row.changes) == (reference(made), "", {})


def test_bulk_verb_leaves_one_row_for_each_thing():
    people = [Person.objects.create(name=str(number)) for number in range(3)]

    touch(people, actor=None)

    rows = AuditRow.objects.filter(verb="tests.touch").order_by("pk")
    assert [row.subject for row in rows] == [reference(person) for person in people]


def test_verb_is_told_the_time_it_asks_for(profile, okan):
    at = clock.now() - timedelta(days=400)

    rename(profile, actor=okan, name="Neu", at=at)

    profile.refresh_from_db()
    assert (profile.changed_at, AuditRow.objects.latest("pk").at) == (at, at)


@pytest.mark.parametrize(("is_signed_in", "shown"), [(True, "True"), (False, "False")])
def test_template_asks_the_same_door(profile, okan, is_signed_in, shown):
    request = RequestFactory().get("/")
    template = Template("{% load door %}{% may 'tests.rename' profile as allowed %}{{ allowed }}")

    request.user = okan if is_signed_in else AnonymousUser()

    assert template.render(Context({"request": request, "profile": profile})) == shown


def test_note_change_is_for_verbs_only():
    with pytest.raises(RuntimeError):
        note_change(something=1)


def test_trail_can_be_neither_changed_nor_deleted():
    make("Neue Person", actor=None)

    for attempt in (
        lambda: AuditRow.objects.update(verb="x"),
        lambda: AuditRow.objects.update(on_behalf_of="tests.errand:1"),
        lambda: AuditRow.objects.update(channel="phone"),
        lambda: AuditRow.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attempt()


def test_seals_can_be_neither_changed_nor_deleted_nor_set_anew():
    make("Neue Person", actor=None)
    trail.seal()
    other = AuditSeal.objects.create(rows_count=0, digest="", at=clock.now())

    for attempt in (
        lambda: AuditSeal.objects.update(rows_count=7),
        lambda: AuditSeal.objects.all()._raw_delete("default"),
        lambda: AuditRow.objects.update(seal=other),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_seals_chain_all_rows_once():
    for name in "abc":
        make(name, actor=None)
    waiting = AuditRow.objects.filter(seal=None).count()

    assert trail.seal(limit=2) == 2
    assert trail.seal() == waiting - 2
    assert trail.seal() == 0
    assert trail.broken_seals() == []


def test_a_seal_shows_a_row_that_was_changed_behind_the_triggers():
    make("a", actor=None)
    trail.seal()
    seal = AuditSeal.objects.latest("pk")
    row = seal.rows.first()
    _without_triggers("UPDATE audit_auditrow SET verb = 'x' WHERE id = %s", row.pk)

    assert trail.broken_seals() == [seal]


def test_a_seal_covers_for_whom_a_step_was_taken_and_rows_without_it_are_sealed_as_ever():
    make("a", actor=None)
    row = AuditRow.objects.latest("pk")
    as_ever = trail._canonical([row.pk, row.token, row.at, row.verb, row.actor, row.subject, row.changes])

    assert trail._chain("", [row]) == hashlib.sha256(as_ever.encode()).hexdigest()
    row.on_behalf_of = "tests.errand:1"
    assert trail._chain("", [row]) != hashlib.sha256(as_ever.encode()).hexdigest()


def test_moments_are_written_the_same_whatever_the_zone():
    now = clock.now()

    assert trail._canonical([now]) == trail._canonical([clock.local(now)])


def test_names_say_what_a_row_is(okan):
    make("a", actor=okan)
    trail.seal()

    assert "tests.make" in str(AuditRow.objects.latest("pk"))
    assert str(AuditSeal.objects.latest("pk")).startswith(f"{AuditRow.objects.count()} rows")


def _without_triggers(statement: str, *values) -> None:
    """What somebody with the database's own password could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_auditrow_no_update")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
