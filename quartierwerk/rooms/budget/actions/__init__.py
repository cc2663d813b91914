"""The verbs of the treasury: the only code that changes pots, earmarks, entries and orders."""

from quartierwerk.rooms.budget.actions._books import PotClosed, SumRefused, TooLittleLeft
from quartierwerk.rooms.budget.actions._opening import Opening, PotThere
from quartierwerk.rooms.budget.actions.bank import (
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
    SamePot,
    Transfer,
    allocate,
    take_back,
    transfer,
)
from quartierwerk.rooms.budget.actions.forgetting import forget_bank_lines, forget_payees
from quartierwerk.rooms.budget.actions.orders import (
    Payment,
    propose,
    refuse,
    release_order,
    withdraw,
)
from quartierwerk.rooms.budget.actions.pots import (
    PillarTerms,
    YearRefused,
    add_pillar,
    edit_pot,
    end_pillar,
    open_pot,
)
from quartierwerk.rooms.budget.actions.taking import ListChanged, PotList, RowRefused, take_over_pots
from quartierwerk.rooms.budget.actions.years import (
    EarlierOpen,
    OrdersWait,
    YearPlan,
    YearThere,
    allocate_as_provided,
    close_year,
    open_year,
)
