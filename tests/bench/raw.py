"""Raw tantivy: the same documents and questions by hand, without compounds and synonyms, as the measure of our engine.

The same words (stems of the same analysis) lie in three fields that are weighed against each other, facets and card as
in ours; a question is one search for the twenty best and one aggregation for each set of facets that is counted alike.
Nothing here looks after spelling, audiences, places, a changed index or anything else.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from quartierwerk.foundation.search.analysis import fold, stem, tokens
from quartierwerk.foundation.search.documents import Document

BOOSTS = {"name": 5.0, "keyword": 3.0, "text": 1.0}
KEYWORDS = ("professions", "sectors", "keywords")
HEAP = 400_000_000


class Writer:
    """Writes an index in one segment, as ours is."""

    def __init__(self, directory: Path, *, facets: Iterable[str]) -> None:
        builder = tantivy.SchemaBuilder()
        for name in BOOSTS:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        for facet in facets:
            builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_bytes_field("card", stored=True)
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        self._writer = tantivy.Index(builder.build(), str(directory)).writer(HEAP, 1)

    def add(self, document: Document) -> None:
        """Add one document."""
        self._writer.add_document(_written(document))

    def close(self) -> None:
        """Make all that was added readable."""
        self._writer.commit()
        self._writer.wait_merging_threads()


@lru_cache(maxsize=400_000)
def _stem(token: str) -> str:
    return stem(fold(token))


def _written(document: Document) -> tantivy.Document:
    fields = {"name": [document.name], "keyword": [], "text": []}
    for texts in (document.texts, document.english):
        for label, text in texts.items():
            fields["keyword" if label in KEYWORDS else "text"] += [text] if isinstance(text, str) else text
    written = tantivy.Document()
    for name, texts in fields.items():
        written.add_text(name, " ".join(_stem(token) for text in texts for token in tokens(text)))
    for facet, values in document.facets.items():
        for value in values:
            written.add_text(facet, str(value))
    written.add_bytes("card", json.dumps({"title": document.name, **document.card}).encode())
    return written


class Raw:
    """The index opened for reading."""

    def __init__(self, directory: Path, *, facets: Iterable[str]) -> None:
        self.facets = list(facets)
        index = tantivy.Index.open(str(directory))
        index.reload()
        self.schema, self.searcher = index.schema, index.searcher()

    def find(self, word: str, filters: Mapping[str, str]) -> tuple[int, list[Any], dict[str, Any]]:
        """How many, the twenty best, and each facet counted without its own filter."""
        word = _stem(word)
        match = [
            (Occur.Should, Query.boost_query(Query.term_query(self.schema, name, word, index_option="freq"), boost))
            for name, boost in BOOSTS.items()
        ]
        text = (Occur.Must, Query.boolean_query(match))
        conditions = {
            facet: (
                Occur.Must,
                Query.const_score_query(Query.term_query(self.schema, facet, value, index_option="basic"), 0.0),
            )
            for facet, value in filters.items()
        }
        everything = Query.boolean_query([text, *conditions.values()])
        best = self.searcher.search(everything, 20)
        cards = [json.loads(bytes(self.searcher.doc(address)["card"][0])) for _score, address in best.hits]
        free = [facet for facet in self.facets if facet not in filters]
        counted = self.searcher.aggregate(everything, _counts(free))
        for facet in filters:
            others = [condition for name, condition in conditions.items() if name != facet]
            counted |= self.searcher.aggregate(Query.boolean_query([text, *others]), _counts([facet]))
        return best.count, cards, counted


def _counts(facets: list[str]) -> dict[str, Any]:
    return {facet: {"terms": {"field": facet, "size": 5000}} for facet in facets}
