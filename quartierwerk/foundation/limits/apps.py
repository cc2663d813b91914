"""Wiring of limits."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """Rate limits."""

    name = "quartierwerk.foundation.limits"
    label = "limits"

    def ready(self) -> None:
        from quartierwerk.foundation import privacy
        from quartierwerk.foundation.limits.privacy import PERSONAL

        privacy.register(*PERSONAL)
