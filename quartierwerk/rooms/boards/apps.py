"""Wiring of the bodies."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardsConfig(AppConfig):
    """Who sits where, when they meet, and what they validly decide."""

    name = "quartierwerk.rooms.boards"
    label = "boards"
    verbose_name = _("Gremien")
