"""The nouns of the treasury: years, pillars, pots, earmarks, entries, orders to pay, and the runs that pay them."""

from quartierwerk.rooms.budget.models.bank import Statement, StatementLine, StatementQuerySet
from quartierwerk.rooms.budget.models.entries import Entry, EntryQuerySet
from quartierwerk.rooms.budget.models.orders import Order, OrderQuerySet
from quartierwerk.rooms.budget.models.pots import Earmark, EarmarkQuerySet, FiscalYear, Pillar, Pot, PotQuerySet
from quartierwerk.rooms.budget.models.runs import HouseAccount, PaymentRun, PaymentRunQuerySet, RunFile, RunPayment
