"""Wiring of search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The site index and its journal."""

    name = "quartierwerk.foundation.search"
    label = "search"

    def ready(self) -> None:
        from quartierwerk.foundation.search import checks  # noqa: F401 - registers itself once models are loaded
