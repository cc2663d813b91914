"""The house as an application: where it attaches its parts, and its system checks."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class Config(AppConfig):
    """The first application of the settings: takes what all others declare, and wires the system checks."""

    name = "quartierwerk.config"
    label = "config"

    def ready(self) -> None:
        from quartierwerk.config import checks  # noqa: F401 – checks register themselves once apps are loaded
        from quartierwerk.foundation.attaching import attach

        attach()


class OperatorsWindow(AdminConfig):
    """Django's admin, as the house opens it."""

    default_site = "quartierwerk.foundation.window.Site"
