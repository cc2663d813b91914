"""The decisions of the treasury: what money may do, in integer cents; pure."""

from quartierwerk.rooms.budget.rules.ibans import LONGEST_IBAN, compact, grouped, is_iban
from quartierwerk.rooms.budget.rules.ledger import (
    BY_ORDER,
    CASH,
    COMING_IN,
    EFFECT,
    OF_AN_EARMARK,
    WITH_A_BASIS,
    EntryKind,
    Ledger,
    Movement,
    Sums,
    carried,
    cash_cents,
    replay,
)
from quartierwerk.rooms.budget.rules.limits import (
    FIRST_YEAR,
    KEEP_PAYEES_FOR,
    LAST_YEAR,
    LONGEST_NAME,
    LONGEST_PURPOSE,
    LONGEST_REASON,
    LONGEST_REFERENCE,
    LONGEST_SOURCE,
    MOST_CENTS,
    RELEASE_WITHIN,
    Source,
    due,
    holds_in,
    is_year,
    provides,
)
from quartierwerk.rooms.budget.rules.matching import Expected, Match, Moved, Sign, certain, matches, merged
from quartierwerk.rooms.budget.rules.orders import ORDER_STEPS, OrderState
from quartierwerk.rooms.budget.rules.runs import (
    LONGEST_BIC,
    LONGEST_ID,
    RELEASE_RUN_WITHIN,
    RUN_STEPS,
    RunState,
    SentState,
    Way,
    bank_day_from,
    can_execute,
    end_to_end,
    is_bank_day,
    is_bic,
    message_id,
    sent_state,
)
from quartierwerk.rooms.budget.rules.taking import DOUBLE_POT, MOST_POTS, OTHER_SUMS
