"""The verbs of co-applicants: letting somebody write an application along, and taking that back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import may_erase
from quartierwerk.rooms.accounts.rules import clean_email
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.models import Application, CoApplicant


class NoAddress(RuleBroken):
    """What was written is no address."""

    sentence = _("Diese E-Mail-Adresse gibt es so nicht. Bitte prüfen Sie sie.")
    field = "email"


class OwnAddress(RuleBroken):
    """The applicant writes anyway."""

    sentence = _("Das ist Ihre eigene Adresse. Sie schreiben ohnehin.")
    field = "email"


class TooManyCoApplicants(RuleBroken):
    """More people than write one text."""

    sentence = _("Mehr Personen können einen Antrag nicht mitschreiben.")


@action(may=permissions.may_share)
def share(application: Application, *, actor: Person, email: str, may_write: bool, at: datetime) -> Application:
    """Let somebody read or write a draft along, by their address; they get a mail (Mitschreiben lassen)."""
    address = clean_email(email)
    if not application.is_draft:
        raise NotNow
    if address is None:
        raise NoAddress
    if address == actor.email:
        raise OwnAddress
    own = application.coapplicants
    if own.count() >= rules.MOST_COAPPLICANTS and not own.filter(email=address).exists():
        raise TooManyCoApplicants
    made, is_new = own.get_or_create(email=address, defaults={"may_write": may_write, "invited_at": at})
    if made.may_write != may_write:
        made.may_write = may_write
        made.save(update_fields=["may_write"])
    note_change(shared=made.pk, may_write=may_write)
    if is_new:
        known = Person.objects.filter(email=address, is_active=True).first()
        post(
            "funding/mail/shared.txt",
            to=address,
            language=known.language if known else actor.language,
            context={
                "application": application,
                "programme": application.programme.name,
                "title": application.project.title,
                "who": actor.name,
                "may_write": may_write,
            },
            about=reference(application),
            reply_to=actor.email or "",
        )
    return application


@action(may=permissions.may_share)
def unshare(application: Application, *, actor: Person, coapplicant: int) -> Application:
    """Let somebody read and write no longer, named by their key (Mitschreiben beenden)."""
    if not application.coapplicants.filter(pk=coapplicant).delete()[0]:
        raise NotNow
    note_change(unshared=coapplicant)
    return application


@action(may=may_erase)
def forget_coapplicant(person: Person, *, actor: Person, at: datetime) -> Person:
    """Forget with whose applications somebody who is erased wrote along."""
    note_change(unshared=CoApplicant.objects.of(person).delete()[0])
    return person
