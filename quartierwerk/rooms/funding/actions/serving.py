"""The verbs of serving letters: by portal, by post, by hand; and retrieving what lies in the portal."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.actions.projects import TextTooLong
from quartierwerk.rooms.funding.models import Letter, Service
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import ApplicationState, LetterState, Way


class NotAgreed(RuleBroken):
    """Whoever applied has not agreed to find letters in the portal."""

    sentence = _("Dem Abruf im Portal hat niemand zugestimmt. Bitte senden Sie das Schreiben mit der Post.")
    field = "way"


class ServiceDayRefused(RuleBroken):
    """A letter goes out after it was issued and not in the future."""

    sentence = _("Der Tag liegt zwischen der Ausfertigung und heute.")
    field = "given_on"


class WhyAgain(WordsMissing):
    """A letter is on its way or arrived already; serving it again needs a reason."""

    sentence = _("Das Schreiben ist schon bekannt gegeben oder liegt im Portal. Bitte sagen Sie, warum noch einmal.")
    field = "note"


class NotThere(NotNow):
    """Nothing lies in the portal, or not any more."""

    sentence = _("Dieses Schreiben lässt sich nicht mehr abrufen. Sie erhalten es noch einmal auf anderem Weg.")


@action(may=permissions.may_serve, first=lambda actor, letter: lock(letter.application))
def serve_letter(
    letter: Letter, *, actor: Person, way: Way, given_on: date | None = None, note: str = "", at: datetime
) -> Letter:
    """Make a letter known: put it into the portal, or say when it was posted or handed over (Bekanntgabe).

    Served once more, the later service counts. ``given_on`` is today unless another day is named.
    """
    if not letter.is_standing or letter.issued_at is None:
        raise NotNow
    today, note = clock.local(at).date(), " ".join(note.split())
    if len(note) > rules.LONGEST_NOTE_ON_SERVICE:
        raise TextTooLong(field="note")
    given_on = today if given_on is None or way == Way.PORTAL else given_on
    if not clock.local(letter.issued_at).date() <= given_on <= today:
        raise ServiceDayRefused
    before = letter.service
    if before is not None and not note and (before.effective_on is not None or before.is_open(on=today)):
        raise WhyAgain
    if way == Way.PORTAL and not reading.takes_portal(letter.application):
        raise NotAgreed
    service = Service.objects.create(
        letter=letter,
        number=before.number + 1 if before else 1,
        way=way,
        given_on=given_on,
        until_on=rules.retrievable_until(given_on) if way == Way.PORTAL else None,
        effective_on=rules.takes_effect(way, given_on=given_on),
        note=note,
        at=at,
        by=actor,
    )
    note_change(service=service.pk, way=str(way))
    if way == Way.PORTAL:
        _send_word(letter)
    else:
        _served(letter)
    return letter


@action(may=permissions.may_retrieve, first=lambda actor, letter: lock(letter.application))
def retrieve_letter(letter: Letter, *, actor: Person, at: datetime) -> Letter:
    """Retrieve a letter from the portal; it counts as made known from the next day on (Abruf)."""
    today, service = clock.local(at).date(), letter.service
    if service is None or not service.is_open(on=today):
        raise NotThere
    service.retrieved_at = at
    service.effective_on = rules.takes_effect(Way.PORTAL, given_on=service.given_on, retrieved_on=today)
    service.save(update_fields=["retrieved_at", "effective_on"])
    note_change(service=service.pk)
    _served(letter)
    return letter


def _served(letter: Letter) -> None:
    advance(letter, LetterState.SERVED, steps=rules.LETTER_STEPS)
    application = letter.application
    if letter.decision is not None and application.state == ApplicationState.ISSUED:
        advance(application, ApplicationState.SERVED, steps=rules.APPLICATION_STEPS)


def _send_word(letter: Letter) -> None:
    """That there is a letter, and nothing of what it says: the mail is no service (§ 41 Abs. 2a VwVfG NRW)."""
    person = letter.application.applicant
    assert person is not None and person.email  # noqa: S101 - takes_portal has asked
    post(
        "funding/mail/letter_waits.txt",
        to=person.email,
        context={"letter": letter, "service": letter.services.last()},
        language=person.language,
        about=reference(letter),
    )
