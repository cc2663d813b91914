"""Reads of the treasury."""

from quartierwerk.rooms.budget.queries.bank import (
    bank_lines_kept_too_long,
    earmarks_paid,
    expected,
    gaps,
    open_lines,
    proposals_for,
    repayments_for,
    statements,
)
from quartierwerk.rooms.budget.queries.books import (
    both_sides,
    cash_entries,
    earmarks_of,
    entries,
    entries_of,
    left_in,
    left_of,
    open_orders,
    orders,
    payees_kept_too_long,
    sums_at,
    unsound,
)
from quartierwerk.rooms.budget.queries.pots import (
    Due,
    Group,
    Overview,
    Part,
    Standing,
    districts,
    districts_of,
    dues,
    following_pots,
    missing_pots,
    overview,
    pillars,
    pillars_in,
    pots,
    pots_for_earmarks,
    scheme_pots,
    states,
    years,
)
from quartierwerk.rooms.budget.queries.reports import CashReport, cash_report
from quartierwerk.rooms.budget.queries.runs import (
    INSTRUCTIONS,
    file_of,
    has_file,
    instructions,
    is_under_way,
    open_accounts,
    payments_of,
    returns_for,
    run_files_kept_too_long,
    run_of,
    runs,
    runs_for,
    to_send,
    whole_runs,
)
from quartierwerk.rooms.budget.queries.taking import PlannedPot, known_names, planned_pots
