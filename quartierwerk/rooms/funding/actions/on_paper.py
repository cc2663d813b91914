"""The verbs of what comes in on paper: beginning to type it in, and saying where its letters go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import RuleBroken, WordsMissing
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.actions._beginning import Beginning, begin_draft
from quartierwerk.rooms.funding.actions.letters import AddresseeTooLong
from quartierwerk.rooms.funding.models import Application, Programme, Project


class PaperRefused(RuleBroken):
    """What came cannot be entered so; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Received:
    """An application that came in on paper."""

    programme: Programme
    project: Project
    received_on: date
    postal: str
    """Name and address of whoever applied, line by line."""
    code: str = ""
    """Where it came after the end of a round, and the office lets it in."""

    def checked(self, *, today: date) -> str:
        """The address as it is kept; raises why it may not be so."""
        postal = rules.tidy_address(self.postal)
        if not postal:
            raise WordsMissing(_("Bitte tragen Sie ein, von wem der Antrag kommt."), field="postal")
        if not rules.fits_an_envelope(postal):
            raise AddresseeTooLong(field="postal")
        refused = rules.receipt_problem(self.received_on, today=today)
        if refused is not None:
            raise PaperRefused(refused.sentence, field=refused.field)
        return postal


@action(may=permissions.may_take_down, first=lambda actor, received: lock(received.project))
def take_down(received: Received, *, actor: Person, at: datetime) -> Application:
    """Begin to type in what came on paper; it counts from the day on which it came (Papierantrag eintragen).

    The scan of the paper and all else is added to the draft. Nobody has an account for it: the office enters what
    comes by post, and letters go there.
    """
    postal = received.checked(today=clock.local(at).date())
    begun = Application(entered_by=actor, received_on=received.received_on, postal=postal)
    beginning = Beginning(programme=received.programme, project=received.project, code=received.code)
    return begin_draft(begun, beginning, at=at)
