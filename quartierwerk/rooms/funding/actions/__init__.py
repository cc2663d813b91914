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
from quartierwerk.rooms.funding.actions.coapplicants import (
    OwnAddress,
    TooManyCoApplicants,
    forget_coapplicant,
    share,
    unshare,
)
from quartierwerk.rooms.funding.actions.enclosures import NoSuchQuestion, TooManyFiles, Upload, drop_enclosure, enclose
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
from quartierwerk.rooms.funding.actions.questionnaires import AskedAlready, AskedAnew, QuestionsRefused, ask
from quartierwerk.rooms.funding.actions.rounds import Calling, RoundBegun, RoundRefused, call, drop_round, move_round
from quartierwerk.rooms.funding.actions.rule_sets import NoTerms, TermsRefused, TooLate, regulate, withdraw
