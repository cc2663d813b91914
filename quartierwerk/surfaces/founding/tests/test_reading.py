"""A city's file is read whole or refused whole, every mistake with its line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.places.rules import PlaceKind
from quartierwerk.surfaces.founding.blueprint import Fault, Refused
from quartierwerk.surfaces.founding.positions import line_of, lines_of
from quartierwerk.surfaces.founding.reading import TEMPLATE, read

TODAY = date(2026, 6, 3)
GOOD = """\
[city]
name = "Süderstadt"
contact_email = "Post@suederstadt.example"
[officer]
name = "Ada"
email = "ADA@suederstadt.example"
[[districts]]
name = "Nord"
center = [51.50, 7.40]
[[districts]]
name = "Süd-Ost"
hue = 9
center = [51.45, 7.45]
[[quarters]]
name = "Werft"
district = "nord"
center = [51.50, 7.41]
"""


def faults(text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        read(text, today=TODAY)
    return [str(fault) for fault in refused.value.faults]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_a_short_file_is_enough():
    city = read(GOOD, today=TODAY)

    assert (city.slug, city.accent, city.languages, city.since) == ("suederstadt", "petrol", ("de", "en"), TODAY)
    assert (city.contact_email, city.officer.email) == ("post@suederstadt.example", "ada@suederstadt.example")
    assert [(part.kind, part.slug, part.within, part.described["hue"]) for part in city.parts] == [
        (PlaceKind.DISTRICT, "nord", "", 1),
        (PlaceKind.DISTRICT, "sued-ost", "", 9),
        (PlaceKind.QUARTER, "werft", "nord", 1),
    ]
    assert (city.described["center_lat"], city.parts[2].described["radius_m"]) == (51.475, 600)
    assert len(city.vocabulary.sectors) == 12


def test_the_file_to_fill_in_is_a_city_as_it_stands():
    city = read(TEMPLATE.read_text(encoding="utf-8"), today=TODAY)

    assert (city.slug, len(city.parts), city.words) == ("musterstadt", 3, {})


def test_what_the_file_to_fill_in_keeps_behind_a_sign_is_a_city_too():
    lines = TEMPLATE.read_text(encoding="utf-8").splitlines()
    opened = [
        line[2:] if line.startswith(("# [", "# ")) and ("=" in line or line.startswith("# [")) else line
        for line in lines
    ]
    told = "\n".join(line for line in opened if not line.strip().startswith(("Alles", "oder")))

    city = read(told, today=TODAY)

    assert set(city.words) == {"district", "quarter"}
    assert [part.kind for part in city.parts].count(PlaceKind.CENTRE) == 1
    assert [profession.name_de for profession in city.vocabulary.professions] == ["Keramik"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'name = "Süderstadt"',
            'nmae = "Süderstadt"',
            "Zeile 2 (city nmae): „nmae“ ist hier nicht bekannt. Meinten Sie „name“?",
        ),
        ('name = "Süderstadt"', "name = 5", "Zeile 2 (city name): Hier wird ein Text in Anführungszeichen erwartet."),
        ('name = "Süderstadt"', f'name = "{"x" * 101}"', "Zeile 2 (city name): Der Text ist länger als 100 Zeichen."),
        ("Post@suederstadt.example", "Post", "Zeile 3 (city contact_email): Das ist keine E-Mail-Adresse."),
        ("[officer]", 'accent = "beige"\n[officer]', "Diese Farbe gibt es nicht. Möglich sind: petrol"),
        ("[officer]", 'slug = "Süd"\n[officer]', "Zeile 4 (city slug): Der Kurzname besteht aus kleinen Buchstaben"),
        ("[officer]", 'slug = "Sued"\n[officer]', "Zeile 4 (city slug): Der Kurzname besteht aus kleinen Buchstaben"),
        ("[officer]", 'languages = ["en"]\n[officer]', "Deutsch gehört immer dazu"),
        ("[officer]", 'languages = "de"\n[officer]', "Hier wird eine Liste von Texten erwartet"),
        ("[officer]", 'since = "2020"\n[officer]', "Hier wird ein Tag ohne Anführungszeichen erwartet"),
        ("[officer]", "since = 2030-01-01\n[officer]", "Der Tag liegt in der Zukunft"),
        ('[officer]\nname = "Ada"\nemail = "ADA@suederstadt.example"\n', "", "officer: Der Abschnitt [officer] fehlt."),
        ("[officer]", "[officers]", "Meinten Sie „officer“?"),
        ("hue = 9", "hue = 13", "Zeile 12 (districts 2 hue): Hier wird eine ganze Zahl von 1 bis 12 erwartet."),
        ("hue = 9", "hue = true", "Hier wird eine ganze Zahl von 1 bis 12 erwartet."),
        ("center = [51.50, 7.40]", "", "Zeile 7 (districts 1 center): Die Mitte fehlt"),
        (
            "center = [51.50, 7.40]",
            "center = 51.5",
            "Zeile 9 (districts 1 center): Die Mitte besteht aus Breite und Länge",
        ),
        ("center = [51.50, 7.40]", "center = [97.0, 7.4]", "Die Mitte liegt nicht auf der Erde"),
        ("center = [51.50, 7.40]", "center = [7.40, 51.50]", "Sind Breite und Länge vertauscht?"),
        ("[51.45, 7.45]", "[51.50, 7.40]", "Zwei Teile der Stadt haben dieselbe Mitte."),
        ('name = "Süd-Ost"', 'name = "Nord"', "Zeile 10 (districts 2 slug): Den Kurznamen „nord“ gibt es mehrmals."),
        (
            'district = "nord"',
            'district = "west"',
            "Einen Eintrag [[districts]] mit dem Kurznamen „west“ gibt es nicht.",
        ),
        ('district = "nord"\n', "", "Zeile 14 (quarters 1 district): „district“ fehlt."),
        ("[[quarters]]", "[quarters]", "Hier wird eine Liste erwartet: jeder Eintrag beginnt mit [[quarters]]."),
        ("[[quarters]]", "words = 3\n[[quarters]]", "„words“ ist hier nicht bekannt."),
        ("[officer]", '[words.district]\none = "Ortsteil"\n[officer]', "Zeile 4 (words district many): „many“ fehlt."),
        ("[officer]", '[words.bezirk]\none = "Ortsteil"\n[officer]', "„bezirk“ ist hier nicht bekannt."),
        (
            "[officer]",
            "[vocabulary]\nsynonyms = []\n[officer]",
            "nennt mindestens einen Eintrag [[vocabulary.sectors]]",
        ),
        (
            "[officer]",
            '[vocabulary]\nsynonyms = [["Foto"]]\n[officer]',
            "Synonyme sind Gruppen aus mindestens zwei Wörtern",
        ),
        (
            "[officer]",
            '[[vocabulary.sectors]]\nname = "A"\n[[vocabulary.professions]]\nname = "B"\nsector = "c"\n[officer]',
            "Zeile 8 (vocabulary professions 1 sector): Einen Eintrag [[vocabulary.sectors]] mit dem Kurznamen „c“",
        ),
        (
            "[officer]",
            '[[vocabulary.sectors]]\nname = "A"\n[[vocabulary.sectors]]\nname = "A"\n[officer]',
            "Den Kurznamen „a“ gibt es mehrmals.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(old, new, said):
    assert any(said in fault for fault in faults(changed(old, new))), faults(changed(old, new))


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    told = faults(changed("hue = 9", "hue = 99").replace('"Ada"', "1").replace("Post@", "Post"))

    assert [fault.split(" (")[0] for fault in told] == ["Zeile 3", "Zeile 5", "Zeile 12"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[city\nname = 1", "Zeile 1: Die Datei ist kein gültiges TOML."),
        ("", "city: Der Abschnitt [city] fehlt."),
        (
            "city = 3\nofficer = 4\nvocabulary = 1\ndistricts = 2",
            "Zeile 1 (city): Hier wird ein Abschnitt erwartet: [city].",
        ),
    ],
)
def test_what_is_no_city_at_all_is_refused(text, said):
    assert said in " | ".join(faults(text))


@given(st.text(alphabet='[]="\n abc.#{}1,', max_size=80))
def test_no_file_breaks_the_reader(text):
    with pytest.raises(Refused):
        read(text, today=TODAY)


def test_lines_are_found_past_texts_of_several_lines():
    text = '[city]\nname = "A"\ntext = """\n[officer]\nname = "B"\n"""\nslug = "a"\n[[x.y]]\n[[x.y]]\n"k" = 1\n'

    lines = lines_of(text)

    assert lines == {
        ("city",): 1,
        ("city", "name"): 2,
        ("city", "text"): 3,
        ("city", "slug"): 7,
        ("x", "y", 0): 8,
        ("x", "y", 1): 9,
        ("x", "y", 1, "k"): 10,
    }
    assert (line_of(("x", "y", 1, "other"), lines), line_of(("z",), lines)) == (9, None)


def test_a_fault_without_a_place_is_a_sentence():
    assert [str(Fault(None, "", "So nicht.")), str(Fault(None, "city", "So nicht."))] == [
        "So nicht.",
        "city: So nicht.",
    ]
