"""Reading bodies, their rules and their seats."""

from quartierwerk.rooms.boards.queries.bodies import bodies, without_chair
from quartierwerk.rooms.boards.queries.meetings import (
    Asked,
    Line,
    Presence,
    Proposal,
    agenda,
    attendances,
    chairing,
    meetings,
    meetings_of,
    meetings_to_come,
    money_asked,
    presence,
    proposals,
    withheld_from,
)
from quartierwerk.rooms.boards.queries.minutes import (
    Content,
    assembled,
    digest_of,
    minutes,
    open_follow_ups,
    passages,
    public_part,
)
from quartierwerk.rooms.boards.queries.procedures import procedure_on, procedures_of
from quartierwerk.rooms.boards.queries.scoring import (
    Place,
    Sheet,
    may_see_ranking,
    progress,
    ranking,
    seat_of,
    sheets,
)
from quartierwerk.rooms.boards.queries.seats import (
    chair_on,
    names_of_seats,
    people_by_address,
    seats_before,
    seats_ending,
    seats_of,
    seats_on,
    seats_over,
    seats_to_come,
    seats_with,
    voting_seats,
)
from quartierwerk.rooms.boards.queries.votes import counted, next_number, resolutions, votes_in
