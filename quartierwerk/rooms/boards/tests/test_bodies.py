"""Bodies: founding, editing, dissolving; and who sees which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import actions, queries
from quartierwerk.rooms.boards.models import Body, Seat
from quartierwerk.rooms.boards.rules import RESERVED, BodyKind, Wording, free_slug
from quartierwerk.rooms.boards.tests import factories
from quartierwerk.rooms.boards.urls import urlpatterns
from quartierwerk.rooms.places.models import City

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def founding(name: str = "Lenkungsgremium Hafen", **more) -> actions.Founding:
    kind = BodyKind.STEERING_BOARD
    return actions.Founding(kind=kind, wording=Wording(name_de=name), since_on=DAY, **more)


def test_founding_enters_a_body_with_an_address(officer):
    body = actions.found(founding("  Lenkungsgremium   Häfen "), actor=officer)

    assert (body.name_de, body.slug, body.kind) == ("Lenkungsgremium Häfen", "lenkungsgremium-haefen", "steering_board")
    assert body.exists(on=DAY) and not body.exists(on=DAY - timedelta(days=1))
    assert AuditRow.objects.get(verb="boards.found").subject == reference(body)


def test_two_bodies_of_one_name_have_two_addresses(officer):
    slugs = [actions.found(founding(), actor=officer).slug for _time in range(3)]

    assert slugs == ["lenkungsgremium-hafen", "lenkungsgremium-hafen-2", "lenkungsgremium-hafen-3"]


def test_no_body_is_called_like_a_page():
    assert free_slug("Gründen", taken=()) == "gruenden-2"
    assert {str(route.pattern).partition("/")[0] for route in urlpatterns} - {"", "<slug:slug>"} <= RESERVED


def test_only_the_office_founds(stranger):
    for actor in (None, stranger, factories.district_officer(factories.districts()[0])):
        with pytest.raises(NotAllowed):
            actions.found(founding(), actor=actor)


def test_a_body_needs_a_name_and_a_real_district(officer):
    with pytest.raises(actions.WordingRefused):
        actions.found(founding("  "), actor=officer)
    with pytest.raises(actions.NoDistrict):
        actions.found(founding(district=City.objects.first()), actor=officer)
    with pytest.raises(actions.WordingRefused):
        wording = Wording(name_de="Beirat", statutes_en="Only English")
        actions.found(replace(founding(), wording=wording), actor=officer)


def test_editing_changes_what_is_said(officer):
    body = factories.body()
    wording = replace(body.wording, name_en="Council", statutes_de="## § 1\n\nName", is_public=False)

    actions.edit(body, actor=officer, wording=wording, based_on=body.wording)

    body.refresh_from_db()
    assert body.wording == wording
    assert "name_en" in AuditRow.objects.get(verb="boards.edit").changes


def test_a_district_officer_edits_bodies_of_their_district():
    north, south = factories.districts()
    somebody = factories.district_officer(north)
    own, other = factories.body("Forum Nord", district=north), factories.body("Forum Süd", district=south)

    actions.edit(own, actor=somebody, wording=replace(own.wording, name_en="Forum"), based_on=own.wording)

    with pytest.raises(NotAllowed):
        actions.edit(other, actor=somebody, wording=other.wording, based_on=other.wording)
    with pytest.raises(NotAllowed):
        actions.dissolve(own, actor=somebody, until_on=DAY)


def test_editing_is_refused_when_somebody_was_faster(officer):
    body = factories.body()
    before = body.wording
    actions.edit(body, actor=officer, wording=replace(before, name_de="Rat"), based_on=before)

    with pytest.raises(actions.ChangedMeanwhile):
        actions.edit(body, actor=officer, wording=replace(before, name_de="Kreis"), based_on=before)


def test_dissolving_ends_the_seats_and_keeps_everything(officer):
    body = factories.body()
    held, coming = factories.seat(body), factories.seat(body, valid_from=DAY + timedelta(days=30))
    over = factories.seat(body, valid_to=date(2021, 1, 1))

    actions.dissolve(body, actor=officer, until_on=DAY)

    assert Body.objects.get().until_on == DAY
    for seat in (held, coming, over):
        seat.refresh_from_db()
    assert (held.last_day, coming.valid_to, over.valid_to) == (DAY, coming.valid_from, date(2021, 1, 1))
    assert queries.seats_on(body, DAY).count() == 1
    assert AuditRow.objects.get(verb="boards.dissolve").changes["seats"] == 2


def test_a_body_is_dissolved_once_and_not_before_it_began(officer):
    body = factories.body(since_on=DAY)

    with pytest.raises(actions.DissolvedTooEarly):
        actions.dissolve(body, actor=officer, until_on=DAY - timedelta(days=1))
    actions.dissolve(body, actor=officer, until_on=DAY)
    with pytest.raises(actions.AlreadyDissolved):
        actions.dissolve(body, actor=officer, until_on=DAY)


def test_the_database_refuses_what_makes_no_sense():
    body = factories.body()

    for fields in ({"kind": "choir"}, {"name_de": ""}, {"until_on": date(2019, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Body.objects.filter(pk=body.pk).update(**fields)


def test_whom_a_body_shows_itself_to(officer, stranger):
    north, south = factories.districts()
    body = factories.body("Jury Nord", kind=BodyKind.JURY, district=north, is_public=False)
    public = factories.body("Beirat")
    member, past = accounts.person(), accounts.person()
    factories.seat(body, member)
    factories.seat(body, past, valid_to=date(2021, 1, 1))

    def sees(person) -> set[Body]:
        assert {seat.body for seat in Seat.objects.visible_to(person)} <= set(Body.objects.visible_to(person))
        return set(Body.objects.visible_to(person))

    for person in (None, stranger, past, factories.district_officer(south)):
        assert sees(person) == {public}
    for person in (officer, member, factories.district_officer(north)):
        assert sees(person) == {public, body}


def test_who_was_entered_without_a_login_sees_it_once_they_sign_in_with_that_address():
    body = factories.body(is_public=False)
    factories.seat(body, accounts.person(email=None), email="Spaeter@beispiel.example")

    assert list(Body.objects.visible_to(accounts.person(email="spaeter@beispiel.example"))) == [body]


def test_a_body_is_not_dissolved_before_a_meeting_that_is_planned(officer):
    body = factories.body()
    meeting = factories.meeting(body, by=officer, days=10)
    with pytest.raises(actions.MeetsLater):
        actions.dissolve(body, actor=officer, until_on=clock.today())
    with pytest.raises(actions.BodyGone):
        gone = actions.dissolve(body, actor=officer, until_on=meeting.day)
        factories.meeting(gone, by=officer, days=11)
    assert Body.objects.get().until_on == meeting.day


def test_a_meeting_that_is_called_off_stands_in_nobodys_way(officer):
    body = factories.body()
    actions.cancel(factories.meeting(body, by=officer, days=10), actor=officer)
    actions.dissolve(body, actor=officer, until_on=clock.today())
    assert Body.objects.get().until_on == clock.today()
