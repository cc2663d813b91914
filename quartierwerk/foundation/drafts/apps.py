"""Wiring of drafts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    """Autosave of forms."""

    name = "quartierwerk.foundation.drafts"
    label = "drafts"

    def ready(self) -> None:
        from quartierwerk.foundation import handing, privacy
        from quartierwerk.foundation.drafts import keeping
        from quartierwerk.foundation.drafts.privacy import PERSONAL

        privacy.register(*PERSONAL)
        handing.register(
            handing.Holding(
                kind="drafts.drafts",
                label=_("Entwürfe"),
                hint=_("Angefangene Formulare liest sonst niemand; beim Ausscheiden werden sie gelöscht."),
                things=keeping.names_of,
                let_go=keeping.let_go,
                order=99,
            )
        )
