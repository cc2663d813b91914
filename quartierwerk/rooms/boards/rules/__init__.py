"""The rules of bodies: what they are, who sits in them, and how they validly decide; pure."""

from quartierwerk.rooms.boards.rules.agenda import due_at, invite_by, last_time
from quartierwerk.rooms.boards.rules.bodies import (
    LONGEST_NAME,
    LONGEST_STATUTES,
    RESERVED,
    UNCHAIRED,
    BodyKind,
    Problem,
    Wording,
    free_slug,
    problems,
)
from quartierwerk.rooms.boards.rules.deciding import (
    Base,
    Here,
    Majority,
    Quorum,
    QuorumFinding,
    QuorumMode,
    Relation,
    Result,
    Tie,
    Votes,
    conflicts,
    quorum,
    result,
)
from quartierwerk.rooms.boards.rules.following import (
    Notice,
    are_scores_taken,
    ground_by,
    is_objecting_possible,
    notice_standing,
    usual_method,
)
from quartierwerk.rooms.boards.rules.meetings import (
    LONGEST_EARMARK,
    LONGEST_ITEM,
    LONGEST_LINK,
    LONGEST_PLACE,
    LONGEST_REASON,
    LONGEST_REFERENCE,
    LONGEST_TITLE,
    LONGEST_WORDING,
    MEETING_STEPS,
    MOST_MINUTES,
    TO_COME,
    Branch,
    ItemKind,
    MeetingState,
    Stay,
    notice_is_kept,
    numbered,
    present,
)
from quartierwerk.rooms.boards.rules.minutes import (
    BEGUN_WITHIN,
    LONGEST_OBJECTION,
    LONGEST_PASSAGE,
    MINUTES_STEPS,
    OBJECTIONS_WITHIN,
    MinutesState,
    members,
    quorum_sentence,
    recusal_sentence,
    result_sentence,
)
from quartierwerk.rooms.boards.rules.procedures import (
    LONGEST_BASIS,
    LONGEST_NOTICE,
    PROPOSALS,
    RecusalLaw,
    RuleSet,
    Voting,
    in_words,
    may_begin,
)
from quartierwerk.rooms.boards.rules.scoring import (
    LONGEST_COMMENT,
    MOST_POINTS,
    MOST_WEIGHT,
    PROPOSED_RUBRIC,
    RUBRIC_PROBLEMS,
    SCORING_STEPS,
    Contender,
    Criterion,
    Ranked,
    ScoringState,
    criteria_problem,
    points_fit,
    ranking,
    share,
)
from quartierwerk.rooms.boards.rules.seating import (
    MOST_ROWS,
    Known,
    Outcome,
    Planned,
    Refusal,
    SeatRow,
    plan,
    read_row,
    seen,
)
from quartierwerk.rooms.boards.rules.seats import (
    DAY,
    ENDING_WITHIN,
    KEEP_SEATS_FOR,
    LONGEST_EMAIL,
    LONGEST_TEXT,
    VOTELESS,
    SeatRole,
    Taken,
    met_by,
)
from quartierwerk.rooms.boards.rules.telling import quorum_in_words
from quartierwerk.rooms.boards.rules.voting import Choice, Ground, Method, TieKind, votes_of
