"""The verbs of errands: beginning to act on somebody's behalf, and ending it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.rooms.accounts import permissions, queries, rules
from quartierwerk.rooms.accounts.models import Errand, Person


class ErrandOver(NotNow):
    """The errand was ended, or its time is up."""

    sentence = _("Dieser Auftrag ist schon beendet.")


@action(may=permissions.may_begin_errand, takes_new_row=True)
def begin_errand(errand: Errand, *, actor: Person, at: datetime) -> Errand:
    """Note for whom the office acts from now on and how they asked; it ends by itself after a while.

    One at a time: an errand that still goes on, in whatever session, ends with it.
    """
    errand.name = rules.clean_name(errand.name)
    if bool(errand.name) == (errand.person is not None):
        raise RuleBroken(_("Bitte nennen Sie eine Person: mit Konto die Adresse, ohne Konto den Namen."), field="email")
    if errand.person_id == actor.pk:
        raise RuleBroken(_("Für sich selbst brauchen Sie keinen Auftrag."), field="email")
    if errand.asked_on > clock.local(at).date():
        raise RuleBroken(_("Dieser Tag liegt in der Zukunft."), field="asked_on")
    errand.officer, errand.begun_at, errand.ends_at = actor, at, at + rules.ERRAND_LASTS
    for other in actor.errands.open(at=at):
        end_errand(other, actor=actor, at=at)
    errand.save()
    return errand


@action(may=permissions.may_end_errand)
def end_errand(errand: Errand, *, actor: Person, at: datetime) -> Errand:
    """Act for oneself again."""
    if not errand.is_open(at=at):
        raise ErrandOver
    errand.ended_at = at
    errand.save(update_fields=["ended_at"])
    return errand


@action(may=permissions.may_keep_house, bulk=True)
def forget_errands(before: datetime, *, actor: Person) -> list[Errand]:
    """Forget the names of people without an account who asked before this moment; day and way remain."""
    queries.errands_to_forget(before).update(name=rules.FORGOTTEN)
    return []
