"""The verbs of codes to rounds that are over: issuing one, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.models import LateCode, Round


class CodeRefused(RuleBroken):
    """A code cannot be so; the sentence says why."""


class CodeUsed(NotNow):
    """Nobody can take back what somebody has used."""

    sentence = _("Dieser Zugangscode ist schon genutzt, abgelaufen oder zurückgenommen.")


@dataclass(frozen=True, kw_only=True)
class Lateness:
    """Who may come late to a round, why, and until when."""

    called: Round
    purpose: str
    valid_until: date


@action(may=permissions.may_hold_rounds)
def issue_late_code(lateness: Lateness, *, actor: Person, at: datetime) -> LateCode:
    """Issue a code with which one application comes into a round that is over (Zugangscode ausstellen).

    What is returned says the code (``written``); nothing else ever does.
    """
    purpose = " ".join(lateness.purpose.split())
    if not purpose:
        raise WordsMissing(_("Bitte sagen Sie, für wen und warum."), field="purpose")
    if len(purpose) > rules.LONGEST_PURPOSE_OF_CODE:
        raise CodeRefused(_("Dieser Text ist zu lang."), field="purpose")
    today = clock.local(at).date()
    refused = rules.lateness_problem(lateness.called.span, valid_until=lateness.valid_until, today=today)
    if refused is not None:
        raise CodeRefused(refused.sentence, field=refused.field)
    signs = get_random_string(rules.SIGNS, rules.LETTERS)
    made = LateCode.objects.create(
        round=lateness.called,
        digest=rules.code_digest(signs),
        purpose=purpose,
        valid_until=lateness.valid_until,
        by=actor,
        at=at,
    )
    made.signs = signs
    return made


@action(may=permissions.may_hold_rounds, first=lambda actor, called: lock(called.programme))
def withdraw_late_code(called: Round, *, actor: Person, code: int, at: datetime) -> Round:
    """Take back a code that nobody has used, named by its key (Zugangscode zurücknehmen)."""
    found = queries.late_codes_of(called).open(on=clock.local(at).date()).filter(pk=code).first()
    if found is None:
        raise CodeUsed
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    note_change(withdrawn=code)
    return called
