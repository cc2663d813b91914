"""The writing side of one kind's index: build it anew beside the old one, or change some of its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain, islice

import tantivy

from quartierwerk.foundation.search import points, schema
from quartierwerk.foundation.search.analysis import Analyzer, tokens
from quartierwerk.foundation.search.compounds import Parts
from quartierwerk.foundation.search.documents import Document
from quartierwerk.foundation.search.schema import DocumentWriter
from quartierwerk.foundation.search.spelling import write_words
from quartierwerk.foundation.search.store import Home, State
from quartierwerk.foundation.transactions import Position

Keyed = tuple[int, Document]

SAMPLE = 10_000
"""From so many documents, held in memory, the parts are learnt and the words counted before the first is written."""
BUILD_HEAP = 400_000_000
UPDATE_HEAP = 50_000_000


def build(
    home: Home,
    documents: Iterable[Keyed],
    *,
    position: Position,
    at: datetime,
    words: Iterable[str] = (),
    compounds: bool = True,
    progress: Callable[[int], None] = lambda done: None,
) -> int:
    """Build a new generation and let it answer; returns the number of documents.

    ``position`` is how far the journal had got before the first row was read: what changes meanwhile comes
    again. ``compounds=False`` leaves the parts of compounds out, to measure what they bring.
    """
    stream = iter(documents)
    sample = list(islice(stream, SAMPLE))
    counts = _count_words(sample)
    parts = Parts.grow(counts, words=words) if compounds else Parts()
    generation = home.next_generation()
    directory = home.generation(generation)
    index = tantivy.Index(schema.build_schema(home.layout), str(directory))
    # One thread: the parts are cut in Python anyway, and one thread leaves one tidy segment.
    engine = index.writer(BUILD_HEAP, 1)
    analyzer = Analyzer(parts)
    writer = DocumentWriter(home.layout, analyzer)
    places = points.PointsBuilder(directory)
    done = 0
    for key, document in chain(_drained(sample), stream):
        spots = points.spots_of(document.points)
        engine.add_document(writer.write(key, document, spots))
        places.add(key, spots)
        done += 1
        if done % 1000 == 0:
            progress(done)
    engine.commit()
    engine.wait_merging_threads()
    places.finish()
    parts.save(directory / "parts.txt")
    write_words(directory / "words.txt", dict.fromkeys(analyzer.seen, 1) | counts)
    home.write_position(generation, position)
    home.swap(State(generation, 1, done, done, at.isoformat()))
    progress(done)
    return done


def change(home: Home, state: State, documents: Mapping[int, Document | None]) -> State:
    """Bring some entries up to date: those that are gone have no document."""
    directory = home.generation(state.generation)
    index = tantivy.Index.open(str(directory))
    analyzer = Analyzer(Parts.load(directory / "parts.txt"))
    writer = DocumentWriter(home.layout, analyzer)
    engine = index.writer(UPDATE_HEAP, 1)
    spots = {key: points.spots_of(document.points) if document else [] for key, document in documents.items()}
    for key, document in documents.items():
        engine.delete_documents_by_term("key", str(key))
        if document is not None:
            engine.add_document(writer.write(key, document, spots[key]))
    engine.commit()
    engine.wait_merging_threads()
    points.change(directory, spots)
    write_words(directory / "words.txt", dict.fromkeys(analyzer.seen, 1))
    index.reload()
    newer = State(state.generation, state.serial + 1, index.searcher().num_docs, state.grown_from, state.built_at)
    home.write_state(newer)
    return newer


def has_outgrown(state: State) -> bool:
    """Whether the corpus is so much larger than when its parts were learnt that learning again pays."""
    return state.grown_from < SAMPLE and state.documents >= 2 * max(state.grown_from, 50)


def _drained(sample: list[Keyed]) -> Iterator[Keyed]:
    """The sample from its start, each document let go once it is handed on."""
    sample.reverse()
    while sample:
        yield sample.pop()


def _count_words(sample: Iterable[Keyed]) -> Counter[str]:
    seen: Counter[str] = Counter()
    for _, document in sample:
        seen.update(tokens(document.name))
        for text in document.texts.values():
            for piece in (text,) if isinstance(text, str) else text:
                seen.update(tokens(piece))
    return seen
