"""Wiring of the house's own facts."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The house in its city."""

    name = "quartierwerk.foundation.house"
    label = "house"
