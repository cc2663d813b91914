"""From words to the engine's queries; built from terms, so that nothing typed is ever read as syntax."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import tantivy
from tantivy import Occur

from quartierwerk.foundation.search import analysis, ranking, schema
from quartierwerk.foundation.search.analysis import Analyzer, Word
from quartierwerk.foundation.search.documents import Audience, FacetValue
from quartierwerk.foundation.search.query import LONGEST_TEXT, MOST_WORDS, Filters, Reading, Understood

MOST_VALUES = 5_000
"""More different values a facet does not count."""
BROAD = 1 / 4
"""From this share of all entries on it is quicker to tell the values of a facet apart than to match by them."""

Phrase = tuple[Word, ...]
Clause = tuple[Occur, tantivy.Query]


class Apart(NamedTuple):
    """Values of a facet with one value each, by which is counted instead of matched."""

    field: str
    terms: list[str]


class Synonyms:
    """Groups of words and phrases that stand for one another, read with the words of one index."""

    def __init__(self, groups: Iterable[Sequence[str]], analyzer: Analyzer) -> None:
        self._others: dict[tuple[str, ...], list[Phrase]] = {}
        for group in groups:
            phrases = [phrase for text in group if (phrase := tuple(analyzer.read(text)))]
            for phrase in phrases:
                others = self._others.setdefault(families(phrase), [])
                known = {families(phrase), *map(families, others)}
                for other in phrases:
                    if families(other) not in known:
                        known.add(families(other))
                        others.append(other)
        self.longest = max(map(len, self._others), default=0)
        self.words = frozenset(word.folded for others in self._others.values() for other in others for word in other)
        """Every word of a group, as it is spelled."""

    def of(self, phrase: Phrase) -> list[Phrase]:
        """What else stands for a phrase."""
        return self._others.get(families(phrase), [])


def families(phrase: Iterable[Word]) -> tuple[str, ...]:
    """The families of a phrase: how synonyms are recognised, whether the maker or the craft was typed."""
    return tuple(word.family for word in phrase)


@dataclass(frozen=True)
class Wanted:
    """One part of a question: a word or phrase, and what may stand in its place."""

    phrase: Phrase
    synonyms: Sequence[Phrase] = ()
    stand_ins: Sequence[str] = ()
    """Families that are better than nothing for words that are found nowhere: the known half of a compound."""


@dataclass(frozen=True)
class Question:
    """A text as the engine takes it: every part must be found, or some of them where it is loose."""

    wanted: Sequence[Wanted]
    ignored: Sequence[Word] = ()
    typed: str = field(default="")
    is_loose: bool = False
    text: str = ""
    """As it was given, cut to a bearable length."""

    @property
    def has_parts(self) -> bool:
        """Whether less than all of it still means something: several words, or a compound."""
        if len(self.wanted) > 1 or self.wanted[0].stand_ins:
            return True
        return any(word.parts for word in self.wanted[0].phrase)

    @property
    def reading(self) -> Reading:
        """The same in short, to be taken alike later."""
        return Reading(self.text, self.is_loose, any(part.stand_ins for part in self.wanted))

    @property
    def understood(self) -> Understood:
        """The same for people."""
        return Understood(
            words=tuple(word.folded for part in self.wanted for word in part.phrase),
            ignored=tuple(word.folded for word in self.ignored),
            synonyms={
                spelled(part.phrase): tuple(map(spelled, part.synonyms)) for part in self.wanted if part.synonyms
            },
        )


def spelled(phrase: Phrase) -> str:
    """A phrase as text."""
    return " ".join(word.folded for word in phrase)


def read_question(text: str, analyzer: Analyzer, synonyms: Synonyms | None) -> Question:
    """Take a typed text apart; joining words are left out unless there is nothing else."""
    words = [word for word in analyzer.read(text[:LONGEST_TEXT])[:MOST_WORDS] if word.folded]
    content = words if schema.is_filler_only(words) else [word for word in words if not word.is_filler]
    content = list({word.stem: word for word in content}.values())
    kept = {word.stem for word in content}
    ignored = [word for word in words if word.stem not in kept]
    text = text[:LONGEST_TEXT]
    return Question(_with_synonyms(content, synonyms), ignored, analysis.plain(text), text=text)


def _with_synonyms(words: list[Word], synonyms: Synonyms | None) -> list[Wanted]:
    if synonyms is None:
        return [Wanted((word,)) for word in words]
    wanted, at = [], 0
    while at < len(words):
        for length in range(min(synonyms.longest, len(words) - at), 0, -1):
            phrase = tuple(words[at : at + length])
            others = synonyms.of(phrase)
            if others:
                wanted.append(Wanted(phrase, others))
                at += length
                break
        else:
            wanted.append(Wanted((words[at],)))
            at += 1
    return wanted


class Clauses:
    """Builds the engine's queries for one state of one index."""

    def __init__(self, index_schema: tantivy.Schema, searcher: tantivy.Searcher, *, single: Sequence[str] = ()) -> None:
        self._schema = index_schema
        self._searcher = searcher
        self._single = single
        self._shares: dict[str, dict[str, int]] = {}

    def term(self, field_name: str, value: str) -> tantivy.Query:
        """The entries whose field holds a term."""
        return tantivy.Query.term_query(self._schema, field_name, value, index_option="freq")

    def holds(self, field_name: str, value: str) -> int:
        """How many entries hold a term."""
        return int(self._searcher.doc_freq(field_name, value))

    def match_word(self, word: Word) -> list[tantivy.Query]:
        """What an entry must hold for a word: its family, or all the parts of a compound.

        An entry with the compound itself holds its parts as well, so the parts alone decide. Plain terms side
        by side let the engine jump from the rarest to the rarest; a choice of ways would be walked in full.
        """
        if word.parts:
            return [self.term("match", part) for part in word.parts]
        ways = [self.term("match", word.family)]
        if word.english != word.family and self.holds("match", word.english):
            ways.append(self.term("match", word.english))
        return [any_way(ways)]

    def demands(self, question: Question) -> list[Clause]:
        """What an entry must hold for a question."""
        if not question.is_loose:
            return [(Occur.Must, needed) for part in question.wanted for needed in self.match_part(part)]
        telling = [any_way(ways) for part in question.wanted if (ways := self._pieces(part, self._tells))]
        pieces = telling or [any_way(self._pieces(part)) for part in question.wanted]
        return [(Occur.Must, some_of(pieces, ranking.least(len(pieces))))]

    def match_part(self, part: Wanted) -> list[tantivy.Query]:
        """What an entry must hold for one part of a question, through itself or a synonym."""
        itself = [query for word in part.phrase for query in self.match_word(word)]
        return [any_way([every(itself), *self._synonyms(part)])] if part.synonyms else itself

    def _pieces(self, part: Wanted, kept: Callable[[str], bool] = bool) -> list[tantivy.Query]:
        """The words and the parts of compounds of one part of a question, each for itself."""
        families = (family for word in part.phrase for family in self._families(word))
        found = [family for family in (*families, *part.stand_ins) if kept(family)]
        return [*(self.term("match", family) for family in found), *self._synonyms(part)]

    def _families(self, word: Word) -> tuple[str, ...]:
        return word.parts or tuple(dict.fromkeys((word.family, word.english)))

    def _tells(self, family: str) -> bool:
        """Whether it sets entries apart: what none or a good part of them holds does not, like “Straße”."""
        return 0 < self.holds("match", family) <= max(self._searcher.num_docs * ranking.COMMON, ranking.LEAST_COMMON)

    def _synonyms(self, part: Wanted) -> list[tantivy.Query]:
        """The ways to find a part through what stands for it, each below the word itself."""
        ways = [every([query for word in phrase for query in self.match_word(word)]) for phrase in part.synonyms]
        return [tantivy.Query.boost_query(way, ranking.SYNONYM) for way in ways]

    def scores(self, question: Question) -> list[Clause]:
        """What lifts an entry among those that match."""
        lifts: list[Clause] = []
        if question.is_loose:
            strict = every([query for part in question.wanted for query in self.match_part(part)])
            lifts.append((Occur.Should, tantivy.Query.const_score_query(strict, ranking.ALL_OF_IT)))
        for part in question.wanted:
            for word in part.phrase:
                lifts.extend(self._lifts(word, 1.0))
            for phrase in part.synonyms:
                for word in phrase:
                    lifts.extend(self._lifts(word, ranking.SYNONYM))
        whole = schema.WHOLE_MARK + "_".join(question.typed.split())
        if self.holds("name", whole):
            sure = tantivy.Query.const_score_query(self.term("name", whole), ranking.WHOLE_NAME)
            lifts.append((Occur.Should, sure))
        return lifts

    def _lifts(self, word: Word, share: float) -> list[Clause]:
        return [
            (Occur.Should, tantivy.Query.boost_query(self.term(name, word.stem), boost * share))
            for name, boost in ranking.BOOSTS.items()
            if name != "match" and self.holds(name, word.stem)
        ]

    def conditions(self, filters: Filters, *, without: str = "") -> list[Clause]:
        """One condition for each filtered facet; none where it leaves nobody out."""
        return [
            condition
            for facet, values in filters.items()
            if facet != without and values and (condition := self._condition(facet, values))
        ]

    def counting(self, demands: Sequence[Clause], filters: Filters) -> tuple[list[Clause], Apart | None]:
        """All that a count asks for, and the filter that is better told apart in it.

        To meet two broad filters the engine jumps along the entries of both; a bucket for each value of one costs less.
        """
        for facet in self._single:
            values = {schema.facet_term(value) for value in filters.get(facet, ())}
            others = [*demands, *self.conditions(filters, without=facet)]
            if values and any(occur is Occur.Must for occur, _ in others):
                shares = self._shares_of(facet)
                if sum(shares.get(value, 0) for value in values) > BROAD * sum(shares.values()):
                    return others, Apart(schema.facet_field(facet), sorted(values))
        return [*demands, *self.conditions(filters)], None

    def _condition(self, facet: str, values: Collection[FacetValue]) -> Clause | None:
        """Any of the values, or none of the others where these are the fewer: to walk along most entries is slow."""
        if facet in self._single:
            shares = self._shares_of(facet)
            others = shares.keys() - {schema.facet_term(value) for value in values}
            rest = sum(shares[term] for term in others)
            if 2 * rest < sum(shares.values()):
                name = schema.facet_field(facet)
                return (Occur.MustNot, any_way([self.term(name, term) for term in sorted(others)])) if others else None
        return self.any_value({facet: values})

    def _shares_of(self, facet: str) -> dict[str, int]:
        """Every value of a facet, as its term, with how many entries have it; counted once."""
        if facet not in self._shares:
            wish = {facet: {"terms": {"field": schema.facet_field(facet), "size": MOST_VALUES}}}
            buckets = self._searcher.aggregate(tantivy.Query.all_query(), wish)[facet]["buckets"]
            self._shares[facet] = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
        return self._shares[facet]

    def any_value(self, choices: Filters) -> Clause:
        """A condition met by any of the values; it decides who is in and never who comes first."""
        terms = [
            self.term(schema.facet_field(facet), schema.facet_term(value))
            for facet, values in choices.items()
            for value in sorted(values, key=str)
        ]
        return Occur.Must, tantivy.Query.const_score_query(any_way(terms), 0.0)

    def hidden_from(self, audience: Audience) -> list[Clause]:
        """Leaves out what a wider circle may not see; nothing to do where nothing is hidden."""
        return [
            (Occur.MustNot, self.term("audience", circle.name))
            for circle in Audience
            if circle > audience and self.holds("audience", circle.name)
        ]


def every(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """All of several queries; one stays itself, so that the engine can take its short ways."""
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Must, query) for query in queries])


def any_way(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """At least one of several queries."""
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def some_of(queries: Sequence[tantivy.Query], least: int) -> tantivy.Query:
    """So many of several queries, at least."""
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries], least)


def combined(clauses: Sequence[Clause]) -> tantivy.Query:
    """Clauses as one query; without any demand it is everything."""
    if len(clauses) == 1 and clauses[0][0] is Occur.Must:
        return clauses[0][1]
    if not any(occur is Occur.Must for occur, _ in clauses):
        clauses = [(Occur.Must, tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)), *clauses]
    return tantivy.Query.boolean_query(list(clauses))
