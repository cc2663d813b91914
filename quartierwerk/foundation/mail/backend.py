"""Django's door to our post office: what the framework or a library sends is queued like every other mail."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.mail.post import write_down


class PostOffice(BaseEmailBackend):
    """Queues each message once per recipient; the text is wiped after sending, since it often holds a code."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.recipients():
                write_down(
                    to=address,
                    subject=str(message.subject),
                    text=str(message.body),
                    reply_to=message.reply_to[0] if message.reply_to else "",
                    language=language(),
                    is_secret=True,
                )
        return len(email_messages)
