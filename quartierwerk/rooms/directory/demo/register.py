"""An invented address register: real street names of the districts, invented numbers and positions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from quartierwerk.rooms.directory.demo.vocabulary import table

TOWN = "Dortmund"
SIDE_STEP = 0.00012
"""Half the width of a street in degrees: odd and even numbers face each other."""


class RegisterAddress(NamedTuple):
    """One address with its position (WGS 84) and the district that it is meant to lie in."""

    street: str
    house_number: str
    postcode: str
    town: str
    lat: float
    lon: float
    district: str


class Street(NamedTuple):
    """One street as a straight line with the postcodes that follow each other along it."""

    name: str
    district: str
    quarter: str
    postcodes: tuple[str, ...]
    numbers: int
    start: tuple[float, float]
    end: tuple[float, float]

    def postcode(self, number: int) -> str:
        """The postcode of a house number; the street is cut into equal parts."""
        return self.postcodes[min((number - 1) * len(self.postcodes) // self.numbers, len(self.postcodes) - 1)]

    def position(self, number: int) -> tuple[float, float]:
        """Where a house number lies, odd numbers on one side and even ones on the other."""
        share = (number - 1) / max(self.numbers - 1, 1)
        d_lat, d_lon = self.end[0] - self.start[0], self.end[1] - self.start[1]
        length = max((d_lat**2 + d_lon**2) ** 0.5, 1e-9)
        side = SIDE_STEP if number % 2 else -SIDE_STEP
        return (
            round(self.start[0] + d_lat * share - d_lon / length * side, 6),
            round(self.start[1] + d_lon * share + d_lat / length * side, 6),
        )


@cache
def streets() -> tuple[Street, ...]:
    """All streets of the demo city."""
    return tuple(
        Street(
            name=row["street"],
            district=row["district"],
            quarter=row["quarter"],
            postcodes=tuple(row["postcodes"].split(",")),
            numbers=int(row["numbers"]),
            start=(float(row["lat_from"]), float(row["lon_from"])),
            end=(float(row["lat_to"]), float(row["lon_to"])),
        )
        for row in table("streets.csv")
    )


def addresses() -> Iterator[RegisterAddress]:
    """Every address of the register, street by street; every eleventh number has an "a" beside it."""
    for street in streets():
        for number in range(1, street.numbers + 1):
            lat, lon = street.position(number)
            postcode = street.postcode(number)
            yield RegisterAddress(street.name, str(number), postcode, TOWN, lat, lon, street.district)
            if number % 11 == 0:
                yield RegisterAddress(
                    street.name,
                    f"{number}a",
                    postcode,
                    TOWN,
                    round(lat + 3e-5, 6),
                    round(lon + 3e-5, 6),
                    street.district,
                )


def register_csv() -> bytes:
    """The register in the form in which a German city publishes it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(("STRASSE", "HAUSNR", "ZUSATZ", "PLZ", "ORT", "LAT", "LON"))
    for address in addresses():
        digits = address.house_number.rstrip("abc")
        addition = address.house_number[len(digits) :]
        writer.writerow(
            (
                address.street,
                digits,
                addition,
                address.postcode,
                address.town,
                f"{address.lat:.6f}",
                f"{address.lon:.6f}",
            )
        )
    return out.getvalue().encode()
