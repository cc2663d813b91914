"""The engine on small corpora: what is found, in which order, how it is counted."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from quartierwerk.foundation.search import (
    KEYWORD,
    OFFICE,
    PLACE,
    PUBLIC,
    SIGNED_IN,
    TEXT,
    Document,
    Hint,
    Query,
    schema,
    spelling,
    writing,
)
from quartierwerk.foundation.search import engine as engine_module
from quartierwerk.foundation.search.documents import Layout
from quartierwerk.foundation.search.engine import Engine
from quartierwerk.foundation.search.store import Home, State
from quartierwerk.foundation.transactions import Position

AT = datetime(2026, 3, 1, tzinfo=UTC)
LAYOUT = Layout(
    kind="test.row",
    weights={"professions": KEYWORD, "tagline": PLACE, "about": TEXT},
    facets=("kind", "sector", "district"),
)
Index = Callable[..., Engine]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, LAYOUT)


@pytest.fixture
def index(home: Home) -> Index:
    """Build an index from documents, numbered from 1."""

    def build(*documents: Document, **options: Any) -> Engine:
        writing.build(home, list(enumerate(documents, start=1)), position=Position(), at=AT, **options)
        return Engine(home)

    return build


def about(text: str, name: str = "Nr", **more: Any) -> Document:
    return Document(name=name, texts={"about": text}, **more)


def keys(engine: Engine, text: str, **query: Any) -> list[int]:
    return engine.find(Query(text=text, **query)).keys


def fitting(engine: Engine, text: str) -> list[int]:
    """What holds all of a text, without what follows because it is so little."""
    found = engine.find(Query(text=text))
    return found.keys[: found.fitting]


CITY = (
    Document(name="Kommunikationsgrafikbüro Nord", texts={"professions": ["Grafiker*in"], "about": "Plakate"}),
    Document(name="Studio Eins", texts={"professions": "Hochzeitsfotografie", "about": "Bilder für Hochzeiten"}),
    Document(name="Studio Zwei", texts={"professions": ["Fotograf*in"], "about": "Ein Raum und eine Grafik"}),
    Document(name="Proberaum am Hafen", texts={"tagline": "Probe, Musik", "about": "Büro, Kommunikation, Fotografie"}),
    Document(name="Mueller & Söhne", english={"about": "Two galleries for photographers"}, card={"title": "Müller"}),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Grafik", {1, 3}),
        ("Proberäume", {4}),
        ("Raum", {3, 4}),
        ("Fotograf", {2, 3, 4, 5}),
        ("Müller", {5}),
        ("gallery", {5}),
        ("Grafikerinnen", {1, 3}),
        ("fotograf grafik", {3}),
        ("ein Fotograf für die Grafik", {3}),
        ("nirgends", set()),
    ],
)
def test_words_find_their_inflections_relatives_and_compounds(index: Index, typed: str, found: set[int]) -> None:
    engine = index(*CITY)

    assert set(fitting(engine, typed)) == found


def test_a_compound_finds_its_parts_below_itself(index: Index) -> None:
    apart = about("Ein Fotograf, auch für eine Hochzeit")
    engine = index(apart, about("Wir sind Hochzeitsfotograf"), about("Hochzeit ohne Bilder"), words=["Hochzeit"])

    assert fitting(engine, "Hochzeitsfotograf") == [2, 1]


def test_without_compounds_parts_are_not_found(index: Index) -> None:
    engine = index(*CITY, compounds=False)

    assert keys(engine, "Raum") == [3]


def test_names_come_before_trades_before_lines_before_texts_before_parts(index: Index) -> None:
    engine = index(
        about("Werkstatt mit Keramikwerkstatt", name="A"),
        about("Töpfern und Keramik", name="B"),
        Document(name="C", texts={"tagline": "Keramik im Hof"}),
        Document(name="D", texts={"professions": ["Keramik"]}),
        Document(name="Keramik Ost", texts={"about": "Töpfern"}),
    )

    assert keys(engine, "Keramik") == [5, 4, 3, 2, 1]


def test_the_whole_name_comes_first(index: Index) -> None:
    engine = index(about("", name="Atelier Blau Blau Atelier"), about("", name="Atelier Blau"), about("", name="Blau"))

    assert keys(engine, "atelier blau")[0] == 2


def sorted_city(index: Index) -> Engine:
    return index(
        about("Kunst", name="Zeder", newest=AT, facets={"kind": ["company"], "sector": [1, 2], "district": [7]}),
        about("Kunst", name="Ähre", newest=AT + timedelta(days=1), facets={"kind": ["company"], "sector": [2]}),
        about("Kunst und Bau", name="Birke", newest=5, facets={"kind": ["venue"], "sector": [1], "district": [8]}),
        about("Bau", name="Ast", newest=4, facets={"kind": ["venue"], "sector": [3], "district": [7]}),
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(sort="name"), [2, 4, 3, 1]),
        (Query(sort="newest"), [2, 1, 3, 4]),
        (Query(), [2, 1, 3, 4]),
        (Query(text="  "), [2, 1, 3, 4]),
        (Query(sort="name", offset=1, limit=2), [4, 3]),
        (Query(limit=0), []),
        (Query(text="Kunst", sort="name"), [2, 3, 1]),
    ],
)
def test_results_are_sorted_and_paged(index: Index, query: Query, found: list[int]) -> None:
    assert sorted_city(index).find(query).keys == found


def test_each_facet_is_counted_without_its_own_filter(index: Index) -> None:
    engine = sorted_city(index)

    found = engine.find(Query(filters={"sector": {1, 2}, "kind": ["company"]}))

    assert found.total == 2
    assert found.facets == {
        "kind": {"company": 2, "venue": 1},
        "sector": {1: 1, 2: 2},
        "district": {7: 1},
    }


def test_counts_follow_words_and_conditions(index: Index) -> None:
    engine = sorted_city(index)

    found = engine.find(Query(text="Kunst", any_of=[{"district": {8}, "sector": {2}}], filters={"kind": set()}))

    assert (found.total, found.facets) == (
        3,
        {"kind": {"company": 2, "venue": 1}, "sector": {1: 2, 2: 2}, "district": {7: 1, 8: 1}},
    )
    assert engine.find(Query(text="Kunst", counts=False)).facets == {}
    assert engine.find(Query(text="unbekannt")).facets == {"kind": {}, "sector": {}, "district": {}}


def test_facet_counts_are_exact_against_a_plain_count(index: Index) -> None:
    rng = random.Random(5)
    rows = [
        {"sector": rng.sample(range(9), rng.randint(0, 3)), "district": [rng.randrange(5)], "kind": [rng.choice("abc")]}
        for _ in range(300)
    ]
    engine = index(*(about("Kunst", facets=row) for row in rows))

    found = engine.find(Query(text="Kunst", filters={"sector": {2, 4}, "district": {1, 3}}))

    def count(facet: str, *tests: Callable[[dict[str, Any]], bool]) -> dict[Any, int]:
        chosen = [row for row in rows if all(test(row) for test in tests)]
        values = {value for row in chosen for value in row[facet]}
        return {value: sum(value in row[facet] for row in chosen) for value in values}

    def in_sector(row):
        return bool({2, 4} & set(row["sector"]))

    def in_district(row):
        return bool({1, 3} & set(row["district"]))

    assert found.total == sum(in_sector(row) and in_district(row) for row in rows)
    assert found.facets == {
        "sector": count("sector", in_district),
        "district": count("district", in_sector),
        "kind": count("kind", in_sector, in_district),
    }


def test_filters_do_not_change_the_order(index: Index) -> None:
    documents = [about("Kunst " * (n % 5 + 1) + "Bau " * (n % 7), facets={"sector": [n % 3]}) for n in range(60)]
    engine = index(*documents)
    everything = keys(engine, "Kunst", limit=60)

    filtered = keys(engine, "Kunst", filters={"sector": {0, 1}}, limit=60)

    assert filtered == [key for key in everything if (key - 1) % 3 in (0, 1)]


def test_start_pages_are_counted_once_per_state(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "MOST_REMEMBERED", 3)
    engine = sorted_city(index)

    first = engine.find(Query())
    again = engine.find(Query())
    other = engine.find(Query(filters={"kind": {"venue"}}))

    assert again == first
    assert again.facets is first.facets
    assert other.total == 2
    assert engine.find(Query()).facets is not first.facets


def test_wider_circles_find_more(index: Index) -> None:
    engine = index(
        about("Kunst", hints=[Hint("place", "Kunsthafen")]),
        about("Kunst", audience=SIGNED_IN),
        about("Kunst", name="Kunstakte", audience=OFFICE, hints=[Hint("place", "Kunstarchiv")], about=["a.b:1"]),
    )

    assert [len(keys(engine, "Kunst", audience=circle)) for circle in (PUBLIC, SIGNED_IN, OFFICE)] == [1, 2, 3]
    assert [hint.label for hint in engine.suggest("Kunst")] == ["Kunsthafen"]
    office = engine.suggest("Kunst", audience=OFFICE)
    assert {hint.label for hint in office} == {"Kunsthafen", "Kunstarchiv", "Kunstakte"}
    assert (engine.card(3), engine.card(3, audience=OFFICE)) == (None, {"title": "Kunstakte"})
    assert (engine.about("a.b:1", limit=5), len(engine.about("a.b:1", limit=5, audience=OFFICE))) == ([], 1)


GROUPS = (("Fotograf", "Lichtbildner"), ("Corporate Design", "Erscheinungsbild"), ("", "leer"))


@pytest.mark.parametrize(
    ("typed", "found", "synonyms"),
    [
        ("Lichtbildner", {1}, {"lichtbildner": ("fotograf",)}),
        ("gutes Erscheinungsbild", {2}, {"erscheinungsbild": ("corporate design",)}),
        ("corporate design", {2}, {"corporate design": ("erscheinungsbild",)}),
        ("corporate", {2}, {}),
    ],
)
def test_synonyms_find_one_another(index: Index, typed: str, found: set[int], synonyms: dict[str, Any]) -> None:
    engine = index(about("Fotograf"), about("gutes Corporate Design"))

    answer = engine.find(Query(text=typed), synonyms_version=1, synonyms=lambda: GROUPS)

    assert set(answer.keys) == found
    assert answer.understood.synonyms == synonyms


def test_synonyms_are_read_again_when_their_version_changes(index: Index) -> None:
    engine = index(about("Fotograf"))
    ask = Query(text="Knipser")

    before = engine.find(ask, synonyms_version=1, synonyms=lambda: GROUPS)
    still = engine.find(ask, synonyms_version=1, synonyms=lambda: [("Knipser", "Fotograf")])
    after = engine.find(ask, synonyms_version=2, synonyms=lambda: [("Knipser", "Fotograf")])

    assert [before.total, still.total, after.total] == [0, 0, 1]
    assert list(engine.every(ask, synonyms_version=2, synonyms=lambda: GROUPS)) == [1]


def test_slips_are_corrected_only_when_nothing_is_found(index: Index) -> None:
    engine = index(about("Keramik Keramik"), about("Keramit Werkstatt"), about("Keramik"), about("Kermaik"))

    assert engine.find(Query(text="Kerramik")).corrected == {"kerramik": "keramik"}
    assert set(keys(engine, "Kerramik")) == {1, 3}
    assert engine.find(Query(text="Kermaik")).corrected == {}
    assert engine.find(Query(text="Werkstatt Kerramit")).corrected == {"kerramit": "keramit"}
    assert engine.find(Query(text="Keramik Werkstatt")).corrected == {}
    assert engine.find(Query(text="xyz")).corrected == {}
    assert engine.find(Query(text="Querverweis")).corrected == {}


def test_a_slip_in_one_half_of_a_compound_is_corrected(index: Index) -> None:
    engine = index(about("Hochzeit mit Fotograf"), about("Werkstatt"))

    found = engine.find(Query(text="Hochzeitsfotgraf"))

    assert (found.corrected, found.keys) == ({"hochzeitsfotgraf": "hochzeitsfotograf"}, [1])


def test_slips_are_corrected_to_synonyms_and_synonyms_are_no_slips(index: Index) -> None:
    engine = index(about("Webdesign"), about("Homepate"))
    ask = {"synonyms_version": 1, "synonyms": lambda: [("Homepage", "Webdesign")]}

    assert engine.find(Query(text="Hompage"), **ask).corrected == {"hompage": "homepage"}
    assert engine.find(Query(text="Homepage unbekanntes"), **ask).corrected == {}


def test_short_words_have_room_for_one_slip(index: Index) -> None:
    assert index(about("Basis")).find(Query(text="Bassist")).corrected == {}


LOOSE = (
    about("Lektorat für Doktorarbeit"),
    about("Lektorat", facets={"kind": ["company"]}),
    about("Doktorarbeit Doktorarbeit Lektor", name="Lektor"),
    about("Verlag", facets={"kind": ["company"]}),
)


def test_where_too_little_holds_every_word_some_are_enough(index: Index) -> None:
    engine = index(*LOOSE)

    found = engine.find(Query(text="Lektor Doktorarbeit Verlag"))

    assert (found.total, found.fitting) == (4, 0)
    found = engine.find(Query(text="Lektorat Doktorarbeit"))
    assert (found.total, found.fitting, set(found.keys[:2])) == (3, 2, {1, 3})
    assert engine.find(Query(text="Verlag")).fitting is None


def test_where_enough_holds_every_word_all_are_needed(index: Index) -> None:
    engine = index(*(about("Lektorat Verlag") for _ in range(5)), about("Verlag"))

    found = engine.find(Query(text="Lektorat Verlag"))

    assert (found.total, found.fitting) == (5, None)


def test_filters_do_not_decide_how_many_words_are_enough(index: Index) -> None:
    enough = [about("Lektorat Verlag", facets={"kind": ["venue"], "sector": [1]}) for _ in range(5)]
    engine = index(*enough, about("Verlag", facets={"kind": ["company"], "sector": [1]}))

    found = engine.find(Query(text="Lektorat Verlag", filters={"kind": {"company"}}))

    assert (found.total, found.facets["kind"]) == (0, {"venue": 5})
    loose = index(*LOOSE).find(Query(text="Lektorat Doktorarbeit", filters={"kind": {"company"}}))
    assert (loose.keys, loose.fitting) == ([2], 0)


def test_a_long_question_needs_more_than_one_of_its_words(index: Index) -> None:
    engine = index(about("Eins Zwei"), about("Eins"), about("Drei Vier Fünf"), about("Fünf"))

    assert set(keys(engine, "Eins Zwei Drei Vier Fünf")) == {1, 3}


def test_a_part_of_a_compound_is_enough_below_all_of_them(index: Index) -> None:
    engine = index(
        about("Drohnen"), about("Aufnahme einer Drohne"), about("Drohne", name="Aufnahmen"), about("Theater")
    )

    found = engine.find(Query(text="Drohnenaufnahmen"))

    assert (found.keys[-1], found.total, found.fitting) == (1, 3, 2)


def test_what_nearly_everybody_holds_is_not_enough(index: Index) -> None:
    engine = index(*(about("Straße") for _ in range(60)), about("Speicher an der Straße"), about("Speicher"))

    assert set(keys(engine, "Speicherstraße")) == {61, 62}
    assert engine.find(Query(text="Straße Straßen Garten")).total == 61


def test_the_known_half_of_a_compound_is_better_than_nothing(index: Index) -> None:
    engine = index(about("Ein Film"), about("Das Theater"))

    found = engine.find(Query(text="Filmemacher"))

    assert (found.keys, found.fitting, found.corrected) == ([1], 0, {})
    again = engine.find(Query(text="Filmemacher Homepage"), synonyms_version=1, synonyms=lambda: [("Homepage", "Web")])
    assert again.keys == [1]


def test_exports_hold_what_was_found(index: Index) -> None:
    engine = index(*LOOSE, about("Keramik"))

    for text in ("Lektorat Doktorarbeit", "Kerramik", "Verlag", "nirgends"):
        assert list(engine.every(Query(text=text))) == keys(engine, text)


def test_synonyms_are_known_by_family_and_stay_below_the_word_itself(index: Index) -> None:
    engine = index(about("Möbel"), about("Tischler"), about("Tisch"))
    groups = [("Tischlerei", "Möbel")]

    found = engine.find(Query(text="Tischler"), synonyms_version=1, synonyms=lambda: groups)

    assert found.keys == [2, 1]


def test_english_words_that_look_like_compounds_are_found(index: Index) -> None:
    engine = index(Document(name="A", english={"about": "A recording studio for weddings"}), about("Ding", name="Ding"))

    assert keys(engine, "recording studio")[0] == 1
    assert keys(engine, "wedding")[0] == 1


def test_a_correction_leads_to_words_that_still_exist(index: Index, home: Home) -> None:
    engine = index(about("Keramik"), about("Kermit"))
    state = home.state()

    writing.change(home, state, {1: None})

    assert engine.find(Query(text="Keramikk")).total == 0


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        '""" AND (',
        "name:foo OR *",
        "\x00\x07\u202e",
        "🎨🎨",
        "((",
        "a" * 10_000,
        "wort " * 10_000,
        "\ud800",
        "|=~\x1f",
    ],
)
def test_nonsense_never_fails(index: Index, typed: str) -> None:
    engine = index(*CITY)

    assert engine.find(Query(text=typed)).total == 0
    assert list(engine.every(Query(text=typed))) == []
    assert engine.suggest(typed) == []


def test_joining_words_are_ignored_unless_there_is_nothing_else(index: Index) -> None:
    engine = index(about("Kunst und Bau"), about("Kunst"))

    assert engine.find(Query(text="die Kunst")).understood.ignored == ("die",)
    assert set(keys(engine, "die Kunst")) == {1, 2}
    assert keys(engine, "und") == [1]


def test_suggestions_are_words_first_then_names(index: Index) -> None:
    engine = index(
        *(about("", name=f"Fotowerk {n}", hints=[Hint("profession", "Fotografie")]) for n in range(9)),
        about("", name="Haus der langen Fotodokumentationen", hints=[Hint("place", "Am Fotomarkt")]),
        about("", name="Haus der Fotodokumentalisten", hints=[Hint("place", "Fototal")]),
    )

    assert [hint.label for hint in engine.suggest("fot", limit=5)][:3] == ["Fotografie", "Am Fotomarkt", "Fototal"]
    assert len(engine.suggest("fot", limit=5)) == 5
    assert [tuple(hint) for hint in engine.suggest("haus fotodokumentat")] == [
        ("name", "Haus der langen Fotodokumentationen", "test.row:10")
    ]
    assert engine.suggest("  ") == []


def test_cards_and_relations_need_no_database(index: Index) -> None:
    engine = index(
        about("", card={"url": "/1/"}, about=["places.place:3", "a.b:1"], newest=1),
        about("", points=[(51.5, 7.4)], about=["places.place:3"], newest=2),
    )

    assert (engine.card(1), engine.card(9)) == ({"title": "Nr", "url": "/1/"}, None)
    assert [hit.reference for hit in engine.about("places.place:3", limit=9)] == ["test.row:2", "test.row:1"]


def test_every_hit_comes_in_order_for_exports(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "BATCH", 2)
    engine = sorted_city(index)

    assert list(engine.every(Query(sort="name", limit=1, offset=3))) == [2, 4, 3, 1]


def test_without_an_index_nothing_fails(home: Home) -> None:
    engine = Engine(home)

    assert not engine.find(Query(text="Kunst")).is_ready
    assert list(engine.every(Query())) == []
    assert (engine.suggest("a"), engine.card(1), engine.about("a.b:1", limit=1)) == ([], None, [])
    assert engine.documents() == 0


def test_changes_are_seen_at_once_and_leave_one_document_per_key(index: Index, home: Home) -> None:
    engine = index(about("Kunst"), about("Kunst"), about("Kunst"))
    assert engine.documents() == 3

    state = writing.change(home, home.state(), {1: about("Bau"), 2: None, 4: about("Kunst")})

    found = engine.find(Query(text="Kunst", sort="newest"))
    assert sorted(found.keys) == [3, 4]
    assert found.cards == [{"title": "Nr"}, {"title": "Nr"}]
    assert (state.documents, engine.documents()) == (3, 3)


def test_a_new_generation_takes_over_and_the_old_one_goes(index: Index, home: Home) -> None:
    engine = index(about("Kunst"))
    assert keys(engine, "Kunst") == [1]
    stale = home.path.parent / "0ld"
    stale.mkdir()

    writing.build(home, [(5, about("Kunst"))], position=Position(3, 4), at=AT)

    assert keys(engine, "Kunst") == [5]
    assert sorted(path.name for path in home.path.iterdir()) == ["g2", "state.json"]
    assert not stale.exists()
    assert home.position(2) == Position(3, 4)


def test_a_broken_generation_is_reported(index: Index, home: Home) -> None:
    engine = index(about("Kunst"))

    home.write_state(State(7, 1, 1, 1, AT.isoformat()))

    with pytest.raises(ValueError, match="DoesNotExist"):
        engine.find(Query())


class SwappingHome(Home):
    """Swaps the generations just after a reader has read which one answers."""

    swaps = 1

    def state(self) -> State | None:
        state = super().state()
        if self.swaps:
            self.swaps -= 1
            writing.build(Home(self.path.parents[1], LAYOUT), [(9, about("Kunst"))], position=Position(), at=AT)
        return state


def test_a_reader_survives_a_swap_while_it_opens(index: Index, home: Home) -> None:
    index(about("Kunst"))

    assert keys(Engine(SwappingHome(home.path.parents[1], LAYOUT)), "Kunst") == [9]


def test_an_index_that_was_thrown_away_is_missing_and_no_error(index: Index, home: Home) -> None:
    engine = index(about("Kunst"))
    assert engine.find(Query()).is_ready

    shutil.rmtree(home.path)

    assert not engine.find(Query()).is_ready


def test_another_shape_of_the_index_is_another_directory(home: Home) -> None:
    other = Layout(kind="test.row", weights=LAYOUT.weights, facets=("kind",))

    assert schema.version(other) != schema.version(LAYOUT)


def test_a_corpus_that_doubled_is_learnt_anew() -> None:
    assert writing.has_outgrown(State(1, 1, 100, 0, ""))
    assert not writing.has_outgrown(State(1, 1, 99, 0, ""))
    assert not writing.has_outgrown(State(1, 1, 9_000_000, writing.SAMPLE, ""))


def test_progress_and_memory_of_a_large_build(index: Index, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SAMPLE", 500)
    monkeypatch.setattr(spelling, "MOST_WORDS", 5)
    steps: list[int] = []

    index(*(about("Kunst Wort" + "abcdefghij"[n % 10] * 3) for n in range(1_200)), progress=steps.append)

    assert steps == [1000, 1200]
    assert len((home.generation(1) / "words.txt").read_text().splitlines()) == 5


def test_fragments_forget_when_they_grow(monkeypatch: pytest.MonkeyPatch, index: Index) -> None:
    monkeypatch.setattr("quartierwerk.foundation.search.analysis.MOST_REMEMBERED", 1)

    assert keys(index(about("Kunst Bau Kunst Haus")), "Kunst Haus") == [1]


def test_the_state_is_readable_for_people(index: Index, home: Home) -> None:
    index(about("Kunst"))

    state = json.loads((home.path / "state.json").read_text())

    assert state == {"generation": 1, "serial": 1, "documents": 1, "grown_from": 1, "built_at": AT.isoformat()}
