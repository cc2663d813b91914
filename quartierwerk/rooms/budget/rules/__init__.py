"""The decisions of the treasury: what money may do, in integer cents; pure."""

from quartierwerk.rooms.budget.rules.ledger import (
    BY_ORDER,
    COMING_IN,
    EFFECT,
    OF_AN_EARMARK,
    WITH_A_BASIS,
    EntryKind,
    Ledger,
    Movement,
    Sums,
    carried,
    replay,
)
from quartierwerk.rooms.budget.rules.limits import (
    LONGEST_NAME,
    LONGEST_PURPOSE,
    LONGEST_REASON,
    LONGEST_REFERENCE,
    LONGEST_SOURCE,
    MOST_CENTS,
    Source,
)
from quartierwerk.rooms.budget.rules.orders import ORDER_STEPS, OrderState
