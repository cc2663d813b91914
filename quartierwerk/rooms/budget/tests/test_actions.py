"""Money in the books: who may move it, what is refused, and what it leaves behind."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.budget import actions, queries, rules
from quartierwerk.rooms.budget.models import Earmark, Entry, FiscalYear, Order, Pillar, Pot
from quartierwerk.rooms.budget.rules import EntryKind, OrderState, Sums
from quartierwerk.rooms.budget.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer():
    return factories.treasurer()


@pytest.fixture
def pot(treasurer):
    return factories.pot(cents=1_000_00, by=treasurer)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def allocation(pot, *, cents=100, basis="Ratsbeschluss", **more):
    return actions.Allocation(pot=pot, cents=cents, basis=basis, **more)


# --- What comes in -----------------------------------------------------------------------------------------------


def test_an_allocation_raises_what_is_free_and_is_numbered(pot, treasurer):
    entry = actions.allocate(allocation(pot, cents=50_00), actor=treasurer)

    assert (entry.number, entry.kind, entry.by) == (2, EntryKind.ALLOCATION, treasurer)
    assert fresh(pot).sums == Sums(funds=1_050_00)
    row = AuditRow.objects.get(subject=reference(entry))
    assert (row.verb, row.actor) == ("budget.allocate", reference(treasurer))


@pytest.mark.parametrize("who", ["auditor", "stranger", "nobody"])
def test_only_who_keeps_the_books_enters(pot, who):
    actor = {"auditor": factories.auditor, "stranger": factories.people.person, "nobody": lambda: None}[who]()

    with pytest.raises(NotAllowed):
        actions.allocate(allocation(pot), actor=actor)
    assert fresh(pot).sums == Sums(funds=1_000_00)


@pytest.mark.parametrize("cents", [0, -1, rules.MOST_CENTS + 1])
def test_an_allocation_is_a_sum(pot, treasurer, cents):
    with pytest.raises(actions.SumRefused):
        actions.allocate(allocation(pot, cents=cents), actor=treasurer)


def test_an_allocation_rests_on_something(pot, treasurer):
    with pytest.raises(WordsMissing) as refused:
        actions.allocate(allocation(pot, basis="  "), actor=treasurer)
    assert refused.value.field == "basis"


# --- Transfers ---------------------------------------------------------------------------------------------------


def test_a_transfer_takes_out_what_it_brings_in(pot, treasurer):
    other = factories.pot(by=treasurer)

    gone = actions.transfer(actions.Transfer(pot=pot, into=other, cents=300_00, basis="Beschluss"), actor=treasurer)

    assert (fresh(pot).funds, fresh(other).funds) == (700_00, 300_00)
    assert gone.answered_by.pot == other


def test_a_transfer_moves_no_more_than_is_free(pot, treasurer):
    other = factories.pot(by=treasurer)
    factories.earmark(pot, cents=900_00, by=treasurer)

    with pytest.raises(actions.TooLittleLeft, match="100,00"):
        actions.transfer(actions.Transfer(pot=pot, into=other, cents=100_01, basis="Beschluss"), actor=treasurer)
    assert (fresh(pot).funds, fresh(other).funds) == (1_000_00, 0)


def test_money_does_not_move_to_where_it_is(pot, treasurer):
    with pytest.raises(actions.SamePot):
        actions.transfer(actions.Transfer(pot=pot, into=pot, cents=1, basis="Beschluss"), actor=treasurer)


def test_money_moves_within_a_year_only(pot, treasurer):
    before = factories.pot(by=treasurer, year=factories.year(pot.year.year - 1))
    with pytest.raises(actions.OtherYear):
        actions.transfer(actions.Transfer(pot=pot, into=before, cents=1, basis="Beschluss"), actor=treasurer)


# --- What is held ------------------------------------------------------------------------------------------------


def test_a_case_goes_from_reservation_to_payment(pot, treasurer, officer):
    earmark = factories.earmark(pot, cents=500_00, by=treasurer)
    assert fresh(pot).sums == Sums(funds=1_000_00, reserved=500_00)

    actions.commit(actions.Held(earmark=earmark, cents=450_00), actor=treasurer)
    actions.release(actions.Held(earmark=earmark, cents=50_00), actor=treasurer)
    order = factories.order(earmark, cents=400_00, by=treasurer)
    actions.release_order(order, actor=officer)
    actions.decommit(actions.Held(earmark=earmark, cents=50_00), actor=treasurer)
    actions.repay(actions.Repayment(earmark=earmark, cents=25_00, voucher="Auszug 7"), actor=treasurer)

    assert fresh(pot).sums == Sums(funds=1_000_00, paid=375_00)
    earmark = fresh(earmark)
    assert (earmark.reserved, earmark.committed, earmark.paid) == (0, 0, 375_00)
    assert queries.unsound().count() == 0


def test_a_second_reservation_for_a_case_adds_to_the_first(pot, treasurer):
    first = factories.earmark(pot, cents=100_00, case="funding.application:1", by=treasurer)
    second = factories.earmark(pot, cents=50_00, case="funding.application:1", by=treasurer)

    assert first == second
    assert fresh(first).reserved == 150_00


@pytest.mark.parametrize(
    ("verb", "said"),
    [(actions.release, "reserviert"), (actions.commit, "reserviert"), (actions.decommit, "festgelegt")],
)
def test_a_case_gives_no_more_than_is_held_for_it(pot, treasurer, verb, said):
    earmark = factories.earmark(pot, cents=10_00, by=treasurer)

    with pytest.raises(actions.TooLittleLeft, match=said):
        verb(actions.Held(earmark=earmark, cents=10_01), actor=treasurer)


def test_a_reservation_beyond_what_is_free_is_refused(pot, treasurer):
    with pytest.raises(actions.TooLittleLeft, match="1.000,00"):
        factories.earmark(pot, cents=1_000_01, by=treasurer)
    assert not Earmark.objects.exists()


# --- Four eyes ---------------------------------------------------------------------------------------------------


@pytest.fixture
def order(pot, treasurer):
    earmark = factories.earmark(pot, cents=500_00, by=treasurer)
    actions.commit(actions.Held(earmark=earmark, cents=500_00), actor=treasurer)
    return factories.order(earmark, cents=200_00, by=treasurer)


def test_a_proposal_moves_no_money(pot, order):
    assert fresh(pot).sums == Sums(funds=1_000_00, committed=500_00)
    assert order.state == OrderState.PROPOSED


def test_somebody_else_releases_a_payment(order, officer):
    actions.release_order(order, actor=officer)

    order = fresh(order)
    assert (order.state, order.decided_by) == (OrderState.RELEASED, officer)
    assert (order.entry.kind, order.entry.cents, order.entry.voucher) == (EntryKind.PAYMENT, 200_00, "R-1")


def test_nobody_releases_their_own_proposal(order, treasurer):
    with pytest.raises(NotAllowed):
        actions.release_order(order, actor=treasurer)


def test_an_auditor_releases_nothing(order):
    with pytest.raises(NotAllowed):
        actions.release_order(order, actor=factories.auditor())


def test_the_database_holds_four_eyes_too(order, treasurer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(state="released", decided_by=treasurer, decided_at=clock.now())


def test_what_waits_counts(order, treasurer):
    with pytest.raises(actions.TooLittleLeft, match="300,00"):
        factories.order(fresh(order.earmark), cents=300_01, by=treasurer)


def test_a_payment_is_decided_once(order, officer):
    actions.release_order(order, actor=officer)

    with pytest.raises(NotNow):
        actions.release_order(fresh(order), actor=officer)
    with pytest.raises(NotNow):
        actions.refuse(fresh(order), actor=officer, reason="Doch nicht")


def test_a_refusal_says_why_and_frees_the_money(order, officer, treasurer):
    with pytest.raises(WordsMissing):
        actions.refuse(order, actor=officer, reason=" ")
    actions.refuse(order, actor=officer, reason="Rechnung fehlt")

    assert fresh(order).answer == "Rechnung fehlt"
    assert factories.order(fresh(order.earmark), cents=500_00, by=treasurer)


def test_a_proposal_is_withdrawn_by_whoever_made_it(order, officer, treasurer):
    with pytest.raises(NotAllowed):
        actions.withdraw(order, actor=officer)
    actions.withdraw(order, actor=treasurer)
    assert fresh(order).state == OrderState.WITHDRAWN


def test_overhead_is_paid_with_a_receipt(pot, treasurer, officer):
    payment = actions.Payment(pot=pot, cents=12_00, payee="Post", purpose="Briefmarken")
    with pytest.raises(WordsMissing) as refused:
        actions.propose(payment, actor=treasurer)
    assert refused.value.field == "voucher"

    order = actions.propose(actions.Payment(**vars(payment) | {"voucher": "Q 3"}), actor=treasurer)
    actions.release_order(order, actor=officer)

    assert order.entry.kind == EntryKind.EXPENSE
    assert fresh(pot).sums == Sums(funds=1_000_00, paid=12_00)


def test_a_case_is_paid_out_of_its_own_pot(order, treasurer):
    other = factories.pot(cents=1_000_00, by=treasurer)
    payment = actions.Payment(pot=other, earmark=order.earmark, cents=1, payee="Verein", purpose="Rate", voucher="R-2")
    with pytest.raises(actions.OtherPot):
        actions.propose(payment, actor=treasurer)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("payee", rules.LONGEST_NAME),
        ("purpose", rules.LONGEST_PURPOSE),
        ("voucher", rules.LONGEST_REFERENCE),
    ],
)
def test_an_order_has_room_for_so_many_words(pot, treasurer, name, most):
    said = {"payee": "Post", "purpose": "Briefmarken", "voucher": "Q 3"}
    with pytest.raises(actions.TextTooLong) as refused:
        actions.propose(actions.Payment(pot=pot, cents=1, **said | {name: "x" * (most + 1)}), actor=treasurer)
    assert (refused.value.field, str(most) in str(refused.value)) == (name, True)
    actions.propose(actions.Payment(pot=pot, cents=1, **said | {name: "x" * most}), actor=treasurer)


# --- Mistakes ----------------------------------------------------------------------------------------------------


def test_a_mistake_is_taken_back_with_a_reason(pot, treasurer):
    entry = actions.allocate(allocation(pot, cents=50_00), actor=treasurer)

    with pytest.raises(WordsMissing):
        actions.take_back(entry, actor=treasurer, reason="")
    actions.take_back(entry, actor=treasurer, reason="Doppelt gebucht")

    entry = Entry.objects.get(pk=entry.pk)
    assert (entry.reversed_by.cents, entry.reversed_by.reason) == (-50_00, "Doppelt gebucht")
    assert fresh(pot).funds == 1_000_00


def test_a_mistake_is_taken_back_once(pot, treasurer):
    entry = actions.allocate(allocation(pot, cents=50_00), actor=treasurer)
    actions.take_back(entry, actor=treasurer, reason="Doppelt gebucht")
    again = Entry.objects.get(pk=entry.pk)

    for one in (again, again.reversed_by):
        with pytest.raises(actions.AlreadyTakenBack):
            actions.take_back(one, actor=treasurer, reason="Noch einmal")


def test_a_transfer_is_taken_back_on_both_sides(pot, treasurer):
    other = factories.pot(by=treasurer)
    gone = actions.transfer(actions.Transfer(pot=pot, into=other, cents=300_00, basis="Beschluss"), actor=treasurer)

    actions.take_back(gone.answered_by, actor=treasurer, reason="Falscher Topf")

    assert (fresh(pot).funds, fresh(other).funds) == (1_000_00, 0)


def test_what_is_spent_cannot_be_taken_back(pot, treasurer):
    entry = pot.entries.get()
    factories.earmark(pot, cents=1, by=treasurer)

    with pytest.raises(actions.TooLittleLeft):
        actions.take_back(entry, actor=treasurer, reason="Falscher Topf")


# --- The database itself -----------------------------------------------------------------------------------------


def add(pot, kind=EntryKind.ALLOCATION, cents=1, **more):
    said = {"basis": "Beschluss", "number": pot.last_number + 1, "at": clock.now()} | more
    effect = vars(rules.EFFECT[kind].times(cents)) | said.pop("effect", {})
    return Entry.objects.create(pot=pot, kind=kind, cents=cents, **effect, **said)


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 7},
        {"effect": {"funds": 2}},
        {"cents": -1},
        {"basis": ""},
        {"kind": EntryKind.TRANSFER_OUT, "cents": 1_000_01},
        {"kind": EntryKind.EXPENSE},
        {"kind": EntryKind.RESERVATION},
        {"kind": EntryKind.TRANSFER_IN},
    ],
    ids=str,
)
def test_the_database_refuses_what_no_verb_would_enter(pot, treasurer, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        add(pot, by=treasurer, **wrong)
    assert fresh(pot).sums == Sums(funds=1_000_00)


def test_the_database_refuses_money_for_the_case_of_another_pot(pot, treasurer):
    earmark = factories.earmark(factories.pot(cents=5_00, by=treasurer), cents=1_00, by=treasurer)
    with pytest.raises(IntegrityError), transaction.atomic():
        add(pot, EntryKind.RESERVATION, by=treasurer, earmark=earmark)


def test_the_database_refuses_a_payment_that_nobody_has_released(pot, treasurer):
    payment = actions.Payment(pot=pot, cents=1, payee="Post", purpose="Briefmarken", voucher="Q 3")
    order = actions.propose(payment, actor=treasurer)
    with pytest.raises(IntegrityError), transaction.atomic():
        add(pot, EntryKind.EXPENSE, by=treasurer, order=order)


def test_the_database_refuses_to_take_back_another_sum(pot, treasurer):
    entry = pot.entries.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        add(pot, cents=-1, by=treasurer, reverses=entry, reason="Irrtum")


def test_entries_are_neither_changed_nor_deleted(pot):
    entry = pot.entries.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(cents=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.delete()


def test_sums_move_by_entries_only(pot):
    for change in ({"funds": 9_999_00}, {"funds": 9_999_00, "last_number": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pot.objects.filter(pk=pot.pk).update(**change)


@pytest.mark.parametrize(
    "change", [{"reserved": 99}, {"committed": 1}, {"paid": 1}, {"reserved": 0, "committed": 100}], ids=str
)
def test_what_is_earmarked_moves_by_entries_only(pot, treasurer, change):
    earmark = factories.earmark(pot, cents=100, by=treasurer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Earmark.objects.filter(pk=earmark.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Earmark.objects.filter(pk=earmark.pk).update(pot=factories.pot(by=treasurer))
    Earmark.objects.filter(pk=earmark.pk).update(title="Hoffest", reserved=100)


@pytest.mark.parametrize("sums", [{"funds": 1}, {"funds": 1, "paid": 1}, {"last_number": 1}], ids=str)
def test_a_pot_begins_at_nothing(sums):
    with pytest.raises(IntegrityError), transaction.atomic():
        Pot.objects.create(year=factories.year(), source="city", purpose="Fest", **sums)


@pytest.mark.parametrize("name", ["reserved", "committed", "paid"])
def test_an_earmark_begins_at_nothing(pot, name):
    with pytest.raises(IntegrityError), transaction.atomic():
        Earmark.objects.create(pot=pot, title="Fest", created_at=clock.now(), **{name: 1})


@pytest.mark.parametrize(("table", "model"), [("budget_pot", Pot), ("budget_earmark", Earmark)])
def test_sums_that_somebody_forged_around_the_house_are_found(pot, treasurer, table, model):
    factories.earmark(pot, cents=100, by=treasurer)
    other = factories.pot(cents=100, by=treasurer)
    assert not queries.unsound().exists()
    of_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_is_not_forged{of_table}")
    forged = model.objects.exclude(pk=other.pk) if model is Pot else model.objects.all()
    forged.update(paid=5)

    assert list(queries.unsound()) == [pot]


def test_a_closed_pot_refuses_every_entry(pot, treasurer):
    Pot.objects.filter(pk=pot.pk).update(closed_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        add(pot, by=treasurer)
    with pytest.raises(actions.PotClosed):
        actions.allocate(allocation(pot), actor=treasurer)


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["allocate", "transfer", "reserve", "commit", "release", "decommit", "pay", "repay", "take_back"]
        ),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(1, 300),
    ),
    max_size=25,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps)
def test_any_history_of_verbs_leaves_the_books_sound(history):
    """What the database keeps, what the entries add up to, and a replay of the rules are the same after any history."""
    with transaction.atomic():
        one, two = factories.treasurer(), factories.treasurer("Kolja Kasse")
        pots = [factories.pot(cents=200, by=one) for _number in range(3)]
        for verb, where, other, cents in history:
            try:
                with transaction.atomic():
                    _try(verb, fresh(pots[where]), fresh(pots[other]), cents, one=one, two=two)
            except (actions.TooLittleLeft, actions.SamePot, actions.AlreadyTakenBack):
                pass
        keys = [pot.pk for pot in pots]
        movements = [
            rules.Movement(entry.pot_id, EntryKind(entry.kind), entry.cents, str(entry.earmark_id or ""))
            for entry in Entry.objects.filter(pot__in=keys).order_by("pk")
        ]
        ledger = rules.replay(movements)
        added = queries.sums_at(pots, moment=clock.now())
        for pot in Pot.objects.filter(pk__in=keys):
            assert pot.sums == ledger.pots[pot.pk] == added[pot.pk]
            assert pot.sums.hold
            numbers = list(pot.entries.order_by("number").values_list("number", flat=True))
            assert numbers == list(range(1, pot.last_number + 1))
            for earmark in pot.earmarks.all():
                sums = ledger.earmarks[pot.pk, str(earmark.pk)]
                assert (earmark.reserved, earmark.committed, earmark.paid) == (sums.reserved, sums.committed, sums.paid)
        assert not queries.unsound().exists()
        transaction.set_rollback(True)


def _try(verb, pot, other, cents, *, one, two):
    earmark = pot.earmarks.first()
    if verb == "allocate":
        actions.allocate(allocation(pot, cents=cents), actor=one)
    elif verb == "transfer":
        actions.transfer(actions.Transfer(pot=pot, into=other, cents=cents, basis="Beschluss"), actor=one)
    elif verb == "reserve":
        actions.reserve(actions.Reservation(pot=pot, cents=cents, title="Fest", case=f"a.b:{cents % 2}"), actor=one)
    elif verb == "take_back":
        actions.take_back(pot.entries.order_by("pk")[cents % pot.last_number], actor=one, reason="Irrtum")
    elif earmark is None:
        return
    elif verb == "pay":
        actions.release_order(factories.order(earmark, cents=cents, by=one), actor=two)
    elif verb == "repay":
        actions.repay(actions.Repayment(earmark=earmark, cents=cents, voucher="A"), actor=one)
    else:
        getattr(actions, verb)(actions.Held(earmark=earmark, cents=cents), actor=one)


# --- Years -------------------------------------------------------------------------------------------------------


def test_a_year_opens_with_an_empty_pot_for_each_part_of_the_scheme(profile, treasurer):
    terms = {"first_year": 2026, "basis": "Ratsbeschluss"}
    actions.add_pillar(actions.PillarTerms(name_de="Säule 1", per_district_cents=12_000_00, **terms), actor=treasurer)
    actions.add_pillar(actions.PillarTerms(name_de="Säule 2", total_cents=80_000_00, **terms), actor=treasurer)
    over = actions.PillarTerms(name_de="Alt", total_cents=1, **terms | {"first_year": 2003, "last_year": 2015})
    actions.add_pillar(over, actor=treasurer)

    year = actions.open_year(actions.YearPlan(2026), actor=treasurer)

    districts = queries.districts().count()
    assert year.pots.count() == districts + 1
    assert set(year.pots.values_list("funds", flat=True)) == {0}

    actions.allocate_as_provided(year, actor=treasurer, basis="Zuwendungsbescheid")
    actions.allocate_as_provided(year, actor=treasurer, basis="Noch einmal: es bleibt dabei")

    assert sum(year.pots.values_list("funds", flat=True)) == districts * 12_000_00 + 80_000_00


def test_a_year_opens_once(treasurer):
    actions.open_year(actions.YearPlan(2026), actor=treasurer)
    with pytest.raises(actions.YearThere):
        actions.open_year(actions.YearPlan(2026), actor=treasurer)
    assert FiscalYear.objects.count() == 1


@pytest.mark.parametrize("number", [0, 1989, 2201, 10**12])
def test_a_year_is_a_year(treasurer, number):
    with pytest.raises(actions.NoYear):
        actions.open_year(actions.YearPlan(number), actor=treasurer)
    assert not FiscalYear.objects.exists()


def scheme(treasurer, *, cents=80_000_00, **more):
    terms = {"name_de": "Säule", "first_year": 2020, "total_cents": cents, "basis": "Ratsbeschluss"} | more
    return actions.add_pillar(actions.PillarTerms(**terms), actor=treasurer)


def test_a_year_that_is_there_gets_the_pots_that_are_missing_and_no_other(treasurer):
    first = scheme(treasurer)
    year = actions.open_year(actions.YearPlan(2026), actor=treasurer)
    later = scheme(treasurer, name_de="Später", first_year=2026)
    scheme(treasurer, name_de="Noch nicht", first_year=2027)

    assert actions.open_year(actions.YearPlan(2026), actor=treasurer) == year
    with pytest.raises(actions.YearThere):
        actions.open_year(actions.YearPlan(2026), actor=treasurer)

    assert list(year.pots.order_by("pk").values_list("pillar", flat=True)) == [first.pk, later.pk]


def test_a_year_into_which_another_was_carried_gets_the_rest_of_its_pots(pot, treasurer):
    pillar = scheme(treasurer)
    actions.close_year(pot.year, actor=treasurer, basis="Beschluss")

    following = actions.open_year(actions.YearPlan(pot.year.year + 1), actor=treasurer)

    assert set(following.pots.values_list("pillar", "funds")) == {(None, 1_000_00), (pillar.pk, 0)}
    with pytest.raises(actions.YearClosed):
        actions.open_year(actions.YearPlan(pot.year.year), actor=treasurer)


def test_the_plan_reaches_pots_into_which_money_was_carried_and_counts_what_was_given(treasurer):
    scheme(treasurer)
    year = actions.open_year(actions.YearPlan(clock.today().year), actor=treasurer)
    [pot] = year.pots.all()
    actions.allocate(allocation(pot, cents=30_000_00), actor=treasurer)
    other = factories.pot(cents=500, by=treasurer)
    actions.transfer(actions.Transfer(pot=other, into=pot, cents=500, basis="Beschluss"), actor=treasurer)
    assert [due.cents for due in queries.dues([year.year])[year.year]] == [50_000_00]
    actions.allocate_as_provided(year, actor=treasurer, basis="Beschluss")
    assert fresh(pot).funds == 80_005_00
    actions.close_year(year, actor=treasurer, basis="Beschluss")
    following = FiscalYear.objects.get(year=year.year + 1)

    for _twice in range(2):
        actions.allocate_as_provided(following, actor=treasurer, basis="Beschluss")

    after = fresh(pot).followed_by
    assert after.funds == 160_005_00
    assert queries.dues([following.year])[following.year] == []
    taken = after.entries.get(kind=EntryKind.ALLOCATION)
    actions.take_back(taken, actor=treasurer, reason="Erst im Herbst")
    assert [due.cents for due in queries.dues([following.year])[following.year]] == [80_000_00]


def test_several_pots_for_one_part_of_the_scheme_get_its_plan_once(treasurer):
    pillar = scheme(treasurer)
    year = actions.open_year(actions.YearPlan(2026), actor=treasurer)
    part = factories.pot(cents=10_000_00, by=treasurer, year=year, pillar=pillar, purpose="Erste Hälfte")

    actions.allocate_as_provided(year, actor=treasurer, basis="Beschluss")

    assert sum(year.pots.values_list("funds", flat=True)) == 80_000_00
    assert fresh(part).funds == 10_000_00


def test_more_than_planned_is_not_taken_away(treasurer):
    pillar = scheme(treasurer, cents=100)
    year = factories.year(2026)
    pot = factories.pot(cents=200, by=treasurer, year=year, pillar=pillar, purpose="")
    actions.allocate_as_provided(year, actor=treasurer, basis="Beschluss")
    assert fresh(pot).funds == 200


def test_nothing_is_allocated_in_a_closed_year(pot, treasurer):
    scheme(treasurer)
    actions.close_year(pot.year, actor=treasurer, basis="Beschluss")
    with pytest.raises(actions.YearClosed):
        actions.allocate_as_provided(fresh(pot.year), actor=treasurer, basis="Beschluss")


def test_a_pot_is_opened_only_for_a_pillar_that_holds(treasurer):
    pillar = scheme(treasurer, first_year=2020, last_year=2024)
    for number in (2019, 2025):
        opening = actions.Opening(year=factories.year(number), source="city", pillar=pillar)
        with pytest.raises(actions.PillarOver):
            actions.open_pot(opening, actor=treasurer)
    actions.open_pot(actions.Opening(year=factories.year(2024), source="city", pillar=pillar), actor=treasurer)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"first_year": 1}, actions.YearRefused),
        ({"last_year": 2019}, actions.YearRefused),
        ({"last_year": 9999}, actions.YearRefused),
        ({"per_district_cents": 5}, actions.SumsRefused),
        ({"cents": -1}, actions.SumsRefused),
        ({"name_de": "x" * 121}, actions.TextTooLong),
        ({"basis": " "}, WordsMissing),
    ],
    ids=str,
)
def test_a_pillar_says_what_can_hold(treasurer, wrong, refusal):
    with pytest.raises(refusal):
        scheme(treasurer, **wrong)
    assert not Pillar.objects.exists()


@pytest.mark.parametrize("last_year", [2019, 1, 9999])
def test_a_pillar_ends_in_a_year_behind_its_first(treasurer, last_year):
    with pytest.raises(actions.YearRefused):
        actions.end_pillar(scheme(treasurer), actor=treasurer, last_year=last_year)


def test_a_pot_keeps_its_account_once_its_year_is_closed(pot, treasurer):
    with pytest.raises(actions.TextTooLong):
        actions.edit_pot(pot, actor=treasurer, account="9" * 81)
    actions.edit_pot(pot, actor=treasurer, account=" 04.281.01 ")
    actions.close_year(pot.year, actor=treasurer, basis="Beschluss")
    with pytest.raises(actions.PotClosed):
        actions.edit_pot(fresh(pot), actor=treasurer, account="anders")
    assert fresh(pot).account == "04.281.01"


def test_a_pot_is_there_once(pot, treasurer):
    with pytest.raises(actions.PotThere):
        actions.open_pot(actions.Opening(year=pot.year, source=pot.source, purpose=pot.purpose), actor=treasurer)


def test_a_year_ends_with_as_much_going_out_as_coming_in(pot, treasurer, officer):
    case = "funding.application:1"
    earmark = factories.earmark(pot, cents=600_00, case=case, by=treasurer)
    actions.commit(actions.Held(earmark=earmark, cents=400_00), actor=treasurer)
    actions.release_order(factories.order(earmark, cents=150_00, by=treasurer), actor=officer)

    actions.close_year(pot.year, actor=treasurer, basis="Beschluss vom 15.12.")

    pot = fresh(pot)
    assert pot.sums == Sums(funds=150_00, paid=150_00)
    assert pot.closed_at is not None
    after = pot.followed_by
    assert after.sums == Sums(funds=850_00, reserved=200_00, committed=250_00)
    onward = after.earmarks.get()
    assert (onward.case, onward.follows, onward.reserved, onward.committed) == (case, earmark, 200_00, 250_00)
    assert queries.unsound().count() == 0


def test_a_year_ends_as_the_rules_plan_it_and_in_german(pot, treasurer):
    for number, cents in enumerate((100_00, 200_00)):
        held = factories.earmark(pot, cents=cents, title=f"Fest {number}", by=treasurer)
        actions.commit(actions.Held(earmark=held, cents=50_00), actor=treasurer)
    ledger = rules.Ledger(
        {pot.pk: fresh(pot).sums}, {(pot.pk, str(held.pk)): held.sums for held in Earmark.objects.all()}
    )
    before = pot.entries.count()

    with translation.override("en"):
        actions.close_year(pot.year, actor=treasurer, basis="Beschluss")

    after = fresh(pot).followed_by
    came_from = {held.followed_by.pk: held.pk for held in pot.earmarks.all()}
    entered = [
        rules.Movement(
            entry.pot_id,
            EntryKind(entry.kind),
            entry.cents,
            str(came_from.get(entry.earmark_id, entry.earmark_id) or ""),
        )
        for entry in Entry.objects.order_by("pk")[before:]
    ]
    assert entered == list(rules.carried(ledger, pot=pot.pk, into=after.pk))
    assert set(Entry.objects.filter(earmark__isnull=False).exclude(reason="").values_list("reason", flat=True)) == {
        "Übertrag ins Folgejahr",
        "Übertrag aus dem Vorjahr",
    }


def test_a_year_does_not_end_while_a_payment_waits(order, treasurer):
    with pytest.raises(actions.OrdersWait):
        actions.close_year(order.pot.year, actor=treasurer, basis="Beschluss")


def test_years_end_in_their_order(pot, treasurer):
    factories.year(pot.year.year - 1)
    with pytest.raises(actions.EarlierOpen):
        actions.close_year(pot.year, actor=treasurer, basis="Beschluss")


def test_an_auditor_closes_nothing(pot):
    with pytest.raises(NotAllowed):
        actions.close_year(pot.year, actor=factories.auditor(), basis="Beschluss")


def test_a_pillar_ends_not_before_its_pots(treasurer):
    terms = actions.PillarTerms(name_de="Säule 2", first_year=2025, total_cents=1, basis="Ratsbeschluss")
    pillar = actions.add_pillar(terms, actor=treasurer)
    actions.open_year(actions.YearPlan(2026), actor=treasurer)

    with pytest.raises(actions.YearRefused):
        actions.end_pillar(pillar, actor=treasurer, last_year=2025)
    actions.end_pillar(pillar, actor=treasurer, last_year=2026)
    assert Pillar.objects.get().last_year == 2026


def test_what_a_pot_stood_at_before(time_machine):
    time_machine.move_to("2026-03-01T12:00:00+00:00", tick=False)
    treasurer = factories.treasurer()
    pot = factories.pot(cents=100_00, by=treasurer)
    time_machine.move_to("2026-04-01T12:00:00+00:00", tick=False)
    then = clock.now()
    time_machine.move_to("2026-05-01T12:00:00+00:00", tick=False)
    factories.earmark(pot, cents=40_00, by=treasurer)

    assert queries.sums_at([pot], moment=then) == {pot.pk: Sums(funds=100_00)}
    assert queries.sums_at([pot], moment=clock.now()) == {pot.pk: Sums(funds=100_00, reserved=40_00)}
