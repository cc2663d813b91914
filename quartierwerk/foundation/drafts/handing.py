"""Drafts hang on a person, and nobody takes them over."""

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.handing import Holding, Turn

HOLDINGS = (
    Holding(
        kind="drafts.drafts",
        label=_("Entwürfe"),
        hint=_("Angefangene Formulare liest sonst niemand; beim Ausscheiden werden sie gelöscht."),
        things=keeping.names_of,
        let_go=keeping.let_go,
        turn=Turn.REST,
    ),
)
