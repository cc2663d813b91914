"""Wiring of the handbook."""

from django.apps import AppConfig


class HandbookConfig(AppConfig):
    """The handbook's pages, and the marks that lead from other pages to their chapters."""

    name = "quartierwerk.surfaces.handbook"
    label = "handbook"

    def ready(self) -> None:
        from quartierwerk.foundation.ui import help
        from quartierwerk.surfaces.handbook.chapters import contents

        help.register(
            "handbook:chapter",
            explained_by={route: chapter.slug for chapter in contents() for route in chapter.explains},
        )
