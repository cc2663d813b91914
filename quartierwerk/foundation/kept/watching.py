"""Watching a table in the database itself, on both kinds of database."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE_MARK = "INSERT OR REPLACE INTO kept_mark (watched, mark) VALUES ('{table}', lower(hex(randomblob(16))))"
SQLITE_EVENTS = ("INSERT", "UPDATE", "DELETE")
POSTGRES_MARK = (
    "INSERT INTO kept_mark (watched, mark) VALUES ('{table}', gen_random_uuid()::text)"
    " ON CONFLICT (watched) DO UPDATE SET mark = excluded.mark"
)
POSTGRES = """
CREATE FUNCTION {table}_mark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {mark}; RETURN NULL; END $$;
CREATE TRIGGER {table}_marks AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_mark();
"""


class Watch(migrations.RunPython):
    """A migration step after which every change to the table of a model renews its mark.

    On SQLite a later change to a column makes the table anew and loses its triggers; such a migration ends with
    another ``Watch``, which a test demands.
    """

    def __init__(self, app: str, model: str) -> None:
        self.app, self.model = app, model
        super().__init__(self._watch, self._leave)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.app, self.model], {}

    def _watch(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        self._leave(apps, schema_editor)
        table = self._table(apps)
        if schema_editor.connection.vendor == "sqlite":
            mark = SQLITE_MARK.format(table=table)
            statements = [
                f"CREATE TRIGGER {table}_marks_{event.lower()} AFTER {event} ON {table} BEGIN {mark}; END"
                for event in SQLITE_EVENTS
            ]
        else:
            mark = POSTGRES_MARK.format(table=table)
            statements = [POSTGRES.format(table=table, mark=mark)]
        self._run(schema_editor, [*statements, mark])

    def _leave(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        table = self._table(apps)
        if schema_editor.connection.vendor == "sqlite":
            names = [f"{table}_marks_{event.lower()}" for event in SQLITE_EVENTS]
            self._run(schema_editor, [f"DROP TRIGGER IF EXISTS {name}" for name in names])
        else:
            drops = f"DROP TRIGGER IF EXISTS {table}_marks ON {table}", f"DROP FUNCTION IF EXISTS {table}_mark()"
            self._run(schema_editor, drops)

    def _table(self, apps: Any) -> str:
        table: str = apps.get_model(self.app, self.model)._meta.db_table
        return table

    @staticmethod
    def _run(schema_editor: BaseDatabaseSchemaEditor, statements: Any) -> None:
        with schema_editor.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
