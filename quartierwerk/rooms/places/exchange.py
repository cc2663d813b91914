"""What comes in from the command line: the city's register of addresses, and official boundaries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import sheets
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.ui import writing
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import actions, queries
from quartierwerk.rooms.places.rules import AddressRow, Finding, PlaceKind
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


Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Summary:
    """How an import went, for the command line."""

    said: list[str]
    came_back: int = 0
    """How much of the file stays outside."""

    def lines(self) -> list[str]:
        """The summary in sentences."""
        return self.said


@dataclass(frozen=True)
class About:
    """What the command line says of a file of boundaries."""

    kind: PlaceKind
    valid_from: date
    source: str
    creates_missing: bool = False
    moves_outline: bool = False


def import_addresses(path: Path, *, actor: Person, dry_run: bool, progress: Progress | None = None) -> Summary:
    """Read a register and, unless it is a dry run, take its houses in; raises RuleBroken where nothing can be read."""
    city = queries.city()
    if city is None:
        raise actions.NoCity
    rows = _counted(read_addresses(path, name=path.name, city_name=city.name), progress)
    if dry_run:
        count = sum(1 for _row in rows)
        return Summary([gettext("%(count)d Adressen sind lesbar. Das war ein Prüflauf.") % {"count": count}])
    count = actions.import_addresses(city, actor=actor, rows=rows)
    return Summary([gettext("%(count)d Adressen stehen im Register.") % {"count": count}])


def import_boundaries(path: Path, *, about: About, actor: Person, dry_run: bool) -> Summary:
    """Check a file of boundaries and, unless it is a dry run, draw it as a whole; raises RuleBroken if unreadable."""
    file = actions.BoundaryFile(
        content=path.read_bytes(),
        filename=path.name,
        kind=about.kind,
        valid_from=about.valid_from,
        source=about.source or path.stem,
        creates_missing=about.creates_missing,
        moves_outline=about.moves_outline,
    )
    survey = actions.check_survey(file, actor=actor)
    errors = sum(finding.is_error for finding in survey.findings)
    said = [_line(finding) for finding in survey.findings]
    said += [
        f"{change['name']}: {writing.number(change['before_m2'])} → {writing.number(change['after_m2'])} m²"
        for change in survey.outcome["changes"]
    ]
    if errors:
        said.append(gettext("Nichts wurde übernommen: %(count)d Fehler.") % {"count": errors})
    elif not survey.can_be_drawn:
        said.append(gettext("Die Datei sagt, was schon gilt. Es gibt nichts zu übernehmen."))
    elif dry_run:
        said.append(gettext("Das war ein Prüflauf; an den Grenzen hat sich nichts geändert."))
    else:
        actions.draw_survey(survey, actor=actor)
        said.append(gettext("Die Grenzen sind übernommen."))
    return Summary(said, came_back=errors)


def _line(finding: Finding) -> str:
    """A finding as one line: what, where, at which point, how large."""
    where = f"{finding.lat:.5f}, {finding.lon:.5f}" if finding.lat is not None else ""
    size = f"{writing.number(round(finding.area_m2))} m²" if finding.area_m2 else ""
    head = ", ".join(filter(None, (finding.place, where, size)))
    since = gettext("ab %(day)s") % {"day": finding.on.isoformat()} if finding.on else ""
    return " · ".join(filter(None, (f"{finding.label}: {head}" if head else finding.label, since, finding.sentence)))


def _counted(rows: Iterable[AddressRow], progress: Progress | None) -> Iterator[AddressRow]:
    for number, row in enumerate(rows, start=1):
        if progress and number % 1000 == 0:
            progress(number, number)
        yield row
