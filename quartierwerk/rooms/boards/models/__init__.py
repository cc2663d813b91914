"""The nouns of bodies."""

from quartierwerk.rooms.boards.models.bodies import Body
from quartierwerk.rooms.boards.models.meetings import Attendance, Binding, Item, Meeting, Recusal
from quartierwerk.rooms.boards.models.minutes import (
    FollowUp,
    FollowUpReport,
    Minutes,
    MinutesVersion,
    Objection,
    Passage,
)
from quartierwerk.rooms.boards.models.procedures import Procedure
from quartierwerk.rooms.boards.models.scoring import Candidate, Score, Scoring
from quartierwerk.rooms.boards.models.seats import Seat
from quartierwerk.rooms.boards.models.votes import Ballot, Count, Entitlement, Motion, Resolution, Vote
