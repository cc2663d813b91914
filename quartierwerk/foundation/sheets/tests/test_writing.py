"""Tables on their way out."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from quartierwerk.foundation.sheets import (
    FORMATS,
    Column,
    SheetError,
    download,
    download_geojson,
    open_table,
    points_feature,
    restore,
    write_csv,
    write_geojson,
    write_xlsx,
    writing,
)

COLUMNS = [
    Column("name", gettext_lazy("Name")),
    Column("value", "Wert", width=30),
    Column("more", "Mehr"),
]
# What the writers promise to keep: everything but controls, halves of surrogate pairs and non-characters.
kept_texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\t\n\r"),
    max_size=30,
)
rows_of_texts = st.lists(
    st.tuples(kept_texts, kept_texts, kept_texts).filter(lambda row: any(cell.strip() for cell in row)), max_size=8
)
VALUES = [
    ('Ä;"x"\nY', 'Ä;"x"\nY'),
    (None, ""),
    (True, "ja"),
    (False, "nein"),
    (-5, "-5"),
    (3.0, "3"),
    (51.5136, "51,5136"),
    (1e-7, "0,0000001"),
    (float("nan"), ""),
    (Decimal("12.50"), "12,5"),
    (Decimal("1E+3"), "1000"),
    (date(2026, 3, 1), "2026-03-01"),
    (datetime(2026, 7, 1, 12, 30, tzinfo=UTC), "2026-07-01 14:30"),
    (datetime(2026, 7, 1, 12, 30, 9), "2026-07-01 12:30:09"),
    (time(9, 5), "09:05"),
    (["Foto", "Film"], "Foto, Film"),
    ("=1+1", "'=1+1"),
    ("+49 231 5022", "'+49 231 5022"),
    ("'+1", "''+1"),
    ("A\x00\x07\ud800B", "AB"),
    (gettext_lazy("Straße"), "Straße"),
]


def csv_of(*rows: object, **options: object) -> str:
    return b"".join(write_csv(rows, COLUMNS, **options)).decode()


def read_back(data: bytes | io.BufferedIOBase, **options: object) -> list[tuple[str, ...]]:
    with open_table(io.BytesIO(data) if isinstance(data, bytes) else data, wanted=COLUMNS, **options) as table:
        return [row.cells for row in table]


@pytest.mark.parametrize(("value", "text"), VALUES)
def test_values_become_cells_of_csv(value: object, text: str) -> None:
    assert read_back(csv_of({"name": "x", "value": value}, {"name": "y"}).encode())[0] == ("x", text, "")


def test_csv_is_what_german_excel_opens() -> None:
    assert csv_of(["a", 1.5, None]) == "\ufeffName;Wert;Mehr\r\na;1,5;\r\n"
    assert csv_of(["a", 1.5, None], delimiter=",", bom=False) == "Name,Wert,Mehr\r\na,1.5,\r\n"
    assert csv_of(["a", 1.5, None], decimal=".") == "\ufeffName;Wert;Mehr\r\na;1.5;\r\n"


def test_csv_comes_in_pieces() -> None:
    taken = 0

    def rows() -> Iterator[list[object]]:
        nonlocal taken
        for taken in range(10_000):
            yield ["x" * 50, taken, None]

    pieces = write_csv(rows(), COLUMNS)
    first = next(pieces)
    assert taken < 2_000
    assert (first + b"".join(pieces)).count(b"\r\n") == 10_001


@settings(max_examples=60, deadline=None)
@given(rows_of_texts)
def test_texts_come_back_from_csv(rows: list[tuple[str, ...]]) -> None:
    data = b"".join(write_csv(rows, COLUMNS))
    found = [tuple(restore(cell) for cell in row) for row in read_back(data, delimiter=";", header_row=1)]
    assert found == rows


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rows_of_texts)
def test_texts_come_back_from_xlsx(rows: list[tuple[str, ...]]) -> None:
    with write_xlsx(rows, COLUMNS, title="Liste") as file:
        assert read_back(file, header_row=1) == rows


@settings(deadline=None)
@given(st.lists(st.text(), max_size=3))
def test_no_text_breaks_a_file(row: list[str]) -> None:
    with write_xlsx([row], COLUMNS, title="".join(row)) as file:
        read_back(file)
    b"".join(write_csv([row], COLUMNS))


def test_xlsx_keeps_types_and_reads_well(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    values = [
        date(2026, 3, 1),
        datetime(2026, 7, 1, 12, 30, tzinfo=UTC),
        time(9, 5),
        timedelta(hours=30),
        True,
        7,
        Decimal("2.5"),
        "01067",
        "=1+1",
        date(1850, 1, 1),
        1234567890123456789,
        Decimal("1.234567890123456789"),
        "😀" * 20_000,
        ["a", "b"],
    ]
    with write_xlsx([{"name": "n", "value": value} for value in values], COLUMNS, title="Profile: [alle]", path=path):
        pass
    book = load_workbook(path)
    sheet = book.active
    cells = [sheet.cell(row, 2) for row in range(2, len(values) + 2)]
    assert [cell.value for cell in cells[:9]] == [
        datetime(2026, 3, 1),
        datetime(2026, 7, 1, 14, 30),
        time(9, 5),
        timedelta(hours=30),
        True,
        7,
        2.5,
        "01067",
        "=1+1",
    ]
    assert cells[8].data_type in ("s", "inlineStr") or cells[8].quotePrefix
    assert cells[8].quotePrefix and not cells[7].quotePrefix
    assert [cell.value for cell in cells[9:12]] == ["1850-01-01", "1234567890123456789", "1.234567890123456789"]
    assert cells[12].value == "😀" * 16_383 + "…"
    assert cells[13].value == "a, b"
    assert sheet.title == "Profile   alle"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C15"
    assert sheet["A1"].font.bold
    assert [round(sheet.column_dimensions[letter].width) for letter in "AB"] == [9, 31]
    book.close()


def test_a_text_like_a_formula_is_no_formula() -> None:
    with write_xlsx([["=1+1", "@x", "+49"]], COLUMNS, title="x") as file, zipfile.ZipFile(file) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("title", ["", "History", "///", "'"])
def test_titles_that_excel_refuses_are_replaced(title: str) -> None:
    with write_xlsx([], COLUMNS, title=title) as file, open_table(file, wanted=COLUMNS) as table:
        assert table.sheet == "Tabelle"


def test_an_empty_table_has_its_headings() -> None:
    with write_xlsx([], COLUMNS, title="Leer") as file, open_table(file) as table:
        assert table.headings == ("Name", "Wert", "Mehr")
    with write_xlsx([], [], title="Nichts") as file:
        assert file.read(2) == b"PK"


def test_xlsx_has_a_last_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_XLSX_ROWS", 3)
    with pytest.raises(SheetError, match="Bitte wählen Sie CSV"):
        write_xlsx([["a"], ["b"], ["c"]], COLUMNS, title="x")


def test_geojson_comes_in_pieces() -> None:
    properties = {
        "name": "Größe",
        "since": date(2026, 3, 1),
        "share": Decimal("0.5"),
        "kind": gettext_lazy("Ort"),
        "x": "y" * 500,
    }
    features = [points_feature([(51.5, 7.4)], properties, id=number) for number in range(200)]
    pieces = list(write_geojson([*features, points_feature([], {}), points_feature([(51.5, 7.4), (51.6, 7.5)], {})]))
    assert len(pieces) > 1
    collection = json.loads(b"".join(pieces))
    assert collection["type"] == "FeatureCollection"
    assert collection["features"][0] == {
        "type": "Feature",
        "id": 0,
        "geometry": {"type": "Point", "coordinates": [7.4, 51.5]},
        "properties": {"name": "Größe", "since": "2026-03-01", "share": 0.5, "kind": "Ort", "x": "y" * 500},
    }
    assert collection["features"][-2] == {"type": "Feature", "geometry": None, "properties": {}}
    assert collection["features"][-1]["geometry"] == {"type": "MultiPoint", "coordinates": [[7.4, 51.5], [7.5, 51.6]]}
    assert json.loads(b"".join(write_geojson([])))["features"] == []


@pytest.mark.django_db  # closing an answer looks after the connections
def test_downloads_have_a_name_and_a_type() -> None:
    row = ["a", 1.5, None]
    csv_file = download([row], COLUMNS, format="csv", filename="Profile Größe")
    assert csv_file["Content-Type"] == "text/csv; charset=utf-8"
    assert csv_file["Content-Disposition"] == "attachment; filename*=utf-8''Profile%20Gr%C3%B6%C3%9Fe.csv"
    assert csv_file.getvalue() == "\ufeffName;Wert;Mehr\r\na;1,5;\r\n".encode()
    xlsx_file = download([row], COLUMNS, format="xlsx", filename="profile")
    assert xlsx_file["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert xlsx_file["Content-Disposition"] == 'attachment; filename="profile.xlsx"'
    assert int(xlsx_file["Content-Length"]) > 1_000
    assert read_back(xlsx_file.getvalue()) == [("a", "1.5", "")]
    xlsx_file.close()
    geo = download_geojson([points_feature([(51.5, 7.4)], {})], filename="profile")
    assert geo["Content-Type"] == "application/geo+json"
    assert re.fullmatch(r'attachment; filename="profile.geojson"', geo["Content-Disposition"])
    assert FORMATS == ("csv", "xlsx", "geojson")
    with pytest.raises(ValueError, match="pdf"):
        download([row], COLUMNS, format="pdf", filename="x")


def test_a_column_of_money_has_as_many_decimals_as_it_asks_for():
    columns = (Column("name", "Name"), Column("euros", "Betrag", places=2), Column("share", "Anteil"))
    rows = [("Fest", Decimal("-150"), Decimal("12.50")), ("Markt", Decimal("0.5"), None)]

    lines = b"".join(write_csv(rows, columns, bom=False)).decode().splitlines()

    assert lines[1:] == ["Fest;-150,00;12,5", "Markt;0,50;"]
