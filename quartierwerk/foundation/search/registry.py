"""What rooms register, and the questions anyone may ask the index."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from quartierwerk.foundation.references import kind_of, parse
from quartierwerk.foundation.search.area import Circle
from quartierwerk.foundation.search.clusters import Away, Spread
from quartierwerk.foundation.search.documents import PUBLIC, Audience, Document, Layout, Weight
from quartierwerk.foundation.search.engine import Engine
from quartierwerk.foundation.search.grid import Bounds
from quartierwerk.foundation.search.query import Found, Hit, NotReady, Query, Suggestion
from quartierwerk.foundation.search.store import Home


class SearchEntry:
    """How the index reads one kind of thing; a room subclasses it in ``search.py`` and registers it."""

    model: ClassVar[type[Model]]
    audience: ClassVar[Audience] = PUBLIC
    weights: ClassVar[Mapping[str, Weight]] = {}
    """Name of a text → how much a match in it counts; the thing's name always counts most."""
    facets: ClassVar[tuple[str, ...]] = ()
    single: ClassVar[tuple[str, ...]] = ()
    """Facets of which each thing has exactly one value, which are faster to count by."""
    heading: ClassVar[str | Promise] = ""
    """What stands over its hits where all rooms are searched at once; without one they are not asked there."""
    leads: ClassVar[bool] = False
    """Whether its hits stand there before those of rooms that lie further down."""
    list_url: ClassVar[str] = ""
    """Name of the route where all hits stand, with the question as ``q``; empty where there is none."""
    list_label: ClassVar[str | Promise] = ""
    """What the link there says."""
    hints: ClassVar[str] = ""
    """Template that says how the question was taken. Context: found, corrected. Empty: nothing is said."""

    @classmethod
    def queryset(cls) -> QuerySet[Any]:
        """Everything that may be found, with all that ``document`` reads prefetched."""
        raise NotImplementedError

    @classmethod
    def document(cls, thing: Any) -> Document:
        """What the index knows of one thing."""
        raise NotImplementedError

    @classmethod
    def words(cls) -> Iterable[str]:
        """Words that count as parts of compounds whether or not a text uses them, such as the labels of a list."""
        return ()

    @classmethod
    def synonyms_version(cls) -> Hashable:
        """Changes when the synonyms do; asked with every search for words. None: there are none."""
        return None

    @classmethod
    def synonyms(cls) -> Iterable[Sequence[str]]:
        """Groups of words or phrases that stand for one another."""
        return ()

    @classmethod
    def answer(cls, text: str, *, limit: int) -> Any:
        """The best few where all rooms are searched at once: ``total``, ``hits`` and ``is_ready``."""
        return find(cls.kind(), Query(text=text, limit=limit, counts=False))

    @classmethod
    def kind(cls) -> str:
        """The kind in the references of these things, which also names their index."""
        return kind_of(cls.model)

    @classmethod
    def layout(cls) -> Layout:
        """What decides the shape of the index."""
        return Layout(kind=cls.kind(), weights=cls.weights, facets=cls.facets, single=cls.single, audience=cls.audience)


E = TypeVar("E", bound=type[SearchEntry])
_entries: dict[str, type[SearchEntry]] = {}
_engines: dict[tuple[Path, type[SearchEntry]], Engine] = {}


def register(entry: E) -> E:
    """Make the things of a model findable; the second registration of a kind takes the place of the first."""
    _entries[entry.kind()] = entry
    return entry


def registered() -> Mapping[str, type[SearchEntry]]:
    """Kind → entry, in the order of registration."""
    return _entries


def on_the_whole_site() -> list[type[SearchEntry]]:
    """The entries that are asked where all rooms are searched at once, in the order in which their hits stand."""
    return sorted((entry for entry in _entries.values() if entry.heading), key=lambda entry: not entry.leads)


def home(entry: type[SearchEntry]) -> Home:
    """Where the index of an entry lives."""
    return Home(settings.INDEX_DIR, entry.layout())


def engine(kind: str) -> Engine:
    """The reading side of a kind's index, opened once in a process."""
    asked = settings.INDEX_DIR, _entries[kind]
    if asked not in _engines:
        _engines[asked] = Engine(home(asked[1]))
    return _engines[asked]


def marks() -> tuple[Hashable, ...]:
    """Another value whenever an index on this machine answers from another state."""
    return tuple((kind, engine(kind).state) for kind in _entries)


def find(kind: str, query: Query) -> Found:
    """Answer a question to the index of one kind."""
    entry = _entries[kind]
    version = entry.synonyms_version() if query.text.strip() else None
    return engine(kind).find(query, synonyms_version=version, synonyms=entry.synonyms)


def every(kind: str, query: Query) -> Iterator[int]:
    """The primary keys of all hits in their order, for exports; offset and limit do not count.

    Raises NotReady at once where there is no index: an empty export would be a lie.
    """
    entry = _entries[kind]
    asked = engine(kind)
    if not asked.is_ready:
        raise NotReady
    version = entry.synonyms_version() if query.text.strip() else None
    return asked.every(query, synonyms_version=version, synonyms=entry.synonyms)


def spread(kind: str, query: Query, *, view: Bounds, level: int) -> Spread:
    """Where all hits lie, and their clusters in a view, at about this level of the grid."""
    entry = _entries[kind]
    version = entry.synonyms_version() if query.text.strip() else None
    return engine(kind).spread(query, view=view, level=level, synonyms_version=version, synonyms=entry.synonyms)


def distances(kind: str, keys: Sequence[int], circle: Circle) -> dict[int, Away]:
    """How far from the middle of a circle the nearest location of each of some entries is."""
    return engine(kind).distances(keys, circle)


def suggest(kind: str, typed: str, *, limit: int = 8, audience: Audience = PUBLIC) -> list[Suggestion]:
    """Complete what somebody is typing into the search box of one kind."""
    return engine(kind).suggest(typed, limit=limit, audience=audience)


def card(reference: str, *, audience: Audience = PUBLIC) -> dict[str, Any] | None:
    """The card of any indexed thing, without its room and without the database."""
    kind, key = parse(reference)
    return engine(kind).card(key, audience=audience) if kind in _entries else None


def related(reference: str, *, audience: Audience = PUBLIC, limit: int = 12) -> list[Hit]:
    """What is about a thing, from all rooms, kind by kind."""
    hits: list[Hit] = []
    for kind in _entries:
        hits.extend(engine(kind).about(reference, limit=limit, audience=audience))
    return hits[:limit]
