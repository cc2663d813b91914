"""The demo city through its own command: loaded once, kept by a second run, loaded anew when it was interrupted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

PEEK = """
import json, django
django.setup()
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import queries
from quartierwerk.rooms.directory.models import ImportJob, Profile
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
    "keep a profile": [part.key for part in CAST if queries.of_person(Person.objects.get(email=part.email))],
}))
"""


@pytest.fixture
def elsewhere(db, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a demo in a folder and a database of its own, on the kind of database that is tested."""
    url, name = f"sqlite:///{tmp_path}/quartierwerk.sqlite3", f"demo_{uuid.uuid4().hex[:12]}"
    known = connection.settings_dict
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        url = f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{name}"
    yield os.environ | {
        "QUARTIERWERK_MODE": "demo",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": url,
        "DATABASE_URLS": "",
        "SECRET_KEY": "only-for-this-demo-" + "x" * 50,
        "SITE_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost",
    }
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(*command: str, within: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], env=within, capture_output=True, text=True, check=False)


@pytest.fixture
def load(elsewhere) -> Callable[[], subprocess.CompletedProcess[str]]:
    """Run ``quartierwerk demo --load-only``."""
    return lambda: run("-m", "quartierwerk.config.cli", "demo", "--load-only", within=elsewhere)


@pytest.fixture
def peek(elsewhere) -> Callable[[], dict[str, Any]]:
    """What stands in the demo's database and index."""
    return lambda: json.loads(run("-c", PEEK, within=elsewhere).stdout)


def test_the_city_is_loaded_once_and_kept_by_a_second_run(load, peek, tmp_path):
    first = load()
    assert first.returncode == 0, first.stderr
    city = peek()

    assert city["profiles"] >= 480
    assert city["indexed"]["directory.profile"] == city["public"]
    for trait in ("english only", "without a place", "possible doubles", "closed", "with works", "refused rows"):
        assert city[trait] > 0, trait
    assert (city["place"], city["photographers"] > 0) == ("Nordstadt", True)
    assert city["keep a profile"] == ["owner", "colleague", "stranger"]

    again = load()

    assert (again.returncode, "Demo city" in again.stderr) == (0, False)
    assert peek() == city
    (tmp_path / "demo-city-is-loaded").unlink()  # as if the first run had been interrupted
    half = load()
    if connection.vendor == "sqlite":
        assert (half.returncode, "half loaded" in half.stderr) == (0, True)
        assert peek()["profiles"] == city["profiles"]
    else:
        assert (half.returncode, "drop it" in half.stderr) == (1, True)
