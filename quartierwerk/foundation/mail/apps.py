"""Wiring of mail."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Mail in the reader's language."""

    name = "quartierwerk.foundation.mail"
    label = "mail"
