"""Which personal data this room keeps, why, and for how long; no account leads to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.privacy import Basis, PersonalData, Term
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import actions, queries
from quartierwerk.rooms.places.models import ContactPerson


def _due(before: datetime) -> QuerySet[ContactPerson]:
    return queries.contacts_ended(clock.local(before).date())


def _forget(before: datetime, /, *, actor: Person) -> Any:
    if (city := queries.city()) is not None:
        return actions.forget_contacts(city, actor=actor, before=clock.local(before).date())
    return None


PERSONAL = (
    PersonalData(
        kind="places.contacts",
        label=_("Ansprechpersonen"),
        fields=tuple(f"places.contactperson.{field}" for field in ("name", "email", "phone")),
        purpose=_("sagen, wen man zu einem Ort fragen kann; Adresse und Nummer sind dienstlich"),
        basis=Basis.TASK,
        retention=Term(
            lasts=timedelta(days=2 * 365),
            since=_("nach dem Ende der Amtszeit; bis zu ihrem letzten Tag öffentlich, danach nur für das Büro"),
            due=_due,
            forget=_forget,
        ),
    ),
)
