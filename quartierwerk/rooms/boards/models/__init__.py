"""The nouns of bodies."""

from quartierwerk.rooms.boards.models.bodies import Body
from quartierwerk.rooms.boards.models.procedures import Procedure
from quartierwerk.rooms.boards.models.seats import Seat
