"""Which personal data the post office keeps, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.mail import post
from quartierwerk.foundation.privacy import Basis, Erasure, Fate, PersonalData, Term, rows


def _forget(before: datetime, /, *, actor: Any) -> None:
    post.forgettable(before).delete()


PERSONAL = (
    PersonalData(
        kind="mail.mails",
        label=_("Mails des Hauses"),
        fields=("mail.outgoingmail.to", "mail.outgoingmail.reply_to"),
        purpose=_("zustellen, und nachsehen können, was nicht ankam; Codes werden nach dem Senden gelöscht"),
        basis=Basis.SERVICE,
        retention=Term(lasts=timedelta(days=30), since=_("nach dem Schreiben"), due=post.forgettable, forget=_forget),
        rows=lambda person: rows(post.mails_to(person.email), "subject", "created_at", "state"),
        erasure=Erasure(
            fate=Fate.DELETED,
            words=_("Übrig ist die Bestätigung, die jetzt an Ihre Adresse geht; auch sie wird nach 30 Tagen gelöscht."),
            verb=lambda person, /, *, actor, at: post.forget_mails_to(person.email),
        ),
    ),
)
