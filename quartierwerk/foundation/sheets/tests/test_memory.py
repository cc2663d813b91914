"""However long a table is, it passes through a few megabytes."""

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter

from quartierwerk.foundation.sheets import Column, open_table, report_writer, write_csv, write_xlsx

COLUMNS = [Column("name", "Firma"), Column("text", "Text")]
FEW, MANY = 5_000, 50_000


def rows(number: int) -> Iterator[list[str]]:
    for count in range(number):
        yield [f"Firma {count}", f"Ein Satz über Nummer {count}. " * 5]


def as_csv(path: Path, number: int) -> None:
    with path.open("wb") as file:
        file.writelines(write_csv(rows(number), COLUMNS))


def as_xlsx(path: Path, number: int) -> None:
    write_xlsx(rows(number), COLUMNS, title="Liste", path=path).close()


def as_excel_saves_it(path: Path, number: int) -> None:
    """All texts in a part of their own, which readers like to keep whole."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([[str(column.label) for column in COLUMNS], *rows(number)]):
            sheet.write_row(place, 0, row)


def peak_of(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("make", [as_csv, as_excel_saves_it])
def test_reading_holds_no_table(make: Callable[[Path, int], None], tmp_path: Path) -> None:
    def read(path: Path, number: int) -> None:
        with path.open("rb") as upload, open_table(upload, wanted=COLUMNS) as table:
            with report_writer(tmp_path / "zurueck", table) as report:
                for row in table:
                    if row.number % 100 == 0:
                        report.refuse(row, "Nein.")
            assert report.count == number // 100

    peaks = []
    for number in (FEW, MANY):
        path = tmp_path / f"{number}"
        make(path, number)
        peaks.append(peak_of(lambda path=path, number=number: read(path, number)))
    assert peaks[1] < 8_000_000
    assert peaks[1] < 1.2 * peaks[0] + 1_000_000


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_writing_holds_no_table(make: Callable[[Path, int], None], tmp_path: Path) -> None:
    few = peak_of(lambda: make(tmp_path / "few", FEW))
    many = peak_of(lambda: make(tmp_path / "many", FEW * 4))
    assert many < 1.2 * few + 1_000_000
