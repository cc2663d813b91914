"""The demo city through its own command: loaded anew when it was interrupted, kept by a further run.

Loading it takes minutes, so one test does it once, and begins with an interruption.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

PEEK = """
import json, django
django.setup()
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import queries
from quartierwerk.rooms.directory.models import ImportJob, Profile
from quartierwerk.rooms.funding.models import Application
from quartierwerk.surfaces.demo.cast import CAST
public = Profile.objects.visible_to(None)
found = queries.find(queries.Wanted(q="Fotografin Nordstadt"))
print(json.dumps({
    "profiles": Profile.objects.count(),
    "indexed": {state.kind: state.documents for state in follower.status()},
    "public": public.count(),
    "english only": public.filter(about_de="").exclude(about_en="").count(),
    "without a place": public.exclude(locations__lat__isnull=False).count(),
    "possible doubles": queries.open_pairs().count(),
    "closed": public.filter(closed_on__isnull=False).count(),
    "with works": public.filter(works__isnull=False).distinct().count(),
    "refused rows": ImportJob.objects.get().rows.filter(outcome="error").count(),
    "photographers": found.total,
    "place": found.place,
    "cases": Application.objects.count(),
    "keep a profile": [part.key for part in CAST if queries.of_person(Person.objects.get(email=part.email))],
}))
"""


@dataclass(frozen=True)
class Elsewhere:
    """A folder and a database of the demo's own, on the kind of database that is tested."""

    folder: Path
    database: str
    """Its file, on PostgreSQL its name."""
    address: str

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "QUARTIERWERK_MODE": "demo",
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.address,
            "DATABASE_URLS": "",
            "SECRET_KEY": "only-for-this-demo-" + "x" * 50,
            "SITE_URL": "http://localhost:8000",
            "ALLOWED_HOSTS": "localhost",
        }

    def profiles(self) -> int:
        """How many profiles can be seen from outside."""
        kind: Any = sqlite3 if connection.vendor == "sqlite" else psycopg
        with contextlib.closing(kind.connect(self.database if kind is sqlite3 else self.address)) as opened:
            return int(opened.execute("SELECT count(*) FROM directory_profile").fetchone()[0])

    def drop(self) -> None:
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE {self.database} WITH (FORCE)")


@pytest.fixture
def elsewhere(db, tmp_path: Path, copy_migrated) -> Iterator[Elsewhere]:
    known, name, file = connection.settings_dict, f"demo_{uuid.uuid4().hex[:12]}", f"{tmp_path}/quartierwerk.sqlite3"
    server = f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}"
    is_file = connection.vendor == "sqlite"
    place = Elsewhere(tmp_path, file, f"sqlite:///{file}") if is_file else Elsewhere(tmp_path, name, f"{server}/{name}")
    copy_migrated(place.database)
    yield place
    place.drop()


def run(*command: str, within: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], env=within, capture_output=True, text=True, check=False)


DEMO = ("-m", "quartierwerk.config.cli", "demo", "--load-only", "--cases", "12")


@pytest.fixture
def load(elsewhere) -> Callable[[], subprocess.CompletedProcess[str]]:
    """Run ``quartierwerk demo --load-only``, with few small projects a year."""
    return lambda: run(*DEMO, within=elsewhere.environment)


@pytest.fixture
def interrupted(elsewhere) -> int:
    """A first run, killed as soon as there were profiles; how many it had got to."""
    process = subprocess.Popen([sys.executable, *DEMO], env=elsewhere.environment, stderr=subprocess.DEVNULL)
    while not elsewhere.profiles():
        assert process.poll() is None, "it has ended before anybody could interrupt it"
        time.sleep(0.1)
    process.kill()
    process.wait()
    return elsewhere.profiles()


@pytest.fixture
def peek(elsewhere) -> Callable[[], dict[str, Any]]:
    """What stands in the demo's database and index."""
    return lambda: json.loads(run("-c", PEEK, within=elsewhere.environment).stdout)


@pytest.mark.long
def test_the_city_is_loaded_whole_after_an_interruption_and_kept_by_another_run(
    elsewhere, interrupted, load, peek, copy_migrated
):
    half = load()

    if connection.vendor == "sqlite":
        assert (half.returncode, "half loaded" in half.stderr) == (0, True)
    else:
        assert (half.returncode, "drop it" in half.stderr) == (1, True)
        elsewhere.drop()
        copy_migrated(elsewhere.database)
        first = load()
        assert first.returncode == 0, first.stderr
    city = peek()
    assert city["profiles"] >= 480
    assert city["profiles"] > interrupted
    assert city["cases"] >= 3 * 12
    assert city["indexed"]["directory.profile"] == city["public"]
    for trait in ("english only", "without a place", "possible doubles", "closed", "with works", "refused rows"):
        assert city[trait] > 0, trait
    assert (city["place"], city["photographers"] > 0) == ("Nordstadt", True)
    assert city["keep a profile"] == ["owner", "colleague", "stranger"]

    again = load()

    assert (again.returncode, "Demo city" in again.stderr) == (0, False)
    assert peek() == city
