"""The nouns of the treasury: years, pillars, pots, earmarks, entries and orders to pay."""

from quartierwerk.rooms.budget.models.entries import Entry, EntryQuerySet
from quartierwerk.rooms.budget.models.orders import Order, OrderQuerySet
from quartierwerk.rooms.budget.models.pots import Earmark, EarmarkQuerySet, FiscalYear, Pillar, Pot, PotQuerySet
