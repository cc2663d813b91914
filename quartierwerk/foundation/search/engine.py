"""Asking one index: find, suggest, cards, what is about something."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import tantivy
from tantivy import Occur, Order

from quartierwerk.foundation.search import analysis, ranking, schema
from quartierwerk.foundation.search.analysis import Analyzer
from quartierwerk.foundation.search.area import Circle
from quartierwerk.foundation.search.clauses import (
    MOST_VALUES,
    Clause,
    Clauses,
    Question,
    Synonyms,
    Wanted,
    combined,
    every,
    read_question,
)
from quartierwerk.foundation.search.clusters import Away, Geography, Spread
from quartierwerk.foundation.search.compounds import Parts
from quartierwerk.foundation.search.documents import PUBLIC, Audience, FacetValue
from quartierwerk.foundation.search.grid import Bounds
from quartierwerk.foundation.search.points import Points
from quartierwerk.foundation.search.query import Found, Hit, Query, Reading, Suggestion
from quartierwerk.foundation.search.spelling import Vocabulary
from quartierwerk.foundation.search.store import Home, State
from quartierwerk.foundation.search.walking import Walk

MOST_REMEMBERED = 256
BATCH = 1_000

Groups = Iterable[Sequence[str]]
Counts = dict[str, dict[FacetValue, int]]
Page = tuple[int, list[tantivy.DocAddress]]
T = TypeVar("T")


@dataclass
class Snapshot:
    """One generation of an index, open for reading."""

    index: tantivy.Index
    state: State
    analyzer: Analyzer
    home: Home
    points: Points
    searcher: Any = field(init=False)
    """A tantivy.Searcher; the package's types lack half of it."""
    clauses: Clauses = field(init=False)
    geography: Geography = field(init=False)
    start_pages: dict[Hashable, Any] = field(default_factory=dict)
    """Pages and counts of questions without words, the dearest and the most asked."""
    vocabulary: Vocabulary | None = None
    synonyms: tuple[Hashable, Synonyms] | None = None

    def __post_init__(self) -> None:
        self.searcher = self.index.searcher()
        self.clauses = Clauses(self.index.schema, self.searcher, single=self.home.layout.single)
        self.geography = Geography(self.index.schema, self.searcher, self.points)


class Engine:
    """The reading side of one kind's index; opened once in a process, looks at the disk's state on each call."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._stamp: tuple[int, int] | None = None
        self._snapshot: Snapshot | None = None
        self._lock = threading.Lock()

    def find(self, query: Query, *, synonyms_version: Hashable = None, synonyms: Callable[[], Groups] = tuple) -> Found:
        """Answer a question; where too little holds all of it, unknown words are corrected, then a part is enough."""
        now = self._current()
        if now is None:
            return Found(is_ready=False)
        groups = self._synonyms(now, synonyms_version, synonyms) if query.text.strip() else None
        if query.after is not None and query.after.reading is not None:
            return _answer(now, query, _as_read(now, query.after.reading, groups))
        question = read_question(query.text, now.analyzer, groups)
        found = _answer(now, query, question)
        if found.total >= ranking.ENOUGH or not question.wanted:
            return found
        better, corrected = _eased(now, query, question, groups)
        if better is question:
            return found
        answer = replace(_answer(now, query, better), corrected=corrected)
        return (
            replace(answer, fitting=_total(now, query, replace(better, is_loose=False))) if better.is_loose else answer
        )

    def every(
        self, query: Query, *, synonyms_version: Hashable = None, synonyms: Callable[[], Groups] = tuple
    ) -> Iterator[int]:
        """The keys of all that ``find`` finds, in the order of the question, for exports."""
        now = self._current()
        if now is None:
            return
        question = self._settled(now, query, synonyms_version, synonyms)
        if question is not None:
            whole = replace(query, offset=0, limit=max(now.searcher.num_docs, 1))
            addresses = _addresses(now, whole, question)[1]
            for at in range(0, len(addresses), BATCH):
                yield from now.searcher.fast_field_values("pk", addresses[at : at + BATCH])

    def spread(
        self,
        query: Query,
        *,
        view: Bounds,
        level: int,
        synonyms_version: Hashable = None,
        synonyms: Callable[[], Groups] = tuple,
    ) -> Spread:
        """Where all that ``find`` finds lies, and its clusters in a view; offset, limit and sort do not count."""
        now = self._current()
        question = self._settled(now, query, synonyms_version, synonyms) if now else None
        if now is None or question is None:
            return Spread()
        demands, apart = now.clauses.counting(_demands(now, query, question), query.filters)

        def totals() -> Spread:
            return _remembered(now, query, question, "spread", make=lambda: now.geography.totals(demands, apart))

        def spread() -> Spread:
            return now.geography.spread(demands, apart, view, level, totals=totals)

        return _remembered(now, query, question, (view, level), make=spread)

    def distances(self, keys: Sequence[int], circle: Circle) -> dict[int, Away]:
        """How far from a point the nearest location of each entry is, for those that have one in the circle."""
        now = self._current()
        return now.geography.distances(keys, circle) if now else {}

    def _settled(
        self, now: Snapshot, query: Query, version: Hashable, synonyms: Callable[[], Groups]
    ) -> Question | None:
        """The question as it is put in the end; None where the words leave nothing to look for."""
        groups = self._synonyms(now, version, synonyms) if query.text.strip() else None
        question = read_question(query.text, now.analyzer, groups)
        if question.wanted:
            return _eased(now, query, question, groups)[0]
        return None if query.text.strip() else question

    def suggest(self, typed: str, *, limit: int = 8, audience: Audience = PUBLIC) -> list[Suggestion]:
        """Complete what is being typed: words and places by how common they are, then names."""
        now = self._current()
        prefix = analysis.plain(typed)
        if now is None or not prefix:
            return []
        hidden = now.clauses.hidden_from(audience)
        hints = _hints(now, prefix, hidden, limit)
        names = _names(now, prefix, hidden, limit)
        kept = hints[: max(limit - len(names), (limit + 1) // 2)]
        return [*kept, *names[: limit - len(kept)]]

    def card(self, key: int, *, audience: Audience = PUBLIC) -> dict[str, Any] | None:
        """The card of one entry, or None where the reader may not see it or there is none."""
        now = self._current()
        if now is None:
            return None
        hits = _all_of(now, now.clauses.term("key", str(key)), audience, 1)
        return hits[0].card if hits else None

    def about(self, reference: str, *, limit: int, audience: Audience = PUBLIC) -> list[Hit]:
        """The entries that are about something, newest first."""
        now = self._current()
        return [] if now is None else _all_of(now, now.clauses.term("about", reference), audience, limit)

    @property
    def state(self) -> State | None:
        """The state that answers now; None where there is no index."""
        now = self._current()
        return now.state if now else None

    @property
    def is_ready(self) -> bool:
        """Whether there is an index to ask."""
        return self._current() is not None

    def documents(self) -> int:
        """How many entries the index holds."""
        now = self._current()
        return 0 if now is None else int(now.searcher.num_docs)

    def _current(self) -> Snapshot | None:
        stamp = self._home.stamp()
        if stamp != self._stamp:
            with self._lock:
                self._refresh(stamp)
        return self._snapshot

    def _refresh(self, stamp: tuple[int, int] | None) -> None:
        """Open what the state names now; a generation that goes while it is opened has a successor."""
        while stamp != self._stamp:
            try:
                self._snapshot = self._open()
                self._stamp = stamp
            except (OSError, ValueError):
                if self._home.stamp() == stamp:
                    raise
            stamp = self._home.stamp()

    def _open(self) -> Snapshot | None:
        state = self._home.state()
        if state is None:
            return None
        old = self._snapshot
        directory = self._home.generation(state.generation)
        if old is not None and old.state.generation == state.generation and old.state.built_at == state.built_at:
            index, analyzer, points = old.index, old.analyzer, old.points
        else:
            index = tantivy.Index.open(str(directory))
            # By hand: the state file says when, so that no thread has to watch the directory.
            index.config_reader("manual", 0)
            analyzer, points = Analyzer(Parts.load(directory / "parts.txt")), Points(directory)
        index.reload()
        return Snapshot(index, state, analyzer, self._home, points)

    @staticmethod
    def _synonyms(now: Snapshot, version: Hashable, groups: Callable[[], Groups]) -> Synonyms | None:
        if version is None:
            return None
        if now.synonyms is None or now.synonyms[0] != version:
            now.synonyms = (version, Synonyms(groups(), now.analyzer))
        return now.synonyms[1]


def _answer(now: Snapshot, query: Query, question: Question) -> Found:
    if query.text.strip() and not question.wanted:
        return Found(understood=question.understood)
    if query.after is not None:
        return _walked(now, query, question)
    page = (query.sort, query.offset, query.limit)
    total, addresses = _remembered(now, query, question, page, make=lambda: _addresses(now, query, question))
    facets: Counts = {}
    if query.counts:
        facets = _remembered(now, query, question, make=lambda: _counts(now, query, question, total))
    return Found(total=total, hits=_hits(now, addresses), facets=facets, understood=question.understood)


def _walked(now: Snapshot, query: Query, question: Question) -> Found:
    """A step of a walk; facets are for who looks around, and are not counted on it."""
    total = _remembered(now, query, question, "total", make=lambda: _total(now, query, question))
    conditions = now.clauses.conditions(query.filters)
    near = query.area if query.sort == "distance" and query.area is not None and query.area.circle else None
    demands = [*_demands(now, replace(query, area=None) if near else query, question), *conditions]
    scores = now.clauses.scores(question) if question.wanted and query.sort == "relevance" else []
    walk = Walk(now.index, now.searcher, now.geography)
    addresses, after = walk.step(query, demands, scores, near)
    if after is not None and question.wanted:
        after = replace(after, reading=question.reading)
    return Found(total=total, hits=_hits(now, addresses), after=after, understood=question.understood)


def _as_read(now: Snapshot, reading: Reading, groups: Synonyms | None) -> Question:
    """The question of a walk as its first step has taken it, whatever the index holds by now."""
    question = read_question(reading.text, now.analyzer, groups)
    if reading.has_stand_ins:
        question = replace(question, wanted=[_with_stand_ins(now, part) for part in question.wanted])
    return replace(question, is_loose=reading.is_loose)


def _eased(now: Snapshot, query: Query, question: Question, groups: Synonyms | None) -> tuple[Question, dict[str, str]]:
    """The question as it is put in the end, and what was corrected in it.

    Filters have no say in it: they must not change what the words mean, nor what is counted beside them.
    """
    everywhere = replace(query, filters={}, area=None)
    corrected: dict[str, str] = {}
    total = _total(now, everywhere, question)
    if not total:
        corrected = _correct(now, question, groups)
        if corrected:
            words = [corrected.get(word, word) for word in question.understood.words]
            question = read_question(" ".join(words), now.analyzer, groups)
            total = _total(now, everywhere, question)
    if not total:
        question = replace(question, wanted=[_with_stand_ins(now, part) for part in question.wanted])
    if total < ranking.ENOUGH and question.has_parts:
        loose = replace(question, is_loose=True)
        if _total(now, everywhere, loose) > total:
            question = loose
    return question, corrected


def _with_stand_ins(now: Snapshot, part: Wanted) -> Wanted:
    if part.synonyms:
        return part
    halves = (now.analyzer.parts.known_half(word.folded) for word in part.phrase if not _is_known(now, word))
    return replace(part, stand_ins=tuple(filter(None, halves)))


def _total(now: Snapshot, query: Query, question: Question) -> int:
    """How many entries a question finds."""
    demands = [*_demands(now, query, question), *now.clauses.conditions(query.filters)]
    return int(now.searcher.search(combined(demands), 1, order_by_field="newest").count)


def _demands(now: Snapshot, query: Query, question: Question) -> list[Clause]:
    """What holds for the list and for every count."""
    clauses = now.clauses
    return [
        *clauses.demands(question),
        *(clauses.any_value(choices) for choices in query.any_of),
        *([] if query.area is None else [now.geography.clause(query.area)]),
        *clauses.hidden_from(query.audience),
    ]


def _addresses(now: Snapshot, query: Query, question: Question) -> Page:
    if query.sort == "distance" and query.area is not None and query.area.circle is not None:
        anywhere = replace(query, area=None)
        demands = [*_demands(now, anywhere, question), *now.clauses.conditions(query.filters)]
        return now.geography.nearest(demands, query.area, offset=max(query.offset, 0), limit=query.limit)
    demands = [*_demands(now, query, question), *now.clauses.conditions(query.filters)]
    options: dict[str, Any] = {}
    if query.sort == "name":
        options = {"order_by_field": "sort", "order": Order.Asc}
    elif query.sort == "newest" or not question.wanted:
        options = {"order_by_field": "newest", "order": Order.Desc}
    else:
        demands.extend(now.clauses.scores(question))
    # No further than there are documents: room is made for all of them beforehand, and a lack of it ends the process.
    offset = min(max(query.offset, 0), now.searcher.num_docs)
    result = now.searcher.search(combined(demands), max(query.limit, 1), offset=offset, **options)
    return int(result.count), [address for _, address in result.hits][: query.limit]


def _remembered(now: Snapshot, query: Query, question: Question, *page: Hashable, make: Callable[[], T]) -> T:
    """What was worked out before for the same choice without words, as long as the index has not changed."""
    if question.wanted:
        return make()
    asked = (_frozen(query.filters), tuple(map(_frozen, query.any_of)), query.area, query.audience, page)
    if asked not in now.start_pages:
        if len(now.start_pages) >= MOST_REMEMBERED:
            now.start_pages.clear()
        now.start_pages[asked] = make()
    found: T = now.start_pages[asked]
    return found


def _frozen(filters: Any) -> Hashable:
    return frozenset((facet, frozenset(values)) for facet, values in filters.items())


def _counts(now: Snapshot, query: Query, question: Question, total: int) -> Counts:
    """Count the facets: one pass for all that are not filtered, one for each that is, without its own filter."""
    demands = _demands(now, query, question)
    facets = now.home.layout.facets
    filtered = [facet for facet in facets if query.filters.get(facet)]
    free = [facet for facet in facets if facet not in filtered]
    counted: Counts = dict.fromkeys(facets, {})
    if total and free:
        counted.update(_aggregate(now, [*demands, *now.clauses.conditions(query.filters)], free))
    for facet in filtered:
        counted.update(_aggregate(now, [*demands, *now.clauses.conditions(query.filters, without=facet)], [facet]))
    return counted


def _aggregate(now: Snapshot, demands: list[Clause], facets: list[str]) -> Counts:
    wish = {facet: {"terms": {"field": schema.facet_field(facet), "size": MOST_VALUES}} for facet in facets}
    result = now.searcher.aggregate(combined(demands), wish)
    return {
        facet: {schema.facet_value(bucket["key"]): int(bucket["doc_count"]) for bucket in result[facet]["buckets"]}
        for facet in facets
    }


def _hits(now: Snapshot, addresses: list[tantivy.DocAddress]) -> list[Hit]:
    keys = now.searcher.fast_field_values("pk", addresses) if addresses else []
    kind = now.home.layout.kind
    return [
        Hit(f"{kind}:{key}", key, schema.read_card(now.searcher.doc(address)))
        for key, address in zip(keys, addresses, strict=True)
    ]


def _all_of(now: Snapshot, query: tantivy.Query, audience: Audience, limit: int) -> list[Hit]:
    demands = [(Occur.Must, query), *now.clauses.hidden_from(audience)]
    result = now.searcher.search(combined(demands), limit, count=False, order_by_field="newest", order=Order.Desc)
    return _hits(now, [address for _, address in result.hits])


def _correct(now: Snapshot, question: Question, groups: Synonyms | None) -> dict[str, str]:
    """For each word that is found nowhere: the nearest known word, if there is one."""
    if now.vocabulary is None:
        now.vocabulary = Vocabulary.load(now.home.generation(now.state.generation) / "words.txt")
    stands_for_others = frozenset() if groups is None else groups.words
    corrected = {}
    for part in question.wanted:
        for word in part.phrase:
            if not part.synonyms and not _is_known(now, word):
                for other in now.vocabulary.likely(
                    word.folded, now.analyzer.parts.halves(word.folded), stands_for_others
                ):
                    if other in stands_for_others or _is_known(now, now.analyzer.word(other)):
                        corrected[word.folded] = other
                        break
    return corrected


def _is_known(now: Snapshot, word: analysis.Word) -> bool:
    return bool(now.searcher.search(every(now.clauses.match_word(word)), 1).count)


def _hints(now: Snapshot, prefix: str, hidden: list[Clause], limit: int) -> list[Suggestion]:
    visible = combined(hidden) if hidden else None
    # One label can begin at several of its words; look a little further than the limit.
    terms = now.searcher.terms_with_prefix("hints", prefix, visible, limit * 3)
    labels = dict.fromkeys(schema.hint_label(term) for term, _ in terms)
    return [Suggestion(kind, label) for kind, label in labels][:limit]


def _names(now: Snapshot, prefix: str, hidden: list[Clause], limit: int) -> list[Suggestion]:
    words = [(Occur.Must, now.clauses.term("starts", word[: schema.LONGEST_START])) for word in prefix.split()]
    result = now.searcher.search(combined([*words, *hidden]), limit, count=False)
    names = []
    for hit in _hits(now, [address for _, address in result.hits]):
        name = str(hit.card.get("title", ""))
        starts = analysis.plain(name).split()
        # The index knows the first letters of each word; the rest of a long one is compared here.
        if all(any(start.startswith(word) for start in starts) for word in prefix.split()):
            names.append(Suggestion("name", name, hit.reference))
    return names
