"""The verbs of the treasury: the only code that changes pots, earmarks, entries and orders."""

from quartierwerk.rooms.budget.actions._books import PotClosed, SumRefused, TextTooLong, TooLittleLeft
from quartierwerk.rooms.budget.actions._opening import Opening, PotThere
from quartierwerk.rooms.budget.actions.bank import (
    EntryVoid,
    Income,
    LineSettled,
    NothingCameIn,
    PlaceMissing,
    StatementFile,
    StatementRefused,
    StatementThere,
    SumsDiffer,
    book,
    match,
    pass_line,
    read_statements,
    unmatch,
)
from quartierwerk.rooms.budget.actions.earmarks import (
    Held,
    Repayment,
    Reservation,
    commit,
    decommit,
    release,
    repay,
    reserve,
)
from quartierwerk.rooms.budget.actions.entries import (
    Allocation,
    AlreadyTakenBack,
    OtherYear,
    SamePot,
    Transfer,
    allocate,
    take_back,
    transfer,
)
from quartierwerk.rooms.budget.actions.forgetting import forget_bank_lines, forget_payees
from quartierwerk.rooms.budget.actions.orders import (
    OtherPot,
    Payment,
    propose,
    refuse,
    release_order,
    withdraw,
)
from quartierwerk.rooms.budget.actions.pots import (
    PillarOver,
    PillarTerms,
    SumsRefused,
    YearRefused,
    add_pillar,
    edit_pot,
    end_pillar,
    open_pot,
)
from quartierwerk.rooms.budget.actions.taking import ListChanged, PotList, RowRefused, take_over_pots
from quartierwerk.rooms.budget.actions.years import (
    EarlierOpen,
    NoYear,
    OrdersWait,
    YearClosed,
    YearPlan,
    YearThere,
    allocate_as_provided,
    close_year,
    open_year,
)
