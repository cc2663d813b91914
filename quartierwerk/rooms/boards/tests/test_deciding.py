"""Quorum and majority: cases with their arithmetic beside them, and what holds for all rules and all counts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quartierwerk.rooms.boards.rules import (
    Base,
    Here,
    Majority,
    Quorum,
    QuorumMode,
    Relation,
    Tie,
    Votes,
    conflicts,
    quorum,
    result,
)

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
shares = st.sampled_from([HALF, TWO_THIRDS, Fraction(1, 3), Fraction(3, 4), Fraction(1)])
majorities = st.builds(
    Majority,
    base=st.sampled_from(Base),
    share=shares.filter(lambda share: share < 1),
    is_more_than=st.booleans(),
    tie=st.sampled_from(Tie),
)


@st.composite
def counted(draw):
    """Seats, those present, and votes that can be."""
    seats = draw(st.integers(1, 40))
    recused = draw(st.integers(0, seats - 1))
    present = draw(st.integers(1, seats - recused))
    yes = draw(st.integers(0, present))
    no = draw(st.integers(0, present - yes))
    abstained = draw(st.integers(0, present - yes - no))
    invalid = draw(st.integers(0, present - yes - no - abstained))
    return Here(seats, present, recused), Votes(yes, no, abstained, invalid)


@pytest.mark.parametrize(
    ("rule", "here", "met", "needed"),
    [
        (Quorum(share=HALF), Here(25, 13), True, 13),  # more than 12.5
        (Quorum(share=HALF), Here(25, 12), False, 13),
        (Quorum(share=HALF), Here(24, 12), False, 13),  # more than 12
        (Quorum(share=HALF, is_more_than=False), Here(24, 12), True, 12),
        (Quorum(share=HALF, is_more_than=False), Here(25, 12), False, 13),  # at least 12.5
        (Quorum(share=HALF), Here(9, 4, 2), False, 5),  # recused ones count: more than 4.5
        (Quorum(share=HALF, do_recused_count=False), Here(9, 4, 2), True, 4),  # of 7: more than 3.5
        (Quorum(least=3), Here(9, 3), True, 3),
        (Quorum(least=3), Here(9, 2), False, 3),
        (Quorum(), Here(25, 1), True, 1),  # § 32 BGB asks for none
        (Quorum(), Here(25, 0), False, 1),
        (Quorum(share=Fraction(1)), Here(5, 5), True, 5),
    ],
)
def test_a_quorum(rule, here, met, needed):
    found = quorum(rule, here)

    assert (found.is_met, found.needed) == (met, needed)


def test_a_presumed_quorum_holds_until_somebody_doubts_it():
    rule = Quorum(share=HALF, mode=QuorumMode.PRESUMED)

    assert quorum(rule, Here(25, 3)).is_met
    assert not quorum(rule, Here(25, 3), is_challenged=True).is_met
    assert not quorum(rule, Here(25, 0)).is_met


def test_a_second_meeting_decides_with_whoever_comes_where_the_statutes_say_so():
    assert quorum(Quorum(share=HALF, is_waived_second_time=True), Here(25, 3), is_second=True).is_met
    assert not quorum(Quorum(share=HALF, is_waived_second_time=True), Here(25, 3)).is_met
    assert not quorum(Quorum(share=HALF), Here(25, 3), is_second=True).is_met


@pytest.mark.parametrize(
    ("rule", "votes", "carried", "needed"),
    [
        (Majority(), Votes(4, 3, 5), True, 4),  # of 7: more than 3.5; abstentions do not count
        (Majority(), Votes(3, 3, 6), False, 4),  # as many for as against
        (Majority(base=Base.VALID), Votes(5, 3, 4), False, 7),  # of 12: more than 6
        (Majority(base=Base.PRESENT), Votes(6, 0), False, 7),  # of 12 there
        (Majority(base=Base.PRESENT), Votes(7, 5), True, 7),
        (Majority(base=Base.SEATS), Votes(12, 0), False, 13),  # of 25 seats: more than 12.5
        (Majority(share=TWO_THIRDS, is_more_than=False), Votes(8, 4), True, 8),  # of 12: at least 8
        (Majority(share=TWO_THIRDS, is_more_than=False), Votes(7, 4), False, 8),  # of 11: at least 7.33
        (Majority(), Votes(0, 0, 12), False, 1),  # nobody for it
        (Majority(), Votes(1, 0, 11), True, 1),
    ],
)
def test_a_majority(rule, votes, carried, needed):
    found = result(rule, Here(25, 12), votes)

    assert (found.is_carried, found.needed) == (carried, needed)


def test_the_chair_decides_a_tie_where_the_rules_say_so():
    rule, votes = Majority(tie=Tie.CHAIR), Votes(4, 4, 1)

    assert [result(rule, Here(9, 9), votes, chair=chair).is_carried for chair in (True, False, None)] == [
        True,
        False,
        False,
    ]
    assert not result(Majority(), Here(9, 9), votes, chair=True).is_carried
    assert not result(Majority(base=Base.SEATS, tie=Tie.CHAIR), Here(25, 9), votes, chair=True).is_carried


@given(counted(), majorities)
def test_another_vote_for_it_never_loses_it(count, rule):
    here, votes = count
    assume(votes.no > 0)
    more = votes._replace(yes=votes.yes + 1, no=votes.no - 1)

    assert result(rule, here, more).is_carried or not result(rule, here, votes).is_carried


@given(counted(), majorities)
def test_what_nobody_wants_is_never_carried(count, rule):
    here, votes = count

    assert not result(rule, here, votes._replace(yes=0), chair=True).is_carried


@given(counted(), shares)
def test_a_wider_base_never_makes_it_easier(count, share):
    here, votes = count
    carried = [result(Majority(base=base, share=share), here, votes).is_carried for base in Base]

    assert carried == sorted(carried, reverse=True)


@given(counted(), shares, st.booleans(), st.booleans())
def test_with_all_there_every_body_can_decide(count, share, is_more_than, do_recused_count):
    here, _votes = count
    rule = Quorum(share=share, is_more_than=is_more_than, do_recused_count=do_recused_count)

    assert quorum(rule, Here(here.seats, here.seats)).is_met


@given(counted(), shares)
def test_somebody_more_never_breaks_the_quorum(count, share):
    here, _votes = count
    rule = Quorum(share=share)
    assume(here.present + here.recused < here.seats)

    assert quorum(rule, here._replace(present=here.present + 1)).is_met or not quorum(rule, here).is_met


def test_more_votes_than_seats_are_no_result():
    for votes in (Votes(7, 6), Votes(-1, 2)):
        with pytest.raises(ValueError, match="more votes"):
            result(Majority(), Here(25, 12), votes)


def test_a_tie_to_a_party_is_a_conflict():
    known = [Relation("directory.profile:7", "board"), Relation("directory.profile:8", "employer")]

    assert conflicts(known, parties={"directory.profile:7", "funding.application:3"}) == known[:1]
    assert conflicts(known, parties=()) == []
