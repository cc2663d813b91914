"""The verbs of programmes: founding, editing what is said of one, ending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock, folding
from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import MovedOn, NotNow, RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.funding.rules import Wording


class WordingRefused(RuleBroken):
    """This cannot be said of a programme; the sentence names the first reason."""


class NameTaken(RuleBroken):
    """Another programme was founded under the same name in this very moment."""

    sentence = _("Ein Programm dieses Namens ist eben angelegt worden. Bitte laden Sie die Seite neu.")
    field = "name_de"


class ChangedMeanwhile(MovedOn):
    """Somebody else has written about the programme since."""


class AlreadyEnded(NotNow):
    """Its last day has passed."""

    sentence = _("Dieses Programm ist schon beendet. Es hat sich nichts geändert.")


class EndsTooEarly(RuleBroken):
    """People who meant to apply would lose days that have passed, or the programme would end before it began."""

    sentence = _("Der letzte Tag liegt in der Vergangenheit oder vor dem ersten. Bitte nennen Sie heute oder später.")
    field = "until_on"


class RoundRuns(RuleBroken):
    """A round takes applications after the day on which the programme is to end."""

    sentence = _("Eine Runde läuft über diesen Tag hinaus. Bitte ändern oder streichen Sie sie zuerst.")
    field = "until_on"


@dataclass(frozen=True, kw_only=True)
class Founding:
    """A programme that is to be."""

    wording: Wording
    since_on: date


@action(may=permissions.may_found)
def found(founding: Founding, *, actor: Person) -> Programme:
    """Enter a programme; its address comes from its German name (Förderprogramm anlegen)."""
    wording = _checked(founding.wording)
    taken = {*Programme.objects.values_list("slug", flat=True), *rules.RESERVED}
    slug = folding.free_slug(wording.name_de, taken=taken, otherwise="programm")
    try:
        with transaction.atomic():
            return Programme.objects.create(slug=slug, since_on=founding.since_on, **vars(wording))
    except IntegrityError:  # somebody else founded one of this name in this very moment
        raise NameTaken from None


@action(may=permissions.may_edit)
def edit(programme: Programme, *, actor: Person, wording: Wording, based_on: Wording) -> Programme:
    """Write what is said of a programme; ``based_on`` is what whoever wrote it had before them."""
    if programme.wording != based_on:
        raise ChangedMeanwhile
    fields = vars(_checked(wording))
    for name, value in fields.items():
        setattr(programme, name, value)
    programme.save(update_fields=list(fields))
    return programme


@action(may=permissions.may_end)
def end(programme: Programme, *, actor: Person, until_on: date | None, at: datetime) -> Programme:
    """Set the last day on which a programme takes applications, or take it back as long as it has not passed."""
    today = clock.local(at).date()
    if programme.has_ended(on=today):
        raise AlreadyEnded
    if until_on is not None and until_on < max(today, programme.since_on):
        raise EndsTooEarly
    if until_on is not None and programme.rounds.filter(closes_on__gt=until_on).exists():
        raise RoundRuns
    programme.until_on = until_on
    programme.save(update_fields=["until_on"])
    return programme


def _checked(wording: Wording) -> Wording:
    wording = wording.tidied()
    for problem in rules.problems(wording):
        raise WordingRefused(problem.sentence, field=problem.field)
    return wording
