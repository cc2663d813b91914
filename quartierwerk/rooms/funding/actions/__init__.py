"""The verbs of funding: the only code that changes programmes, their terms, their rounds, and projects."""

from quartierwerk.rooms.funding.actions.applications import (
    AppliedAlready,
    Beginning,
    CalledOff,
    Incomplete,
    NotTaken,
    begin,
    erase_applicant,
    leave_applications,
    submit,
    withdraw_application,
)
from quartierwerk.rooms.funding.actions.letter_runs import (
    Many,
    NothingChosen,
    end_letters,
    give_letter_up,
    start_letters,
    take_letter_on,
)
from quartierwerk.rooms.funding.actions.letter_texts import (
    ClausesToBe,
    PassageToBe,
    Proposals,
    TextBeginsEarlier,
    TextRefused,
    begin_with_proposals,
    lay_down_clauses,
    lay_down_passage,
)
from quartierwerk.rooms.funding.actions.letters import (
    AddresseeTooLong,
    Drafting,
    LetterFlawed,
    LetterThere,
    NothingToTell,
    approve_letter,
    discard_letter,
    draft_letter,
    issue_letter,
)
from quartierwerk.rooms.funding.actions.programmes import (
    AlreadyEnded,
    ChangedMeanwhile,
    EndsTooEarly,
    Founding,
    NameTaken,
    RoundRuns,
    WordingRefused,
    edit,
    end,
    found,
)
from quartierwerk.rooms.funding.actions.projects import (
    DistrictRefused,
    Entering,
    Given,
    NobodyThere,
    OutlineRefused,
    ProjectChanged,
    SumRefused,
    TextTooLong,
    TooManyContributions,
    call_off,
    contribute,
    drop_contribution,
    enter,
    entrust,
    erase_keeper,
    forget_carrier,
    hide,
    leave_projects,
    publish,
    reshape,
    settle,
)
from quartierwerk.rooms.funding.actions.rounds import Calling, RoundBegun, RoundRefused, call, drop_round, move_round
from quartierwerk.rooms.funding.actions.rule_sets import NoTerms, TermsRefused, TooLate, regulate, withdraw
from quartierwerk.rooms.funding.actions.services import (
    DayRefused,
    NotAgreed,
    NotThere,
    WhyAgain,
    retrieve_letter,
    serve_letter,
)
