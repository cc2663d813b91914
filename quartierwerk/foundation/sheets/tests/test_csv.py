"""CSV files as people save them."""

import codecs
import io
from pathlib import Path

import pytest

from quartierwerk.foundation.sheets import Column, SheetError, open_table
from quartierwerk.foundation.sheets.csvfile import MOST_LINE

COLUMNS = [
    Column("name", "Name", names=("Firma",)),
    Column("street", "Straße"),
    Column("place", "Ort"),
]
TEXT = "Firma;Straße;Ort\r\nKöniglich „groß“;Münsterstraße 5;Dortmund\r\nCafé Über;Weißenburger Straße 7;Lünen\r\n"
ROWS = [("Königlich „groß“", "Münsterstraße 5", "Dortmund"), ("Café Über", "Weißenburger Straße 7", "Lünen")]


def read(content: str | bytes, **options: object) -> list[tuple[int, tuple[str, ...]]]:
    data = content.encode() if isinstance(content, str) else content
    with open_table(io.BytesIO(data), **{"wanted": COLUMNS, **options}) as table:
        return [(row.number, row.cells) for row in table]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("mac_roman"), "mac_roman"),
    ],
)
def test_encodings_are_found(data: bytes, name: str) -> None:
    with open_table(io.BytesIO(data), wanted=COLUMNS) as table:
        assert table.encoding == name
        assert table.headings == ("Firma", "Straße", "Ort")
        assert [row.cells for row in table] == ROWS


def test_a_dos_file_is_read() -> None:
    assert read("Firma;Straße;Ort\r\nBäcker Müller;Größe 3;Köln\r\n".encode("cp850"))[0][1] == (
        "Bäcker Müller",
        "Größe 3",
        "Köln",
    )


def test_umlauts_without_words_are_umlauts() -> None:
    assert read("Firma;Ort\r\nÖÄÜ;ß\r\n".encode("cp1252"))[0][1] == ("ÖÄÜ", "ß")


def test_windows_1252_is_said() -> None:
    with open_table(io.BytesIO(TEXT.encode("cp1252")), wanted=COLUMNS) as table:
        assert table.notes == ("Die Datei ist in Windows-1252 gespeichert.",)


def test_bytes_from_two_sources_are_both_read() -> None:
    data = TEXT.encode() + "Körner;Ostwall 1;Dortmund\r\n".encode("cp1252")
    with open_table(io.BytesIO(data), wanted=COLUMNS) as table:
        assert [row.cells[0] for row in table] == ["Königlich „groß“", "Café Über", "Körner"]
        assert "Windows-1252" in table.notes[0]


def test_the_umlaut_that_comes_late_is_found() -> None:
    data = b"Firma;Ort\r\n" + b"Nord;Dortmund\r\n" * 20_000 + "Käthe;Köln\r\n".encode("cp1252")
    assert read(data)[-1][1] == ("Käthe", "Köln")


def test_other_alphabets_are_guessed() -> None:
    text = "Firma;Ort\r\n" + "Мастерская на улице;Дортмунд это большой город\r\n" * 20
    assert read(text.encode("cp1251"))[0][1][1] == "Дортмунд это большой город"


def test_an_encoding_can_be_told() -> None:
    assert read("Firma;Ort\r\nŁódź;Köln\r\n".encode("cp1250"), encoding="cp1250")[0][1][0] == "Łódź"
    with pytest.raises(SheetError, match="„quatsch“ ist nicht bekannt"):
        read(TEXT, encoding="quatsch")


def test_bytes_without_sense_are_refused() -> None:
    with pytest.raises(SheetError, match="Zeichenkodierung"):
        read(bytes(range(128, 256)) * 40)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters_are_found(delimiter: str) -> None:
    rows = [["Firma", "Straße", "Ort"], ["Nord, Süd & Co.", "Ostwall 1", "Dortmund; Mitte"], ["A|B", "C", "D"]]
    text = "".join(delimiter.join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    assert [list(cells) for _number, cells in read(text)] == rows[1:]


def test_commas_in_texts_do_not_make_columns() -> None:
    text = "Betrieb;Angebot\nNord;Malerei, Grafik, Druck\nSüd;Foto, Film\nWest;Ton, Licht, Bühne\n"
    assert [cells for _n, cells in read(text, wanted=())][0] == ("Nord", "Malerei, Grafik, Druck")


def test_the_delimiter_can_be_told() -> None:
    assert read("Firma:Ort\nNord:Dortmund\n", delimiter=":")[0][1] == ("Nord", "Dortmund")


def test_the_hint_for_excel_is_no_row() -> None:
    assert read("sep=|\nFirma|Ort\nNord|Dortmund\n") == [(2, ("Nord", "Dortmund"))]


def test_quoted_cells_hold_delimiters_quotes_and_lines() -> None:
    text = 'Firma;Straße;Ort\n"Nord; ""Süd""\nund West";Ostwall;Dortmund\nOst;Wall;Unna\n'
    assert read(text) == [(2, ('Nord; "Süd"\nund West', "Ostwall", "Dortmund")), (3, ("Ost", "Wall", "Unna"))]


def test_titles_and_blank_lines_above_the_headings_are_passed() -> None:
    text = (
        'Unternehmensliste der Stadt;;\nStand: "Mai"\n\n;;\nFirma;Straße;Ort\n\nNord;Wall 1;Unna\n;;\nSüd;Wall 2;Unna\n'
    )
    with open_table(io.BytesIO(text.encode()), wanted=COLUMNS) as table:
        assert table.header_row == 5
        assert table.above == ("Unternehmensliste der Stadt", 'Stand: "Mai"')
        assert table.notes == ("Die Überschriften stehen in Zeile 5.",)
        assert [row.number for row in table] == [7, 9]
        assert [row.number for row in table.rows(after=7)] == [9]
        assert table.count() == table.count() == 2


def test_headings_are_found_without_knowing_them() -> None:
    text = "Liste 2026;;;\n;;;\nBetrieb;Wo;Seit;Leute\nNord;Unna;1999;3\nSüd;Unna;2001;7\n"
    assert read(text, wanted=()) == [(4, ("Nord", "Unna", "1999", "3")), (5, ("Süd", "Unna", "2001", "7"))]


def test_the_row_of_headings_can_be_told() -> None:
    text = "Firma;Ort\nBetrieb;Stadt\nNord;Unna\n"
    assert read(text, header_row=2) == [(3, ("Nord", "Unna"))]
    with pytest.raises(SheetError, match="Zeile 9 ist leer"):
        read(text, header_row=9)


def test_headings_are_made_distinct() -> None:
    text = "Name;Telefon;;Telefon;<b>Ort</b>;\nNord;1;2;3;4;\n"
    with open_table(io.BytesIO(text.encode()), wanted=COLUMNS) as table:
        assert table.headings == ("Name", "Telefon", "Spalte C", "Telefon (2)", "Ort")
        assert table.heading_cells == ("Name", "Telefon", "", "Telefon", "<b>Ort</b>")


def test_headings_that_are_repeated_on_every_page_are_no_rows() -> None:
    assert read("Firma;Ort\nNord;Unna\nFIRMA;Ort\nFirma;Bonn\n") == [(2, ("Nord", "Unna")), (4, ("Firma", "Bonn"))]


def test_a_single_column_is_a_table_when_it_is_known() -> None:
    assert read("Firma\nNord\n\nSüd\n") == [(2, ("Nord",)), (4, ("Süd",))]


def test_short_and_long_rows_are_kept() -> None:
    with open_table(io.BytesIO(b"Firma;Ort\nNord\nSued;Unna;;\nWest;Unna;mehr;\n"), wanted=COLUMNS) as table:
        short, even, long = table
    assert short.cells == ("Nord", "") and short.notes == ()
    assert even.cells == ("Sued", "Unna") == even.originals
    assert long.cells == ("West", "Unna", "mehr", "")
    assert long.notes == ("Die Zeile hat mehr Zellen als die Tabelle Überschriften.",)


def test_inner_quotes_that_were_not_doubled_stay() -> None:
    with open_table(
        io.BytesIO(b'Firma;Ort\n"Atelier "Nord" GmbH";"Unna"\n"Sued; "x" y";Bonn\n'), wanted=COLUMNS
    ) as table:
        first, second = table
    assert first.cells == ('Atelier "Nord" GmbH', "Unna")
    assert first.notes == ("Die Anführungszeichen dieser Zeile sind nicht paarig.",)
    assert second.cells == ('Sued; "x" y', "Bonn")


def test_a_quote_that_never_closes_spoils_only_its_row() -> None:
    rows = "".join(f"Firma {number};Unna\n" for number in range(2_000))
    found = read('Firma;Ort\n"Nord;Unna\n' + rows)
    assert len(found) == 2_001
    assert found[0] == (2, ('"Nord', "Unna"))
    assert found[-1] == (2_002, ("Firma 1999", "Unna"))


def test_a_quote_that_closes_in_a_later_row_spoils_only_its_row() -> None:
    found = read('Firma;Ort\n"Nord;Unna\nSued;Bonn\nWest;"Soest"\nOst;Hamm\n')
    assert [cells for _number, cells in found] == [
        ('"Nord', "Unna"),
        ("Sued", "Bonn"),
        ("West", "Soest"),
        ("Ost", "Hamm"),
    ]


def test_a_quote_that_closes_at_the_end_of_a_later_row_spoils_only_these_two() -> None:
    assert read('Firma;Ort\n"Nord;Unna\nSued;"\nWest;Bonn\n') == [
        (2, ('"Nord', "Unna")),
        (3, ("Sued", '"')),
        (4, ("West", "Bonn")),
    ]


def test_a_quoted_cell_cannot_run_over_everything() -> None:
    text = 'Firma;Ort\n"Nord;Unna\n' + f"{'x' * 900_000};Bonn\n" * 2
    assert [cells[1] for _number, cells in read(text)] == ["Unna", "Bonn", "Bonn"]


def test_bytes_are_only_guessed_on_the_way_in() -> None:
    with pytest.raises(UnicodeEncodeError):
        "ä".encode("ascii", "quartierwerk-windows")


def test_a_quote_open_at_the_end_loses_nothing() -> None:
    assert read('Firma;Ort\nNord;Unna\n"Sued;Bonn') == [(2, ("Nord", "Unna")), (3, ('"Sued', "Bonn"))]


def test_old_mac_line_ends_are_read() -> None:
    assert read("Firma;Ort\rNord;Unna\r") == [(2, ("Nord", "Unna"))]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "ist leer"),
        (b" \r\n\r\n", "ist leer"),
        (codecs.BOM_UTF8, "ist leer"),
        (b";;;\r\n;;;\r\n", "ist leer"),
        (b"\x00\x00\x01\x02" * 50, "ist keine Tabelle"),
        (b"\x00\x01\x02\x03" * 50, "keine Tabelle gefunden"),
        (b"<!DOCTYPE html><table><tr><td>Firma</td></tr></table>", "ein Dokument"),
        (b"%PDF-1.7 ...", "ein Dokument"),
        (b"Nur ein Satz ohne alles.\nUnd noch einer.\n", "keine Tabelle gefunden"),
        (b"Liebe Leute, kommt alle.\nEs gibt, wie immer, Kuchen.\nBis bald\n", "keine Tabelle gefunden"),
        (b"Firma;Ort\n" + b"x" * MOST_LINE, "länger als 1 Million"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(SheetError, match=sentence):
        read(data)


def test_too_large_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gross.csv"
    path.write_bytes(b"Firma;Ort\n" * 200_000)
    for source in (path, str(path), path.open("rb")):
        with pytest.raises(SheetError, match="größer als 1 MB"):
            open_table(source, most_bytes=1024 * 1024)
        if hasattr(source, "close"):
            source.close()


def test_a_path_is_read_in_place_and_an_upload_from_its_copy(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(TEXT)
    with open_table(path, name="liste.csv", wanted=COLUMNS) as table:
        assert table.name == "liste.csv"
        assert table.count() == 2
    assert path.exists()
    with path.open("rb") as upload:
        upload.read()
        table = open_table(upload, wanted=COLUMNS)
    path.unlink()
    assert [row.cells for row in table.rows()] == ROWS
    table.close()


def test_ragged_prose_of_one_known_word_is_no_row_of_headings() -> None:
    with open_table(io.BytesIO(b"Betrieb;Ort;Jahr\nNord;Unna;1999\n"), wanted=COLUMNS) as table:
        assert table.headings == ("Betrieb", "Ort", "Jahr")
