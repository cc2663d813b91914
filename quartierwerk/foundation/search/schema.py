"""From a document to the fields of the engine, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from importlib import metadata
from typing import Any

import tantivy

from quartierwerk.foundation.search import analysis, grid, ranking
from quartierwerk.foundation.search.analysis import Analyzer, Word
from quartierwerk.foundation.search.documents import KEYWORD, NAME, PUBLIC, Document, FacetValue, Hint, Layout, Weight
from quartierwerk.foundation.search.points import Spot

FORMAT = 3
"""Raise it when the fields below change, or the form of what stands on a card."""

TEXT_MARK = "~"
WHOLE_MARK = "="
NOWHERE = 0
"""Stands for a cell where an entry has no point."""
SCATTERED = "scattered"
"""The field that names the levels in which an entry lies in several cells."""
HINT_GAP = "\x1f"
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
LONGEST_START = 12


def version(layout: Layout) -> str:
    """A name for all that decides what the bytes of an index mean; another name, another index."""
    facts = (
        FORMAT,
        analysis.VERSION,
        _engine_version(),
        sorted(layout.weights.items()),
        layout.facets,
        int(layout.audience),
        sorted(ranking.REPEATS_IN_EXACT.items()),
        sorted(ranking.REPEATS_IN_MATCH.items()),
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]


@cache
def _engine_version() -> str:
    """Which engine wrote the bytes; read once, for it is asked with every question."""
    return metadata.version("tantivy")


def build_schema(layout: Layout) -> tantivy.Schema:
    """The fields of one kind's index."""
    schema = tantivy.SchemaBuilder()
    # Deleting by an unsigned number deletes nothing and says nothing; a raw text key works.
    schema.add_text_field("key", tokenizer_name="raw", index_option="basic")
    schema.add_integer_field("pk", fast=True)
    for name in ranking.BOOSTS:
        schema.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    schema.add_text_field("starts", tokenizer_name="whitespace", index_option="basic")
    for name in ("hints", "about", "audience"):
        schema.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for facet in layout.facets:
        # Measured at a million: counting text columns is no slower than integers (8 against 13 ms for 300,000 hits).
        schema.add_text_field(facet_field(facet), fast=True, tokenizer_name="raw", index_option="basic")
    schema.add_text_field("sort", fast=True, tokenizer_name="raw", index_option="basic")
    schema.add_integer_field("newest", fast=True)
    schema.add_integer_field("spots", fast=True)
    schema.add_text_field("cells", tokenizer_name="raw", index_option="basic")
    schema.add_text_field(SCATTERED, tokenizer_name="raw", index_option="basic")
    for level in grid.LEVELS:
        schema.add_integer_field(cell_field(level), fast=True)
        schema.add_integer_field(further_field(level), fast=True)
    schema.add_bytes_field("card", stored=True)
    return schema.build()


def facet_field(facet: str) -> str:
    """The field that holds a facet."""
    return f"f_{facet}"


def facet_term(value: FacetValue) -> str:
    """A facet's value as the index writes it; numbers and texts stay apart."""
    return TEXT_MARK + value if isinstance(value, str) else str(int(value))


def facet_value(term: str) -> FacetValue:
    """The value behind a facet's term."""
    return term[1:] if term.startswith(TEXT_MARK) else int(term)


def cell_field(level: int) -> str:
    """The column of one cell of each entry in a level: every row has a value, which the engine reads thrice as fast."""
    return f"c{level}"


def further_field(level: int) -> str:
    """The column of the other cells of the few entries that lie in several of a level."""
    return f"d{level}"


def cell_term(cell: int) -> str:
    """A cell as one narrows by it."""
    return f"{cell:x}"


def hint_label(term: str) -> tuple[str, str]:
    """Kind and label behind a hint's term."""
    _, kind, label = term.split(HINT_GAP)
    return kind, label


class _Fragments(dict[str, str]):
    """What each word adds to a field, worked out once a word; joining them needs no Python code per word."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, token: str) -> str:
        if len(self) >= analysis.MOST_REMEMBERED:
            self.clear()
        fragment = self[token] = self._make(token)
        return fragment


class DocumentWriter:
    """Turns documents into the engine's."""

    def __init__(self, layout: Layout, analyzer: Analyzer) -> None:
        self.layout = layout
        self._word = analyzer.word
        self._match = {
            weight: _Fragments(self._families(repeats)) for weight, repeats in ranking.REPEATS_IN_MATCH.items()
        }
        self._english = _Fragments(self._english_families)
        self._stems = _Fragments(lambda token: self._word(token).stem)
        self._emphasised = {
            weight: _Fragments(self._repeated_stem(repeats)) for weight, repeats in ranking.REPEATS_IN_EXACT.items()
        }
        self._starts = _Fragments(_beginnings)

    def write(self, key: int, document: Document, spots: Sequence[Spot] = ()) -> tantivy.Document:
        """The engine's document for one thing, with its points as ``points.spots_of`` gives them."""
        fields: dict[str, list[str]] = {"name": [], "keyword": [], "exact": [], "match": []}
        name = analysis.tokens(document.name)
        self._add(fields, name, NAME)
        fields["name"].append(WHOLE_MARK + "_".join(analysis.plain(document.name).split()))
        for texts, is_english in ((document.texts, False), (document.english, True)):
            for label, text in texts.items():
                weight = self.layout.weights[label]
                for piece in (text,) if isinstance(text, str) else text:
                    if piece:
                        self._add(fields, analysis.tokens(piece), weight, is_english=is_english)
        written = tantivy.Document()
        written.add_text("key", str(key))
        written.add_integer("pk", key)
        for field, pieces in fields.items():
            written.add_text(field, " ".join(pieces))
        written.add_text("starts", " ".join(map(self._starts.__getitem__, name)))
        self._add_columns(written, document)
        _add_cells(written, spots)
        written.add_bytes("card", _encode({"title": document.name, **document.card}).encode())
        return written

    def _add(self, fields: dict[str, list[str]], found: list[str], weight: Weight, *, is_english: bool = False) -> None:
        fields["match"].extend(map((self._english if is_english else self._match[weight]).__getitem__, found))
        if weight in (NAME, KEYWORD):
            fields[weight.value].extend(map(self._stems.__getitem__, found))
        else:
            fields["exact"].extend(map(self._emphasised[weight].__getitem__, found))

    def _add_columns(self, written: tantivy.Document, document: Document) -> None:
        for facet in self.layout.single:
            if len(document.facets.get(facet, ())) != 1:
                raise ValueError(f"{document.name!r} must have exactly one {facet}.")
        for facet, values in document.facets.items():
            for value in values:
                written.add_text(facet_field(facet), facet_term(value))
        written.add_text("sort", document.sort_key or analysis.sort_key(document.name))
        newest = document.newest
        written.add_integer("newest", int(newest.timestamp() * 1e6) if isinstance(newest, datetime) else newest)
        for reference in document.about:
            written.add_text("about", reference)
        audience = self.layout.audience if document.audience is None else max(document.audience, self.layout.audience)
        # Only what is hidden is marked: the public part, nearly everything, then needs no filter at all.
        if audience > PUBLIC:
            written.add_text("audience", audience.name)
        for hint in document.hints:
            for term in _hint_terms(hint):
                written.add_text("hints", term)

    def _families(self, repeats: int) -> Callable[[str], str]:
        def make(token: str) -> str:
            word = self._word(token)
            return " ".join((word.family, *word.parts) * repeats)

        return make

    def _english_families(self, token: str) -> str:
        word = self._word(token)
        # With its parts: a word is cut alike in both languages, and an English one may look like a compound.
        ways = (word.family, *word.parts) if word.english == word.family else (word.family, word.english, *word.parts)
        return " ".join(ways)

    def _repeated_stem(self, repeats: int) -> Callable[[str], str]:
        return lambda token: " ".join([self._word(token).stem] * repeats)


def _add_cells(written: tantivy.Document, spots: Sequence[Spot]) -> None:
    """How many points there are, and each cell they lie in once a level, so that an entry counts once in a cell."""
    written.add_integer("spots", len(spots))
    cells = sorted({cell for cell, _lat, _lon in spots})
    for level in reversed(grid.LEVELS):
        written.add_integer(cell_field(level), cells[0] if cells else NOWHERE)
        for cell in cells[1:]:
            written.add_integer(further_field(level), cell)
        if len(cells) > 1:
            written.add_text(SCATTERED, str(level))
        for cell in cells:
            written.add_text("cells", cell_term(cell))
        cells = sorted({cell >> 2 for cell in cells})


def _beginnings(token: str) -> str:
    return " ".join(
        part[:length]
        for part in analysis.plain(token).split()
        for length in range(1, min(len(part), LONGEST_START) + 1)
    )


@lru_cache(maxsize=analysis.MOST_REMEMBERED)
def _hint_terms(hint: Hint) -> tuple[str, ...]:
    """A hint from each of its words on, so that any of them completes it."""
    parts = analysis.plain(hint.label).split()
    return tuple(HINT_GAP.join((" ".join(parts[at:]), *hint)) for at in range(len(parts)))


def read_card(stored: Any) -> dict[str, Any]:
    """The card of a stored document."""
    card: dict[str, Any] = json.loads(bytes(stored["card"][0]))
    return card


def is_filler_only(words: Sequence[Word]) -> bool:
    """Whether a question consists of nothing but joining words."""
    return all(word.is_filler for word in words)
