"""Wiring of the demo."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The believable city; it has routes in a demo only."""

    name = "quartierwerk.surfaces.demo"
    label = "demo"
