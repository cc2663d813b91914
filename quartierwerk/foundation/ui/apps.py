"""Wiring of the user interface kit."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Registers the check that every link leads somewhere."""

    name = "quartierwerk.foundation.ui"
    label = "ui"
    verbose_name = _("Oberfläche")

    def ready(self) -> None:
        from quartierwerk.foundation.ui.links import check_links

        checks.register(check_links)
