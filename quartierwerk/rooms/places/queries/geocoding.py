"""From an address to a point, offline: through the register of addresses, else roughly."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from django.db.models import Avg

from quartierwerk.rooms.places.models import Address
from quartierwerk.rooms.places.queries.parts import city
from quartierwerk.rooms.places.rules import Point, Precision
from quartierwerk.rooms.places.rules.addresses import clean_postcode, is_same_town, numbers_to_try, street_key

MOST_STREETS = 512
"""So many streets' houses are kept in memory; the register itself never is."""
SAME_STREET_DEGREES = 0.03
"""Houses of one street name that lie further apart belong to two streets of that name."""


class House(NamedTuple):
    """One entry of the register, as far as finding needs it."""

    number_key: str
    postcode: str
    lat: float
    lon: float


class Geocoder:
    """Finds the points of many addresses; keep one for a whole import."""

    def __init__(self) -> None:
        self._streets: OrderedDict[str, list[House]] = OrderedDict()
        self._postcodes: dict[str, Point | None] = {}
        self._towns: set[str] | None = None

    def prepare(self, streets: Iterable[str]) -> None:
        """Read the houses of these streets in one go; without this, each street that is asked for is read by itself."""
        keys = (key for key in map(street_key, streets) if key and key not in self._streets)
        missing = list(islice(dict.fromkeys(keys), MOST_STREETS))
        if not missing:
            return
        houses: dict[str, list[House]] = {key: [] for key in missing}
        rows = Address.objects.filter(street_key__in=missing)
        for key, *house in rows.values_list("street_key", "number_key", "postcode", "lat", "lon"):
            houses[key].append(House(*house))
        self._streets |= houses
        while len(self._streets) > MOST_STREETS:
            self._streets.popitem(last=False)

    def find(self, *, street: str = "", house_number: str = "", postcode: str = "", town: str = "") -> Point | None:
        """The point of an address: of the house, else of its street, else of its postcode; None if none is known."""
        postcode = clean_postcode(postcode)
        if town and not self._knows(town):
            return None
        houses = self._street(street_key(street))
        here = [house for house in houses if house.postcode == postcode] if postcode else []
        return (
            _house(here, house_number)
            or _house(houses, house_number)
            or _middle(here)
            or _middle(houses)
            or self._postcode(postcode)
        )

    def _knows(self, town: str) -> bool:
        """The register has houses in this town, or it is the city itself."""
        if self._towns is None:
            self._towns = set(Address.objects.exclude(town="").values_list("town", flat=True).distinct())
            if (own := city()) is not None:
                self._towns |= {own.name}
        return any(is_same_town(town, known) for known in self._towns)

    def _street(self, key: str) -> list[House]:
        """The houses of a street, read once while it is in use."""
        if not key:
            return []
        if key not in self._streets:
            rows = Address.objects.filter(street_key=key).values_list("number_key", "postcode", "lat", "lon")
            self._streets[key] = [House(*row) for row in rows]
            if len(self._streets) > MOST_STREETS:
                self._streets.popitem(last=False)
        self._streets.move_to_end(key)
        return self._streets[key]

    def _postcode(self, postcode: str) -> Point | None:
        """The middle of all houses with this postcode."""
        if not postcode:
            return None
        if postcode not in self._postcodes:
            middle = Address.objects.filter(postcode=postcode).aggregate(lat=Avg("lat"), lon=Avg("lon"))
            known = middle["lat"] is not None
            self._postcodes[postcode] = Point(middle["lat"], middle["lon"], Precision.POSTCODE) if known else None
        return self._postcodes[postcode]


def geocoder() -> Geocoder:
    """A geocoder for many addresses."""
    return Geocoder()


def geocode(*, street: str = "", house_number: str = "", postcode: str = "", town: str = "") -> Point | None:
    """The point of one address."""
    return Geocoder().find(street=street, house_number=house_number, postcode=postcode, town=town)


def _house(houses: list[House], house_number: str) -> Point | None:
    """The house of this number, if there is exactly one such place."""
    for key in numbers_to_try(house_number):
        found = [house for house in houses if house.number_key == key]
        if found and _is_one_place(found):
            return Point(found[0].lat, found[0].lon, Precision.EXACT)
    return None


def _middle(houses: list[House]) -> Point | None:
    """The middle of a street: its house nearest to the average, so that the point lies on the street."""
    if not houses or not _is_one_place(houses):
        return None
    lat = sum(house.lat for house in houses) / len(houses)
    lon = sum(house.lon for house in houses) / len(houses)
    nearest = min(houses, key=lambda house: (house.lat - lat) ** 2 + (house.lon - lon) ** 2)
    return Point(nearest.lat, nearest.lon, Precision.STREET)


def _is_one_place(houses: list[House]) -> bool:
    lats, lons = [house.lat for house in houses], [house.lon for house in houses]
    return max(lats) - min(lats) < SAME_STREET_DEGREES and max(lons) - min(lons) < 2 * SAME_STREET_DEGREES
