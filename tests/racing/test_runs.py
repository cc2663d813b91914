"""Eight processes at the same payments: each leaves the house once."""

from __future__ import annotations

import pytest

from quartierwerk.foundation import clock
from quartierwerk.rooms.budget import actions, queries
from quartierwerk.rooms.budget.models import Entry, PaymentRun, RunPayment
from quartierwerk.rooms.budget.rules import RunState
from quartierwerk.rooms.budget.tests import factories
from quartierwerk.rooms.budget.tests import run_factories as runs
from tests.racing import children

pytestmark = pytest.mark.django_db(transaction=True)
CHILDREN = 8
ROUNDS = 5
WORK = """
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import actions
from quartierwerk.rooms.budget.models import Entry, HouseAccount, Order, PaymentRun, StatementLine
from quartierwerk.rooms.budget.tests import run_factories as runs
from quartierwerk.foundation.errors import RuleBroken
me = Person.objects.get(pk=int(sys.argv[1]))

def gather(*orders):
    runs.gathered(list(Order.objects.filter(pk__in=orders)), by=me)

def take_back(order):
    actions.take_back(Entry.objects.get(order=order), actor=me, reason="Irrtum")

def release(run):
    actions.release_run(PaymentRun.objects.get(pk=run), actor=me)

def dissolve(run):
    actions.dissolve(PaymentRun.objects.get(pk=run), actor=me, reason="Falscher Tag")

def match(line, run):
    actions.match_run(StatementLine.objects.get(pk=line), actor=me, run=PaymentRun.objects.get(pk=run))

def read(number, cents, file):
    runs.told(me, (int(cents), {"file": file}), number=number)

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


@pytest.fixture
def desk(transactional_db):
    by, other = runs.keepers()
    runs.account(by)
    pot = factories.pot(cents=10_000_00, by=by)
    return lambda cents=1_00: runs.released(pot, cents=cents, by=by, other=other)


def test_each_payment_is_in_exactly_one_run(crew, desk):
    for _round in range(ROUNDS):
        orders = [desk() for _number in range(3)]
        # All want the one in the middle; some want those around it too.
        wanted = [orders[:2], orders[1:]] * (CHILDREN // 2)

        told = crew.tell(*("gather " + " ".join(str(order.pk) for order in some) for some in wanted))

        assert sorted(told) == ["AlreadySent"] * (CHILDREN - 1) + ["yes"]
        sent = RunPayment.objects.filter(order__in=orders).values_list("order", flat=True)
        assert len(sent) == len(set(sent)) == 2 and orders[1].pk in sent
    numbers = PaymentRun.objects.order_by("message_id").values_list("message_id", flat=True)
    assert [one[-4:] for one in numbers] == [f"{number:04}" for number in range(1, ROUNDS + 1)]


def test_what_is_taken_back_does_not_leave(crew, desk):
    for _round in range(ROUNDS):
        order = desk()

        told = crew.tell(*[f"gather {order.pk}", f"take_back {order.pk}"] * (CHILDREN // 2))

        is_sent = RunPayment.objects.filter(order=order).exists()
        assert is_sent is not Entry.objects.filter(reverses__order=order).exists()
        assert told.count("yes") == 1
        assert set(told) - {"yes"} <= {"AlreadySent", "AlreadyTakenBack", "OnItsWay"}


def test_a_run_is_released_or_dissolved(crew, desk):
    for _round in range(ROUNDS):
        # Nobody of the crew has gathered it, so each may release it.
        run = runs.gathered([desk()], by=factories.treasurer("Gerd"))

        told = crew.tell(*[f"release {run.pk}", f"dissolve {run.pk}"] * (CHILDREN // 2))

        assert sorted(told) == ["NotNow"] * (CHILDREN - 1) + ["yes"]
        run.refresh_from_db()
        assert hasattr(run, "file") is (run.state == RunState.RELEASED)


def test_a_run_is_one_line_of_the_bank(crew, desk):
    order = desk(5_00)
    run = runs.under_way([order], by=factories.treasurer("Gerd"), other=factories.treasurer("Gela"))
    statement = runs.told(factories.treasurer("Gila"), *[(-5_00, {})] * 4)
    lines = [f"match {line.pk} {run.pk}" for line in statement.lines.all()]

    told = crew.tell(*lines, *[f"read {number} -500 {run.message_id}" for number in range(20, 24)])

    # Who comes first is open: one line is the run, by a person or by its name, and all others wait.
    assert set(told[:4]) <= {"yes", "SumsDiffer"} and told[4:] == ["yes"] * 4
    run.refresh_from_db()
    assert (run.state, run.executed_on) == (RunState.EXECUTED, clock.today())
    assert queries.open_lines(factories.treasurer("Gala")).count() == 7
    assert actions.unmatch(run.bank_line, actor=factories.treasurer("Gero")).is_open
