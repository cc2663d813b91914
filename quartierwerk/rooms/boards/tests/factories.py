"""Bodies with rules and seats, made through the room's own verbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import actions
from quartierwerk.rooms.boards.models import Body, Seat
from quartierwerk.rooms.boards.rules import PROPOSALS, BodyKind, SeatRole, Wording
from quartierwerk.rooms.places.models import City, District, Place
from quartierwerk.rooms.places.tests.factories import drawn_city

SINCE = date(2020, 1, 1)


def districts() -> list[Place]:
    """The two districts of the city, which is made where there is none."""
    if not City.objects.exists():
        drawn_city()
    return list(District.objects.order_by("slug"))


def body(
    name: str = "Beirat Muster",
    *,
    kind: BodyKind = BodyKind.ADVISORY_BOARD,
    district: Place | None = None,
    since_on: date = SINCE,
    **said: Any,
) -> Body:
    """A body of the whole city, public unless something else is said."""
    founding = actions.Founding(kind=kind, wording=Wording(name_de=name, **said), district=district, since_on=since_on)
    return actions.found(founding, actor=system("test"))


def seat(
    on: Body,
    person: Person | None = None,
    *,
    role: SeatRole = SeatRole.MEMBER,
    is_voting: bool | None = None,
    valid_from: date = SINCE,
    **more: Any,
) -> Seat:
    """A seat since 2020, of somebody new unless a person is named; who may vote does."""
    votes = role not in (SeatRole.ADVISER, SeatRole.SECRETARY) if is_voting is None else is_voting
    appointment = actions.Appointment(
        body=on, person=person or accounts.person(), role=role, is_voting=votes, valid_from=valid_from, **more
    )
    return actions.appoint(appointment, actor=system("test"))


def rules(of: Body, *, valid_from: date = SINCE, **more: Any) -> Body:
    """What is proposed for the kind, from a day on."""
    rule_set = replace(PROPOSALS[BodyKind(of.kind)], **{"basis": "§ 9 der Satzung"} | more)
    return actions.regulate(of, actor=system("test"), rule_set=rule_set, valid_from=valid_from)


def district_officer(of: Place) -> Person:
    """Somebody who works for one district."""
    somebody = accounts.person("Bezi Amt")
    accounts.role(somebody, RoleName.DISTRICT_OFFICER, scope=reference(of))
    return accounts.again(somebody)
