"""Reading what did not arrive, and cutting the queue to what somebody wants to see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from quartierwerk.foundation.facts.models import Delivery
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import kind_of
from quartierwerk.foundation.waiting import Kind, Narrow
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import keys_assigned


def unsent_mails() -> QuerySet[OutgoingMail]:
    """The mails that failed or are in doubt, latest first."""
    states = [OutgoingMail.State.FAILED, OutgoingMail.State.IN_DOUBT]
    return OutgoingMail.objects.filter(state__in=states).order_by("-pk")


def dead_deliveries() -> QuerySet[Delivery]:
    """The deliveries that were given up, latest first."""
    return Delivery.objects.filter(state=Delivery.State.DEAD).order_by("-pk")


def narrowing(person: Person, *, whose: str, late_at: datetime | None) -> Narrow:
    """Leaves what is this person's (“mine”), nobody's (“nobody”) or everybody's, and only what is late at a moment."""

    def narrow(kind: Kind, rows: QuerySet[Any]) -> QuerySet[Any]:
        if whose == "mine":
            rows = rows.filter(pk__in=keys_assigned(kind_of(rows.model), to=person))
        elif whose == "nobody":
            rows = rows.exclude(pk__in=keys_assigned(kind_of(rows.model)))
        if late_at is not None:
            rows = rows.annotate(_waits_since=F(kind.since)).filter(_waits_since__lt=late_at - kind.term)
        return rows

    return narrow
