"""Refused rows go back as they came and come in again."""

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from quartierwerk.foundation.sheets import Column, Table, clean_cell, open_table, propose, report_writer

COLUMNS = [Column("name", "Firma"), Column("since", "Gegründet"), Column("phone", "Telefon")]
CSV = "Liste;;;\r\nFirma ;Gegründet;Bemerkung;Telefon\r\n<b>Nord</b>;1.3.26;=1+1;+49 231\r\n;;x;'+49;zu viel\r\n"


def csv_table() -> Table:
    return open_table(io.BytesIO(CSV.encode("cp1252")), wanted=COLUMNS)


def xlsx_table() -> Table:
    book = Workbook()
    book.active.append(["Firma", "Gegründet", "Bemerkung", "Telefon"])
    book.active.append(["Nord", date(2026, 3, 1), 1067, "+49 231"])
    book.active.append([None, None, "x", "y", "zu viel"])
    file = io.BytesIO()
    book.save(file)
    return open_table(file, wanted=COLUMNS)


def report(path: Path, table: Table) -> None:
    with table, report_writer(path, table) as refused:
        for row in table:
            refused.refuse(row, ["Die Postleitzahl fehlt.", "Der Ort fehlt."])
        assert refused.count == 2


def test_a_report_of_csv_shows_what_came(tmp_path: Path) -> None:
    path = tmp_path / "zurueck.csv"
    report(path, csv_table())
    assert path.read_text("utf-8-sig").splitlines() == [
        "Firma ;Gegründet;Bemerkung;Telefon;Zeile;Grund",
        "<b>Nord</b>;1.3.26;'=1+1;'+49 231;3;Die Postleitzahl fehlt. Der Ort fehlt.",
        ";;x;'+49;4;Die Postleitzahl fehlt. Der Ort fehlt.;zu viel",
    ]


def test_a_report_of_xlsx_keeps_the_types(tmp_path: Path) -> None:
    path = tmp_path / "zurueck.xlsx"
    report(path, xlsx_table())
    book = load_workbook(path)
    rows = [[cell.value for cell in row] for row in book.active]
    assert rows[0] == ["Firma", "Gegründet", "Bemerkung", "Telefon", "Zeile", "Grund", None]
    assert (rows[1][1].date(), rows[1][2], rows[1][4]) == (date(2026, 3, 1), 1067, 2)
    assert rows[2] == [None, None, "x", "y", 3, "Die Postleitzahl fehlt. Der Ort fehlt.", "zu viel"]
    book.close()


@pytest.mark.parametrize(("make", "name"), [(csv_table, "r.csv"), (xlsx_table, "r.xlsx")])
def test_a_report_is_read_like_the_table_it_came_from(make: object, name: str, tmp_path: Path) -> None:
    with make() as table:
        before = [[clean_cell(cell).text.lstrip("=") for cell in row.cells] for row in table]
        headings = table.headings
    report(tmp_path / name, make())
    with open_table(tmp_path / name, wanted=COLUMNS) as again:
        assert again.headings == headings
        assert [[clean_cell(cell).text.lstrip("=") for cell in row.cells] for row in again] == before
        assert propose(again.headings, COLUMNS).keys == {"Firma": "name", "Gegründet": "since", "Telefon": "phone"}


def test_a_report_of_a_report_has_its_columns_once(tmp_path: Path) -> None:
    report(tmp_path / "1.csv", csv_table())
    report(tmp_path / "2.csv", open_table(tmp_path / "1.csv", wanted=COLUMNS))
    assert (tmp_path / "2.csv").read_text("utf-8-sig").splitlines()[0].count("Grund") == 1


def test_one_reason_is_enough(tmp_path: Path) -> None:
    with csv_table() as table, report_writer(tmp_path / "r.csv", table) as refused:
        refused.refuse(next(iter(table.rows())), "=Unsinn")
    assert (tmp_path / "r.csv").read_text("utf-8-sig").endswith(";3;'=Unsinn\n")
