"""The verbs of places: the only code that changes them."""

from quartierwerk.rooms.places.actions._drawing import AlreadyThere, WrongParent
from quartierwerk.rooms.places.actions.addresses import BLOCK, import_addresses
from quartierwerk.rooms.places.actions.furnishing import Sign, furnish
from quartierwerk.rooms.places.actions.portraits import (
    EndsBeforeItBegins,
    PlaceWords,
    SaysNothing,
    SaysTheSame,
    describe,
    forget_contacts,
    remove_contact,
    set_contact,
    set_theme,
    write_profile,
)
from quartierwerk.rooms.places.actions.shaping import (
    NothingToDivide,
    correct,
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
    confirm_enclaves,
    draw_survey,
)
