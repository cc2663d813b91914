"""The columns of a register of addresses as cities publish it, and how it becomes rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation import sheets
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.rooms.places.rules import AddressRow
from quartierwerk.rooms.places.rules.addresses import split_street

ADDRESSES = (
    sheets.Column(
        "street", _("Straße"), names=("strassenname", "STR_NAME", "STRNAME", "street", "Adresse"), required=True
    ),
    sheets.Column("house_number", _("Hausnummer"), names=("HAUSNR", "HNR", "Haus-Nr.", "Nr.", "house_number")),
    sheets.Column(
        "addition", _("Hausnummernzusatz"), names=("HNR_ZUSATZ", "HAUSNRZ", "HNRZ", "Zusatz", "Adresszusatz")
    ),
    sheets.Column("postcode", _("Postleitzahl"), names=("PLZ", "POSTLEITZAHL", "postcode")),
    sheets.Column("town", pgettext_lazy("address", "Ort"), names=("STADT", "GEMEINDE", "Ortsname", "town", "city")),
    sheets.Column("lat", _("Breite"), names=("LAT", "Breitengrad", "latitude", "geogr. Breite", "Y")),
    sheets.Column("lon", _("Länge"), names=("LON", "LNG", "Längengrad", "longitude", "geogr. Länge", "X")),
)


class NoDegrees(RuleBroken):
    """The register gives its points in metres or not at all."""

    sentence = _(
        "Die Datei nennt keine Punkte in Grad (WGS 84). Erwartet werden Spalten für Breite und Länge, zum Beispiel "
        "51,5136 und 7,4653. Bitte rechnen Sie andere Koordinaten (UTM, Gauß-Krüger) vorher um."
    )


class NoAddresses(RuleBroken):
    """The file has no column with streets."""

    sentence = _("Die Datei hat keine Spalte mit Straßen.")


def read_addresses(source: Path | str | BinaryIO, *, name: str = "", city_name: str = "") -> Iterator[AddressRow]:
    """The addresses of a file, one by one; lines without a house number or a point are passed over.

    The first point decides whether the file speaks of degrees; ``city_name`` fills in for a missing column.
    """
    with sheets.open_table(source, name=name, wanted=ADDRESSES) as table:
        mapping = sheets.propose(table.headings, ADDRESSES)
        fed = set(mapping.keys.values())
        if "street" not in fed:
            raise NoAddresses
        if not {"lat", "lon"} <= fed:
            raise NoDegrees
        for row in table:
            cells = {key: sheets.clean_cell(text).text for key, text in mapping.pick(row).items()}
            if (address := _address(cells, city_name=city_name)) is not None:
                yield address


def _address(cells: dict[str, str], *, city_name: str) -> AddressRow | None:
    lat, lon = _degrees(cells["lat"]), _degrees(cells["lon"])
    if lat is None or lon is None:
        return None
    if abs(lat) > 90 or abs(lon) > 180:
        raise NoDegrees
    street, number = cells["street"], cells.get("house_number", "")
    if not number:
        street, number = split_street(street)
    number = f"{number} {cells.get('addition', '')}".strip()
    if not street or not number:
        return None
    return AddressRow(street, number, cells.get("postcode", ""), cells.get("town", "") or city_name, lat, lon)


def _degrees(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
