"""German words."""

import pytest

from quartierwerk.foundation.search import sort_key
from quartierwerk.foundation.search.analysis import (
    MOST_REMEMBERED,
    Analyzer,
    english_stem,
    family,
    fold,
    plain,
    stem,
    tokens,
    words,
)
from quartierwerk.foundation.search.compounds import SURE, Parts


@pytest.mark.parametrize(
    "form",
    "Künstler*innen Künstler:in Künstler_innen KünstlerInnen Künstler/-innen Künstler/in Künstler(innen)".split(),
)
def test_gender_forms_become_the_plain_word(form: str) -> None:
    assert words(form) == ["künstler"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Künstler*innenhaus", ["künstlerhaus"]),
        ("freie*r Mitarbeiter*in", ["freie", "mitarbeiter"]),
        ("Fotografinnen und Autorin", ["fotograf", "und", "autor"]),
        ("Café Ōsaka", ["cafe", "osaka"]),
        ("Mu\u0308ller", ["müller"]),
        ("Grafik-Büro, 3D", ["grafik", "büro", "3d"]),
        ("Kılıç Łukasz Øre", ["kilic", "lukasz", "ore"]),
        ("Hohe Str. und Schüruferstr.", ["hohe", "straße", "und", "schüruferstraße"]),
        ("🎨 !!! *", []),
    ],
)
def test_a_text_falls_into_folded_words(text: str, folded: list[str]) -> None:
    assert words(text) == folded


@pytest.mark.parametrize(
    "same",
    [("Müller", "Mueller", "Muller"), ("Straße", "Strasse", "STRASSE"), ("Raum", "Räume"), ("Kunst", "Künste")],
)
def test_spellings_and_inflections_share_a_stem(same: tuple[str, ...]) -> None:
    assert len({stem(fold(word)) for word in same}) == 1


@pytest.mark.parametrize(
    "related",
    [
        ("Fotograf", "Fotografin", "Fotografie", "Photographie", "fotografisch"),
        ("Grafik", "Grafiker", "grafisch"),
        ("Tischler", "Tischlerei"),
        ("Malerei", "Maler"),
        ("Illustrator", "Illustration", "Illustratorin"),
        ("Redakteur", "Redaktion"),
        ("Galerie", "Galerist"),
        ("Architekt", "Architektur"),
        ("Journalist", "Journalismus"),
        ("reparieren", "Reparatur"),
        ("restaurieren", "Restaurierung", "Restaurator", "Restauration"),
        ("fotografieren", "Fotograf"),
        ("Atelier", "Ateliers"),
        ("Gitarrist", "Gitarre"),
        ("Lektor", "Lektorat"),
        ("Antiquar", "Antiquariat"),
        ("Logo", "Logos"),
        ("Party", "Partys"),
        ("App", "Apps"),
    ],
)
def test_the_maker_and_the_craft_are_one_family(related: tuple[str, ...]) -> None:
    assert len({family(stem(fold(word))) for word in related}) == 1


def test_english_words_have_english_stems() -> None:
    assert english_stem("photographers") == english_stem("photographer")


def test_plain_text_joins_all_ways_to_type_an_umlaut() -> None:
    assert {plain(name) for name in ("Müller", "Mueller", "MULLER")} == {"muller"}
    assert plain("Neue Straße, Café") == "neue strasse cafe"


def test_names_sort_as_in_a_german_dictionary() -> None:
    names = ["Zebra", "Äpfel", "Apfelbaum", "Straße", "Strasse", "Östlich", "„Akt“"]

    assert sorted(names, key=sort_key) == ["„Akt“", "Äpfel", "Apfelbaum", "Östlich", "Straße", "Strasse", "Zebra"]


CORPUS = dict.fromkeys(
    """Grafik Büro Kommunikation Räume Raum Fotografie Hochzeit Verein Haus Kunst Theater Film Design Mode
    Kultur Förderung Arbeit Studio Ton Schule Musik Bau Möbel Alter statt Werk Gestalter""".split(),
    2,
) | {"Gestalter": 9, "Raum": 30}


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("kommunikationsgrafikbüro", ("Kommunikation", "Grafik", "Büro")),
        ("proberäume", ("Probe", "Raum")),
        ("hochzeitsfotograf", ("Hochzeit", "Fotograf")),
        ("vereinshaus", ("Verein", "Haus")),
        ("musikschule", ("Musik", "Schule")),
        ("möbelbau", ("Möbel", "Bau")),
        ("tonstudios", ("Ton", "Studio")),
    ],
)
def test_compounds_fall_into_parts_the_corpus_knows(compound: str, parts: tuple[str, ...]) -> None:
    assert Parts.grow(CORPUS).split(compound) == tuple(family(stem(fold(part))) for part in parts)


@pytest.mark.parametrize("simple", ["theater", "bearbeitung", "gestalter", "werkstatt", "haus", "b2bhausbau", "x" * 80])
def test_what_only_looks_like_a_compound_stays_whole(simple: str) -> None:
    assert Parts.grow(CORPUS).split(simple) == ()


def test_a_noun_is_known_beside_a_verb_that_is_more_common() -> None:
    parts = Parts.grow({"Spiel": 2, "Spiele": 1, "spielen": 40, "Brett": 1, "Schnell": 1, "schnell": 9})

    assert set(parts.counts) == {"spiel", "brett"}
    assert parts.counts["spiel"] == 3
    assert parts.split("brettspiele") == ("brett", "spiel")


@pytest.mark.parametrize("verb", ["veranstalten", "aufgehalten", "behalten"])
def test_what_precedes_the_rest_of_a_verb_is_no_front(verb: str) -> None:
    assert Parts.grow({"Alter": 9, "Stalten": 9, "Halten": 9}).split(verb) == ()


def test_a_common_word_is_not_cut_behind_a_rare_short_front() -> None:
    assert Parts.grow({"Hoch": 1, "Zeit": 30, "Hochzeit": 9}).split("hochzeit") == ()
    assert Parts.grow({"Hoch": 9, "Zeit": 30, "Hochzeit": 1}).split("hochzeit") == ("hoch", "zeit")


def test_a_vouched_word_falls_apart_before_a_long_head_only() -> None:
    parts = Parts.grow({"Wirtschaft": 1, "Liste": 9}, words=["Rundfunkwirtschaft", "Journalisten"])

    assert parts.split("rundfunkwirtschaft") == ("rundfunk", "wirtschaft")
    assert parts.split("journalisten") == ()


@pytest.mark.parametrize(
    ("word", "half"),
    [("filmemacher", "film"), ("yogaschule", "schul"), ("filmhaus", ""), ("xyzxyzxyz", ""), ("haus", "")],
)
def test_one_half_of_a_compound_may_be_known(word: str, half: str) -> None:
    assert Parts.grow(CORPUS).known_half(word) == half


def test_vouched_words_count_as_parts_without_being_used() -> None:
    parts = Parts.grow({}, words=["Keramik und Glas"])

    assert parts.counts == {"keram": SURE, "glas": SURE}
    assert parts.split("keramikglas") == ("keram", "glas")


def test_parts_are_written_and_read_the_same(tmp_path) -> None:
    parts = Parts.grow(CORPUS)

    parts.save(tmp_path / "parts.txt")

    assert Parts.load(tmp_path / "parts.txt").counts == parts.counts


def test_what_is_remembered_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quartierwerk.foundation.search.analysis.MOST_REMEMBERED", 2)
    assert MOST_REMEMBERED > 2
    analyzer = Analyzer(Parts.grow(CORPUS))

    read = [word.family for word in analyzer.read("Filmhaus Kunsthaus Modehaus Musikhaus")]

    assert read == ["filmhaus", "kunsthaus", "modehaus", "musikhaus"]
    assert len(analyzer._words) <= 2
    assert tokens("Filmhaus") == ["Filmhaus"]
