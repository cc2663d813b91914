"""Questions about places: which there are, what lies where, how they are called, and how the city looks."""

from quartierwerk.rooms.places.queries import counting
from quartierwerk.rooms.places.queries.drawing import Drawing, city_drawing
from quartierwerk.rooms.places.queries.geocoding import Geocoder, geocode, geocoder
from quartierwerk.rooms.places.queries.locating import Located, Locator, locate, locator
from quartierwerk.rooms.places.queries.naming import everyday_names
from quartierwerk.rooms.places.queries.parts import city, districts, quarters

__all__ = [
    "Drawing",
    "Geocoder",
    "Located",
    "Locator",
    "city",
    "city_drawing",
    "counting",
    "districts",
    "everyday_names",
    "geocode",
    "geocoder",
    "locate",
    "locator",
    "quarters",
]
