"""The nouns of places."""

from quartierwerk.rooms.places.models.address import Address
from quartierwerk.rooms.places.models.boundary import Boundary
from quartierwerk.rooms.places.models.place import (
    PAGES,
    Centre,
    City,
    District,
    Neighbourhood,
    PartnerCity,
    Place,
    Quarter,
)
from quartierwerk.rooms.places.models.portrait import ContactPerson, Dated, DatedQuerySet, PlaceProfile, Theme
from quartierwerk.rooms.places.models.survey import Survey
