"""The arithmetic of pots under random histories: nothing is ever below zero, and every path gives the same sums."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.budget.rules import EFFECT, OF_AN_EARMARK, EntryKind, Ledger, Movement, Sums, carried, replay

EARMARKS = ("a:1", "a:2", "b:1")
movements = st.builds(
    lambda pot, kind, cents, earmark: Movement(pot, kind, cents, earmark if kind in OF_AN_EARMARK else ""),
    pot=st.integers(1, 3),
    kind=st.sampled_from(EntryKind),
    cents=st.integers(1, 20_000),
    earmark=st.sampled_from(EARMARKS),
)


def borne(tried: list[Movement]) -> list[Movement]:
    """What of these was entered, since the pot could bear it; all else was refused."""
    ledger, entered = Ledger(), []
    for movement in tried:
        if ledger.bears(movement):
            ledger.take(movement)
            entered.append(movement)
    return entered


histories = st.lists(movements, max_size=60).map(borne)


def test_every_kind_has_an_effect():
    assert EFFECT.keys() == set(EntryKind)


@given(histories)
def test_no_pot_and_no_case_is_ever_below_zero(history):
    ledger = Ledger()
    for movement in history:
        ledger.take(movement)
        assert all(sums.hold for sums in ledger.pots.values())
        assert all(min(one.reserved, one.committed, one.paid) >= 0 for one in ledger.earmarks.values())


@given(histories)
def test_sums_by_every_path_agree(history):
    ledger = replay(history)
    by_kind: Counter[tuple[int, EntryKind]] = Counter()
    for movement in history:
        by_kind[movement.pot, movement.kind] += movement.cents

    for pot, sums in ledger.pots.items():
        summed = Sums()
        for (where, kind), cents in by_kind.items():
            summed += EFFECT[kind].times(cents) if where == pot else Sums()
        earmarks = [one for (where, _earmark), one in ledger.earmarks.items() if where == pot]
        own = by_kind[pot, EntryKind.EXPENSE] + by_kind[pot, EntryKind.TAKEN_OVER]
        assert summed == sums
        assert (sum(one.reserved for one in earmarks), sum(one.committed for one in earmarks)) == (
            sums.reserved,
            sums.committed,
        )
        assert sum(one.paid for one in earmarks) + own == sums.paid


@given(histories, st.randoms())
def test_the_order_does_not_change_what_is_left(history, chance):
    shuffled = list(history)
    chance.shuffle(shuffled)

    assert replay(shuffled) == replay(history)


@given(histories)
def test_a_counter_entry_takes_back_what_was_entered(history):
    back = [movement._replace(cents=-movement.cents) for movement in reversed(history)]

    after = replay(history + back)

    assert all(sums == Sums() for sums in (*after.pots.values(), *after.earmarks.values()))
    ledger = replay(history)
    for movement in back:
        assert ledger.bears(movement)
        ledger.take(movement)


@given(histories)
def test_a_year_ends_with_as_much_going_in_as_going_out(history):
    before = replay(history)
    plan = list(carried(before, pot=1, into=9))
    ledger = replay(history)
    for movement in plan:
        assert ledger.bears(movement)
        ledger.take(movement)

    old, new = ledger.pots.get(1, Sums()), ledger.pots.get(9, Sums())
    was = before.pots.get(1, Sums())
    assert sum(one.cents for one in plan if one.kind == EntryKind.CARRY_OUT) == new.funds
    assert (old.available, old.reserved, old.committed, old.paid) == (0, 0, 0, was.paid)
    assert (new.available, new.reserved, new.committed) == (was.available, was.reserved, was.committed)
    for earmark in EARMARKS:
        went, came = before.earmarks.get((1, earmark), Sums()), ledger.earmarks.get((9, earmark), Sums())
        assert (came.reserved, came.committed) == (went.reserved, went.committed)
