"""The verbs of de-minimis aid: saying whether a grant is aid, and that it stands in the central register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.models import AidCheck, AidEntry, Application, Letter
from quartierwerk.rooms.funding.queries import aid as reading
from quartierwerk.rooms.funding.rules import AidFinding


class AidRefused(RuleBroken):
    """It cannot be noted so; the sentence says why."""


class NoAid(NotNow):
    """The terms make no aid of it, it was not granted, or whoever gets it does not know it yet."""

    sentence = _("Das ist keine De-minimis-Beihilfe, oder sie ist noch nicht bekannt gegeben.")


@action(may=permissions.may_check_aid)
def check_aid(application: Application, *, actor: Person, finding: AidFinding, at: datetime) -> AidCheck:
    """Say whether a grant goes to an undertaking and is aid (Beihilfe prüfen); said anew, the last one counts."""
    if not reading.asks_for_aid(application):
        raise NoAid
    if not finding.is_undertaking:
        finding = AidFinding(is_undertaking=False)
    name = " ".join(finding.undertaking.split())
    finding = replace(finding, undertaking=name, sector=finding.sector.strip())
    for problem in rules.finding_problems(finding):
        raise AidRefused(problem.sentence, field=problem.field)
    return AidCheck.objects.create(application=application, at=at, by=actor, **vars(finding))


@action(may=permissions.may_note_in_register)
def note_in_register(letter: Letter, *, actor: Person, entered_on: date, number: str, at: datetime) -> AidEntry:
    """Note that aid stands in the central register, since when and under which number (im Register vermerken)."""
    granted_on, number = letter.effective_on, " ".join(number.split())
    if granted_on is None or not reading.aid_letters(actor).filter(pk=letter.pk).exists():
        raise NoAid
    today = clock.local(at).date()
    for problem in rules.entry_problems(entered_on=entered_on, granted_on=granted_on, number=number, on=today):
        raise AidRefused(problem.sentence, field=problem.field)
    return AidEntry.objects.create(letter=letter, entered_on=entered_on, number=number, at=at, by=actor)
