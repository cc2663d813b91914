"""Where the invented actors sit: addresses out of the register, and some that are not in it."""

from __future__ import annotations

from random import Random

from quartierwerk.rooms.directory.demo.register import TOWN, Street, streets
from quartierwerk.rooms.directory.demo.vocabulary import table
from quartierwerk.rooms.directory.rules.content import Site

# How many of a hundred actors without a place of their own sit where: the creative quarters are denser.
WEIGHTS: dict[str, int] = {
    "nordstadt": 15, "unionviertel": 12, "hafen": 8, "brueckviertel": 8, "kaiserstrassenviertel": 8, "kreuzviertel": 7,
    "borsigplatz": 4, "hoerde-zentrum": 6, "phoenix-west": 4, "innenstadt-west": 3, "innenstadt-ost": 5,
    "aplerbeck": 4, "hombruch": 4, "luetgendortmund": 3, "huckarde": 3, "mengede": 3, "eving": 3, "scharnhorst": 3,
    "brackel": 4,
}  # fmt: skip

# Streets that no register knows, so that only the postcode helps.
UNKNOWN_STREETS = (
    "Am Wetterschacht", "Zur Alten Markscheide", "Kaue", "Hinterm Malakoffturm", "An der Hängebank", "Querschlagweg",
    "Blindschachtgasse",
)  # fmt: skip

NONSENSE = (
    Site(street="siehe Internetseite", postcode="", town=TOWN),
    Site(street="Hinterhof, 2. Klingel", house_number="??", postcode="00000", town=TOWN),
    Site(street="Musterweg", house_number="0", postcode="99999", town="Beispielstadt"),
    Site(street="c/o", house_number="", postcode="4413", town="Dortmnd"),
    Site(street="Postfach 10 99 99", postcode="44xxx", town=TOWN),
)

ADDITIONS = ("Hinterhaus", "2. Hof", "1. Obergeschoss", "Atelier 4", "Tor 3", "Dachgeschoss", "Souterrain", "Halle B")


class Addresses:
    """Hands out addresses of the demo city, hardly ever the same one twice."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.taken: set[tuple[str, int]] = set()
        self.quarter_of_district = {row["slug"]: row["district"] for row in table("quarters.csv")}
        self.nonsense = iter(NONSENSE)
        self.unknown = iter(UNKNOWN_STREETS)

    def area(self, wanted: str) -> tuple[str, str]:
        """District and quarter for a wish; an empty wish is settled by the weights."""
        slug = wanted or self.random.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()))[0]
        if slug in self.quarter_of_district:
            return self.quarter_of_district[slug], slug
        return slug, ""

    def site(self, *, district: str, quarter: str) -> Site:
        """An address of the register inside the area."""
        street, number = self._free(district=district, quarter=quarter)
        addition = self.random.choice(ADDITIONS) if self.random.random() < 0.14 else ""
        return Site(
            street=street.name,
            house_number=f"{number}a" if number % 11 == 0 and self.random.random() < 0.5 else str(number),
            postcode=street.postcode(number),
            town=TOWN,
            addition=addition,
        )

    def beyond(self, *, district: str, quarter: str) -> Site:
        """An address whose number the register does not know."""
        street, _ = self._free(district=district, quarter=quarter)
        number = street.numbers + self.random.randrange(20, 160)
        return Site(street=street.name, house_number=str(number), postcode=street.postcode(street.numbers), town=TOWN)

    def unknown_street(self, *, district: str) -> Site:
        """An address of which only the postcode is known."""
        street, number = self._free(district=district, quarter="")
        return Site(
            street=next(self.unknown),
            house_number=str(self.random.randrange(1, 40)),
            postcode=street.postcode(number),
            town=TOWN,
        )

    def _free(self, *, district: str, quarter: str) -> tuple[Street, int]:
        choices = [
            street for street in streets() if street.district == district and (not quarter or street.quarter == quarter)
        ]
        for _ in range(50):
            street = self.random.choice(choices)
            number = self.random.randrange(1, street.numbers + 1)
            if (street.name, number) not in self.taken:
                break
        self.taken.add((street.name, number))
        return street, number
