"""The verbs of the cockpit: what did not arrive is tried again."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.facts import delivery as deliveries
from quartierwerk.foundation.facts.models import Delivery
from quartierwerk.foundation.mail import post
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.surfaces.portal import permissions


class NothingToRepeat(RuleBroken):
    """It has arrived meanwhile, or is on its way again."""

    sentence = _("Das ist inzwischen erledigt oder wieder unterwegs.")


@action(may=permissions.may_operate)
def deliver_again(delivery: Delivery, *, actor: Person, at: datetime) -> Delivery:
    """Put a delivery that was given up back into the queue, once its cause is mended."""
    if not deliveries.revive(delivery, at=at):
        raise NothingToRepeat
    return delivery


@action(may=permissions.may_operate)
def send_again(mail: OutgoingMail, *, actor: Person, at: datetime) -> OutgoingMail:
    """Put a mail that failed or is in doubt back into the queue; one in doubt may then arrive twice."""
    if not post.retry(mail, at=at):
        raise NothingToRepeat
    return mail
