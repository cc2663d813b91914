"""The demo city: put together from each room's ``demo.py`` by calling their verbs, dated back from today."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts import demo as accounts
from quartierwerk.rooms.accounts.actions import grant, join
from quartierwerk.rooms.accounts.models import Person, Role
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory import demo as directory
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.newsroom import demo as newsroom
from quartierwerk.rooms.places import demo as places
from quartierwerk.rooms.places.models import City
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


def load(*, progress: Progress) -> None:
    """Load the demo city into an empty database."""
    today = clock.now()
    founding = today - timedelta(days=5 * 365)
    maker = system("demo")
    city = places.load(actor=maker, at=founding)
    people = _cast(maker, city)
    newsroom.load(actor=people["officer"], at=founding)
    directory.load(actor=maker, city=city, today=today, progress=progress)
    kept = _hand_over(maker, people)
    directory.load_proposals(
        kept=kept, others=directory.other_profiles(), officer=maker, signed_in=people["stranger"], today=today
    )
    directory.load_claims(
        kept=kept, others=directory.other_profiles(), officer=maker, stranger=people["stranger"], today=today
    )
    directory.load_askings(kept=kept, officer=maker, today=today)
    directory.load_seals(kept=kept, others=directory.other_profiles(), officer=maker, today=today)
    between = {name: people[name] for name in ("officer", "owner", "colleague")}
    accounts.load(**between, city=reference(city), actor=maker, at=today)
    follower.rebuild()
    cache.clear()
    (settings.DATA_DIR / MARK).write_text(today.isoformat(), encoding="ascii")


def welcome() -> list[str]:
    """What the operator reads when the demo serves: where it is, and how to enter as whom."""
    lines = ["", f"  {settings.SITE_URL}/", ""]
    lines += [f"  {part.name:<18} {settings.SITE_URL}/demo/anmelden/{token_for(part)}/" for part in CAST]
    return [*lines, "", "  Stop with Ctrl+C."]


def _cast(maker: Person, city: City) -> dict[str, Person]:
    """The people of the cast, the officer with the role for the whole city."""
    people = {part.key: join(Person(name=part.name, email=part.email), actor=maker) for part in CAST}
    grant(Role(person=people["officer"], name=RoleName.OFFICER, scope=reference(city)), actor=maker)
    return people


def _hand_over(maker: Person, people: dict[str, Person]) -> Profile:
    """Give the owner and the colleague one profile to keep, which is returned, and the stranger another."""
    first, second = directory.kept_profiles()
    for key, profile in (("owner", first), ("colleague", first), ("stranger", second)):
        grant(Role(person=people[key], name=RoleName.PROFILE_ADMIN, scope=profile.reference), actor=maker)
    return first
