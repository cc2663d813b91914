"""What the bench stands on: its cache, its own PostgreSQL, and a database and a folder for each set of data."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
SQLITE = "sqlite"


@dataclass(frozen=True)
class Place:
    """One set of data: its folder (DATA_DIR) and its database."""

    name: str
    folder: Path
    database_url: str

    def environment(self, *, mode: str = "test", **more: str) -> dict[str, str]:
        """The settings for a process that works on it."""
        return os.environ | {
            "QUARTIERWERK_MODE": mode,
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "quartierwerk.config.settings",
            "SECRET_KEY": "only-for-the-bench-" + "x" * 50,
            **more,
        }

    def run(self, part: str, **options: Any) -> dict[str, Any]:
        """Run one part's ``measure`` on it in a process of its own and return what it found."""
        return self.run_together([(part, options)])[0]

    def run_together(self, jobs: Sequence[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
        """Run several in one process."""
        answers = self.folder / "answers.json"
        answers.unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.bench.inside", str(answers), json.dumps(jobs)]
        subprocess.run(command, cwd=ROOT, env=self.environment(), check=True)
        found: list[dict[str, Any]] = json.loads(answers.read_bytes())
        return found


class Ground:
    """The cache folder and the database server."""

    def __init__(self, cache: Path, server: str) -> None:
        self.cache = cache
        self._server = server

    def place(self, name: str) -> Place:
        """The place of one set of data; its database is made if it is not there.

        While the tests run there is a migrated one to begin with.
        """
        folder = self.cache / name
        (folder / "static").mkdir(parents=True, exist_ok=True)
        if self._server == SQLITE:
            return Place(name, folder, f"sqlite:///{folder}/bench.sqlite3")
        database = _database(name)
        with self._maintenance() as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
            if known is None:
                migrated = os.environ.get("QUARTIERWERK_MIGRATED", "template1")
                to, source = sql.Identifier(database), sql.Identifier(migrated)
                connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(to, source))
        return Place(name, folder, f"{self._server.rsplit('/', 1)[0]}/{database}")

    def forget(self, place: Place) -> None:
        """Drop a set of data."""
        if self._server != SQLITE:
            with self._maintenance() as connection:
                name = sql.Identifier(_database(place.name))
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        shutil.rmtree(place.folder, ignore_errors=True)

    @contextmanager
    def copy(self, place: Place) -> Iterator[Place]:
        """A copy of a set of data, without its index, to write into; dropped afterwards."""
        name = f"{place.name}-copy"
        self.forget(Place(name, self.cache / name, ""))
        if self._server != SQLITE:
            with self._maintenance() as connection:
                to, source = sql.Identifier(_database(name)), sql.Identifier(_database(place.name))
                connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(to, source))
        copy = self.place(name)
        if self._server == SQLITE:
            shutil.copy(place.folder / "bench.sqlite3", copy.folder)
        try:
            yield copy
        finally:
            self.forget(copy)

    def _maintenance(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._server, autocommit=True)


@contextmanager
def ground(cache: Path, database: str) -> Iterator[Ground]:
    """The ground while the bench runs: on a given server, on SQLite files, or on a PostgreSQL of its own."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"Another bench is at work in {cache}; wait for it or name another --cache.") from None
        if database:
            yield Ground(cache, database)
        else:
            with _own_server(cache) as server:
                yield Ground(cache, server)


@contextmanager
def _own_server(cache: Path) -> Iterator[str]:
    """A PostgreSQL whose data stay in the cache."""
    port, tool = free_port(), str(ROOT / "tools" / "postgres.sh")
    folder = str(cache / "postgres")
    if (cache / "postgres" / "data" / "postmaster.pid").exists():  # left by a bench that was killed
        subprocess.run(["bash", tool, "halt", folder], check=False)
    subprocess.run(["bash", tool, "start", folder, str(port)], check=True)
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(["bash", tool, "halt", folder], check=True)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _database(name: str) -> str:
    return f"bench_{name.replace('-', '_')}"
