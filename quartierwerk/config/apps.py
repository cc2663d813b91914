"""The house as an application: its command and its system checks."""

from django.apps import AppConfig


class Config(AppConfig):
    """Wires the system checks."""

    name = "quartierwerk.config"
    label = "config"

    def ready(self) -> None:
        from quartierwerk.config import checks  # noqa: F401 – checks register themselves once apps are loaded
