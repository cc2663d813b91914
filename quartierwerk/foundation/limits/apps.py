"""Wiring of limits."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """Rate limits."""

    name = "quartierwerk.foundation.limits"
    label = "limits"
