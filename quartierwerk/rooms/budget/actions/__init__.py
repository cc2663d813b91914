"""The verbs of the treasury: the only code that changes pots, earmarks, entries and orders."""

from quartierwerk.rooms.budget.actions._books import PotClosed, SumRefused, TooLittleLeft
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
    AlreadyTakenBack,
    Allocation,
    SamePot,
    Transfer,
    allocate,
    take_back,
    transfer,
)
from quartierwerk.rooms.budget.actions.orders import (
    Payment,
    propose,
    refuse,
    release_order,
    withdraw,
)
from quartierwerk.rooms.budget.actions.pots import (
    Opening,
    PillarTerms,
    PotThere,
    YearRefused,
    add_pillar,
    edit_pot,
    end_pillar,
    open_pot,
)
from quartierwerk.rooms.budget.actions.years import (
    EarlierOpen,
    OrdersWait,
    YearPlan,
    YearThere,
    allocate_as_provided,
    close_year,
    open_year,
)
