"""Writing to an actor without seeing its address."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.mail.post import post
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import permissions, queries
from quartierwerk.rooms.directory.models import Profile


class NobodyToWriteTo(RuleBroken):
    """The profile has no address that mail can reach."""

    sentence = _("Zu diesem Profil ist keine E-Mail-Adresse hinterlegt. Wir helfen gern weiter.")


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a visitor writes to an actor, and where the answer goes."""

    sender_name: str
    sender_email: str
    text: str


@action(may=permissions.may_write_to)
def write_to(profile: Profile, *, actor: Person | None, message: Message, language: str = "de") -> Profile:
    """Send a message to an actor; its address stays hidden, the answer goes to the sender (Kontaktanfrage)."""
    address = queries.address_for_mail(profile)
    if not address:
        raise NobodyToWriteTo
    try:
        validate_email(message.sender_email)
    except ValidationError:
        raise RuleBroken(_("Bitte geben Sie eine gültige E-Mail-Adresse an."), field="sender_email") from None
    if not message.text.strip():
        raise RuleBroken(_("Bitte schreiben Sie eine Nachricht."), field="text")
    post(
        "directory/mail/message.txt",
        to=address,
        reply_to=message.sender_email,
        language=language,
        context={"profile": profile, "message": message, "url": profile.get_absolute_url()},
        about=profile.reference,
    )
    note_change(message=True)
    return profile
