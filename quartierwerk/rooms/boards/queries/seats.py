"""Who sits, sat and will sit on which body."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Q

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import never_confirmed
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models import Body, Meeting, Seat
from quartierwerk.rooms.boards.models.seats import SeatQuerySet
from quartierwerk.rooms.boards.rules import SeatRole


def seats_on(body: Body, on: date) -> SeatQuerySet:
    """The seats of a body that somebody holds on a day, the chair first."""
    return Seat.objects.valid(on=on).filter(body=body).in_order()


def seats_at(meeting: Meeting) -> SeatQuerySet:
    """The seats held on the day of a meeting, and those that were filled in it though they have ended since."""
    there = meeting.attendances.values("seat")
    valid = Seat.objects.valid(on=meeting.day).filter(body=meeting.body_id).values("pk")
    return Seat.objects.filter(Q(pk__in=valid) | Q(pk__in=there)).in_order()


def chair_on(body: Body, on: date) -> Seat | None:
    """The seat of whoever chairs a body on a day."""
    return seats_on(body, on).filter(role=SeatRole.CHAIR).first()


def voting_seats(body: Body, on: date) -> int:
    """How many seats that vote are filled on a day."""
    return Seat.objects.valid(on=on).filter(body=body, is_voting=True).count()


def seats_before(body: Body, on: date) -> SeatQuerySet:
    """The seats of a body that ended by a day, the latest first."""
    return Seat.objects.held().filter(body=body, valid_to__lte=on).select_related("person").order_by("-valid_to", "-pk")


def seats_to_come(body: Body, on: date) -> SeatQuerySet:
    """The seats of a body that begin after a day, the next first."""
    found = Seat.objects.held().filter(body=body, valid_from__gt=on)
    return found.select_related("person", "substitute").order_by("valid_from", "pk")


def seats_of(person: Person, *, on: date) -> SeatQuerySet:
    """The seats of somebody that hold on a day or begin later, with their bodies."""
    found = Seat.objects.of(person).unfinished(on=on).select_related("body__district", "person")
    return found.order_by("body__slug", "valid_from")


def seats_ending(person: object, *, on: date) -> SeatQuerySet:
    """The seats in somebody's care whose term ends within the days of which the office hears."""
    kept = Body.objects.kept_by(person).existing(on=on).values("pk")
    span = (on, on + rules.ENDING_WITHIN)
    found = Seat.objects.valid(on=on).filter(body__in=kept, valid_to__range=span)
    return found.select_related("body", "person").order_by("valid_to", "pk")


def seats_over(before: datetime) -> SeatQuerySet:
    """The seats that ended before this moment and still say who held them."""
    return Seat.objects.filter(forgotten_at__isnull=True, valid_to__lt=clock.local(before).date())


def names_of_seats(person: Person) -> list[str]:
    """The bodies on which somebody sits or will sit, as they are called where things are passed on."""
    return [f"{seat.body} ({seat.get_role_display()})" for seat in seats_of(person, on=clock.today())]


def people_by_address(addresses: Collection[str]) -> dict[str, Person]:
    """Who is written to at these addresses: who signs in with one, or sits somewhere under it without a login."""
    unconfirmed = never_confirmed(clock.now())  # whoever gave such an address may be somebody else
    signing_in = Person.objects.filter(email__in=addresses, is_active=True).exclude(pk__in=unconfirmed.values("pk"))
    found = {person.email: person for person in signing_in if person.email}
    known = Seat.objects.filter(email__in=addresses).exclude(email="").select_related("person").order_by("pk")
    # Somebody who was entered first and signed up later keeps the seats under the first name, so that a list that is
    # read twice changes nothing.
    return found | {seat.email: seat.person for seat in known if seat.person is not None}


def seats_with(person: Person) -> SeatQuerySet:
    """Every seat that says something of somebody: their own, and those for which they stand in."""
    return Seat.objects.filter(Q(pk__in=Seat.objects.of(person).values("pk")) | Q(substitute=person))


def known_seats(body: Body) -> list[rules.Known]:
    """The seats of a body as a list of people is planned beside them."""
    seats = Seat.objects.held().filter(body=body, person__isnull=False).select_related("person")
    return [rules.Known(seat.taken, seat.is_voting, seat.holder, bool(seat.address)) for seat in seats]


def planned(body: Body, rows: Sequence[rules.SeatRow | rules.Refusal]) -> list[rules.Planned]:
    """What would become of rows of people who are to sit on a body."""
    people = people_by_address({row.email for row in rows if isinstance(row, rules.SeatRow) and row.email})
    return rules.plan(
        rows,
        known=known_seats(body),
        people={address: person.pk for address, person in people.items()},
        lifetime=(body.since_on, body.until_on + rules.DAY if body.until_on else None),
    )
