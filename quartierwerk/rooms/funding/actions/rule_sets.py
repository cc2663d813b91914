"""The verbs of terms: laying down on which terms a programme gives money, and withdrawing what does not hold yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards.rules import may_begin
from quartierwerk.rooms.budget import queries as budget
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.models import Programme, RuleSet
from quartierwerk.rooms.funding.models.rule_sets import columns_of
from quartierwerk.rooms.funding.rules import Terms


class TermsRefused(RuleBroken):
    """The terms do not hold together; the sentence names the first reason."""


class TooLate(RuleBroken):
    """The terms would change what somebody has applied under, or begin on the day of others."""

    sentence = _(
        "Ab diesem Tag können keine neuen Bedingungen gelten: Was schon galt, wird nicht nachträglich geändert, und an "
        "einem Tag beginnt nur eine Fassung. Bitte wählen Sie heute oder einen späteren Tag."
    )
    field = "valid_from"


class NoTerms(NotNow):
    """There are no such terms, they hold already, or somebody has withdrawn them."""

    sentence = _("Zurücknehmen lässt sich nur, was noch nicht gilt. Bitte laden Sie die Seite neu.")


@action(may=permissions.may_regulate)
def regulate(programme: Programme, *, actor: Person, terms: Terms, valid_from: date, at: datetime) -> Programme:
    """Lay down the terms of a programme from a day on; those before hold until then (Bedingungen festlegen).

    The first terms may reach back to the day since which there is the programme.
    """
    today = clock.local(at).date()
    checks = tuple(" ".join(one.split()) for one in terms.checks if one.strip())
    terms = replace(terms, checks=checks, basis=" ".join(terms.basis.split()), guideline=terms.guideline.strip())
    for problem in rules.terms_problems(terms):
        raise TermsRefused(problem.sentence, field=problem.field)
    if terms.body is not None and not queries.deciding_bodies(on=today).filter(pk=terms.body).exists():
        raise TermsRefused(
            _("Dieses Gremium gibt es nicht mehr, oder es gehört nicht zur ganzen Stadt."), field="decider"
        )
    if terms.pillar is not None and not budget.pillars_in(today.year).filter(pk=terms.pillar).exists():
        raise TermsRefused(_("Diese Säule gibt es in diesem Jahr nicht."), field="pillar")
    known = set(queries.rule_sets_of(programme).values_list("valid_from", flat=True))
    if not may_begin(valid_from, since=programme.since_on, known=known, today=today):
        raise TooLate
    rule_set = RuleSet.objects.create(
        programme=programme, valid_from=valid_from, set_at=at, set_by=actor, **columns_of(terms)
    )
    note_change(rule_set=rule_set.pk, valid_from=valid_from.isoformat())
    return programme


@action(may=permissions.may_regulate)
def withdraw(programme: Programme, *, actor: Person, rule_set: int, at: datetime) -> Programme:
    """Withdraw terms before they begin to hold, named by their key (Bedingungen zurücknehmen)."""
    found = queries.rule_sets_of(programme).filter(pk=rule_set, valid_from__gt=clock.local(at).date()).first()
    if found is None:
        raise NoTerms
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    note_change(withdrawn=found.pk)
    return programme
