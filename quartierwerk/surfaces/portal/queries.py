"""Reading what did not arrive."""

from __future__ import annotations

from django.db.models import QuerySet

from quartierwerk.foundation.facts.models import Delivery
from quartierwerk.foundation.mail.models import OutgoingMail


def unsent_mails() -> QuerySet[OutgoingMail]:
    """The mails that failed or are in doubt, latest first."""
    states = [OutgoingMail.State.FAILED, OutgoingMail.State.IN_DOUBT]
    return OutgoingMail.objects.filter(state__in=states).order_by("-pk")


def dead_deliveries() -> QuerySet[Delivery]:
    """The deliveries that were given up, latest first."""
    return Delivery.objects.filter(state=Delivery.State.DEAD).order_by("-pk")
