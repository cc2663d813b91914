"""Taking addresses into the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import permissions
from quartierwerk.rooms.places.models import Address, Place
from quartierwerk.rooms.places.rules import AddressRow
from quartierwerk.rooms.places.rules.addresses import clean_postcode, number_key, street_key

BLOCK = 2_000
"""So many addresses are written at once."""


@action(may=permissions.may_shape)
def import_addresses(city: Place, *, actor: Person, rows: Iterable[AddressRow]) -> int:
    """Take addresses into the register, block by block; a house that is known already gets its new point."""
    count = 0
    for block in _blocks(rows):
        Address.objects.bulk_create(
            block,
            update_conflicts=True,
            unique_fields=["street_key", "number_key", "postcode"],
            update_fields=["street", "house_number", "town", "lat", "lon"],
        )
        count += len(block)
    note_change(addresses=count)
    return count


def _blocks(rows: Iterable[AddressRow]) -> Iterator[list[Address]]:
    """Addresses in blocks, each house once per block, since one statement cannot write a row twice."""
    rows = iter(rows)
    while taken := list(islice(rows, BLOCK)):
        houses = {(house.street_key, house.number_key, house.postcode): house for house in map(_address, taken)}
        yield list(houses.values())


def _address(row: AddressRow) -> Address:
    return Address(
        street=row.street,
        house_number=row.house_number,
        postcode=clean_postcode(row.postcode),
        town=row.town,
        lat=row.lat,
        lon=row.lon,
        street_key=street_key(row.street),
        number_key=number_key(row.house_number),
    )
