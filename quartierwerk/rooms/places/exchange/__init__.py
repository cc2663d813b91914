"""What comes in from the command line: the city's register of addresses, and official boundaries."""

from quartierwerk.rooms.places.exchange.addresses import NoAddresses, NoDegrees, import_addresses, read_addresses
from quartierwerk.rooms.places.exchange.boundaries import About, import_boundaries
from quartierwerk.rooms.places.exchange.summary import Summary
