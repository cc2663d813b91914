"""The columns of a register of addresses as cities publish it, and how it becomes rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from quartierwerk.foundation import sheets
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import actions, queries
from quartierwerk.rooms.places.exchange.summary import Progress, Summary
from quartierwerk.rooms.places.rules import AddressRow
from quartierwerk.rooms.places.rules.addresses import split_street

STRIDE = 500
"""Lines between two reports to the progress bar."""

ADDRESSES = (
    sheets.Column(
        "street",
        gettext_lazy("Straße"),
        names=("strassenname", "STR_NAME", "STRNAME", "street", "Adresse"),
        required=True,
    ),
    sheets.Column(
        "house_number", gettext_lazy("Hausnummer"), names=("HAUSNR", "HNR", "Haus-Nr.", "Nr.", "house_number")
    ),
    sheets.Column(
        "addition", gettext_lazy("Hausnummernzusatz"), names=("HNR_ZUSATZ", "HAUSNRZ", "HNRZ", "Zusatz", "Adresszusatz")
    ),
    sheets.Column("postcode", gettext_lazy("Postleitzahl"), names=("PLZ", "POSTLEITZAHL", "postcode")),
    sheets.Column("town", pgettext_lazy("address", "Ort"), names=("STADT", "GEMEINDE", "Ortsname", "town", "city")),
    sheets.Column("lat", gettext_lazy("Breite"), names=("LAT", "Breitengrad", "latitude", "geogr. Breite", "Y")),
    sheets.Column("lon", gettext_lazy("Länge"), names=("LON", "LNG", "Längengrad", "longitude", "geogr. Länge", "X")),
)


class NoDegrees(RuleBroken):
    """The register gives its points in metres or not at all."""

    sentence = gettext_lazy(
        "Die Datei nennt keine Punkte in Grad (WGS 84). Erwartet werden Spalten für Breite und Länge, zum Beispiel "
        "51,5136 und 7,4653. Bitte rechnen Sie andere Koordinaten (UTM, Gauß-Krüger) vorher um."
    )


class NoAddresses(RuleBroken):
    """The file has no column with streets."""

    sentence = gettext_lazy("Die Datei hat keine Spalte mit Straßen.")


def import_addresses(
    path: Path,
    *,
    actor: Person,
    dry_run: bool,
    report: Path | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Read a register of addresses and, unless it is a dry run, take it in, as a whole or not at all.

    Raises RuleBroken where nothing can be read. ``report`` receives the lines that stay outside, each with its reason.
    """
    city = queries.city()
    if city is None:
        raise actions.NoCity
    with sheets.open_table(path, name=path.name, wanted=ADDRESSES) as table, ExitStack() as stack:
        refused = stack.enter_context(sheets.report_writer(report, table)) if report else None
        taken = came_back = 0
        for row, found in _addresses(table, city_name=city.name):
            if isinstance(found, AddressRow):
                taken += 1
            else:
                came_back += 1
                if refused:
                    refused.refuse(row, found)
            if progress and not (taken + came_back) % STRIDE:
                progress(taken + came_back, 0)
    if not dry_run:
        rows = read_addresses(path, name=path.name, city_name=city.name)
        actions.import_addresses(city, actor=actor, rows=_told(rows, total=taken, progress=progress))
    return Summary(_said(taken, came_back, dry_run=dry_run), came_back)


def _said(taken: int, came_back: int, *, dry_run: bool) -> list[str]:
    said = [ngettext("%(count)d Adresse gelesen.", "%(count)d Adressen gelesen.", taken) % {"count": taken}]
    if came_back:
        many = ngettext(
            "%(count)d Zeile wird nicht übernommen.", "%(count)d Zeilen werden nicht übernommen.", came_back
        )
        said.append(many % {"count": came_back})
    if dry_run:
        said.append(_("Das war ein Prüflauf; im Adressregister hat sich nichts geändert."))
    return said


def read_addresses(source: Path | str | BinaryIO, *, name: str = "", city_name: str = "") -> Iterator[AddressRow]:
    """The addresses of a file, one by one; lines without a house number or a point are passed over.

    The first point decides whether the file speaks of degrees; ``city_name`` fills in for a missing column.
    """
    with sheets.open_table(source, name=name, wanted=ADDRESSES) as table:
        for _row, found in _addresses(table, city_name=city_name):
            if isinstance(found, AddressRow):
                yield found


def _addresses(table: sheets.Table, *, city_name: str) -> Iterator[tuple[sheets.Row, AddressRow | str]]:
    """Each line with its address, or with the sentence that says why it has none."""
    mapping = sheets.propose(table.headings, ADDRESSES)
    fed = set(mapping.keys.values())
    if "street" not in fed:
        raise NoAddresses
    if not {"lat", "lon"} <= fed:
        raise NoDegrees
    for row in table:
        cells = {key: sheets.clean_cell(text).text for key, text in mapping.pick(row).items()}
        yield row, _address(cells, city_name=city_name)


def _told(rows: Iterable[AddressRow], *, total: int, progress: Progress | None) -> Iterator[AddressRow]:
    for number, row in enumerate(rows, start=1):
        if progress and (number == total or not number % STRIDE):
            progress(number, total)
        yield row


def _address(cells: dict[str, str], *, city_name: str) -> AddressRow | str:
    lat, lon = _degrees(cells["lat"]), _degrees(cells["lon"])
    if lat is None or lon is None:
        return _("Der Punkt fehlt oder ist keine Zahl.")
    if abs(lat) > 90 or abs(lon) > 180:
        raise NoDegrees
    street, number = cells["street"], cells.get("house_number", "")
    if not number:
        street, number = split_street(street)
    number = f"{number} {cells.get('addition', '')}".strip()
    if not street:
        return _("Die Straße fehlt.")
    if not number:
        return _("Die Hausnummer fehlt.")
    return AddressRow(street, number, cells.get("postcode", ""), cells.get("town", "") or city_name, lat, lon)


def _degrees(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
