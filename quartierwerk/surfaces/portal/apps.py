"""Wiring of the portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Home, site search, one's own corner and the office's cockpit."""

    name = "quartierwerk.surfaces.portal"
    label = "portal"

    def ready(self) -> None:
        from quartierwerk.foundation.ui import banners
        from quartierwerk.foundation.ui.links import Link, register
        from quartierwerk.foundation.waiting import register as wait_for
        from quartierwerk.rooms.accounts.queries import is_officer
        from quartierwerk.surfaces.portal.permissions import may_see_queue
        from quartierwerk.surfaces.portal.waiting import piles
        from quartierwerk.surfaces.portal.walking import banner

        banners.register(banner)
        wait_for(piles)
        register(
            Link(label=_("Mein Bereich"), url_name="portal:mine", where="mine", order=10, icon="user"),
            Link(label=_("Wie lange wir was behalten"), url_name="portal:retention", where="footer", order=60),
            Link(label=_("Überblick"), url_name="portal:work", where="office", order=10, icon="home", may=is_officer),
            Link(
                label=_("Warteschlange"),
                url_name="portal:queue",
                where="office",
                order=12,
                icon="list",
                may=may_see_queue,
            ),
        )
