"""Wiring of opendata."""

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    """The open interface: each room's api.py under one roof."""

    name = "quartierwerk.surfaces.opendata"
    label = "opendata"
