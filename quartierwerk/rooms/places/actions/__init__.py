"""The verbs of places: the only code that changes them."""

from quartierwerk.rooms.places.actions._drawing import AlreadyThere, WrongParent
from quartierwerk.rooms.places.actions.addresses import BLOCK, import_addresses
from quartierwerk.rooms.places.actions.shaping import (
    NothingToDivide,
    create_place,
    draw_boundary,
    draw_schematic,
    found_city,
    take_effect,
)
from quartierwerk.rooms.places.actions.surveys import (
    BoundaryFile,
    CannotBeDrawn,
    ChangedMeanwhile,
    NoCity,
    check_again,
    check_survey,
    draw_survey,
)

__all__ = [
    "BLOCK",
    "AlreadyThere",
    "BoundaryFile",
    "CannotBeDrawn",
    "ChangedMeanwhile",
    "NoCity",
    "NothingToDivide",
    "WrongParent",
    "check_again",
    "check_survey",
    "create_place",
    "draw_boundary",
    "draw_schematic",
    "draw_survey",
    "found_city",
    "import_addresses",
    "take_effect",
]
