"""Seats: appointing, ending, correcting, forgetting; who may, what refuses, what it leaves behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions as accounts_actions
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import actions, queries
from quartierwerk.rooms.boards.models import Seat
from quartierwerk.rooms.boards.rules import SeatRole
from quartierwerk.rooms.boards.tests import factories

pytestmark = pytest.mark.django_db
SPRING, SUMMER = date(2026, 4, 1), date(2026, 7, 1)


def test_appointing_seats_somebody(officer):
    body, person = factories.body(), accounts.person("Vera Vorn")
    appointment = actions.Appointment(
        body=body,
        person=person,
        role=SeatRole.CHAIR,
        is_voting=True,
        valid_from=SPRING,
        valid_to=SUMMER,
        said=actions.Said(represents="  Stadt   Musterstadt "),
    )

    seat = actions.appoint(appointment, actor=officer)

    assert (seat.person, seat.role, seat.is_voting, seat.represents) == (person, "chair", True, "Stadt Musterstadt")
    assert queries.chair_on(body, SPRING) == seat
    assert queries.chair_on(body, SUMMER) is None
    assert seat.last_day == date(2026, 6, 30)


def test_a_district_officer_seats_people_of_their_district_only():
    north, south = factories.districts()
    somebody = factories.district_officer(north)
    person = accounts.person()

    def appoint(body):
        appointment = actions.Appointment(
            body=body, person=person, role=SeatRole.MEMBER, is_voting=True, valid_from=SPRING
        )
        return actions.appoint(appointment, actor=somebody)

    appoint(factories.body("Gremium Nord", district=north))

    for other in (factories.body("Gremium Süd", district=south), factories.body("Beirat der Stadt")):
        with pytest.raises(NotAllowed):
            appoint(other)


def test_nobody_sits_twice_on_a_body_on_one_day():
    body, person = factories.body(), accounts.person()
    factories.seat(body, person, valid_from=SPRING, valid_to=SUMMER)

    with pytest.raises(actions.AlreadySeated):
        factories.seat(body, person, role=SeatRole.ADVISER, valid_from=SUMMER - timedelta(days=1))

    assert factories.seat(body, person, valid_from=SUMMER)
    assert factories.seat(factories.body("Vorstand"), person, valid_from=SPRING)


def test_there_is_one_chair_at_a_time():
    body = factories.body()
    factories.seat(body, role=SeatRole.CHAIR, valid_from=SPRING, valid_to=SUMMER)

    with pytest.raises(actions.AlreadyChaired):
        factories.seat(body, role=SeatRole.CHAIR, valid_from=date(2026, 1, 1), valid_to=SPRING + timedelta(days=1))

    assert factories.seat(body, role=SeatRole.CHAIR, valid_from=date(2026, 1, 1), valid_to=SPRING)
    assert factories.seat(body, role=SeatRole.DEPUTY, valid_from=SPRING)


@pytest.mark.parametrize("role", [SeatRole.ADVISER, SeatRole.SECRETARY])
def test_who_advises_does_not_vote(role):
    with pytest.raises(actions.CannotVote):
        factories.seat(factories.body(), role=role, is_voting=True)


def test_a_seat_lies_within_the_days_of_its_body():
    body = factories.body(since_on=SPRING)
    actions.dissolve(body, actor=system("test"), until_on=SUMMER)

    for days in ({"valid_from": date(2026, 3, 31)}, {"valid_from": SPRING, "valid_to": SUMMER + timedelta(days=2)}):
        with pytest.raises(actions.DayOutside):
            factories.seat(body, **days)
    with pytest.raises(actions.DayOutside):
        factories.seat(body, valid_from=SPRING, valid_to=SPRING)

    assert factories.seat(body, valid_from=SPRING).last_day == SUMMER


def test_nobody_stands_in_for_themselves():
    person = accounts.person()

    with pytest.raises(actions.OwnSubstitute):
        factories.seat(factories.body(), person, said=actions.Said(substitute=person))


def test_an_erased_account_is_not_seated():
    person = accounts.person()
    accounts_actions.erase(person, actor=person)

    with pytest.raises(accounts_actions.AccountErased):
        factories.seat(factories.body(), person)


def test_appointing_leaves_a_row_without_words():
    seat = factories.seat(factories.body(), said=actions.Said(represents="Handwerk"))

    row = AuditRow.objects.get(subject=reference(seat))

    assert row.verb == "boards.appoint"
    assert "Handwerk" not in str(row.changes)


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "adviser", "is_voting": True},
        {"valid_to": date(2019, 1, 1)},
        {"role": "king"},
        {"person": None},
        {"email": "Gross@Beispiel.example"},
    ],
)
def test_the_database_refuses_what_makes_no_sense(fields):
    seat = factories.seat(factories.body())

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(**fields)


@pytest.mark.parametrize("verb", ["create", "update"])
def test_the_database_refuses_two_seats_at_once(verb):
    body, person = factories.body(), accounts.person()
    first = factories.seat(body, person, role=SeatRole.CHAIR, valid_to=SPRING)
    never = factories.seat(body, person, role=SeatRole.CHAIR, valid_from=SUMMER)
    actions.end(never, actor=system("test"), valid_to=SUMMER)
    values = {"body": body, "role": "chair", "is_voting": True, "valid_from": SPRING - timedelta(days=1)}

    for double in ({**values, "person": person, "role": "member"}, {**values, "person": accounts.person()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            if verb == "create":
                Seat.objects.create(**double)
            else:
                later = Seat.objects.create(**double | {"valid_from": SPRING, "valid_to": SUMMER})
                Seat.objects.filter(pk=later.pk).update(valid_from=SPRING - timedelta(days=1))

    assert Seat.objects.filter(body=body).count() == 2
    assert first.valid_to == SPRING


def test_ending_makes_a_seat_shorter(officer):
    seat = factories.seat(factories.body(), valid_from=SPRING)

    ended = actions.end(seat, actor=officer, valid_to=SUMMER)

    assert ended.valid_to == SUMMER
    assert AuditRow.objects.get(verb="boards.end").subject == reference(seat)


def test_who_keeps_no_body_ends_no_seat():
    seat = factories.seat(factories.body())

    with pytest.raises(NotAllowed):
        actions.end(seat, actor=seat.person, valid_to=SUMMER)


def test_a_seat_never_becomes_longer(officer):
    seat = factories.seat(factories.body(), valid_from=SPRING, valid_to=SUMMER)

    with pytest.raises(actions.SeatOver):
        actions.end(seat, actor=officer, valid_to=SUMMER + timedelta(days=1))


def test_a_seat_that_has_not_begun_never_does(officer):
    body = factories.body()
    seat = factories.seat(body, valid_from=SUMMER)

    actions.end(seat, actor=officer, valid_to=SPRING)

    assert not queries.seats_on(body, SUMMER).exists()
    assert factories.seat(body, seat.person, valid_from=SPRING)


def test_correcting_changes_what_nobody_decides_on(officer):
    seat, other = factories.seat(factories.body()), accounts.person()

    actions.correct(seat, actor=officer, said=actions.Said(represents="Handel", basis="Brief", substitute=other))

    seat.refresh_from_db()
    assert (seat.represents, seat.appointed_by, seat.basis, seat.substitute) == ("Handel", "", "Brief", other)
    row = AuditRow.objects.get(verb="boards.correct")
    assert "represents" in row.changes and "Handel" not in str(row.changes)


def test_strangers_correct_nothing_and_nobody_becomes_their_own_substitute(officer, stranger):
    seat = factories.seat(factories.body())

    with pytest.raises(NotAllowed):
        actions.correct(seat, actor=stranger, said=actions.Said())
    with pytest.raises(actions.OwnSubstitute):
        actions.correct(seat, actor=officer, said=actions.Said(substitute=seat.person))


def test_who_leaves_gives_up_their_seats():
    person = accounts.person()
    today = clock.today()
    held = factories.seat(factories.body(), person)
    coming = factories.seat(factories.body("Vorstand"), person, valid_from=today + timedelta(days=9))
    other = factories.seat(held.body)

    accounts_actions.leave(person, actor=person)

    for seat in (held, coming, other):
        seat.refresh_from_db()
    assert (held.valid_to, coming.valid_to, other.valid_to) == (today, coming.valid_from, None)


def test_nobody_gives_up_the_seats_of_others(stranger):
    seat = factories.seat(factories.body())

    with pytest.raises(NotAllowed):
        actions.give_up_seats(seat.person, actor=stranger)


def test_the_name_stays_with_the_seats_of_an_erased_account():
    person = accounts.person("Erna Einst")
    seat = factories.seat(factories.body(), person)
    substituted = factories.seat(seat.body, said=actions.Said(substitute=person))

    accounts_actions.erase(person, actor=person)

    seat, substituted = Seat.objects.get(pk=seat.pk), Seat.objects.get(pk=substituted.pk)
    assert seat.holder == "Erna Einst"
    assert seat.person.name == "" and seat.address == ""
    assert seat.valid_to == clock.today()
    assert substituted.substitute is None


def test_a_seat_is_forgotten_ten_years_after_its_end():
    body = factories.body(since_on=date(2000, 1, 1))
    old = factories.seat(body, valid_from=date(2010, 1, 1), valid_to=clock.today() - timedelta(days=3700))
    young = factories.seat(body, valid_from=date(2010, 1, 1), valid_to=clock.today() - timedelta(days=3600))

    assert accounts.forgotten("boards.seats") == 1

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.person, old.holder) == (None, "Ohne Namen")
    assert young.person is not None


def test_only_the_house_forgets_and_nothing_that_holds(officer):
    seat = factories.seat(factories.body())

    with pytest.raises(NotAllowed):
        actions.forget(seat, actor=officer)
    with pytest.raises(actions.SeatOver):
        actions.forget(seat, actor=system("test"))


def test_a_forgotten_seat_is_neither_ended_nor_corrected(officer):
    seat = factories.seat(factories.body(), valid_to=SPRING)
    actions.forget(seat, actor=system("test"))

    with pytest.raises(actions.SeatOver):
        actions.end(seat, actor=officer, valid_to=date(2026, 1, 1))
    with pytest.raises(actions.SeatOver):
        actions.correct(seat, actor=officer, said=actions.Said(represents="doch"))
