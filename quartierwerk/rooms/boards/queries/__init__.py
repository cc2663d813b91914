"""Reading bodies, their rules and their seats."""

from quartierwerk.rooms.boards.queries.bodies import bodies, bodies_at, named_like, without_chair
from quartierwerk.rooms.boards.queries.meetings import (
    Asked,
    Line,
    Presence,
    Proposal,
    agenda,
    attendances,
    bindings_of,
    bindings_over,
    chairing,
    meetings,
    meetings_of,
    meetings_to_come,
    money_asked,
    papers_of,
    presence,
    proposals,
    recusals_over,
    rows_of_meetings,
    whole_agenda,
    withheld_from,
)
from quartierwerk.rooms.boards.queries.minutes import (
    Content,
    approving,
    asked_of,
    assembled,
    digest_of,
    meetings_unwritten,
    minutes,
    objections_of,
    objections_open,
    open_follow_ups,
    passages,
    public_part,
    read_by,
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
    known_seats,
    names_of_seats,
    people_by_address,
    planned,
    seats_before,
    seats_ending,
    seats_of,
    seats_on,
    seats_over,
    seats_to_come,
    seats_with,
    voting_seats,
)
from quartierwerk.rooms.boards.queries.sittings import (
    Desk,
    Point,
    Put,
    Sitting,
    is_inside,
    notice,
    notice_by,
    reached_by_mail,
    sitting,
)
from quartierwerk.rooms.boards.queries.votes import counted, entitled, next_number, resolutions, tally, years_of
