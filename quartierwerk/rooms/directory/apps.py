"""Wiring of the directory."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """The directory of creative actors."""

    name = "quartierwerk.rooms.directory"
    label = "directory"
    verbose_name = _("Verzeichnis")

    def ready(self) -> None:
        """Say at places what lies there; everything else is declared in the room's files."""
        from quartierwerk.rooms.directory.queries import locations_moving, new_at, profiles_at
        from quartierwerk.rooms.places.queries import counting, register_mover, register_news

        counting.register(profiles_at)
        register_mover(locations_moving)
        register_news(new_at)
