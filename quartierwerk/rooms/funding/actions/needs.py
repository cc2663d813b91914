"""The verbs of needs: registering one before an application, taking it back, and what the office says to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import may_erase
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.models import NeedsRegistration, Programme, Project
from quartierwerk.rooms.funding.rules import ProjectState


class NoNeedsTaken(NotNow):
    """The programme takes no registrations now."""

    sentence = _("Dieses Programm nimmt zurzeit keine Bedarfsanmeldungen an.")


class NeedThere(NotNow):
    """There is a registration for this project already."""

    sentence = _("Für dieses Projekt ist der Bedarf hier schon angemeldet.")


class NeedRefused(RuleBroken):
    """A registration cannot be so; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Registering:
    """A need that is to be registered; ``cents`` is an estimate."""

    programme: Programme
    project: Project
    cents: int
    text: str


@action(may=permissions.may_register_need, first=lambda actor, registering: lock(registering.project))
def register_need(registering: Registering, *, actor: Person, at: datetime) -> NeedsRegistration:
    """Say that one will ask a programme for about so much (Bedarf anmelden); nothing is decided by it."""
    text = registering.text.strip()
    refused = rules.need_problem(text=text, cents=registering.cents)
    if refused is not None:
        raise NeedRefused(refused.sentence, field=refused.field)
    if registering.project.state == ProjectState.CALLED_OFF:
        raise NotNow
    lock(registering.programme)
    today = clock.local(at).date()
    standing = queries.standing_of(registering.programme, on=today)
    if not queries.takes_needs(standing, on=today):
        raise NoNeedsTaken
    try:
        with transaction.atomic():
            return NeedsRegistration.objects.create(
                programme=registering.programme,
                project=registering.project,
                round=standing.round,
                by=actor,
                cents=registering.cents,
                text=text,
                at=at,
            )
    except IntegrityError:
        raise NeedThere from None


@action(may=permissions.may_withdraw_need)
def withdraw_need(need: NeedsRegistration, *, actor: Person, at: datetime) -> NeedsRegistration:
    """Take a registration back (Bedarfsanmeldung zurückziehen)."""
    if need.withdrawn_at is not None:
        raise NotNow
    need.withdrawn_at = at
    need.save(update_fields=["withdrawn_at"])
    return need


@action(may=permissions.may_answer_need)
def answer_need(need: NeedsRegistration, *, actor: Person, text: str, at: datetime) -> NeedsRegistration:
    """Say what the office thinks of a need (zur Bedarfsanmeldung antworten); a mail brings it, a later one counts."""
    said = text.strip()
    if not said:
        raise WordsMissing(_("Bitte schreiben Sie einen Hinweis."), field="text")
    if len(said) > rules.LONGEST_ANSWER_TO_NEED:
        raise NeedRefused(_("Dieser Text ist zu lang."), field="text")
    if need.withdrawn_at is not None:
        raise NotNow
    need.answer, need.answered_at, need.answered_by = said, at, actor
    need.save(update_fields=["answer", "answered_at", "answered_by"])
    person = need.project.keeper
    if person is not None and person.email:
        post(
            "funding/mail/need.txt",
            to=person.email,
            language=person.language,
            context={
                "need": need,
                "programme": need.programme.name,
                "title": need.project.title,
                "address": f"{settings.SITE_URL}{need.programme.get_absolute_url()}",
            },
            about=reference(need),
        )
    return need


@action(may=may_erase)
def erase_needs(person: Person, *, actor: Person, at: datetime) -> Person:
    """Take somebody who is erased off the needs that they registered; these belong to the projects."""
    note_change(needs=NeedsRegistration.objects.filter(by=person).update(by=None))
    return person
