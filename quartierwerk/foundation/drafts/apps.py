"""Wiring of drafts."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Autosave of forms."""

    name = "quartierwerk.foundation.drafts"
    label = "drafts"
