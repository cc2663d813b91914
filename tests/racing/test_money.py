"""Eight processes at one pot: its last money goes to exactly one of them, and its numbers have no gap."""

from __future__ import annotations

import os

import pytest

from quartierwerk.foundation import clock
from quartierwerk.rooms.budget import actions, queries
from quartierwerk.rooms.budget.models import Earmark, Entry, Pot, StatementLine
from quartierwerk.rooms.budget.rules import OrderState, Sums
from quartierwerk.rooms.budget.tests import factories, statements
from tests.racing import children

pytestmark = pytest.mark.django_db(transaction=True)
CHILDREN = 8
LAST = 500_00
ROUNDS = 1_000 if os.environ.get("EVERYTHING") == "yes" else 20
"""All of them in the drill; a short run each day."""
WORK = """
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import actions
from quartierwerk.rooms.budget.models import Entry, FiscalYear, Order, Pot, StatementLine
from quartierwerk.rooms.budget.tests import statements
from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import RuleBroken
me = Person.objects.get(pk=int(sys.argv[1]))

def commit(pot, *rest):
    wanted = actions.Reservation(pot=Pot.objects.get(pk=pot), cents=50000, title="Fest")
    earmark = actions.reserve(wanted, actor=me)
    actions.commit(actions.Held(earmark=earmark, cents=50000), actor=me)

def transfer(pot, into, cents="50000"):
    both = Pot.objects.in_bulk([int(pot), int(into)])
    moved = actions.Transfer(pot=both[int(pot)], into=both[int(into)], cents=int(cents), basis="Beschluss")
    actions.transfer(moved, actor=me)

def allocate(pot, *rest):
    actions.allocate(actions.Allocation(pot=Pot.objects.get(pk=pot), cents=1, basis="Beschluss"), actor=me)

def release(order, *rest):
    actions.release_order(Order.objects.get(pk=order), actor=me)

def close(year, *rest):
    actions.close_year(FiscalYear.objects.get(pk=year), actor=me, basis="Beschluss")

def take(year, *rest):
    cells = {"year": year, "source": "Stiftung", "purpose": "Fest", "funds": "5", "basis": "Zusage"}
    actions.take_over_pots(actions.PotList([cells], ["fresh"]), actor=me)

def plan(year, *rest):
    actions.allocate_as_provided(FiscalYear.objects.get(year=year), actor=me, basis="Beschluss")

def match(line, entry):
    actions.match(StatementLine.objects.get(pk=line), actor=me, entry=Entry.objects.get(pk=entry))

def read(number, cents):
    lines = [statements.line(int(cents), day=clock.today())]
    content = statements.statement(lines, total=int(cents), number=number)
    actions.read_statements(actions.StatementFile(content), actor=me)

def book(line, pot):
    income = actions.Income(line=StatementLine.objects.get(pk=line), pot=Pot.objects.get(pk=pot), basis="Zusage")
    actions.book(income, actor=me)

def take_back(entry, *rest):
    actions.take_back(Entry.objects.get(pk=entry), actor=me, reason="Irrtum")

print("ready", flush=True)
for line in sys.stdin:
    verb, *keys = line.split()
    try:
        globals()[verb](*keys)
        print("yes", flush=True)
    except RuleBroken as refusal:
        print(type(refusal).__name__, flush=True)
"""


@pytest.fixture
def crew(transactional_db):
    together = children.Crew(WORK, [str(factories.treasurer(f"Kassia {number}").pk) for number in range(CHILDREN)])
    yield together
    together.dismiss()


def test_the_last_money_goes_to_exactly_one(crew):
    by = factories.treasurer()
    into = factories.pot(by=by)
    for number in range(ROUNDS):
        pot = factories.pot(cents=LAST, by=by)
        # Some rounds all want to commit it, in others some want to move it elsewhere.
        verbs = ["commit", "transfer" if number % 2 else "commit"] * (CHILDREN // 2)

        told = crew.tell(*(f"{verb} {pot.pk} {into.pk}" for verb in verbs))

        assert sorted(told) == ["TooLittleLeft"] * (CHILDREN - 1) + ["yes"]
        assert Pot.objects.get(pk=pot.pk).available == 0
    assert not queries.unsound().exists()


def test_entries_made_at_once_are_numbered_without_a_gap(crew):
    pot = factories.pot(cents=1, by=factories.treasurer())

    for _round in range(10):
        assert crew.tell(*[f"allocate {pot.pk}"] * CHILDREN) == ["yes"] * CHILDREN

    numbers = list(Entry.objects.filter(pot=pot).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 10 * CHILDREN + 2))
    assert Pot.objects.get(pk=pot.pk).funds == 10 * CHILDREN + 1


def test_transfers_in_circles_wait_for_nobody_for_ever(crew):
    by = factories.treasurer()
    pots = [factories.pot(cents=100, by=by) for _number in range(3)]
    ways = [(pots[number % 3], pots[(number + 1 + number // 3) % 3]) for number in range(CHILDREN)]
    ways = [(one, other if other != one else pots[(pots.index(one) + 1) % 3]) for one, other in ways]

    for _round in range(10):
        assert crew.tell(*(f"transfer {one.pk} {other.pk} 1" for one, other in ways)) == ["yes"] * CHILDREN

    assert sum(Pot.objects.values_list("funds", flat=True)) == 300


def test_a_payment_is_released_once(crew):
    by = factories.treasurer()
    pot = factories.pot(cents=LAST, by=by)
    payment = actions.Payment(pot=pot, cents=LAST, payee="Post", purpose="Briefmarken", voucher="Q 1")
    order = actions.propose(payment, actor=by)

    told = crew.tell(*[f"release {order.pk}"] * CHILDREN)

    assert sorted(told) == ["NotNow"] * (CHILDREN - 1) + ["yes"]
    order.refresh_from_db()
    assert (order.state, Pot.objects.get(pk=pot.pk).sums) == (OrderState.RELEASED, Sums(funds=LAST, paid=LAST))


def test_what_is_committed_while_a_year_closes_is_carried_or_refused(crew):
    pot = factories.pot(cents=LAST, by=factories.treasurer())

    told = crew.tell(f"close {pot.year_id}", *[f"commit {pot.pk}"] * (CHILDREN - 1))

    assert told[0] == "yes"
    assert set(told[1:]) <= {"PotClosed", "TooLittleLeft", "yes"} and told[1:].count("yes") <= 1
    after = Pot.objects.get(pk=pot.pk).followed_by
    # Who had reserved it but not committed it yet when the year closed is refused; what is reserved is carried too.
    assert (after.funds, after.reserved + after.committed) == (LAST, LAST if Earmark.objects.exists() else 0)
    assert Earmark.objects.exists() or set(told[1:]) == {"PotClosed"}
    assert not queries.unsound().exists()


def test_a_list_that_several_take_over_at_once_is_taken_over_once(crew):
    factories.year(2026)

    told = crew.tell(*["take 2026"] * CHILDREN)

    assert sorted(told) == ["ListChanged"] * (CHILDREN - 1) + ["yes"]
    assert Pot.objects.get().funds == 5_00


def test_the_plan_is_allocated_once_however_many_press_the_button(crew):
    by = factories.treasurer()
    terms = {"name_de": "Säule", "first_year": 2020, "total_cents": LAST, "basis": "Ratsbeschluss"}
    actions.add_pillar(actions.PillarTerms(**terms), actor=by)
    actions.open_year(actions.YearPlan(2026), actor=by)

    assert crew.tell(*["plan 2026"] * CHILDREN) == ["yes"] * CHILDREN

    assert Pot.objects.get().funds == LAST


def test_statements_lines_and_entries_wait_for_one_another_in_one_order(crew):
    by = factories.treasurer()
    pot = factories.pot(cents=LAST, by=by)
    content = [statements.line(LAST, day=clock.today(), name="", purpose="") for _number in range(3)]
    whole = statements.statement(content, total=3 * LAST)
    [told] = actions.read_statements(actions.StatementFile(whole), actor=by)
    lines, entry = [line.pk for line in told.lines.all()], pot.entries.get()

    answers = crew.tell(
        *(f"match {line} {entry.pk}" for line in lines),
        *(f"book {line} {pot.pk}" for line in lines),
        f"read 13 {LAST}",
        f"take_back {entry.pk}",
    )

    # Who comes first is open: whoever comes later is refused in words, and nobody waits for ever.
    assert set(answers) <= {"yes", "LineSettled", "EntryVoid", "SumsDiffer"}
    assert answers[6:] == ["yes", "yes"]
    assert not queries.unsound().exists()
    tied = list(StatementLine.objects.exclude(entry=None).values_list("entry", flat=True))
    assert len(tied) == len(set(tied))
