"""The house as an application: its command and its system checks."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class Config(AppConfig):
    """Wires the system checks."""

    name = "quartierwerk.config"
    label = "config"

    def ready(self) -> None:
        from quartierwerk.config import checks  # noqa: F401 – checks register themselves once apps are loaded


class OperatorsWindow(AdminConfig):
    """Django's admin, as the house opens it."""

    default_site = "quartierwerk.foundation.window.Site"
