"""Wiring of the demo."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The believable city; it has routes in a demo only."""

    name = "quartierwerk.surfaces.demo"
    label = "demo"

    def ready(self) -> None:
        from django.conf import settings

        if settings.DEMO:
            from quartierwerk.foundation.ui.links import Link, register

            register(
                Link(label=_("Rollen ausprobieren"), url_name="demo:cast", where="footer", order=90),
                Link(label=_("Mails der Demo"), url_name="demo:mails", where="footer", order=91),
            )
