"""Wiring of papers."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Private files of cases."""

    name = "quartierwerk.foundation.papers"
    label = "papers"
