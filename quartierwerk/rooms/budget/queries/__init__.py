"""Reads of the treasury."""

from quartierwerk.rooms.budget.queries.books import (
    earmarks_of,
    entries,
    entries_of,
    open_orders,
    orders,
    sums_at,
    unsound,
)
from quartierwerk.rooms.budget.queries.pots import (
    Overview,
    Standing,
    districts,
    following_pots,
    overview,
    pillars,
    pillars_in,
    pots,
    pots_for_earmarks,
    unprovided,
    years,
)
