"""Wiring of the handbook."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandbookConfig(AppConfig):
    """The handbook's pages, and the links that lead to them."""

    name = "quartierwerk.surfaces.handbook"
    label = "handbook"

    def ready(self) -> None:
        from quartierwerk.foundation.ui import help
        from quartierwerk.foundation.ui.links import Link, register
        from quartierwerk.surfaces.handbook.chapters import contents

        help.register(
            "handbook:chapter",
            explained_by={route: chapter.slug for chapter in contents() for route in chapter.explains},
        )
        register(Link(label=_("Handbuch"), url_name="handbook:contents", where="footer", order=20))
