"""Writing mails from templates, and sending what waits.

“Exactly once” holds for the row, not for the wire: a worker that dies between taking a mail and hearing
from the mail server leaves it *in doubt*. Such mails are listed for the office and never sent again by
themselves, since a second copy may be worse than none.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend as Smtp
from django.db import connection, transaction
from django.db.models import QuerySet
from django.template import Context, Engine
from django.utils import translation

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.holding import house, offered
from quartierwerk.foundation.kept.memory import held
from quartierwerk.foundation.mail.models import OutgoingMail

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 6
SUBJECT_MARK = "Betreff:"


def post(
    template: str,
    *,
    to: str,
    context: dict[str, Any],
    language: str = "de",
    reply_to: str = "",
    about: str = "",
    is_secret: bool = False,
) -> OutgoingMail:
    """Write a mail from a template, in the caller's transaction; its first line begins with “Betreff:”."""
    language = offered(language)
    subject, text = composed(template, context=context, language=language)
    return write_down(
        to=to,
        subject=subject,
        text=text,
        language=language,
        reply_to=reply_to,
        about=about,
        is_secret=is_secret,
    )


def composed(template: str, *, context: dict[str, Any], language: str = "de") -> tuple[str, str]:
    """Subject and text of a mail as it would be, so that whoever sends it can read it before."""
    with held(), translation.override(offered(language)):
        values = {"site_url": settings.SITE_URL, "city": house().title} | context
        # Plain text: “Söhne & Töchter” must not arrive as “Söhne &amp; Töchter”.
        text = Engine.get_default().get_template(template).render(Context(values, autoescape=False))
    first, _, body = text.strip().partition("\n")
    if not first.startswith(SUBJECT_MARK):
        raise ValueError(f"{template} must begin with a line “{SUBJECT_MARK} …”.")
    return first.removeprefix(SUBJECT_MARK).strip(), body.strip() + "\n"


def write_down(*, to: str, subject: str, text: str, **rest: Any) -> OutgoingMail:
    """Put a finished mail into the queue; line breaks in the subject are folded to blanks."""
    now = clock.now()
    subject = " ".join(subject.split())[:250]
    return OutgoingMail.objects.create(to=to, subject=subject, text=text, created_at=now, due_at=now, **rest)


def send_waiting(*, limit: int = 50) -> int:
    """Send what is due; returns how many mails were taken. Without a mail host they are only marked as sent."""
    taken = 0
    # A look before each transaction: on SQLite those take the write lock, and mostly nothing is due.
    while taken < limit and _due(clock.now()).exists() and (mail := _take_next()) is not None:
        taken += 1
        _send(mail)
    return taken


def _due(now: datetime) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING, due_at__lte=now).order_by("due_at", "pk")


def _take_next() -> OutgoingMail | None:
    """Claim one mail and commit the claim, so that a crash from here on shows as “in doubt”."""
    now = clock.now()
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        mail = _due(now).select_for_update(skip_locked=skip).first()
        if mail is None:
            return None
        mail.state, mail.taken_at, mail.attempts = OutgoingMail.State.SENDING, now, mail.attempts + 1
        mail.save(update_fields=["state", "taken_at", "attempts"])
    return mail


def _send(mail: OutgoingMail) -> None:
    """Hand one claimed mail to the mail server and note how it went."""
    try:
        if settings.MAIL_HOST:
            _wire().send_messages([_message(mail)])
    except (OSError, smtplib.SMTPException, ValueError) as error:  # ValueError: an address that no header can hold
        _note_failure(mail, error)
        return
    mail.state, mail.sent_at, mail.last_error = OutgoingMail.State.SENT, clock.now(), ""
    if mail.is_secret and settings.MAIL_HOST:
        mail.text = ""
    mail.save(update_fields=["state", "sent_at", "last_error", "text"])


def _message(mail: OutgoingMail) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return EmailMessage(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": f"<mail-{mail.pk}-{mail.attempts}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _wire() -> Smtp:
    """The connection to the mail server: the one seam to the world outside."""
    return Smtp(
        host=settings.MAIL_HOST,
        port=settings.MAIL_PORT,
        username=settings.MAIL_USER,
        password=settings.MAIL_PASSWORD,
        use_tls=settings.MAIL_STARTTLS,
        timeout=20,
    )


def _note_failure(mail: OutgoingMail, error: Exception) -> None:
    """Try again later, or give up visibly; an address that is refused for good is final at once."""
    log.warning("Mail %s was not taken: %s", mail.pk, type(error).__name__)
    mail.last_error = f"{type(error).__name__}: {error}"[:2000]
    mail.due_at = clock.now() + timedelta(minutes=2**mail.attempts)
    final = _is_final(error) or mail.attempts >= MOST_ATTEMPTS
    mail.state = OutgoingMail.State.FAILED if final else OutgoingMail.State.WAITING
    mail.save(update_fields=["last_error", "due_at", "state"])


def _is_final(error: Exception) -> bool:
    """Whether trying again cannot help; a code below 500 only says “not now”, as servers do to strangers at first."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _answer in error.recipients.values())
    return isinstance(error, ValueError)


def mark_doubtful(*, minutes: int = 15) -> int:
    """Mark mails whose worker never came back as “in doubt”; returns how many."""
    lost = OutgoingMail.objects.filter(
        state=OutgoingMail.State.SENDING, taken_at__lt=clock.now() - timedelta(minutes=minutes)
    )
    return lost.update(state=OutgoingMail.State.IN_DOUBT)


def retry(mail: OutgoingMail, *, at: datetime) -> bool:
    """Put a mail that failed or is in doubt back into the queue; False in any other state."""
    if mail.state not in (OutgoingMail.State.FAILED, OutgoingMail.State.IN_DOUBT):
        return False
    mail.state, mail.attempts, mail.due_at = OutgoingMail.State.WAITING, 0, at
    mail.save(update_fields=["state", "attempts", "due_at"])
    return True


def forgettable(before: datetime) -> QuerySet[OutgoingMail]:
    """The mails written before this moment that are not under way any more."""
    State = OutgoingMail.State
    return OutgoingMail.objects.filter(created_at__lt=before, state__in=[State.SENT, State.FAILED, State.IN_DOUBT])


def mails_to(address: str | None) -> QuerySet[OutgoingMail]:
    """What was written to this address and is still kept, oldest first."""
    return OutgoingMail.objects.filter(to__iexact=address or "").exclude(to="").order_by("pk")


def forget_mails_to(address: str | None) -> int:
    """Delete what was written to this address, also what waits to be sent; returns how many.

    One that is on the wire this moment stays until its term is over: whoever sends it must note how it went. In mails
    to others the address is no longer the one to answer to.
    """
    if address:
        OutgoingMail.objects.filter(reply_to__iexact=address).update(reply_to="")
    return mails_to(address).exclude(state=OutgoingMail.State.SENDING).delete()[0]
