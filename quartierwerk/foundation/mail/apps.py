"""Wiring of mail."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Mail in the reader's language."""

    name = "quartierwerk.foundation.mail"
    label = "mail"

    def ready(self) -> None:
        from quartierwerk.foundation import privacy
        from quartierwerk.foundation.mail.privacy import PERSONAL

        privacy.register(*PERSONAL)
