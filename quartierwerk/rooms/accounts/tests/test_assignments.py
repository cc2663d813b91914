"""Who takes care of what waits: taking it, giving it to a colleague, letting it go."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.handing import Handover
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Assignment, Person
from quartierwerk.rooms.accounts.tests import factories

pytestmark = pytest.mark.django_db
THING = "directory.changerequest:7"


@pytest.fixture
def ada() -> Person:
    return factories.officer("Ada Amt")


@pytest.fixture
def kora() -> Person:
    return factories.officer("Kora Kollegin")


def test_somebody_takes_care_and_the_trail_says_so(ada):
    assignment = actions.take_care(THING, actor=ada, at=factories.NOON)

    assert (assignment.reference, assignment.person, assignment.at) == (THING, ada, factories.NOON)
    row = AuditRow.objects.get(verb="accounts.take_care")
    assert (row.subject, row.changes) == (reference(assignment), {"person": reference(ada)})
    assert queries.assignments_of([THING, "directory.report:7"]) == {THING: assignment}


def test_what_a_colleague_takes_care_of_is_not_taken_from_them(ada, kora):
    actions.take_care(THING, actor=ada, at=factories.NOON)

    with pytest.raises(actions.TakenAlready, match="Ada Amt kümmert sich schon darum"):
        actions.take_care(THING, actor=kora)
    assert actions.take_care(THING, actor=ada).at == factories.NOON


def test_it_is_given_to_a_colleague_and_to_nobody_outside_the_office(ada, kora):
    actions.take_care(THING, actor=ada)

    assert actions.give(THING, actor=ada, to=kora).person == kora
    assert actions.give(THING, actor=ada, to=ada).person == ada
    with pytest.raises(actions.NoColleague):
        actions.give(THING, actor=ada, to=factories.person("Wer Anders"))
    assert AuditRow.objects.filter(verb="accounts.give").count() == 2


def test_only_who_takes_care_lets_go(ada, kora):
    actions.take_care(THING, actor=ada)

    with pytest.raises(actions.NotYours):
        actions.let_go(THING, actor=kora)
    assert actions.let_go(THING, actor=ada).person is None
    assert not queries.keys_assigned("directory.changerequest").exists()
    assert actions.take_care(THING, actor=kora).person == kora
    assert AuditRow.objects.get(verb="accounts.let_go").changes == {"person": ""}


@pytest.mark.parametrize("verb", ["take_care", "give", "let_go"])
def test_nobody_outside_the_office_takes_care(ada, verb):
    stranger = factories.person("Wer Anders")
    rest = {"to": ada} if verb == "give" else {}

    for somebody in (None, stranger):
        with pytest.raises(NotAllowed):
            getattr(actions, verb)(THING, actor=somebody, **rest)


def test_only_the_machinery_ends_assignments(ada):
    kept = actions.take_care(THING, actor=ada)

    with pytest.raises(NotAllowed):
        actions.end_assignments([kept.pk], actor=ada)
    assert actions.end_assignments([kept.pk], actor=queries.system("worker")) == [kept]
    assert actions.end_assignments([kept.pk], actor=queries.system("worker")) == []
    assert AuditRow.objects.filter(verb="accounts.end_assignments", subject=reference(kept)).count() == 1


def test_there_is_one_row_for_each_thing(ada):
    kept = actions.take_care(THING, actor=ada)

    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(kind=kept.kind, key=kept.key, at=kept.at)


def test_whoever_leaves_hands_it_over_or_leaves_it_to_nobody(ada, kora):
    thing = reference(factories.person("Eine Sache"))
    actions.take_care(thing, actor=ada)
    assert queries.names_of_assignments(ada) == ["Eine Sache"]

    actions.pass_on_assignments(Handover(ada, kora), actor=ada)
    assert queries.names_of_assignments(kora) == ["Eine Sache"]
    actions.pass_on_assignments(Handover(kora, factories.person("Wer Anders")), actor=kora)
    assert not Assignment.objects.taken().exists()

    actions.take_care(thing, actor=kora)
    actions.leave(kora, actor=kora)
    assert not Assignment.objects.taken().exists()
    with pytest.raises(NotAllowed):
        actions.drop_assignments(ada, actor=factories.person("Nie Mand"))


def test_colleagues_are_who_works_in_the_office_today(ada, kora):
    kora.roles.update(valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1))

    assert list(queries.colleagues()) == [ada]
