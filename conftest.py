"""What every test stands on: a scratch folder, one of the two databases, and the list of what could not run.

The database is SQLite unless ``DATABASE_URL`` names a PostgreSQL. Nothing outside the scratch folder is written.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import django
import hypothesis
import pytest
from pytest_django.plugin import blocking_manager_key

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoDbBlocker

    from quartierwerk.rooms.accounts.models import Person
    from quartierwerk.rooms.directory.models import Profile

OWN_SCRATCH = "QUARTIERWERK_SCRATCH" not in os.environ  # pytest-xdist's workers inherit the one of their parent
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
SCRATCH = Path(os.environ.setdefault("QUARTIERWERK_SCRATCH", tempfile.mkdtemp(prefix="qw-tests-", dir=MEMORY)))
DATA_DIR = SCRATCH / os.environ.get("PYTEST_XDIST_WORKER", "alone")
(DATA_DIR / "static").mkdir(parents=True, exist_ok=True)
os.environ.update(
    QUARTIERWERK_MODE="test",
    DATA_DIR=str(DATA_DIR),
    DJANGO_SETTINGS_MODULE="quartierwerk.config.settings",
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright runs its own loop in the thread that also uses the database
)

from tests import migrated  # noqa: E402 – reads where the scratch folder is

_gaps: set[str] = set()


# How long an example takes says more of the machine than of the rule.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    django.setup()
    from django.conf import settings
    from django.db import connections

    # A worker of pytest-xdist has read the settings already, with its parent's folder, which all would share.
    folders = {"DATA_DIR": "", "MEDIA_ROOT": "files", "STATIC_ROOT": "static", "INDEX_DIR": "index"}
    for setting, folder in folders.items():
        setattr(settings, setting, DATA_DIR / folder)
    database = connections.settings["default"]
    if urls := os.environ.get("DATABASE_URLS", "").split():
        number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        database["PORT"] = urlsplit(urls[number % len(urls)]).port
    if database["ENGINE"].endswith("sqlite3"):
        # A file, not memory: the live server and other processes open connections of their own.
        database["TEST"]["NAME"] = str(DATA_DIR / "test.sqlite3")


def pytest_unconfigure(config: pytest.Config) -> None:
    if OWN_SCRATCH:
        with config.stash[blocking_manager_key].unblock():
            migrated.forget()
        shutil.rmtree(SCRATCH, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is meant for the other database, say of browser tests what they lack, begin with what is long."""
    kept = [item for item in items if _is_for_this_database(item)]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept
    lacking = _lacking_for_browser()
    for item in items:
        if lacking and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=lacking))
    items.sort(key=_shortness)


def _shortness(item: pytest.Item) -> int:
    """The longest first: one that began last would leave all other cores idle."""
    return next((place for place, mark in enumerate(("long", "browser")) if item.get_closest_marker(mark)), 2)


def _is_for_this_database(item: pytest.Item) -> bool:
    """Whether a test runs here; two suites that share the work do once what no database can make different."""
    from django.db import connection

    if only := item.get_closest_marker("database"):
        return connection.vendor in only.args
    if os.environ.get("QUARTIERWERK_SHARED_WORK") != "yes":
        return True
    if item.get_closest_marker("browser") or item.get_closest_marker("once"):
        return connection.vendor == "postgresql"
    fixtures = getattr(item, "fixturenames", [])
    asks = item.get_closest_marker("django_db") or {"db", "transactional_db", "live_server"} & set(fixtures)
    return bool(asks) or connection.vendor == "sqlite"


def _lacking_for_browser() -> str:
    if not shutil.which("chromium"):
        return "browser tests: Chromium is not installed (Debian: apt-get install chromium)"
    if not Path("node_modules/axe-core/axe.min.js").exists():
        return "browser tests: axe-core is missing (run them with “make test”)"
    return ""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _note_gap(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    _note_gap(report)


def _note_gap(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        _gaps.add(reason.removeprefix("Skipped: "))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave the reasons of all skipped tests where ``make test`` gathers them."""
    target = os.environ.get("QUARTIERWERK_GAPS")
    if target and _gaps and not hasattr(session.config, "workerinput"):
        with Path(target).open("a", encoding="utf-8") as gaps:
            gaps.writelines(f"{reason} [{os.environ.get('DATABASE_NAME', '')}]\n" for reason in sorted(_gaps))


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """The database of this process: a copy of the one that is migrated once for all of them."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    verbosity = request.config.option.verbose
    with django_db_blocker.unblock():
        migrated.copy(connection.creation._get_test_db_name())
        made = setup_databases(verbosity, interactive=False, keepdb=True)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity)


@pytest.fixture(scope="session")
def copy_migrated() -> Callable[[str], None]:
    """Make a further database, as migrated as the one of the test: a file, on PostgreSQL one of this name."""
    return migrated.copy


@pytest.fixture(autouse=True)
def fresh_data_dir() -> Iterator[None]:
    """Each test finds an empty folder for uploads and the index."""
    from django.conf import settings

    yield
    for folder in (settings.MEDIA_ROOT, settings.INDEX_DIR):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """Each test begins in German, whatever page the one before has opened."""
    from django.utils import translation

    translation.activate("de")
    yield
    translation.deactivate()


# The cast: the persons that every test knows; the demo city has the same.
# Each one is signed in through ``client.force_login`` by the test; ``visitor`` is nobody at all.


@pytest.fixture
def visitor() -> None:
    """Somebody who has not signed in."""
    return None


@pytest.fixture
def profile(db: None) -> Profile:
    """The profile that the cast stands around: public, with an address, kept by ``owner`` and ``colleague``."""
    from quartierwerk.rooms.directory.tests import factories

    factories.city()
    return factories.profile(sites=(factories.site(),))


@pytest.fixture
def owner(profile: Profile) -> Person:
    """Somebody who keeps ``profile``."""
    from quartierwerk.rooms.directory.tests import factories

    return factories.make_admin(factories.person("Ova Eigen"), of=profile)


@pytest.fixture
def colleague(profile: Profile) -> Person:
    """Somebody else who keeps ``profile`` too."""
    from quartierwerk.rooms.directory.tests import factories

    return factories.make_admin(factories.person("Kolja Mitan"), of=profile)


@pytest.fixture
def stranger(db: None) -> Person:
    """Somebody who keeps another profile."""
    from quartierwerk.rooms.directory.tests import factories

    return factories.make_admin(factories.person("Fremda Anders"), of=factories.profile(name="Klangraum Süd"))


@pytest.fixture
def officer(db: None) -> Person:
    """Somebody who works in the staff unit."""
    from quartierwerk.rooms.directory.tests import factories

    return factories.make_officer(factories.person("Stabs Stella"))


@pytest.fixture
def half_minute() -> Iterator[None]:
    """Time goes on from the start of a half minute, for which a code of an app for signing in is good."""
    import time_machine

    from quartierwerk.rooms.accounts.tests import factories

    with time_machine.travel(factories.next_half_minute()):
        yield


@pytest.fixture
def office(client: Client, officer: Person) -> Client:
    """The browser of ``officer``, signed in."""
    client.force_login(officer)
    return client


@pytest.fixture(autouse=True, scope="session")
def quick_emptying() -> Iterator[None]:
    """Tests with real transactions empty the tables afterwards: only those that hold rows, a few of the hundreds.

    Foreign keys and the triggers of append-only tables step aside for it. The cache goes too: what is counted there,
    such as codes that somebody asked for, is in no model's table.
    """
    from django.core.cache import cache
    from django.test import TransactionTestCase

    def empty(case: TransactionTestCase) -> None:
        cache.clear()
        _empty_tables()

    before = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = empty
    yield
    TransactionTestCase._fixture_teardown = before


def _empty_tables() -> None:
    from django.db import connection, transaction

    # What migrating itself writes stays.
    tables = set(connection.introspection.django_table_names()) - {"django_content_type", "auth_permission"}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables))
        filled = [name for (name,) in cursor.fetchall()]
        emptying = [f"DELETE FROM {name}" for name in filled]
        if connection.vendor == "postgresql":
            cursor.execute("; ".join(["SET LOCAL session_replication_role = replica", *emptying]))
            return
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = [(name, sql) for name, table, sql in cursor.fetchall() if table in filled]
        setting_aside = [f"DROP TRIGGER {name}" for name, _sql in triggers]
        with connection.constraint_checks_disabled(), transaction.atomic():
            for statement in (*setting_aside, *emptying, *(sql for _name, sql in triggers)):
                cursor.execute(statement)
