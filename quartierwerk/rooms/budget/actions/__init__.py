"""The verbs of the treasury: the only code that changes pots, earmarks, entries, orders and runs."""

from quartierwerk.rooms.budget.actions._bank import LineSettled
from quartierwerk.rooms.budget.actions._books import PotClosed, SumRefused, TextTooLong, TooLittleLeft
from quartierwerk.rooms.budget.actions._opening import Opening, PotThere
from quartierwerk.rooms.budget.actions.accounts import (
    AccountPlan,
    AccountThere,
    BankRefused,
    HolderRefused,
    close_account,
    open_account,
)
from quartierwerk.rooms.budget.actions.bank import (
    EntryVoid,
    Income,
    NothingCameIn,
    PlaceMissing,
    ReturnStands,
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
    OnItsWay,
    OtherYear,
    SamePot,
    Transfer,
    allocate,
    take_back,
    transfer,
)
from quartierwerk.rooms.budget.actions.forgetting import forget_bank_lines, forget_payees, forget_run_files
from quartierwerk.rooms.budget.actions.orders import (
    AccountRefused,
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
from quartierwerk.rooms.budget.actions.returns import NotOut, Returned, book_return, fail, match_run
from quartierwerk.rooms.budget.actions.runs import (
    AccountMissing,
    AlreadySent,
    DayOver,
    DayRefused,
    Gathering,
    NothingToSend,
    PayeeUnwritable,
    TooManyToSend,
    ask_to_void,
    confirm_execution,
    dissolve,
    fetch_file,
    gather,
    let_stand,
    release_run,
    void_run,
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
