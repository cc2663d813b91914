"""The verbs of bodies: the only code that changes them, their rules and their seats."""

from quartierwerk.rooms.boards.actions.bodies import (
    AlreadyDissolved,
    ChangedMeanwhile,
    DissolvedTooEarly,
    Founding,
    NameTaken,
    NoDistrict,
    WordingRefused,
    dissolve,
    edit,
    found,
)
from quartierwerk.rooms.boards.actions.letters import Letter, NobodyToWriteTo, write_to
from quartierwerk.rooms.boards.actions.procedures import (
    BasisMissing,
    NoRules,
    TooLate,
    regulate,
    withdraw,
)
from quartierwerk.rooms.boards.actions.seating import PlanChanged, RowRefused, seat
from quartierwerk.rooms.boards.actions.seats import (
    AlreadyChaired,
    AlreadySeated,
    Appointment,
    CannotVote,
    DayOutside,
    OwnSubstitute,
    Said,
    SeatOver,
    appoint,
    correct,
    end,
    forget,
    give_up_seats,
    keep_names,
)
