"""Loading the invented actors through the verbs of the room, dated back as if the directory had lived."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import actions, exchange, rules
from quartierwerk.rooms.directory.actions.writer import ProfileWriter
from quartierwerk.rooms.directory.demo.actors import actors
from quartierwerk.rooms.directory.demo.bulk import bulk_contents
from quartierwerk.rooms.directory.demo.lists import company_list_csv
from quartierwerk.rooms.directory.demo.register import addresses
from quartierwerk.rooms.directory.demo.shapes import DemoActor, DemoWork
from quartierwerk.rooms.directory.models import Profile, Synonym
from quartierwerk.rooms.directory.queries.doubles import look_for, waiting
from quartierwerk.rooms.places.actions import import_addresses
from quartierwerk.rooms.places.models import City
from quartierwerk.rooms.places.rules import AddressRow

Progress = Callable[[int, int], None]
LIST = "Firmenindex"
LIST_AGE = timedelta(days=1200)
"""The list is older than everything that happened to its entries since."""
BLOCK = 5_000


def load(*, actor: Person, city: City, today: datetime, progress: Progress) -> None:
    """Load vocabulary, addresses, the stale list by a real import, and then what the actors did since."""
    known = actors()
    total = len(known) + 1
    define_vocabulary(actor=actor)
    load_addresses(city, actor=actor)
    _import_list(actor=actor, at=today - LIST_AGE)
    progress(1, total)
    listed = dict(Profile.objects.filter(source=LIST).values_list("external_id", "pk"))
    for number, known_actor in enumerate(known, start=2):
        _live(known_actor, listed=listed, actor=actor, today=today)
        progress(number, total)
    while block := waiting(limit=BLOCK):
        actions.propose_doubles(look_for(block), actor=actor, at=today)


def define_vocabulary(*, actor: Person) -> None:
    """The sectors, professions and synonyms of the demo."""
    vocabulary = rules.shipped_vocabulary()
    actions.define_sectors(vocabulary.sectors, actor=actor)
    actions.define_professions(vocabulary.professions, actor=actor)
    for words in vocabulary.synonyms:
        actions.set_synonyms(Synonym(), actor=actor, words=words)


def load_addresses(city: City, *, actor: Person) -> None:
    """The invented register of addresses."""
    rows = (
        AddressRow(
            street=row.street,
            house_number=row.house_number,
            postcode=row.postcode,
            town=row.town,
            lat=row.lat,
            lon=row.lon,
        )
        for row in addresses()
    )
    import_addresses(city, actor=actor, rows=rows)


def load_bulk(count: int, *, actor: Person, at: datetime, progress: Progress) -> None:
    """Load ``count`` generated profiles in blocks, for the bench."""
    job = actions.open_load("bench", actor=actor, at=at)
    writer = ProfileWriter()
    contents: Iterator[rules.ProfileContent] = bulk_contents(count)
    done = 0
    while block := list(islice(contents, BLOCK)):
        job = actions.load_block(job, actor=actor, contents=block, writer=writer, at=at)
        done += len(block)
        progress(done, count)


def kept_profiles() -> list[Profile]:
    """Two claimed profiles with pictures, for the people of the demo to keep."""
    return _with_works()[:2]


def other_profiles() -> list[Profile]:
    """Three more of the same kind, which nobody of the demo keeps."""
    return _with_works()[2:]


def _with_works() -> list[Profile]:
    shown = Profile.objects.visible_to(None).filter(works__isnull=False, closed_on__isnull=True)
    return list(shown.order_by("sort_key").distinct()[:5])


def _import_list(*, actor: Person, at: datetime) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "firmenindex.csv"
        path.write_bytes(company_list_csv())
        exchange.import_file(path, actor=actor, list_name=LIST, dry_run=False, at=at)


def _live(known: DemoActor, *, listed: dict[str, int], actor: Person, today: datetime) -> None:
    """What happened to one actor: entered, perhaps claimed and filled, with works."""
    if not rules.is_acceptable(rules.problems(rules.normalised(known.content), this_year=today.year)):
        return  # one of the broken rows of the stale list: it came back from the import and nobody has mended it
    # Nobody is listed before the year of foundation.
    founded = datetime(known.content.founded or 1200, 1, 1, tzinfo=today.tzinfo)
    created = max(today - timedelta(days=known.days_ago_created), founded)
    confirmed = today - timedelta(days=known.days_ago_confirmed)
    pk = listed.get(known.content.external_id) if known.in_company_list else None
    if pk is None:
        profile = actions.create(known.content, actor=actor, source="demo", at=created)
    elif known.is_claimed:
        profile = Profile.objects.get(pk=pk)
    else:
        return
    if known.is_claimed:
        profile = actions.edit(profile, actor=actor, content=known.content, at=max(created, confirmed))
    for work in known.works:
        actions.add_work(profile, actor=actor, work=_shown(work, known), picture=io.BytesIO(work.picture()))


def _shown(work: DemoWork, known: DemoActor) -> rules.WorkContent:
    return rules.WorkContent(
        title_de=work.title_de,
        title_en=work.title_en,
        about_de=work.about_de,
        about_en=work.about_en,
        year=work.year,
        alt_de=work.alt_de,
        alt_en=work.alt_en,
        creator=known.content.name[:120],
        licence="CC-BY-4.0",
    )
