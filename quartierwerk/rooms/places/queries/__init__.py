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
    contacts_ended,
    news,
    register_news,
    themes,
    version_on,
    versions,
)
from quartierwerk.rooms.places.queries.previewing import Moving, Preview, Step, preview, register_mover
from quartierwerk.rooms.places.queries.surveying import districts_by_name, known_places, surveys
