"""Wiring of facts."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """Facts and their delivery."""

    name = "quartierwerk.foundation.facts"
    label = "facts"
