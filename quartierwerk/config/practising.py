"""The practice house: a second house of its own with the demo city, which can be put back to its beginning.

Nothing of it touches the real house: it has its own folder, database, secret and processes. A pristine copy is kept
beside it, so that putting it back takes seconds. The button in the house only leaves a mark; the process that
supervises server and worker sees it, stops both, puts the copy in their place and starts them again.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from quartierwerk.surfaces.demo import city

PRISTINE = "pristine"
DATABASE = "quartierwerk.sqlite3"
READY = "practice-is-ready"
"""Written last: a practice house without it was interrupted and is put back before it opens."""


def wants_reset() -> bool:
    """Somebody has pressed the button."""
    return city.reset_mark().exists()


def is_there() -> bool:
    """There is a copy to begin from."""
    return (pristine() / READY).exists()


def is_ready() -> bool:
    """The practice house stands and nobody wants it put back."""
    return (settings.DATA_DIR / READY).exists() and not wants_reset()


def pristine() -> Path:
    """The folder with the house as it was at the beginning."""
    return Path(settings.DATA_DIR) / PRISTINE


def load(*, migrate: Callable[[], object], progress: city.Progress) -> None:
    """Make the demo city and keep a copy of it."""
    shutil.rmtree(pristine(), ignore_errors=True)
    (settings.DATA_DIR / READY).unlink(missing_ok=True)
    city.throw_away()
    migrate()
    city.load(progress=progress)
    keep_copy()


def keep_copy() -> None:
    """Keep the house as it is now, to put it back to later."""
    connections.close_all()
    pristine().mkdir(parents=True)
    _copy_database(Path(connection.settings_dict["NAME"]), pristine() / DATABASE)
    for folder in _folders():
        if folder.exists():
            shutil.copytree(folder, pristine() / folder.name)
    (pristine() / READY).touch()
    (settings.DATA_DIR / READY).touch()


def put_back() -> None:
    """Put the practice house back to its beginning; nothing of it may be running."""
    connections.close_all()
    (settings.DATA_DIR / READY).unlink(missing_ok=True)
    live = Path(connection.settings_dict["NAME"])
    for path in live.parent.glob(f"{live.name}*"):
        path.unlink()
    shutil.copyfile(pristine() / DATABASE, live)
    for folder in _folders():
        shutil.rmtree(folder, ignore_errors=True)
        if (pristine() / folder.name).exists():
            shutil.copytree(pristine() / folder.name, folder)
    city.reset_mark().unlink(missing_ok=True)
    (settings.DATA_DIR / READY).touch()


def _folders() -> tuple[Path, ...]:
    """What belongs to the house beside its database."""
    return (Path(settings.MEDIA_ROOT), Path(settings.INDEX_DIR))


def _copy_database(source: Path, target: Path) -> None:
    """A whole copy in one file, whatever still lies in the write-ahead log."""
    with sqlite3.connect(source) as opened, sqlite3.connect(target) as copy:
        opened.backup(copy)
    opened.close()
    copy.close()
