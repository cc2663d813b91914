"""Wiring of places."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """The city and its parts."""

    name = "quartierwerk.rooms.places"
    label = "places"
    verbose_name = _("Orte")
