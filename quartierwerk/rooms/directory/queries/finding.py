"""Finding profiles: one way for the page, the map, the interface and the export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from quartierwerk.foundation import search
from quartierwerk.foundation.house.words import spoken
from quartierwerk.foundation.search import analysis
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.queries.vocabulary import Words, words
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.queries import everyday_names
from quartierwerk.rooms.places.rules import PlaceKind

KIND = "directory.profile"
FACETS = ("kind", "sector", "profession", "district", "quarter")
SWITCHES = ("cooperation", "accessible")
SORTS = ("relevance", "name", "newest")
MOST_VALUES = 50
PLACE_WORDS = ("district", "neighbourhood", "centre", "quarter")
"""What kinds of places are called here leads to a place too: “im Stadtbezirk …”."""


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: the text of the box and the filters by the names that the address bar shows."""

    q: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet → slugs; several are alternatives."""
    switches: frozenset[str] = frozenset()
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
            sort=sort if sort in SORTS else "relevance",
        )


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
    is_ready: bool

    @property
    def respellings(self) -> list[tuple[str, str]]:
        """What was typed and what is shown instead, in the letters that the person used."""
        typed = {rules.fold(word): word for word in self.wanted.q.split()}
        return [
            (typed.get(word, word), other.capitalize() if typed.get(word, word)[:1].isupper() else other)
            for word, other in self.corrected.items()
        ]


def find(wanted: Wanted, *, offset: int = 0, limit: int = 20, counts: bool = True) -> Found:
    """The public profiles that fit, best first; nobody finds more than everybody may see."""
    known = words()
    query, understood, places = _query(wanted, known)
    found = search.find(KIND, replace(query, offset=offset, limit=limit, counts=counts))
    corrected = dict(found.corrected)
    respelled = _respelled(wanted, corrected)
    if respelled:
        query, understood, places = _query(respelled, known)
        found = search.find(KIND, replace(query, offset=offset, limit=limit, counts=counts))
    return Found(
        wanted=wanted,
        total=found.total,
        fitting=found.fitting,
        hits=still_public(found.hits),
        facets=found.facets,
        words=known,
        rest=understood.rest,
        place=understood.place,
        places=places,
        corrected=corrected,
        is_ready=found.ready,
    )


def every_key(wanted: Wanted) -> Iterator[int]:
    """The numbers of all public profiles that fit, in the order of the list; for exports and feeds."""
    known = words()
    query, _understood, _places = _query(wanted, known)
    if query.text:
        respelled = _respelled(wanted, dict(search.find(KIND, replace(query, limit=0, counts=False)).corrected))
        query = _query(respelled, known)[0] if respelled else query
    return search.every(KIND, query)


def suggestions(text: str, *, limit: int = 8) -> list[search.Suggestion]:
    """How the text of the box may go on: names, professions, places."""
    return search.suggest(KIND, text, limit=limit)


def _query(wanted: Wanted, known: Words) -> tuple[search.Query, rules.Understood, tuple[Place, ...]]:
    """The engine's question, with the place that the text names."""
    names = _Names.of_today() if wanted.q else _Names()
    understood = names.understand(wanted.q)
    places = names.inside.get(understood.key, ())
    filters: dict[str, set[Any]] = {name: {1} for name in wanted.switches}
    for facet, slugs in wanted.values.items():
        # An unknown slug must find nothing, not everything: no profile has the number 0.
        filters[facet] = set(slugs) if facet == "kind" else known.keys(facet, slugs) or {0}
    query = search.Query(
        text=understood.rest,
        filters=filters,
        any_of=(_anywhere(places),) if places else (),
        audience=search.PUBLIC,
        sort=wanted.sort,
    )
    return query, understood, places


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
