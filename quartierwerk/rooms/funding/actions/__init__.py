"""The verbs of funding: the only code that changes programmes, their terms and their rounds."""

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
from quartierwerk.rooms.funding.actions.rounds import Calling, RoundBegun, RoundRefused, call, drop_round, move_round
from quartierwerk.rooms.funding.actions.rule_sets import NoTerms, TermsRefused, TooLate, regulate, withdraw
