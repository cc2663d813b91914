"""The city's old company list as a file, with everything that such a list collects over the years."""

from __future__ import annotations

import csv
import io

from quartierwerk.rooms.directory.demo.actors import actors
from quartierwerk.rooms.directory.demo.shapes import DemoActor
from quartierwerk.rooms.directory.demo.vocabulary import DATA, profession, sectors
from quartierwerk.rooms.directory.rules.content import ContactType, ProfileContent

HEADINGS = (
    "Nr.", "Firma", "Ansprechpartner", "Straße + Nr.", "PLZ", "Ort", "Tel.", "Mobil", "E-Mail", "Internet", "Branche",
    "Schwerpunkte", "Kurzbeschreibung", "Gründung", "Stand",
)  # fmt: skip
TITLES = ("Firmenindex Kultur- und Kreativwirtschaft Dortmund", "Stand: siehe letzte Spalte; Angaben ohne Gewähr")
BLANK_EVERY = 97
"""Somebody left blank lines where the list was once cut into pages."""

DOUBLE_EVERY = 75
"""Every so many rows one was entered a second time under a new number."""


def company_list_csv() -> bytes:
    """The list as the office would send it: Windows-1252, semicolons, two lines of title above the headings."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for title in TITLES:
        writer.writerow((title, *("",) * (len(HEADINGS) - 1)))
    writer.writerow(("",) * len(HEADINGS))
    writer.writerow(HEADINGS)
    for number, row in enumerate(_rows(), start=1):
        writer.writerow(row)
        if number % BLANK_EVERY == 0:
            writer.writerow(("",) * len(HEADINGS))
    return out.getvalue().encode("cp1252", errors="replace")


def broken_rows() -> list[tuple[str, ...]]:
    """Rows as they turn up in lists: no name, wrong postcode, broken mail, a formula, markup, a second heading."""
    lines = (DATA / "broken_rows.csv").read_text(encoding="utf-8").splitlines()
    # The section sign parts the cells, because the rows are meant to contain everything that upsets a reader of CSV.
    return [tuple(line.split("§")) for line in lines]


def _rows() -> list[tuple[str, ...]]:
    listed = [actor for actor in actors() if actor.in_company_list]
    rows = [_row(actor, position=position) for position, actor in enumerate(listed)]
    number = max(int(row[0]) for row in rows)
    doubles = [row[1:] for row in rows[DOUBLE_EVERY // 2 :: DOUBLE_EVERY]]
    all_broken = broken_rows()
    step = len(rows) // len(all_broken)
    for position, broken in enumerate(all_broken):
        rows.insert((position + 1) * step + position, ("", *broken))
    return [
        *(row if row[0] else (str(number + index), *row[1:]) for index, row in enumerate(rows, start=1)),
        *((str(number + len(rows) + index), *double) for index, double in enumerate(doubles, start=1)),
    ]


def _row(actor: DemoActor, *, position: int) -> tuple[str, ...]:
    content = actor.content
    site = content.sites[0] if content.sites else None
    sector = {words.slug: words.name_de for words in sectors()}[content.sectors[0]]
    return (
        content.external_id,
        listable(content.name),
        listable(_contact(content, ContactType.PERSON)),
        f"{site.street} {site.house_number}".strip() if site else "",
        site.postcode if site else "",
        site.town if site else "",
        _contact(content, ContactType.PHONE),
        _contact(content, ContactType.MOBILE),
        # Old lists write addresses in every possible way.
        _contact(content, ContactType.EMAIL).upper() if position % 41 == 7 else _contact(content, ContactType.EMAIL),
        _contact(content, ContactType.WEBSITE).removeprefix("https://"),
        sector,
        ", ".join((*(profession(slug).name_de for slug in content.professions), *map(listable, content.keywords))),
        listable(content.tagline_de or content.about_de.split(". ")[0].rstrip(".") + "."),
        str(content.founded or ""),
        str(max(2009 + position % 14, content.founded or 0)),
    )


def listable(text: str) -> str:
    """The text in letters that Windows-1252 knows, as an office would have typed it."""
    return text.translate(LETTERS)


LETTERS = str.maketrans("łŁıİşŞğĞćĆčČńŃśŚźżŻęąőĐđ", "lLiIsSgGcCcCnNsSzzZeaoDd")


def _contact(content: ProfileContent, wanted: ContactType) -> str:
    return next((contact.value for contact in content.contacts if contact.type is wanted), "")
