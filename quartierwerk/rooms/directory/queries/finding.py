"""Finding profiles: one way for the page, the map, the interface and the export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.http import QueryDict

from quartierwerk.foundation import search
from quartierwerk.foundation.house.words import spoken
from quartierwerk.foundation.search import analysis
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.queries.vocabulary import Words, words
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.queries import everyday_names, geocode
from quartierwerk.rooms.places.rules import PlaceKind

KIND = "directory.profile"
FACETS = ("kind", "sector", "profession", "district", "quarter")
SWITCHES = ("cooperation", "accessible")
SORTS = ("relevance", "name", "newest", "distance")
MOST_VALUES = 50
LONGEST_ADDRESS = 120
PLACE_WORDS = ("district", "neighbourhood", "centre", "quarter")
"""What kinds of places are called here leads to a place too: “im Stadtbezirk …”."""


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: the text of the box and the filters by the names that the address bar shows."""

    q: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet → slugs; several are alternatives."""
    switches: frozenset[str] = frozenset()
    near: str = ""
    """The middle of a circle: a point in degrees, an address or the name of a place."""
    radius: int = rules.DEFAULT_RADIUS
    """Its metres."""
    box: search.Bounds | None = None
    sort: str = "relevance"

    @classmethod
    def from_address(cls, parameters: QueryDict) -> Wanted:
        """Read from the address of a page; what it doesn't know it leaves out."""
        values = {name: tuple(parameters.getlist(name)[:MOST_VALUES]) for name in FACETS if name in parameters}
        sort = parameters.get("sort", "")
        return cls(
            q=parameters.get("q", "")[:300].strip(),
            values={name: kept for name, given in values.items() if (kept := tuple(v for v in given if v))},
            switches=frozenset(name for name in SWITCHES if parameters.get(name) == "1"),
            near=" ".join(parameters.get("near", "").replace("\x00", "")[:LONGEST_ADDRESS].split()),
            radius=rules.read_radius(parameters.get("radius", "")),
            box=rules.read_box(parameters.get("box", "")),
            sort=sort if sort in SORTS else "relevance",
        )


@dataclass(frozen=True)
class Mark:
    """A place on the way through all that was found, step by step."""

    place: search.After = search.After()
    text: str | None = None
    """The text as it was taken from the first step on, where slips were put right in it."""

    def plain(self) -> list[Any]:
        """As plain values, to be handed out."""
        place = self.place
        return [place.value, place.key, list(place.seen), place.reading and list(place.reading), self.text]

    @classmethod
    def from_plain(cls, given: list[Any]) -> Mark:
        """Back from plain values."""
        value, key, seen, reading, text = given
        return cls(search.After(value, key, tuple(seen), search.Reading(*reading) if reading else None), text)


@dataclass(frozen=True)
class Found:
    """What was found, with everything a page needs to say how."""

    wanted: Wanted
    total: int
    hits: list[search.Hit]
    facets: dict[str, dict[Any, int]]
    words: Words
    rest: str
    """The words that were searched for, without the place."""
    place: str
    """The everyday name of a place that was understood, as typed."""
    places: tuple[Place, ...]
    corrected: dict[str, str]
    fitting: int | None
    """How many of them hold all that was asked; None: all do. See ``search.Found``."""
    circle: search.Circle | None
    """The circle around what ``wanted.near`` means; None without one, or where nobody knows such a place."""
    is_ready: bool
    query: search.Query
    """The question as the index was asked in the end."""
    after: Mark | None = None
    """Where a walk goes on; None where nothing follows, and when nobody walks."""

    @property
    def respellings(self) -> list[tuple[str, str]]:
        """What was typed and what is shown instead, in the letters that the person used."""
        typed = {rules.fold(word): word for word in self.wanted.q.split()}
        return [
            (typed.get(word, word), other.capitalize() if typed.get(word, word)[:1].isupper() else other)
            for word, other in self.corrected.items()
        ]

    @property
    def is_lost(self) -> bool:
        """Whether a circle is wanted around something that is not known."""
        return bool(self.wanted.near) and self.circle is None


class Asked(NamedTuple):
    """A question to the index, and what was read out of the address for it."""

    query: search.Query
    understood: rules.Understood
    places: tuple[Place, ...]
    circle: search.Circle | None


def find(wanted: Wanted, *, offset: int = 0, limit: int = 20, counts: bool = True, after: Mark | None = None) -> Found:
    """The public profiles that fit, best first; nobody finds more than everybody may see.

    With ``after`` it is a step of a walk, which neither skips nor repeats what was there throughout.
    """
    known = words()
    taken = wanted if after is None or after.text is None else replace(wanted, q=after.text)
    asked = _query(taken, known)
    options: dict[str, Any] = {"offset": offset, "limit": limit, "counts": counts, "after": after and after.place}
    found = search.find(KIND, replace(asked.query, **options))
    corrected = dict(found.corrected)
    respelled = _respelled(taken, corrected)
    if respelled:
        taken, asked = respelled, _query(respelled, known)
        found = search.find(KIND, replace(asked.query, **options))
    return Found(
        wanted=wanted,
        total=found.total,
        fitting=found.fitting,
        hits=still_public(found.hits),
        facets=found.facets,
        words=known,
        rest=asked.understood.rest,
        place=asked.understood.place,
        places=asked.places,
        corrected=corrected,
        circle=asked.circle,
        is_ready=found.is_ready,
        query=asked.query,
        after=found.after and Mark(found.after, None if taken.q == wanted.q else taken.q),
    )


def every_key(wanted: Wanted) -> Iterator[int]:
    """The numbers of all public profiles that fit, in the order of the list; for exports and feeds."""
    return search.every(KIND, _settled(wanted))


def spread(wanted: Wanted, *, view: search.Bounds, level: int) -> search.Spread:
    """Where all profiles that fit are, and their clusters in a view; the total is the list's."""
    return search.spread(KIND, _settled(wanted), view=view, level=level)


def spread_of(found: Found, *, view: search.Bounds, level: int) -> search.Spread:
    """The same for what was found already."""
    return search.spread(KIND, found.query, view=view, level=level)


def away(found: Found) -> dict[int, search.Away]:
    """How far from the middle of the circle the nearest location of each hit is; empty without a circle."""
    return search.distances(KIND, [hit.key for hit in found.hits], found.circle) if found.circle else {}


def nearest(found: Found, *, limit: int) -> list[tuple[search.Hit, search.Away]]:
    """The profiles nearest to the middle of the circle, each with how far it is, whatever the order of the list."""
    if found.circle is None:
        return []
    query = replace(found.query, sort="distance", offset=0, limit=limit, counts=False)
    hits = still_public(search.find(KIND, query).hits)
    ways = search.distances(KIND, [hit.key for hit in hits], found.circle)
    return [(hit, ways[hit.key]) for hit in hits if hit.key in ways]


def suggestions(text: str, *, limit: int = 8) -> list[search.Suggestion]:
    """How the text of the box may go on: names, professions, places."""
    return search.suggest(KIND, text, limit=limit)


def _settled(wanted: Wanted) -> search.Query:
    """The question as ``find`` asks it in the end, slips put right."""
    known = words()
    query = _query(wanted, known).query
    if query.text:
        respelled = _respelled(wanted, dict(search.find(KIND, replace(query, limit=0, counts=False)).corrected))
        query = _query(respelled, known).query if respelled else query
    return query


def _query(wanted: Wanted, known: Words) -> Asked:
    """The engine's question, with the place that the text names."""
    names = _Names.of_today() if wanted.q else _Names()
    # Without words there is nothing to understand; the map asks so with every move.
    understood = names.understand(wanted.q) if wanted.q else rules.Understood("")
    places = names.inside.get(understood.key, ())
    filters: dict[str, set[Any]] = {name: {1} for name in wanted.switches}
    for facet, slugs in wanted.values.items():
        # An unknown slug must find nothing, not everything: no profile has the number 0.
        filters[facet] = set(slugs) if facet == "kind" else known.keys(facet, slugs) or {0}
    circle = _circle(wanted)
    query = search.Query(
        text=understood.rest,
        filters=filters,
        any_of=(_anywhere(places),) if places else (),
        area=_area(wanted, circle),
        audience=search.PUBLIC,
        sort=wanted.sort if circle or wanted.sort != "distance" else "relevance",
    )
    return Asked(query, understood, places, circle)


def _area(wanted: Wanted, circle: search.Circle | None) -> search.Area | None:
    """Where a location must be; around a place that nobody knows there is none."""
    if wanted.near and circle is None:
        return search.NOWHERE
    return search.Area(wanted.box, circle) if wanted.box or circle else None


def _circle(wanted: Wanted) -> search.Circle | None:
    """The circle around a point, the house of an address, or the middle of a place."""
    if not wanted.near:
        return None
    point = rules.read_point(wanted.near) or _house(wanted.near) or _place(wanted.near)
    return search.Circle(point, wanted.radius) if point else None


def _house(text: str) -> search.Point | None:
    site = rules.read_address(text)
    found = geocode(street=site.street, house_number=site.house_number, postcode=site.postcode, town=site.town)
    return search.Point(found.lat, found.lon) if found else None


def _place(text: str) -> search.Point | None:
    typed = tuple(analysis.words(text))
    for name in everyday_names():
        if name.words == typed and name.places:
            return search.Point(name.places[0].center_lat, name.places[0].center_lon)
    return None


@dataclass(frozen=True)
class _Names:
    """The everyday names of places inside the city, and those of the city itself."""

    inside: dict[tuple[str, ...], tuple[Place, ...]] = field(default_factory=dict)
    whole: dict[tuple[str, ...], tuple[Place, ...]] = field(default_factory=dict)

    @classmethod
    def of_today(cls) -> _Names:
        names = cls()
        for name in everyday_names():
            (names.inside if _anywhere(name.places) else names.whole)[name.words] = name.places
        return names

    def understand(self, text: str) -> rules.Understood:
        """The words and the place among them; the name of the whole city narrows nothing and goes."""
        small = rules.SMALL_WORDS | {rules.fold(said) for said in spoken(*PLACE_WORDS)}
        understood = rules.understand(text, self.inside, small=small)
        return replace(understood, rest=rules.understand(understood.rest, self.whole).rest)


def _respelled(wanted: Wanted, corrected: Mapping[str, str]) -> Wanted | None:
    """The same with the slips put right, where that lets a place be understood (“Nordtsadt”)."""
    if not corrected:
        return None
    put_right = [corrected.get(" ".join(analysis.words(token)), token) for token in wanted.q.split()]
    respelled, names = replace(wanted, q=" ".join(put_right)), _Names.of_today()
    return respelled if names.understand(respelled.q).key != names.understand(wanted.q).key else None


def _anywhere(places: tuple[Place, ...]) -> dict[str, set[int]]:
    """At least one of these places: what “Altstadt” means to people is a quarter and a district."""
    by_kind = {"district": PlaceKind.DISTRICT, "quarter": PlaceKind.QUARTER}
    found = {facet: {place.pk for place in places if place.kind == kind} for facet, kind in by_kind.items()}
    return {facet: keys for facet, keys in found.items() if keys}


def still_public(hits: list[search.Hit]) -> list[search.Hit]:
    """The hits whose profile is public at this moment: the index may lag behind by a breath."""
    public = set(Profile.objects.visible_to(None).filter(pk__in=[hit.key for hit in hits]).values_list("pk", flat=True))
    return [hit for hit in hits if hit.key in public]
