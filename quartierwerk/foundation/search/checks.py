"""System checks of the index journal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connection

from quartierwerk.foundation.search import journal
from quartierwerk.foundation.search.models import IndexJournal


@register(Tags.database)
def journal_is_of_this_database(
    *, app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """Transaction numbers from another cluster would keep new lines from being read in order."""
    if not databases or not _is_migrated() or not journal.is_ahead():
        return []
    return [
        Warning(
            "The index journal holds transaction numbers that this database has not reached.",
            hint="The database was restored from another cluster: call search.journal.renumber() once.",
            id="search.W001",
        )
    ]


def _is_migrated() -> bool:
    """Whether there is a journal: Django checks a new database before it migrates it."""
    return IndexJournal._meta.db_table in connection.introspection.table_names()
