"""A migrated database to begin with: the migrations run once, and whoever needs a database of its own takes a copy.

``tools/test.sh`` makes it beforehand (``python -m tests.migrated``) and names it in ``QUARTIERWERK_MIGRATED``; where it
has not, the first process that needs it does, and the others wait. It is a file on SQLite, on PostgreSQL a database of
the server that is tested on.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

SCRATCH = Path(os.environ.get("QUARTIERWERK_SCRATCH", "."))
NAMED = "QUARTIERWERK_MIGRATED"


def copy(to: str) -> None:
    """Make a migrated database: ``to`` is a file, on PostgreSQL a name; one that is there and unused gives way."""
    with _alone():
        if not _is_there(_name()):
            subprocess.run([sys.executable, "-m", "tests.migrated"], env=os.environ | _address(), check=True)
    if connection.vendor == "sqlite":
        shutil.copyfile(_name(), to)
    else:
        drop(to)
        with _server() as cursor:
            cursor.execute(f'CREATE DATABASE "{to}" TEMPLATE "{_name()}"')


def drop(name: str) -> None:
    """Drop a database on PostgreSQL, if it is there."""
    with _server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def forget() -> None:
    """Drop the one that was made for these tests only; the file of SQLite goes with the scratch folder."""
    if connection.vendor == "postgresql" and NAMED not in os.environ:
        drop(_name())


def _make() -> None:
    """Migrate an empty database, under a name by which it is known only once it is whole."""
    name, half = _name(), f"{_name()}_half"
    if connection.vendor == "postgresql":
        drop(half)
        with _server() as cursor:
            cursor.execute(f'CREATE DATABASE "{half}"')
    connection.settings_dict["NAME"] = half
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    connection.close()
    if connection.vendor == "sqlite":
        Path(half).rename(name)
    else:
        with _server() as cursor:
            cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')


def _name() -> str:
    return os.environ.get(NAMED) or (
        str(SCRATCH / "migrated.sqlite3") if connection.vendor == "sqlite" else f"migrated_{SCRATCH.name}"
    )


def _is_there(name: str) -> bool:
    if connection.vendor == "sqlite":
        return Path(name).exists()
    with _server() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _address() -> dict[str, str]:
    """The server of this process, which may be another than its neighbour's."""
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        return {}
    server = f"postgres://{where['USER']}:{where['PASSWORD']}@{where['HOST']}:{where['PORT']}/postgres"
    return {"DATABASE_URL": server}


def _server() -> contextlib.AbstractContextManager[Any]:
    """A cursor in no database in particular."""
    return connection._nodb_cursor()  # type: ignore[no-any-return]


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """While no other process of these tests is in here."""
    with (SCRATCH / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    django.setup()
    _make()
