"""Wiring of the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Home, site search, one's own corner and the office's cockpit."""

    name = "quartierwerk.surfaces.portal"
    label = "portal"
