"""Questions about places: which there are, what lies where, how they are called, and how the city looks."""

from quartierwerk.rooms.places.queries import counting
from quartierwerk.rooms.places.queries.base_map import LAYERS, BaseMap, base_map, tile
from quartierwerk.rooms.places.queries.drawing import Drawing, city_drawing
from quartierwerk.rooms.places.queries.geocoding import Geocoder, geocode, geocoder
from quartierwerk.rooms.places.queries.history import Drawn, drawn, stays
from quartierwerk.rooms.places.queries.locating import Located, Locator, locate, locator
from quartierwerk.rooms.places.queries.naming import everyday_names
from quartierwerk.rooms.places.queries.painting import painted
from quartierwerk.rooms.places.queries.parts import city, districts, parts_by_kind, parts_of, quarters
from quartierwerk.rooms.places.queries.portraits import (
    News,
    contact_people,
    news,
    register_news,
    themes,
    version_on,
    versions,
)
from quartierwerk.rooms.places.queries.previewing import Moving, Preview, Step, preview, register_mover
from quartierwerk.rooms.places.queries.surveying import districts_by_name, known_places, surveys

__all__ = [
    "LAYERS",
    "BaseMap",
    "Drawing",
    "Drawn",
    "Geocoder",
    "Located",
    "Locator",
    "Moving",
    "News",
    "Preview",
    "Step",
    "base_map",
    "city",
    "city_drawing",
    "painted",
    "contact_people",
    "counting",
    "districts",
    "districts_by_name",
    "drawn",
    "everyday_names",
    "geocode",
    "geocoder",
    "known_places",
    "locate",
    "locator",
    "news",
    "parts_by_kind",
    "parts_of",
    "preview",
    "quarters",
    "register_mover",
    "register_news",
    "stays",
    "surveys",
    "themes",
    "tile",
    "version_on",
    "versions",
]
