"""Backup and restore: the database and the files in one archive.

SQLite is copied with its own backup interface, PostgreSQL with its own tools, so that both are whole
and from one moment, also while the site is in use. The index is left out: it is made from the database.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from quartierwerk import __version__
from quartierwerk.foundation import clock

Progress = Callable[[int, int], None]
FORMAT = 1
EMPTY = """
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE %I CASCADE', found.tablename);
  END LOOP;
  FOR found IN SELECT oid::regprocedure AS name FROM pg_proc AS p WHERE pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE 'DROP FUNCTION ' || found.name || ' CASCADE';
  END LOOP;
END $$;
"""
"""Empties a PostgreSQL: tables that a later version has added would stand in the way of its migrations."""


class ArchiveRefused(Exception):
    """The archive cannot be written or read; the sentence says why."""


def pack(target: Path, *, progress: Progress) -> None:
    """Write an archive; it appears under its name only when it is whole."""
    with tempfile.TemporaryDirectory(dir=_near(target)) as folder:
        work = Path(folder)
        progress(0, 3)
        _dump(work / "database")
        progress(1, 3)
        about = {"format": FORMAT, "version": __version__, "vendor": connection.vendor, "at": clock.now().isoformat()}
        (work / "about.json").write_text(json.dumps(about), encoding="utf-8")
        with tarfile.open(work / "archive", "w:gz", compresslevel=4) as archive:
            archive.add(work / "about.json", "about.json")
            archive.add(work / "database", "database")
            progress(2, 3)
            if settings.MEDIA_ROOT.exists():
                archive.add(settings.MEDIA_ROOT, "files")
        shutil.move(work / "archive", target)
    progress(3, 3)


def unpack(source: Path, *, progress: Progress) -> None:
    """Replace the database and the files by those of an archive.

    Everything is unpacked and looked at before anything is replaced; the files that were there are
    kept beside until the database is in.
    """
    with tempfile.TemporaryDirectory(dir=_near(settings.MEDIA_ROOT)) as folder:
        work = Path(folder)
        progress(0, 3)
        try:
            with tarfile.open(source, "r:gz") as archive:
                archive.extractall(work, filter="data")
            about = json.loads((work / "about.json").read_text(encoding="utf-8"))
        except (tarfile.TarError, EOFError, FileNotFoundError, ValueError) as error:
            raise ArchiveRefused(f"{source} is not an archive written by quartierwerk backup: {error}") from error
        if about["format"] != FORMAT or about["vendor"] != connection.vendor:
            raise ArchiveRefused(
                f"The archive holds a {about['vendor']} database in format {about['format']}; "
                f"this installation runs on {connection.vendor} in format {FORMAT}."
            )
        progress(1, 3)
        _load(work / "database")
        progress(2, 3)
        if settings.MEDIA_ROOT.exists():
            shutil.move(settings.MEDIA_ROOT, work / "before")
        if (work / "files").exists():
            shutil.move(work / "files", settings.MEDIA_ROOT)
        shutil.rmtree(settings.INDEX_DIR, ignore_errors=True)
    progress(3, 3)


def _near(path: Path) -> Path:
    """A folder on the same disk, so that a finished file can be moved into place in one step."""
    folder = path.resolve().parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(target)
        connection.connection.backup(copy)
        copy.close()
    else:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _load(source: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(source)
        copy.backup(connection.connection)
        copy.close()
    else:
        connections.close_all()
        script, empty = source.with_suffix(".sql"), source.with_name("empty.sql")
        empty.write_text(EMPTY, encoding="ascii")
        _run("pg_restore", "--no-owner", f"--file={script}", str(source))
        # One transaction: either the archive is in, or what was there has stayed.
        _run(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--single-transaction",
            f"--file={empty}",
            f"--file={script}",
        )


def _run(tool: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own tools on our database; the password travels in the environment only."""
    where = connection.settings_dict
    program = shutil.which(tool)
    if program is None:
        raise ArchiveRefused(f"{tool} is not installed; on Debian it comes with postgresql-client.")
    variables = {"PGHOST": where["HOST"], "PGPORT": str(where["PORT"] or 5432), "PGUSER": where["USER"]}
    variables |= {"PGPASSWORD": where["PASSWORD"], "PGDATABASE": where["NAME"]}
    told = {name: value for name, value in variables.items() if value}
    done = subprocess.run(  # noqa: S603 – a fixed program with our own arguments
        [program, *arguments],
        env=os.environ | told,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ArchiveRefused(f"{tool} failed: {done.stderr.strip()[-500:]}")
