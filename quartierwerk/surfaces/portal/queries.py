"""Reading what did not arrive and what somebody has begun, and cutting the queue to what somebody wants to see."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.urls import reverse

from quartierwerk.foundation import references
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.facts.models import Delivery
from quartierwerk.foundation.gathering import by_name, declared
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import kind_of
from quartierwerk.foundation.ui.corner import GoesOn
from quartierwerk.foundation.waiting import Kind, Narrow
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import keys_assigned, names_of


class Begun(NamedTuple):
    """A form that somebody has begun."""

    title: str
    """What it is about, or what something new is called."""
    url: str
    saved_at: datetime


def drafts_of(person: Any) -> list[Begun]:
    """What somebody has begun and not sent, latest first, with the page on which it goes on."""
    forms: dict[str, GoesOn] = by_name(declared("corner", "DRAFTS"))
    drafts = [draft for draft in keeping.of_person(person) if draft.form in forms]
    called = names_of({draft.about for draft in drafts if draft.about}) if drafts else {}
    return [_begun(draft, forms[draft.form], called) for draft in drafts]


def _begun(draft: Draft, on: GoesOn, called: dict[str, str]) -> Begun:
    if not draft.about:
        return Begun(str(on.called), reverse(on.new), draft.saved_at)
    key = references.parse(draft.about).key
    return Begun(called.get(draft.about, str(on.called)), reverse(on.known, args=[key]), draft.saved_at)


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
