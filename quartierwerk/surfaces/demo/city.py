"""The demo city: put together from each room's ``demo.py`` by calling their verbs, dated back from today."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections

from quartierwerk.foundation import clock
from quartierwerk.foundation.gathering import declared
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.actions import join
from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.surfaces.demo.cast import CAST, token_for

Progress = Callable[[int, int], None]
MARK = "demo-city-is-loaded"


def is_there() -> bool:
    """Whether the whole city has been loaded; one that was interrupted is not."""
    return (settings.DATA_DIR / MARK).exists()


def is_half_loaded() -> bool:
    """Whether loading was interrupted: there are profiles, and nothing says that all of them are."""
    return not is_there() and Profile.objects.exists()


def reset_mark() -> Path:
    """The file that asks for the practice house to be put back to its beginning."""
    return Path(settings.DATA_DIR) / "reset-wanted"


def throw_away() -> None:
    """Delete everything the demo wrote; refused outside a demo, and on PostgreSQL."""
    if not settings.DEMO:
        raise SystemExit("Only a demo city is thrown away.")
    if connection.vendor != "sqlite":
        raise SystemExit("A demo on PostgreSQL is thrown away with its database: drop it, create it anew, start again.")
    connections.close_all()
    for path in settings.DATA_DIR.glob("quartierwerk.sqlite3*"):
        path.unlink()
    for folder in (settings.MEDIA_ROOT, settings.INDEX_DIR):
        shutil.rmtree(folder, ignore_errors=True)
    (settings.DATA_DIR / MARK).unlink(missing_ok=True)


def load(*, progress: Progress, cases: int | None = None) -> None:
    """Load the demo city into an empty database, with so many small projects in each of the last years."""
    today, maker = clock.now(), system("demo")
    people = {part.key: join(Person(name=part.name, email=part.email), actor=maker) for part in CAST}
    stage = Stage(maker=maker, people=people, today=today, progress=progress)
    stage.cases = stage.cases if cases is None else cases
    for act in ("GROUND", "ROLES", "LIFE"):
        for play in declared("demo", act):
            play(stage)
    follower.rebuild()
    cache.clear()
    (settings.DATA_DIR / MARK).write_text(today.isoformat(), encoding="ascii")


def welcome() -> list[str]:
    """What the operator reads when the demo serves: where it is, and how to enter as whom."""
    lines = ["", f"  {settings.SITE_URL}/", ""]
    lines += [f"  {part.name:<18} {settings.SITE_URL}/demo/anmelden/{token_for(part)}/" for part in CAST]
    return [*lines, "", "  Stop with Ctrl+C."]
