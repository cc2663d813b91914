"""Wiring of the bodies."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardsConfig(AppConfig):
    """Who sits where, when they meet, and what they validly decide."""

    name = "quartierwerk.rooms.boards"
    label = "boards"
    verbose_name = _("Gremien")

    def ready(self) -> None:
        """Say at places which bodies they have; everything else is declared in the room's files."""
        from quartierwerk.rooms.boards.queries import bodies_at
        from quartierwerk.rooms.places.queries import counting

        counting.register(bodies_at)
