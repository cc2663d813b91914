"""Wiring of audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, when."""

    name = "quartierwerk.foundation.audit"
    label = "audit"
