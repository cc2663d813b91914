"""XLSX files, whatever program wrote them."""

import io
import os
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from quartierwerk.foundation.sheets import Column, SheetError, Table, open_table

COLUMNS = [Column("name", "Name", names=("Firma",)), Column("place", "Ort"), Column("postcode", "PLZ")]
HEADINGS = ["Firma", "PLZ", "Ort"]


def saved(book: Workbook) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    return file


def book_of(*rows: list[object]) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def shared_book_of(*rows: list[object]) -> io.BytesIO:
    """As Excel saves it: the texts of all cells in a part of their own."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file


def changed(file: io.BytesIO, part: str, change: Callable[[bytes], bytes]) -> io.BytesIO:
    """The same archive with one part rewritten."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return out


SHEET = "xl/worksheets/sheet1.xml"


def replaced(file: io.BytesIO, old: str, new: str, part: str = SHEET) -> io.BytesIO:
    def change(data: bytes) -> bytes:
        assert re.search(old, data.decode()), data.decode()[:2000]
        return re.sub(old, lambda _match: new, data.decode(), count=1).encode()

    return changed(file, part, change)


def only_row(table: Table) -> tuple[str, ...]:
    with table:
        (row,) = table
    return row.cells


def test_typed_cells_become_texts() -> None:
    values = {
        44137: "44137",
        1067: "1067",
        1.0: "1",
        51.5136: "51.5136",
        0.1 + 0.2: "0.3",
        4.9231502e11: "492315020000",
        1e21: "1000000000000000000000",
        -2.5: "-2.5",
        date(2026, 3, 1): "2026-03-01",
        datetime(2026, 3, 1, 14, 30): "2026-03-01 14:30",
        datetime(2026, 3, 1, 14, 30, 5): "2026-03-01 14:30:05",
        time(9, 5): "09:05",
        time(9, 5, 7): "09:05:07",
        timedelta(hours=30, minutes=15): "30:15",
        "  Text ": "  Text ",
    }
    headings = [f"Spalte {chr(65 + place)}" for place in range(len(values) + 2)]
    with open_table(book_of(headings, [*values, True, False])) as table:
        (row,) = table
    assert row.cells == (*values.values(), "ja", "nein")
    assert row.originals[8:10] == (date(2026, 3, 1), datetime(2026, 3, 1, 14, 30))
    assert row.originals[0] == 44137 and isinstance(row.originals[0], int)


def test_zeros_that_the_format_shows_are_kept() -> None:
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(["Nord", 1067, "Dresden"])
    book.active["B2"].number_format = "00000"
    assert only_row(open_table(saved(book), wanted=COLUMNS)) == ("Nord", "01067", "Dresden")


def test_dates_of_a_mac_and_impossible_ones() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Firma", "Ort", "Seit"])
    book.active.append(["Nord", "Unna", date(2026, 3, 1)])
    assert only_row(open_table(saved(book), wanted=COLUMNS))[2] == "2026-03-01"
    book = Workbook()
    book.active.append(["Firma", "Ort", "Seit"])
    book.active.append(["Nord", "Unna", 1e12])
    book.active["C2"].number_format = "dd.mm.yyyy"
    assert only_row(open_table(saved(book), wanted=COLUMNS))[2] == "1000000000000"


def test_dates_written_as_texts_are_dates() -> None:
    file = replaced(
        book_of(["Firma", "Seit"], ["Nord", 7]),
        r'<c r="B2" t="n"><v>7</v>',
        '<c r="B2" t="d"><v>2026-03-01T14:30:00Z</v>',
    )
    assert only_row(open_table(file, wanted=COLUMNS, header_row=1)) == ("Nord", "2026-03-01 14:30")


def test_formulas_give_their_stored_result() -> None:
    file = book_of(HEADINGS, ["Nord", "=1+1", '="Un"&"na"'], ["Süd", "=2+2", "Bonn"])
    file = replaced(file, r"<c r=\"B2\"[^>]*><f>1\+1</f><v ?/?>(</v>)?", '<c r="B2"><f>1+1</f><v>2</v>')
    file = replaced(file, r'<c r="C2"[^>]*><f>[^<]*</f><v ?/?>(</v>)?', '<c r="C2" t="str"><f>x</f><v>Unna</v>')
    with open_table(file, wanted=COLUMNS) as table:
        first, second = table
    assert first.cells == ("Nord", "2", "Unna") and first.notes == ()
    assert second.cells == ("Süd", "", "Bonn")
    assert second.notes == ("Zelle B3 enthält eine Formel ohne gespeichertes Ergebnis und gilt als leer.",)


def test_error_cells_are_empty_and_named() -> None:
    with open_table(book_of(HEADINGS, ["Nord", "#N/A", "#DIV/0!"]), wanted=COLUMNS) as table:
        (row,) = table
    assert row.cells == ("Nord", "", "")
    assert row.notes == (
        "Zelle B2 enthält den Fehlerwert #NV und gilt als leer.",
        "Zelle C2 enthält den Fehlerwert #DIV/0! und gilt als leer.",
    )


def test_notes_about_a_row_have_an_end() -> None:
    names = [f"Feld {chr(65 + place)}" for place in range(26)]
    with open_table(book_of(names, ["Nord", "Unna", *["#N/A"] * 24])) as table:
        (row,) = table
    assert len(row.notes) == 20


def test_titles_in_merged_cells_and_gaps_are_passed() -> None:
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "Unternehmensliste der Stadt"
    sheet.merge_cells("A1:F2")
    sheet["B3"] = "Stand: Mai"
    for row, values in ((6, HEADINGS), (7, ["Nord", 44137, "Dortmund"]), (10, ["Süd", 44139, "Dortmund"])):
        for column, value in enumerate(values, start=2):
            sheet.cell(row, column, value)
    with open_table(saved(book), wanted=COLUMNS) as table:
        assert table.header_row == 6
        assert table.above == ("Unternehmensliste der Stadt", "Stand: Mai")
        assert table.headings == ("Spalte A", "Firma", "PLZ", "Ort")
        assert [(row.number, row.cells[1]) for row in table] == [(7, "Nord"), (10, "Süd")]
        assert [row.number for row in table.rows(after=7)] == [10]


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576", "B7:A2", None])
def test_what_the_file_says_about_its_size_is_not_believed(dimension: str | None) -> None:
    told = f'<dimension ref="{dimension}" />' if dimension else ""
    file = replaced(book_of(HEADINGS, ["Nord", 44137, "Unna"]), r"<dimension [^>]*/>", told)
    assert only_row(open_table(file, wanted=COLUMNS)) == ("Nord", "44137", "Unna")


def test_rows_and_cells_without_addresses_are_counted() -> None:
    file = changed(
        book_of(HEADINGS, ["Nord", 44137, "Unna"]),
        SHEET,
        lambda data: re.sub(rb'(<(?:c|row)) r="[A-Z0-9]+"', rb"\1", data),
    )
    assert only_row(open_table(file, wanted=COLUMNS)) == ("Nord", "44137", "Unna")


def test_names_with_a_prefix_are_read() -> None:
    def prefixed(data: bytes) -> bytes:
        return re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", data).replace(b'xmlns="', b'xmlns:x="')

    file = book_of(HEADINGS, ["Nord", 44137, "Unna"])
    for part in (SHEET, "xl/workbook.xml", "xl/styles.xml"):
        file = changed(file, part, prefixed)
    assert only_row(open_table(file, wanted=COLUMNS)) == ("Nord", "44137", "Unna")


def test_cells_far_to_the_right_do_not_make_wide_rows() -> None:
    file = book_of(HEADINGS, ["Nord", 44137, "Unna"])
    file = replaced(file, '<c r="C2"', '<c r="XFD2"')
    with open_table(file, wanted=COLUMNS) as table:
        (row,) = table
    assert row.cells == ("Nord", "44137", "")
    assert row.notes == ("Zelle XFD2 liegt zu weit rechts und wurde nicht gelesen.",)


def test_sheets_are_chosen() -> None:
    book = Workbook()
    book.active.title = "Lies mich"
    book.active["A1"] = "Bitte lesen"
    hidden = book.create_sheet("Versteckt")
    hidden.sheet_state = "hidden"
    for name, sheet in (("Alt", hidden), ("Neu", book.create_sheet("Daten")), ("Mehr", book.create_sheet("Weitere"))):
        sheet.append(["Firma", "Ort"])
        sheet.append([name, "Unna"])
    file = saved(book)
    for asked, name, cells in ((None, "Daten", "Neu"), ("Weitere", "Weitere", "Mehr"), (2, "Versteckt", "Alt")):
        with open_table(file, wanted=COLUMNS, sheet=asked) as table:
            assert (table.sheet, next(iter(table)).cells[0]) == (name, cells)
            assert table.sheets == ("Lies mich", "Daten", "Weitere")
    with pytest.raises(SheetError, match="„Fehlt“ gibt es in der Datei nicht. Vorhanden: Lies mich, Daten, Weitere."):
        open_table(file, sheet="Fehlt")
    with pytest.raises(SheetError, match="keine Tabelle"):
        open_table(file, wanted=COLUMNS, sheet=1)


def test_texts_of_excel_are_read() -> None:
    """Shared strings with several pieces, readings in another script, escapes, and one that is not used."""
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>Firma</t></si><si><r><t>Nord</t></r><r><t xml:space='preserve'> &amp; Süd</t></r></si>"
        "<si><t>Ort</t><rPh sb='0' eb='1'><t>weg</t></rPh></si><si><t>A_x000D_B_xD800__x005F_x0041_</t></si></sst>"
    )
    file = changed(shared_book_of(["a", "b"], ["c", "d"]), "xl/sharedStrings.xml", lambda _data: shared.encode())
    rows = "".join(f'<row><c t="s"><v>{a}</v></c><c t="s"><v>{b}</v></c></row>' for a, b in ((0, 2), (1, 3)))
    file = replaced(file, r"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>")
    with open_table(file, wanted=COLUMNS) as table:
        assert [row.cells for row in table] == [("Nord & Süd", "A\rB\ufffd_x0041_")]


def test_inline_texts_are_read() -> None:
    inline = '<c r="C2" t="inlineStr"><is><t>Un</t><rPh><t>weg</t></rPh><r><t>na</t></r></is></c>'
    file = replaced(book_of(HEADINGS, ["Nord", 44137, 1]), r'<c r="C2" t="n"><v>1</v></c>', inline)
    assert only_row(open_table(file, wanted=COLUMNS)) == ("Nord", "44137", "Unna")


def test_many_different_texts_are_found_again() -> None:
    rows = [[f"Firma {number} {'x' * 500}", f"Ort {number % 7}"] for number in range(2_000)]
    with open_table(shared_book_of(["Firma", "Ort"], *rows), wanted=COLUMNS) as table:
        assert [list(row.cells) for row in table] == rows
        assert [list(row.cells) for row in table] == rows


def test_an_endless_cell_is_cut() -> None:
    file = replaced(
        book_of(["Firma", "Ort"], ["Nord", 1]), r'<c r="B2" t="n"><v>1</v>', f'<c r="B2" t="str"><v>{"x" * 300_000}</v>'
    )
    assert len(only_row(open_table(file, wanted=COLUMNS))[1]) == 32_767


def test_numbers_that_are_none_are_texts() -> None:
    file = replaced(
        book_of(["Firma", "Ort"], ["Nord", 1]), r"<v>1</v></c></row></sheetData>", "<v>viel</v></c></row></sheetData>"
    )
    assert only_row(open_table(file, wanted=COLUMNS)) == ("Nord", "viel")


# --- Files that mean harm or are broken --------------------------------------------------------------------------


def zipped(**parts: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file


def refused(file: io.BytesIO, sentence: str) -> None:
    with pytest.raises(SheetError, match=sentence):
        with open_table(file, wanted=COLUMNS) as table:
            table.count()


def test_a_zip_bomb_is_not_unfolded() -> None:
    refused(changed(book_of(HEADINGS), SHEET, lambda data: data + b" " * 40_000_000), "ausgepackt zu groß")


def test_too_many_parts_are_refused() -> None:
    parts = {"[Content_Types].xml": b"", "xl/workbook.xml": b"", **{f"{number}.xml": b"" for number in range(5_001)}}
    refused(zipped(**parts), "ausgepackt zu groß")


def test_an_endless_tag_is_not_held() -> None:
    noise = os.urandom(3_000_000).hex().encode()
    refused(changed(book_of(HEADINGS), SHEET, lambda _data: b'<worksheet a="' + noise + b'"/>'), "ausgepackt zu groß")


def test_entities_are_not_unfolded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    refused(changed(book_of(HEADINGS), SHEET, lambda _data: bomb), "beschädigt")


def test_a_row_beyond_the_last_is_damage() -> None:
    refused(replaced(book_of(HEADINGS, ["Nord", 1, "Unna"]), '<row r="2"', '<row r="99999999999"'), "beschädigt")


@pytest.mark.parametrize(
    "part",
    ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", SHEET],
)
def test_damage_is_said(part: str) -> None:
    refused(
        changed(shared_book_of(HEADINGS, ["Nord", 1, "Unna"]), part, lambda data: data[: len(data) // 2]), "beschädigt"
    )


def test_damage_far_below_comes_after_the_rows_above_it() -> None:
    file = book_of(HEADINGS, *([f"Firma {number}", 1, "Unna"] for number in range(5_000)))
    file = changed(file, SHEET, lambda data: data[: len(data) * 9 // 10])
    refused(file, "beschädigt")
    with open_table(file, wanted=COLUMNS) as table:
        assert next(iter(table)).number == 2


def test_a_text_that_is_not_there_is_damage() -> None:
    for number in ("999", "-1"):
        file = shared_book_of(HEADINGS, ["Nord", 1, "Unna"])
        refused(replaced(file, '<c r="A2" t="s"><v>[0-9]+', f'<c r="A2" t="s"><v>{number}'), "beschädigt")


def test_half_an_archive_is_damage() -> None:
    refused(io.BytesIO(book_of(HEADINGS, ["Nord", 1, "Unna"]).getvalue()[:-400]), "beschädigt")


def test_archives_of_other_kinds_are_named() -> None:
    refused(zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ODS")
    refused(zipped(**{"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "XLSB")
    refused(zipped(**{"liste.txt": b"Firma"}), "keine Tabelle")
    refused(zipped(**{"[Content_Types].xml": b"", "xl/workbook.xml": b"<a/>"}), "beschädigt")


def test_old_and_protected_files_are_named() -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 70_000
    refused(io.BytesIO(ole + "Workbook".encode("utf-16-le")), "Bitte als XLSX oder CSV speichern")
    # The name lies across two chunks of reading.
    refused(io.BytesIO(ole[: 65_536 - 9] + "EncryptedPackage".encode("utf-16-le")), "Passwort")


def test_an_archive_with_a_password_is_named() -> None:
    data = bytearray(book_of(HEADINGS).getvalue())
    place = -1
    while (place := data.find(b"PK\x01\x02", place + 1)) >= 0:
        data[place + 8] |= 1
    refused(io.BytesIO(bytes(data)), "Passwort")


def test_a_book_without_sheets_and_one_without_rows() -> None:
    refused(replaced(book_of(HEADINGS), r"<sheets>.*</sheets>", "<sheets/>", "xl/workbook.xml"), "kein Tabellenblatt")
    refused(book_of(), "leer")


def test_a_path_is_read_in_place(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    path.write_bytes(book_of(HEADINGS, ["Nord", 44137, "Unna"]).getvalue())
    assert only_row(open_table(path, wanted=COLUMNS)) == ("Nord", "44137", "Unna")
    assert path.exists()
