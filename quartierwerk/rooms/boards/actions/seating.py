"""Seating several people at once, as a list names them: all of them or nobody."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import MovedOn, RuleBroken
from quartierwerk.rooms.accounts.actions import join
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.boards import permissions, queries, rules
from quartierwerk.rooms.boards.actions.seats import Appointment, Said, appoint
from quartierwerk.rooms.boards.models import Body
from quartierwerk.rooms.boards.rules import Outcome, Planned, Refusal, SeatRow


class RowRefused(RuleBroken):
    """One of the rows cannot be taken in; the sentence says why."""


class PlanChanged(MovedOn):
    """Something else would become of the rows than somebody saw."""

    sentence = _("Inzwischen hat sich am Gremium etwas geändert. Bitte sehen Sie sich die Vorschau noch einmal an.")


@action(may=permissions.may_seat)
def seat(
    body: Body, *, actor: Person, rows: Sequence[SeatRow | Refusal], seen: str = "", said: Said | None = None
) -> Body:
    """Seat everybody whom the rows name, or nobody; who sits there already stays as they are (Sitze übernehmen).

    Persons are found by their address; who has none that the house knows is made as a person without a login. ``seen``
    is the plan that somebody has looked at (``rules.seen``), ``said`` what is said of the seat of a single row beside.
    """
    planned = queries.planned(body, rows)
    for refused in (one.refusal for one in planned if one.refusal is not None):
        raise RowRefused(refused.sentence, field=refused.field or None)
    if seen and seen != rules.seen(planned):
        raise PlanChanged
    people: dict[int | str, Person] = {}
    fresh = [one for one in planned if one.outcome in (Outcome.PERSON, Outcome.SEAT) and one.row is not None]
    for one in fresh:
        if one.holder not in people:
            people[one.holder] = _person(one, actor=actor)
        _appoint(body, one.row, people[one.holder], actor=actor, said=said)
    note_change(seats=len(fresh), known=len(planned) - len(fresh))
    return body


def _person(planned: Planned, *, actor: Person) -> Person:
    """Whoever a row names; the house takes in somebody new, since a district officer may seat but not let in people."""
    if isinstance(planned.holder, int):
        return Person.objects.get(pk=planned.holder)
    return join(Person(name=planned.row.name if planned.row else ""), actor=system("boards"))


def _appoint(body: Body, row: SeatRow, person: Person, *, actor: Person, said: Said | None) -> None:
    begins, ends = row.days
    appoint(
        Appointment(
            body=body,
            person=person,
            role=row.role,
            is_voting=row.is_voting,
            valid_from=begins,
            valid_to=ends,
            email=row.email,
            said=said or Said(represents=row.represents, appointed_by=row.appointed_by, basis=row.basis),
        ),
        actor=actor,
    )
