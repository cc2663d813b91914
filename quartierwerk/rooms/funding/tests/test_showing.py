"""What a project shows of itself: pictures, its spot on the map, what became of it, and who lets everybody see that."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import waiting
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.files.models import StoredPicture
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search import grid
from quartierwerk.rooms.boards.tests.factories import district_officer, districts
from quartierwerk.rooms.directory.tests.factories import NORTH
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import Effect, Project, ProjectPicture
from quartierwerk.rooms.funding.rules import Spot
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests import showing_factories as shows

database = pytest.mark.django_db


# Rules


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"alt": " "}, "alt"),
        ({"credit": ""}, "credit"),
        ({"alt": "x" * 251}, "alt"),
        ({"credit": "x" * 121}, "credit"),
        ({"licence": "x" * 41}, "licence"),
    ],
)
def test_what_cannot_be_said_of_a_picture(said, field):
    assert [one.field for one in rules.caption_problems(shows.caption(**said))] == [field]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 4_001}, "text"),
        ({"participants": -1}, "participants"),
        ({"participants": 1_000_001}, "participants"),
        ({"volunteer_hours": 100_001}, "volunteer_hours"),
    ],
)
def test_what_cannot_have_become_of_a_project(said, field):
    assert [one.field for one in rules.effect_problems(shows.told(**said))] == [field]


SPOTS = st.lists(
    st.builds(Spot, key=st.integers(1), title=st.just("Fest"), lat=st.floats(51.4, 51.6), lon=st.floats(7.3, 7.6)),
    max_size=30,
)


@given(SPOTS, st.integers(11, 22))
def test_each_project_is_counted_in_one_cell_of_the_map(spots, level):
    found = rules.clusters(spots, level=level)

    assert sum(one.count for one in found) == len(spots)
    assert len({one.cell for one in found}) == len(found)
    assert set(rules.alone_in(spots, level=level)) == {one.cell for one in found if one.count == 1}
    for one in found:
        west, south, east, north = grid.bounds(one.cell)
        assert west - 1e-9 <= one.middle.lon <= east + 1e-9 and south - 1e-9 <= one.middle.lat <= north + 1e-9


# Pictures


@database
def test_a_picture_of_the_keeper_waits_and_one_of_the_office_does_not(owner, officer):
    project = factories.project(by=owner)

    by_keeper = shows.picture(project, by=owner)
    by_office = shows.picture(project, by=officer)

    assert (by_keeper.shown_at, by_keeper.position, by_keeper.declared_by) == (None, 0, owner)
    assert by_office.shown_at and by_office.position == 1
    assert queries.pictures_of(project, sees_all=False) == [by_office]
    assert queries.pictures_of(project, sees_all=True) == [by_keeper, by_office]
    assert AuditRow.objects.filter(subject=reference(by_keeper)).count() == 1


@database
def test_pictures_are_for_those_who_look_after_the_project(owner, stranger, visitor):
    lead, other = districts()
    project = factories.project(by=owner)

    for actor in (visitor, stranger, district_officer(other)):
        with pytest.raises(NotAllowed):
            actions.add_picture(shows.showing(project), actor=actor)
    assert shows.picture(project, by=district_officer(lead)).shown_at


@database
def test_no_picture_stands_there_without_its_rights(owner):
    project = factories.project(by=owner)

    with pytest.raises(actions.RightsNotDeclared):
        shows.picture(project, may_be_published=False)
    with pytest.raises(actions.CaptionRefused):
        shows.picture(project, alt=" ")
    assert not StoredPicture.objects.exists()


@database
def test_the_list_of_pictures_ends(monkeypatch):
    project = factories.project()
    monkeypatch.setattr(rules, "MOST_PICTURES", 1)
    shows.picture(project)

    with pytest.raises(actions.TooManyPictures):
        shows.picture(project)


@database
def test_what_everybody_sees_of_a_picture_is_changed_by_the_office_only(owner, officer):
    project = factories.project(by=owner)
    shown, unseen = shows.picture(project), shows.picture(project, by=owner)
    anew = shows.caption("Ein Chor")

    actions.describe_picture(unseen, actor=owner, caption=anew)
    for step in (
        lambda: actions.describe_picture(shown, actor=owner, caption=anew),
        lambda: actions.put_first(shown, actor=owner),
        lambda: actions.drop_picture(project, actor=owner, picture=shown.pk),
    ):
        with pytest.raises(NotAllowed):
            step()
    actions.describe_picture(shown, actor=officer, caption=anew)
    actions.drop_picture(project, actor=owner, picture=unseen.pk)

    assert list(ProjectPicture.objects.values_list("alt", flat=True)) == ["Ein Chor"]
    assert StoredPicture.objects.count() == 1


@database
def test_while_a_project_is_not_public_its_keeper_changes_its_pictures(owner, officer):
    project = factories.project(by=owner, is_public=False)
    shown = shows.picture(project, by=officer)

    actions.drop_picture(project, actor=owner, picture=shown.pk)

    assert not ProjectPicture.objects.exists()
    with pytest.raises(NotAllowed):
        actions.drop_picture(project, actor=owner, picture=shown.pk)


@database
def test_a_picture_is_put_first():
    project = factories.project()
    first, second, third = (shows.picture(project, alt=alt) for alt in ("Eins", "Zwei", "Drei"))

    actions.put_first(third, actor=shows.system("test"))

    assert queries.pictures_of(project, sees_all=False) == [third, first, second]


@database
def test_with_publishing_everybody_sees_what_waits(owner, officer):
    project = factories.project(by=owner, is_public=False)
    shows.picture(project, by=owner)
    actions.tell_effect(project, actor=owner, told=shows.told())
    assert queries.additions_of(project)

    actions.publish(project, actor=officer)

    assert not queries.additions_of(project)
    assert queries.effect_of(project) and len(queries.pictures_of(project, sees_all=False)) == 1


@database
def test_nobody_lets_others_see_what_they_did_not_see(owner, officer):
    project = factories.project(by=owner)
    shows.picture(project, by=owner)
    seen = queries.additions_of(project).mark
    late = shows.picture(project, by=owner)

    with pytest.raises(actions.ProjectChanged):
        actions.show_additions(project, actor=officer, seen=seen)
    with pytest.raises(NotAllowed):
        actions.show_additions(project, actor=owner, seen=queries.additions_of(project).mark)
    actions.show_additions(project, actor=officer, seen=queries.additions_of(project).mark)

    assert ProjectPicture.objects.get(pk=late.pk).shown_at


# The spot on the map


@database
def test_a_project_stands_on_the_map_and_is_taken_off_it(owner):
    project = factories.project(by=owner, is_public=False)

    assert actions.pin_project(project, actor=owner, lat=NORTH[0], lon=NORTH[1]).lat == NORTH[0]
    with pytest.raises(actions.OutsideTheCity):
        actions.pin_project(project, actor=owner, lat=48.0, lon=2.0)
    gone = actions.pin_project(project, actor=owner, lat=None, lon=7.0)

    assert (gone.lat, gone.lon) == (None, None)


@database
def test_where_a_public_project_stands_is_said_by_the_office(owner, officer, stranger):
    project = factories.project(by=owner)
    for actor in (owner, stranger):
        with pytest.raises(NotAllowed):
            actions.pin_project(project, actor=actor, lat=NORTH[0], lon=NORTH[1])

    actions.pin_project(project, actor=officer, lat=NORTH[0], lon=NORTH[1])


@database
def test_half_a_point_is_none_for_the_database_too():
    project = factories.project()

    with pytest.raises(DatabaseError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(lat=51.5)


# What became of it


@database
def test_the_latest_that_was_shown_counts(owner, officer):
    project = factories.project(by=owner)
    actions.tell_effect(project, actor=officer, told=shows.told("Voll."))
    actions.tell_effect(project, actor=owner, told=shows.told("Noch voller.", participants=500))

    assert queries.effect_of(project).text == "Voll."
    assert queries.effect_of(project, sees_all=True).text == "Noch voller."
    actions.show_additions(project, actor=officer, seen=queries.additions_of(project).mark)
    assert queries.effect_of(project).participants == 500


@database
def test_what_was_overtaken_waits_no_longer(owner, officer):
    project = factories.project(by=owner)
    actions.tell_effect(project, actor=owner, told=shows.told("Erst so."))
    actions.tell_effect(project, actor=officer, told=shows.told("Dann so."))

    assert not queries.additions_of(project)
    assert queries.effect_of(project).text == "Dann so."


@database
def test_nothing_has_become_of_what_has_not_begun(owner, stranger, time_machine):
    project = factories.project(by=owner)
    with pytest.raises(NotAllowed):
        actions.tell_effect(project, actor=stranger, told=shows.told())
    with pytest.raises(actions.EffectRefused):
        actions.tell_effect(project, actor=owner, told=shows.told(" "))
    time_machine.move_to("2026-05-31 12:00")

    with pytest.raises(actions.NotBegun):
        actions.tell_effect(project, actor=owner, told=shows.told())


@database
def test_what_was_told_is_never_changed(officer):
    project = factories.project()
    actions.tell_effect(project, actor=officer, told=shows.told())

    for change in ({"text": "Leer."}, {"shown_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Effect.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Effect.objects.all().delete()


@database
def test_what_was_added_waits_for_those_who_tend_the_project(owner, officer):
    lead, other = districts()
    project = factories.project(by=owner)
    shows.picture(project, by=owner)

    def number(person) -> int:
        return sum(pile.number for pile in waiting.piles_of(person) if "mit Neuem" in str(pile.label))

    assert number(officer) == number(district_officer(lead)) == 1
    assert number(district_officer(other)) == number(owner) == 0
