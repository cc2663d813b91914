"""Templates and plain data become documents that everybody can read; what breaks the standards becomes none."""

from __future__ import annotations

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils.translation import gettext_lazy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartierwerk.foundation.documents import rendering
from quartierwerk.foundation.documents.lettering import UNKNOWN, showable
from quartierwerk.foundation.documents.rendering import BrokenDocument, render
from quartierwerk.foundation.documents.sample import BOOKINGS, drawn
from quartierwerk.foundation.documents.tests.conftest import AT
from quartierwerk.foundation.documents.tests.made import Made
from quartierwerk.foundation.house.models import ACCENTS, House
from quartierwerk.foundation.money import written_lazy
from tests.bench.memory import held

HOSTILE = [
    '#panic("out")',
    "*bold* _slanted_ `raw`",
    "<label> @label",
    "= Head",
    "$x^2$",
    "// no comment /* either */",
    "- list + enum / term: x",
    '"] #read("/config/settings.py") [',
    "\\u{41} \\ #sys.inputs",
    '#import "@preview/cetz:0.3.0"',
    "https://example.org/#a~b",
]


@pytest.fixture
def sample(db) -> Made:
    return Made(drawn(language="de", at=AT))


# --- What readers and their aids find ----------------------------------------------------------------------------


def test_a_document_says_what_it_is(sample):
    said = sample.root["/Metadata"].get_data().decode()

    assert sample.root["/MarkInfo"]["/Marked"].value is True
    assert sample.root["/Lang"] == "de-DE"
    assert sample.reader.metadata.title == "Kassenbericht der offenen Ateliers"
    assert sample.root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert re.search(r"<pdfaid:part>2</pdfaid:part>\s*<pdfaid:conformance>A<", said)
    assert "<pdfuaid:part>1<" in said


def test_a_document_has_headings_lists_and_tables(sample):
    heads = sample.tags("/TH")

    assert len(sample.tags("/H1")) == 1
    assert len(sample.tags("/H2")) == 2
    assert len(sample.tags("/LI")) == len(sample.tags("/Lbl")) == 4
    assert len(sample.tags("/Table")) == 1
    assert len(heads) == 4
    assert {head["/A"][0]["/Scope"] for head in heads} == {"/Column"}
    assert len(sample.tags("/TR")) == len(BOOKINGS) + 2


def test_every_word_is_found_and_the_head_of_a_table_on_each_page(sample):
    first, second = (page.extract_text() for page in sample.reader.pages)

    assert "Seite 1 von 2" in first
    assert "Seite 2 von 2" in second
    assert all(word in page for page in (first, second) for word in ("Wofür", "Betrag", "Bestand"))
    assert all(str(purpose) in sample.text for purpose, _cents in BOOKINGS if "Stadtbezirks" not in str(purpose))
    assert "2.363,00\u00a0€" in first + second
    assert "27.11.2026" in first


def test_only_faces_of_the_house_are_in_it(sample):
    fonts = [font.get_object() for page in sample.reader.pages for font in page["/Resources"]["/Font"].values()]

    assert {font["/BaseFont"].partition("+")[2] for font in fonts} <= {
        "FiraSans-Regular",
        "FiraSans-SemiBold",
        "FiraSans-ExtraBold",
    }


def test_english_reads_english(db):
    made = Made(drawn(language="en", at=AT))

    assert made.root["/Lang"] == "en-GB"
    assert "Page 1 of 2" in made.text
    assert "€2,363.00" in made.text
    assert "27 Nov 2026" in made.text


def test_a_city_without_english_gets_german(db):
    House.objects.update_or_create(pk=1, defaults={"name": "Wellenburg", "languages": ["de"]})

    assert Made(drawn(language="en", at=AT)).root["/Lang"] == "de-DE"


def test_the_head_names_who_sends(db):
    legal = {"publisher": "Stadt Wellenburg", "street": "Am Deich 1", "postcode": "01234", "town": "Wellenburg"}
    House.objects.update_or_create(pk=1, defaults={"name": "Wellenburg", "legal": legal, "accent": "brick"})

    made = Made(drawn(language="de", at=AT))

    assert made.reader.metadata.author == "Quartierwerk Wellenburg"
    assert made.text.startswith("Quartierwerk Wellenburg Stadt Wellenburg Am Deich 1 01234 Wellenburg")
    assert "Stadt Wellenburg · Am Deich 1 · 01234 Wellenburg" in made.text


@pytest.mark.parametrize("accent", ACCENTS)
def test_every_accent_is_that_of_the_pages(accent):
    tokens = (rendering.ROOT / "foundation/ui/static/ui/tokens.css").read_text()
    parts = (rendering.ROOT / "foundation/documents/typst/house.typ").read_text()
    hue, chroma, light = re.search(
        rf'\[data-accent="{accent}"\] {{ --accent-h: (\d+); --accent-c: ([\d.]+); --accent-l: ([\d.]+);', tokens
    ).groups()

    assert f"{accent}: oklch({round(float(light) * 100)}%, {chroma}, {hue}deg)" in parts


# --- Text is data ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE)
def test_text_from_people_is_shown_as_it_is(make, words):
    made = make("shown", words=words, lines=[words], title=words)

    assert made.text.replace(" ", "").count(words.replace(" ", "")) >= 9
    assert made.reader.metadata.title == words


@pytest.mark.parametrize(
    "words", ["Ihr\u00a0Büro", "a\u202fb", "Schön 🎉", "سلام دنيا", "שלום", "Ελλάδα", "Київ", "Nguyễn Ệ"]
)
def test_many_scripts_have_a_face(make, words):
    assert UNKNOWN not in make("plain", words=words).text


def test_families_and_flags_of_signs_are_shown(make):
    assert UNKNOWN not in make("plain", words="👩\u200d🎨 ❤\ufe0f").text


def test_a_sign_without_a_face_is_seen_to_be_missing(make):
    assert make("plain", words="漢字 \ue000\x00\ud800 x").text.startswith(f"{UNKNOWN * 2} {UNKNOWN * 3} x")


def test_a_very_long_word_stays_on_the_page(make):
    word = "Donau" * 60

    made = make("shown", words=word, lines=[word])

    lines = [line for page in made.reader.pages for line in page.extract_text().splitlines()]
    assert max(len(line.replace("\u200b", "")) for line in lines) < 120
    assert word in made.text.replace(" ", "")


def test_paragraphs_and_lines_stay(make):
    made = make("plain", words="Eins\r\nzwei\n\n \ndrei\tvier")

    assert len(made.tags("/P")) == 2
    assert made.reader.pages[0].extract_text().split("\n")[:2] == ["Eins", "zwei"]


def test_every_letter_of_every_face_makes_a_document(make):
    every = [chr(code) for code in range(0x110000) if showable(chr(code)) != UNKNOWN]

    assert len(every) > 5000
    make("plain", words=" ".join(every))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters()))
def test_any_text_makes_a_document(make, words):
    assert make("shown", words=words, lines=[words], title=words or "Titel").pdf.startswith(b"%PDF")


def test_what_is_no_text_is_written_for_the_reader(make):
    lines = [
        date(2026, 6, 3),
        datetime(2026, 6, 3, 16, 30, tzinfo=AT.tzinfo),
        written_lazy(-123456),
        gettext_lazy("Abbrechen"),
    ]

    german = make("shown", words="", lines=lines).text
    english = make("shown", words="", lines=lines, language="en").text

    assert "03.06.2026 03.06.2026, 18:30 Uhr −1.234,56\u00a0€ Abbrechen" in german.replace(
        "1.234,56 €", "1.234,56\u00a0€"
    )
    assert "3 Jun 2026 3 Jun 2026, 18:30 −€1,234.56 Cancel" in english


# --- What makes no document --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("absent", "no document “room/absent”"),
        ("nameless", "document title"),
        ("silent", "alt"),
        ("mistaken", "not_given"),
        ("fetching", "nothing from elsewhere"),
        ("climbing", "escape"),
    ],
)
def test_a_broken_template_makes_nothing_and_says_why(make, template, reason):
    with pytest.raises(BrokenDocument, match=reason):
        make(template, words="")


def test_an_unknown_room_has_no_documents(db):
    with pytest.raises(BrokenDocument, match="no document “nowhere/letter”"):
        render("nowhere/letter", {}, title="x", language="de", at=AT)


def test_a_value_that_only_its_caller_can_write_is_refused(make):
    with pytest.raises(BrokenDocument, match="Write it as text"):
        make("plain", words=1.5)


def test_a_template_that_wants_a_package_asks_nobody(make, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{listener.getsockname()[1]}")

        with pytest.raises(BrokenDocument):
            make("fetching")

        with pytest.raises(TimeoutError):
            listener.accept()


def reaching_out(root: Path) -> list[str]:
    """Templates that load something from elsewhere or read text as markup."""
    return [
        str(file.relative_to(root))
        for file in sorted(root.rglob("*.typ"))
        if re.search(r'"@|\beval\b|\bplugin\b', file.read_text(encoding="utf-8"))
    ]


def test_no_template_of_the_house_reaches_out():
    assert reaching_out(rendering.ROOT) == ["foundation/documents/tests/room/documents/fetching.typ"]


# --- One process, many documents ---------------------------------------------------------------------------------


def test_the_same_makes_the_same_bytes(db):
    assert drawn(language="de", at=AT) == drawn(language="de", at=AT)
    assert drawn(language="de", at=AT) != drawn(language="de", at=AT + timedelta(days=1))


def test_the_house_is_asked_once(db, django_assert_max_num_queries):
    drawn(language="de", at=AT)

    with django_assert_max_num_queries(2):
        drawn(language="de", at=AT)


@pytest.mark.once
def test_many_documents_leave_nothing_behind(make):
    def several(number: int) -> float:
        for count in range(number):
            make("shown", words=f"Brief {count} an jemand anderes. ", lines=[f"Straße {count}"])
        return held()

    warm = several(50)

    assert several(200) / warm < 1.15


def test_threads_make_documents_at_once(transactional_db):
    House.objects.update_or_create(pk=1, defaults={"name": "Wellenburg"})
    alone = {language: drawn(language=language, at=AT) for language in ("de", "en")}

    def work(number: int) -> bool:
        try:
            language = ("de", "en")[number % 2]
            return drawn(language=language, at=AT) == alone[language]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(48)))
