"""The verbs of rounds: calling for applications between two days, moving these, taking a round back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.models import Programme, Round
from quartierwerk.rooms.funding.rules import RoundState, Span


class RoundRefused(RuleBroken):
    """A round cannot run so; the sentence says why."""


class RoundBegun(NotNow):
    """Somebody may have applied already."""

    sentence = _("Diese Runde hat schon begonnen; sie lässt sich nicht mehr streichen, nur verlängern oder verkürzen.")


class NeedsThere(NotNow):
    """Somebody has registered a need for it."""

    sentence = _("Zu dieser Runde hat schon jemand Bedarf angemeldet. Verschieben Sie lieber ihre Tage.")


@dataclass(frozen=True, kw_only=True)
class Calling:
    """A round as it is to be."""

    programme: Programme
    name: str
    span: Span
    decided_on: date | None = None
    needs_until: date | None = None
    """The last day for registering a need; None: as long as the round runs."""
    is_sealed: bool = False
    """Whether the office reads applications only once it is over; it stands from its first day on."""

    def checked(self, *, before: Round | None, at: datetime) -> dict[str, object]:
        """The columns it comes to; raises why it may not be so."""
        name = " ".join(self.name.split())
        if not name:
            raise WordsMissing(_("Bitte geben Sie der Runde einen Namen."), field="name")
        others = self.programme.rounds.exclude(pk=before.pk if before else None)
        spans = [one.span for one in others]
        today = clock.local(at).date()
        refused = rules.problem(self.span, before=before.span if before else None, others=spans, today=today)
        if refused is not None:
            raise RoundRefused(refused.sentence, field=refused.field)
        until = self.programme.until_on
        if until is not None and self.span.closes_on > until:
            raise RoundRefused(_("Das Programm endet vor dem letzten Tag der Runde."), field="closes_on")
        if self.decided_on is not None and self.decided_on <= self.span.closes_on:
            raise RoundRefused(_("Entschieden wird nach dem letzten Tag der Runde."), field="decided_on")
        if self.needs_until is not None and self.needs_until > self.span.closes_on:
            raise RoundRefused(
                _("Der Bedarf wird spätestens am letzten Tag der Runde angemeldet."), field="needs_until"
            )
        if before is not None and before.is_sealed != self.is_sealed and before.span.state(today) != RoundState.COMING:
            raise RoundRefused(_("Ob eine Runde versiegelt ist, steht fest, sobald sie läuft."), field="is_sealed")
        days = {"decided_on": self.decided_on, "needs_until": self.needs_until}
        return {"name": name, **self.span._asdict(), **days, "is_sealed": self.is_sealed}


@action(may=permissions.may_hold_rounds, first=lambda actor, calling: lock(calling.programme))
def call(calling: Calling, *, actor: Person, at: datetime) -> Round:
    """Take applications between two days (Runde anlegen)."""
    return Round.objects.create(programme=calling.programme, **calling.checked(before=None, at=at))


@action(may=permissions.may_hold_rounds, first=lambda actor, called: lock(called.programme))
def move_round(called: Round, *, actor: Person, wanted: Calling, at: datetime) -> Round:
    """Call a round differently or move its days; nobody loses one that has passed (Runde ändern)."""
    columns = wanted.checked(before=called, at=at)
    for name, value in columns.items():
        setattr(called, name, value)
    called.save(update_fields=list(columns))
    return called


@action(may=permissions.may_hold_rounds)
def drop_round(programme: Programme, *, actor: Person, called: int, at: datetime) -> Programme:
    """Take a round back before it begins, named by its key (Runde streichen)."""
    found = programme.rounds.filter(pk=called).first()
    if found is None:
        raise NotNow
    if found.span.state(clock.local(at).date()) != RoundState.COMING:
        raise RoundBegun
    if found.needs.exists():
        raise NeedsThere
    found.delete()
    note_change(dropped=called)
    return programme
