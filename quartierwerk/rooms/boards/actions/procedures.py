"""The verbs of procedures: laying down by which rules a body decides, and withdrawing what has not begun to hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import permissions, rules
from quartierwerk.rooms.boards.models import Body, Procedure
from quartierwerk.rooms.boards.models.procedures import columns_of
from quartierwerk.rooms.boards.rules import RuleSet


class BasisMissing(WordsMissing):
    """Nobody said where the rules are written."""

    sentence = _("Bitte nennen Sie die Grundlage: das Gesetz, die Satzung oder den Beschluss, wo die Regeln stehen.")
    field = "basis"


class TooLate(RuleBroken):
    """The rules would change by what the body has decided already, or begin on the day of others."""

    sentence = _(
        "Ab diesem Tag können keine neuen Regeln gelten: Was schon galt, wird nicht nachträglich geändert, und an "
        "einem Tag beginnt nur eine Fassung. Bitte wählen Sie heute oder einen späteren Tag."
    )
    field = "valid_from"


class NoRules(NotNow):
    """There are no such rules, they hold already, or somebody has withdrawn them."""

    sentence = _("Zurücknehmen lässt sich nur, was noch nicht gilt. Bitte laden Sie die Seite neu.")


@action(may=permissions.may_regulate)
def regulate(body: Body, *, actor: Person, rule_set: RuleSet, valid_from: date, at: datetime) -> Body:
    """Lay down by which rules a body decides from a day on; those before hold until then (Regeln festlegen)."""
    basis = " ".join(rule_set.basis.split())
    if not basis:
        raise BasisMissing
    known = Procedure.objects.standing().filter(body=body).values_list("valid_from", flat=True)
    if not rules.may_begin(valid_from, since=body.since_on, known=set(known), today=clock.local(at).date()):
        raise TooLate
    procedure = Procedure.objects.create(
        body=body, valid_from=valid_from, set_at=at, set_by=actor, **columns_of(replace(rule_set, basis=basis))
    )
    note_change(procedure=procedure.pk, valid_from=valid_from.isoformat())
    return body


@action(may=permissions.may_regulate)
def withdraw(body: Body, *, actor: Person, procedure: int, at: datetime) -> Body:
    """Withdraw rules before they begin to hold, named by their key (Regeln zurücknehmen)."""
    found = Procedure.objects.standing().filter(body=body, pk=procedure, valid_from__gt=clock.local(at).date()).first()
    if found is None:
        raise NoRules
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    note_change(withdrawn=found.pk)
    return body
