"""Wiring of what is kept in memory."""

from django.apps import AppConfig


class KeptConfig(AppConfig):
    """The marks of the watched tables."""

    name = "quartierwerk.foundation.kept"
    label = "kept"
