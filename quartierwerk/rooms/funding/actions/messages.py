"""The conversation on a case: messages between whoever applied and the office, and the mails that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import may_erase, may_leave
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.actions._notices import at_the_desk, tell
from quartierwerk.rooms.funding.models import Application, Inquiry, Message


class NothingWritten(RuleBroken):
    """A message that is too long."""

    sentence = _("Dieser Text ist zu lang.")
    field = "text"


@dataclass(frozen=True, kw_only=True)
class Writing:
    """A message that is to be."""

    application: Application
    text: str


@action(may=permissions.may_message, first=lambda actor, writing: lock(writing.application))
def write_message(writing: Writing, *, actor: Person, at: datetime) -> Message:
    """Write on a case; the other side gets a mail that says so (Nachricht schreiben)."""
    application, text = writing.application, writing.text.strip()
    if not text:
        raise WordsMissing(_("Bitte schreiben Sie etwas."), field="text")
    if len(text) > rules.LONGEST_MESSAGE:
        raise NothingWritten
    if application.submitted_at is None:
        raise NotNow
    is_from_office = not permissions.has_applied(actor, application)
    message = Message.objects.create(application=application, text=text, is_from_office=is_from_office, by=actor, at=at)
    for to in [application.applicant] if is_from_office else at_the_desk(application, at=at):
        tell(application, to, "funding/mail/message.txt", text=text)
    return message


@action(may=permissions.may_converse)
def read_messages(application: Application, *, actor: Person, at: datetime) -> Application:
    """Note that somebody has seen what the other side wrote."""
    theirs = application.messages.filter(
        read_at__isnull=True, is_from_office=permissions.has_applied(actor, application)
    )
    note_change(read=theirs.update(read_at=at))
    return application


@action(may=permissions.may_keep_house)
def remind(inquiry: Inquiry, *, actor: Person, at: datetime) -> Inquiry:
    """Remind whoever applied that an answer is due soon, once (an die Antwort erinnern)."""
    if inquiry.reminded_at is not None or inquiry.answered_at is not None:
        raise NotNow
    inquiry.reminded_at = at
    inquiry.save(update_fields=["reminded_at"])
    application = inquiry.application
    tell(application, application.applicant, "funding/mail/reminder.txt", inquiry=inquiry)
    return inquiry


@action(may=may_erase)
def erase_writer(person: Person, *, actor: Person, at: datetime) -> Person:
    """Take somebody who is erased off what they wrote on cases."""
    note_change(messages=Message.objects.filter(by=person).update(by=None))
    return person


@action(may=may_erase)
def erase_clerk(person: Person, *, actor: Person, at: datetime) -> Person:
    """Let somebody else look after the cases of somebody who is erased."""
    note_change(cases=Application.objects.filter(clerk=person).update(clerk=None))
    return person


@action(may=may_leave)
def leave_cases(person: Person, *, actor: Person, at: datetime) -> Person:
    """The same for somebody who goes (Sachbearbeitung abgeben)."""
    note_change(cases=Application.objects.filter(clerk=person).update(clerk=None))
    return person
