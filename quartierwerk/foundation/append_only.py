"""Making a table append-only in the database itself, on both kinds of database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {young}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""
SQLITE_YOUNG = "WHEN OLD.{since} >= strftime('%Y-%m-%d %H:%M:%f', 'now', '-{days} days')"
POSTGRES_YOUNG = "WHEN (OLD.{since} >= now() - interval '{days} days')"
SQLITE_ONCE = """
CREATE TRIGGER {table}_{once}_once BEFORE UPDATE OF {once} ON {table} WHEN OLD.{once} IS NOT NULL
BEGIN SELECT RAISE(ABORT, '{table}.{once} is set once'); END;
"""
POSTGRES = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {young} EXECUTE FUNCTION {table}_refuse();
"""
POSTGRES_ONCE = """
CREATE TRIGGER {table}_{once}_once BEFORE UPDATE OF {once} ON {table} FOR EACH ROW
WHEN (OLD.{once} IS NOT NULL) EXECUTE FUNCTION {table}_refuse();
"""


SQLITE_REFUSE = """
CREATE TRIGGER {table}_guard BEFORE INSERT ON {table} WHEN EXISTS ({where})
BEGIN SELECT RAISE(ABORT, '{table}: {said}'); END;
"""
POSTGRES_REFUSE = """
CREATE FUNCTION {table}_guarded() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF EXISTS ({where}) THEN RAISE EXCEPTION '{table}: {said}' USING ERRCODE = 'integrity_constraint_violation';
END IF; RETURN NEW; END $$;
CREATE TRIGGER {table}_guard BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_guarded();
"""

SQLITE_FROZEN = """
CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {columns} ON {table} WHEN OLD.{since} IS NOT NULL
BEGIN SELECT RAISE(ABORT, '{table} stands since {since}'); END;
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} WHEN OLD.{since} IS NOT NULL
BEGIN SELECT RAISE(ABORT, '{table} stands since {since}'); END;
"""
POSTGRES_FROZEN = """
CREATE FUNCTION {table}_stands() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} stands since {since}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW
WHEN (OLD.{since} IS NOT NULL) EXECUTE FUNCTION {table}_stands();
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW
WHEN (OLD.{since} IS NOT NULL) EXECUTE FUNCTION {table}_stands();
"""


class _Triggers(migrations.RunPython):
    """A migration step that reads a table's name and columns only, so that no model has to be made anew for it.

    ``RunPython`` makes all of them anew before each step, which took a fifth of the time of all migrations.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self.code(from_state.apps, schema_editor)


class AppendOnly(_Triggers):
    """A migration step after which the rows of a table can be added, but neither changed nor deleted.

    ``once`` names a column that may still be set, a single time, where it is empty. ``days`` is a term after which rows
    may be deleted, counted from the moment in the column ``since``; without it they never may.
    """

    def __init__(self, app: str, model: str, *, once: str = "", since: str = "", days: int = 0) -> None:
        self.app, self.model, self.once, self.since, self.days = app, model, once, since, days
        super().__init__(self._protect, self._release)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        named = {"once": self.once, "since": self.since, "days": self.days}
        return self.__class__.__name__, [self.app, self.model], {name: value for name, value in named.items() if value}

    def _protect(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        meta = apps.get_model(self.app, self.model)._meta
        kept = (field.column for field in meta.concrete_fields if field.column != self.once)
        columns = ", ".join(map(schema_editor.quote_name, kept))
        sqlite = schema_editor.connection.vendor == "sqlite"
        protect, protect_once = (SQLITE, SQLITE_ONCE) if sqlite else (POSTGRES, POSTGRES_ONCE)
        statements = protect + (protect_once if self.once else "")
        young = (SQLITE_YOUNG if sqlite else POSTGRES_YOUNG).format(since=self.since, days=self.days)
        filled = {"table": meta.db_table, "columns": columns, "once": self.once, "young": young if self.days else ""}
        run(schema_editor, statements.format(**filled))

    def _release(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        table = apps.get_model(self.app, self.model)._meta.db_table
        names = [f"{table}_no_update", f"{table}_no_delete", *([f"{table}_{self.once}_once"] if self.once else [])]
        if schema_editor.connection.vendor == "sqlite":
            run(schema_editor, "".join(f"DROP TRIGGER {name};\n" for name in names))
        else:
            drops = "".join(f"DROP TRIGGER {name} ON {table};\n" for name in names)
            run(schema_editor, f"{drops}DROP FUNCTION {table}_refuse();")


class Appendable(AppendOnly):
    """The reverse: a table can be changed again, for a step that changes its columns; ``AppendOnly`` follows.

    SQLite builds such a table anew and would lose the triggers silently; PostgreSQL's name the columns they guard.
    """

    def __init__(self, app: str, model: str, *, once: str = "") -> None:
        super().__init__(app, model, once=once)
        self.code, self.reverse_code = self._release, self._protect


class RefuseWhere(_Triggers):
    """A migration step after which a table refuses a new row for which a query finds something.

    ``where`` is a SELECT in words of both kinds of database that reads the row as ``NEW``; ``said`` is what the refusal
    says, in one line and without an apostrophe.
    """

    def __init__(self, app: str, model: str, *, where: str, said: str) -> None:
        self.app, self.model, self.where, self.said = app, model, where, said
        super().__init__(self._guard, self._let_go)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.app, self.model], {"where": self.where, "said": self.said}

    def _guard(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        statements = SQLITE_REFUSE if schema_editor.connection.vendor == "sqlite" else POSTGRES_REFUSE
        run(schema_editor, statements.format(table=self._table(apps), where=self.where, said=self.said))

    def _let_go(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        table = self._table(apps)
        if schema_editor.connection.vendor == "sqlite":
            run(schema_editor, f"DROP TRIGGER {table}_guard;\n")
        else:
            run(schema_editor, f"DROP TRIGGER {table}_guard ON {table};\nDROP FUNCTION {table}_guarded();")

    def _table(self, apps: Any) -> str:
        return str(apps.get_model(self.app, self.model)._meta.db_table)


class Frozen(_Triggers):
    """A migration step after which columns of a row never change once its column ``since`` is set, nor is it deleted.

    For what is written for a while and then stands: the words of an application from its submission on.
    """

    def __init__(self, app: str, model: str, *, columns: Sequence[str], since: str) -> None:
        self.app, self.model, self.columns, self.since = app, model, tuple(columns), since
        super().__init__(self._freeze, self._thaw)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        named = {"columns": self.columns, "since": self.since}
        return self.__class__.__name__, [self.app, self.model], named

    def _freeze(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        statements = SQLITE_FROZEN if schema_editor.connection.vendor == "sqlite" else POSTGRES_FROZEN
        columns = ", ".join(map(schema_editor.quote_name, self.columns))
        run(schema_editor, statements.format(table=self._table(apps), columns=columns, since=self.since))

    def _thaw(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        table = self._table(apps)
        names = f"{table}_frozen", f"{table}_kept"
        if schema_editor.connection.vendor == "sqlite":
            run(schema_editor, "".join(f"DROP TRIGGER {name};\n" for name in names))
        else:
            drops = "".join(f"DROP TRIGGER {name} ON {table};\n" for name in names)
            run(schema_editor, f"{drops}DROP FUNCTION {table}_stands();")

    def _table(self, apps: Any) -> str:
        return str(apps.get_model(self.app, self.model)._meta.db_table)


class Thawed(Frozen):
    """The reverse: columns can change again, for a step that builds the table anew; ``Frozen`` follows."""

    def __init__(self, app: str, model: str, *, columns: Sequence[str], since: str) -> None:
        super().__init__(app, model, columns=columns, since=since)
        self.code, self.reverse_code = self._thaw, self._freeze


class CheckTriggers(_Triggers):
    """Whether SQLite looks through all triggers when a table gets its name.

    A step that builds a table anew, which triggers of other tables read, stands between ``CheckTriggers(False)`` and
    ``CheckTriggers(True)``: in between the table is gone for a moment. PostgreSQL builds no table anew.
    """

    def __init__(self, is_on: bool) -> None:
        self.is_on = is_on
        super().__init__(self._forth, self._back)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.is_on], {}

    def _forth(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        self._set(schema_editor, self.is_on)

    def _back(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        self._set(schema_editor, not self.is_on)

    @staticmethod
    def _set(schema_editor: BaseDatabaseSchemaEditor, is_on: bool) -> None:
        if schema_editor.connection.vendor == "sqlite":
            run(schema_editor, f"PRAGMA legacy_alter_table = {'OFF' if is_on else 'ON'};\n")


def run(schema_editor: BaseDatabaseSchemaEditor, statements: str) -> None:
    """Run statements of which each ends with its line."""
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            # One statement at a time: executescript would commit the running transaction.
            for statement in statements.split(";\n"):
                if statement.strip():
                    cursor.execute(statement)
        else:
            cursor.execute(statements)
