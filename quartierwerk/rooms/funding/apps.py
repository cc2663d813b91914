"""Wiring of funding."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    """Which money there is for projects, who gets it for what, and by which rules."""

    name = "quartierwerk.rooms.funding"
    label = "funding"
    verbose_name = _("Förderung")

    def ready(self) -> None:
        """Say at places how many projects they have; everything else is declared in the room's files."""
        from quartierwerk.rooms.funding.queries import projects_at
        from quartierwerk.rooms.places.queries import counting

        counting.register(projects_at)
