"""Meetings: planned, invited, opened, attended, voted in, closed; who may, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search.models import IndexJournal
from quartierwerk.rooms.accounts import actions as accounts
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as people
from quartierwerk.rooms.accounts.tests.factories import person
from quartierwerk.rooms.boards import actions, queries
from quartierwerk.rooms.boards.models import Attendance, Binding, Entitlement, Meeting, Recusal, Resolution, Vote
from quartierwerk.rooms.boards.rules import (
    Base,
    Choice,
    Ground,
    ItemKind,
    Majority,
    MeetingState,
    Method,
    Quorum,
    QuorumMode,
    Tie,
    TieKind,
)
from quartierwerk.rooms.boards.search import ResolutionCard
from quartierwerk.rooms.boards.tests import factories
from quartierwerk.rooms.budget.actions import TooLittleLeft
from quartierwerk.rooms.budget.models import Earmark, Entry, Pot
from quartierwerk.rooms.budget.tests import factories as budget

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    """A body of five voting seats and a secretary that needs three and decides by simple majority."""
    return factories.assembled(voting=5)


@pytest.fixture
def secretary(board):
    return board.secretary.person


def test_whoever_keeps_the_minutes_plans_a_meeting(board, secretary):
    meeting = factories.meeting(board.body, by=secretary)
    assert (meeting.state, meeting.body) == (MeetingState.PLANNED, board.body)


def test_members_and_strangers_plan_none(board):
    for somebody in (board.seats[1].person, person()):
        with pytest.raises(NotAllowed):
            factories.meeting(board.body, by=somebody)


def test_a_meeting_ends_after_it_begins(board, secretary):
    now = clock.now()
    with pytest.raises(actions.TimeRefused):
        actions.plan(actions.Planning(body=board.body, starts_at=now, ends_at=now, place="Rathaus"), actor=secretary)


def test_an_invitation_needs_an_agenda_rules_and_time(board, secretary):
    meeting = factories.meeting(board.body, by=secretary, days=3)
    with pytest.raises(actions.AgendaEmpty):
        actions.invite(meeting, actor=secretary)
    factories.item(meeting, by=secretary)
    with pytest.raises(actions.NoticeTooShort):
        actions.invite(meeting, actor=secretary)

    actions.invite(meeting, actor=secretary, is_short=True)

    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.is_notice_short) == (MeetingState.INVITED, True)


def test_an_invitation_in_time_is_no_short_one(board, secretary):
    meeting = factories.meeting(board.body, by=secretary, days=60)
    factories.item(meeting, by=secretary)
    actions.invite(meeting, actor=secretary)
    assert not Meeting.objects.get().is_notice_short


def test_a_body_without_rules_does_not_meet():
    body = factories.body()
    officer = budget.people.officer()
    meeting = factories.meeting(body, by=officer)
    factories.item(meeting, by=officer)
    with pytest.raises(actions.RulesMissing):
        factories.opened(meeting, by=officer)


def test_an_agenda_is_a_tree_that_can_be_reordered(board, secretary):
    meeting = factories.meeting(board.body, by=secretary)
    first, second = (factories.item(meeting, by=secretary, title=title) for title in ("Begrüßung", "Mittel"))
    factories.item(meeting, by=secretary, title="Antrag", parent=second)
    actions.move_item(second, actor=secretary, is_up=True)

    assert [(line.number, line.item.title) for line in queries.agenda(meeting, secretary)] == [
        ("1", "Mittel"),
        ("1.1", "Antrag"),
        ("2", "Begrüßung"),
    ]
    actions.drop_item(meeting, actor=secretary, item=second.pk)
    assert [line.item for line in queries.agenda(meeting, secretary)] == [first]


def test_visitors_see_the_public_part_of_what_is_invited(board, secretary):
    meeting = factories.meeting(board.body, by=secretary, days=60)
    factories.item(meeting, by=secretary, title="Bericht")
    factories.item(meeting, by=secretary, title="Anträge", is_public=False)
    factories.item(meeting, by=secretary, title="Verschiedenes")
    assert not queries.meetings(None).exists()

    actions.invite(meeting, actor=secretary)

    assert [line.number for line in queries.agenda(meeting, None)] == ["1", "3"]
    assert len(queries.agenda(meeting, board.seats[0].person)) == 3


def test_coming_and_going_count_to_the_minute(board, secretary):
    meeting = factories.running(board, here=2, by=secretary)
    assert not queries.presence(meeting, at=clock.now()).finding.is_met

    late = actions.come(actions.Arrival(meeting=meeting, seat=board.seats[2], came_at=clock.now()), actor=secretary)
    assert queries.presence(meeting, at=clock.now()).finding.is_met

    actions.go(late, actor=secretary, left_at=clock.now())
    assert not queries.presence(meeting, at=clock.now()).finding.is_met
    with pytest.raises(NotNow):
        actions.go(late, actor=secretary, left_at=clock.now())


def test_nobody_comes_twice_too_early_or_without_a_seat(board, secretary):
    meeting = factories.running(board, here=1, by=secretary)
    other = factories.assembled(voting=1)

    def arrival(seat, **more):
        return actions.Arrival(**{"meeting": meeting, "seat": seat, "came_at": clock.now()} | more)

    with pytest.raises(actions.AlreadyHere):
        actions.come(arrival(board.seats[0]), actor=secretary)
    with pytest.raises(actions.TooEarly):
        actions.come(arrival(board.seats[1], came_at=clock.now() - timedelta(days=1)), actor=secretary)
    with pytest.raises(actions.NotSeated):
        actions.come(arrival(other.seats[0]), actor=secretary)
    with pytest.raises(actions.NobodyStandsIn):
        actions.come(arrival(board.seats[1], is_substitute=True), actor=secretary)


# --- Conflicts of interest ---------------------------------------------------------------------------------------


def test_a_tie_that_is_declared_once_proposes_a_recusal(board, secretary):
    meeting = factories.running(board, here=5, by=secretary)
    member = board.seats[1].person
    applicant = reference(person("Verein Licht", email=None))
    actions.bind(actions.Tie(member, applicant, TieKind.ORGAN), actor=member)
    actions.bind(actions.Tie(member, applicant, TieKind.ORGAN), actor=member)
    item = factories.item(meeting, by=secretary, parties=[applicant])
    other = factories.item(meeting, by=secretary)

    [proposal] = queries.proposals(item)
    assert (proposal.seat, proposal.bindings[0].kind) == (board.seats[1], TieKind.ORGAN)
    assert queries.proposals(other) == []

    actions.declare(actions.Declaration(item=item, seat=proposal.seat, ground=Ground.MUNICIPAL), actor=secretary)
    assert queries.proposals(item) == []
    assert [line.is_withheld for line in queries.agenda(meeting, member)] == [True, False]


def test_nobody_declares_the_ties_of_others(board):
    member, other = board.seats[1].person, board.seats[2].person
    with pytest.raises(NotAllowed):
        actions.bind(actions.Tie(member, "a.b:1", TieKind.SELF), actor=other)
    with pytest.raises(actions.NothingThere):
        actions.bind(actions.Tie(member, "nichts", TieKind.SELF), actor=member)
    binding = actions.bind(actions.Tie(member, "a.b:1", TieKind.SELF), actor=member)
    with pytest.raises(NotAllowed):
        actions.unbind(binding, actor=other)
    actions.unbind(binding, actor=member)
    assert Binding.objects.get().ended_at is not None


def test_a_recused_seat_neither_votes_nor_counts_as_there(board, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    item = factories.item(meeting, by=secretary)
    member = board.seats[2]
    actions.declare(actions.Declaration(item=item, seat=member, ground=Ground.MUNICIPAL), actor=member.person)

    presence = queries.presence(meeting, at=clock.now(), item=item)

    assert (presence.here.present, presence.here.recused, presence.finding.is_met) == (2, 1, False)
    assert "Nicht beschlussfähig" in presence.sentence
    with pytest.raises(actions.NoQuorum, match="2 von 5"):
        factories.ballot(factories.motion(item, by=secretary), by=secretary)


def test_the_database_gives_a_recused_seat_no_vote(board, secretary):
    meeting = factories.running(board, here=5, by=secretary)
    item = factories.item(meeting, by=secretary)
    actions.declare(actions.Declaration(item=item, seat=board.seats[4], ground=Ground.ASSOCIATION), actor=secretary)
    ballot = factories.ballot(factories.motion(item, by=secretary), by=secretary)
    assert ballot.entitlements.count() == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        Entitlement.objects.create(ballot=ballot, seat=board.seats[4])


def test_a_recusal_comes_before_the_vote(board, secretary):
    meeting = factories.running(board, here=5, by=secretary)
    item = factories.item(meeting, by=secretary)
    factories.ballot(factories.motion(item, by=secretary), by=secretary)
    declared = actions.Declaration(item=item, seat=board.seats[4], ground=Ground.OWN)
    with pytest.raises(actions.VoteBegun):
        actions.declare(declared, actor=secretary)


# --- Votes -------------------------------------------------------------------------------------------------------


def test_hands_carry_a_motion_and_the_result_says_why(board, secretary):
    meeting = factories.running(board, here=4, by=secretary)
    motion = factories.motion(factories.item(meeting, by=secretary), by=secretary)
    ballot = factories.ballot(motion, by=secretary)

    with pytest.raises(actions.NotCounted):
        actions.close_ballot(ballot, actor=secretary)
    actions.count(actions.Counting(ballot=ballot, yes=2, no=1, abstained=1), actor=secretary)
    actions.close_ballot(ballot, actor=secretary)

    resolution = Resolution.objects.get()
    assert (resolution.number, resolution.year, resolution.wording) == (1, clock.today().year, motion.wording)
    assert (resolution.seats, resolution.present, resolution.quorum_needed) == (5, 4, 3)
    assert (resolution.majority_of, resolution.majority_needed, resolution.is_carried) == (3, 2, True)
    assert resolution.procedure == meeting.procedure


def test_whoever_comes_late_votes_next_time(board, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    item = factories.item(meeting, by=secretary)
    ballot = factories.ballot(factories.motion(item, by=secretary), by=secretary, method=Method.NAMED)
    actions.come(actions.Arrival(meeting=meeting, seat=board.seats[3], came_at=clock.now()), actor=secretary)

    assert set(ballot.entitlements.values_list("seat", flat=True)) == {seat.pk for seat in board.seats[:3]}
    second = factories.ballot(factories.motion(item, by=secretary), by=secretary)
    assert second.entitlements.count() == 4


def test_votes_by_name_are_added_and_the_last_one_counts(board, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    ballot = factories.ballot(
        factories.motion(factories.item(meeting, by=secretary), by=secretary), by=secretary, method=Method.NAMED
    )
    one, two, three = ballot.entitlements.order_by("pk")
    actions.cast(actions.Casting(one, Choice.NO), actor=one.seat.person)
    actions.cast(actions.Casting(one, Choice.YES), actor=one.seat.person)
    actions.cast(actions.Casting(two, Choice.YES), actor=secretary)
    with pytest.raises(NotAllowed):
        actions.cast(actions.Casting(three, Choice.NO), actor=two.seat.person)
    actions.close_ballot(ballot, actor=secretary)

    resolution = Resolution.objects.get()
    assert (resolution.yes, resolution.no, Vote.objects.count()) == (2, 0, 3)
    with pytest.raises(NotNow):
        actions.cast(actions.Casting(three, Choice.NO), actor=three.seat.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(entitlement=three, choice="no", at=clock.now(), by=secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.update(choice="no")
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.update(is_carried=False)


def test_slips_are_counted_by_two(board, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    ballot = factories.ballot(
        factories.motion(factories.item(meeting, by=secretary), by=secretary), by=secretary, method=Method.PAPER
    )

    def counted(by, **votes):
        actions.count(actions.Counting(ballot=ballot, **votes), actor=by)
        return queries.counted(ballot)

    assert counted(secretary, yes=2, no=1) is None
    assert counted(secretary, yes=2, no=1) is None
    assert counted(board.seats[1].person, yes=1, no=2) is None
    assert counted(board.seats[1].person, yes=2, no=1) is not None
    with pytest.raises(NotAllowed):
        counted(person(), yes=2, no=1)


def test_no_more_votes_are_counted_than_seats(board, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    ballot = factories.ballot(factories.motion(factories.item(meeting, by=secretary), by=secretary), by=secretary)
    with pytest.raises(actions.CountRefused):
        actions.count(actions.Counting(ballot=ballot, yes=3, no=1), actor=secretary)


def test_a_tie_is_decided_by_the_chair_where_the_rules_say_so():
    board = factories.assembled(voting=4, majority=Majority(tie=Tie.CHAIR))
    by = board.secretary.person
    meeting = factories.running(board, here=4, by=by)
    ballot = factories.ballot(factories.motion(factories.item(meeting, by=by), by=by), by=by)
    actions.count(actions.Counting(ballot=ballot, yes=2, no=2, chair=Choice.YES), actor=by)
    actions.close_ballot(ballot, actor=by)

    resolution = Resolution.objects.get()
    assert (resolution.is_tied, resolution.is_by_chair, resolution.is_carried) == (True, True, True)


def test_without_a_quorum_only_with_a_reason(board, secretary):
    meeting = factories.running(board, here=2, by=secretary)
    motion = factories.motion(factories.item(meeting, by=secretary), by=secretary)
    ballot = factories.ballot(motion, by=secretary, override_reason="Eilfall nach § 7")
    actions.count(actions.Counting(ballot=ballot, yes=2, no=0), actor=secretary)
    actions.close_ballot(ballot, actor=secretary)

    resolution = Resolution.objects.get()
    assert (resolution.is_quorum_met, resolution.override_reason) == (False, "Eilfall nach § 7")


def test_a_presumed_quorum_is_counted_once_it_is_challenged():
    board = factories.assembled(voting=5, quorum=Quorum(mode=QuorumMode.PRESUMED, share=Fraction(1, 2)))
    by = board.secretary.person
    meeting = factories.running(board, here=1, by=by)
    assert queries.presence(meeting, at=clock.now()).finding.is_met

    actions.challenge(meeting, actor=by)

    assert not queries.presence(Meeting.objects.get(), at=clock.now()).finding.is_met


def test_a_vote_that_is_broken_off_leaves_no_resolution(board, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    motion = factories.motion(factories.item(meeting, by=secretary), by=secretary)
    ballot = factories.ballot(motion, by=secretary)
    with pytest.raises(actions.BallotThere):
        factories.ballot(motion, by=secretary)
    with pytest.raises(WordsMissing):
        actions.void(ballot, actor=secretary, reason=" ")

    actions.void(ballot, actor=secretary, reason="Frage war unklar")

    assert not Resolution.objects.exists()
    assert factories.ballot(motion, by=secretary).pk != ballot.pk


def test_a_carried_motion_reserves_its_money(board, secretary):
    pot = budget.pot(cents=500_00)
    meeting = factories.running(board, here=3, by=secretary)
    item = factories.item(meeting, by=secretary, title="Lichterfest Hafen")
    motion = factories.motion(item, by=secretary, pot=pot, cents=400_00)
    [asked] = queries.money_asked(queries.agenda(meeting, secretary))
    assert (asked.cents, asked.left) == (400_00, 100_00)

    factories.decided(motion, by=secretary, yes=3)

    earmark = Earmark.objects.get()
    resolution = Resolution.objects.get()
    assert (earmark.title, earmark.reserved, earmark.case) == ("Lichterfest Hafen", 400_00, reference(resolution))
    assert earmark.entries.get().resolution == reference(resolution)
    assert queries.money_asked(queries.agenda(meeting, secretary)) == []


def test_a_rejected_motion_reserves_nothing(board, secretary):
    pot = budget.pot(cents=500_00)
    meeting = factories.running(board, here=3, by=secretary)
    motion = factories.motion(factories.item(meeting, by=secretary), by=secretary, pot=pot, cents=400_00)
    factories.decided(motion, by=secretary, no=3)
    assert not Earmark.objects.exists()


def test_what_the_pot_cannot_bear_is_not_recorded_as_carried(board, secretary):
    pot = budget.pot(cents=500_00)
    meeting = factories.running(board, here=3, by=secretary)
    item = factories.item(meeting, by=secretary)
    first, second = (factories.motion(item, by=secretary, pot=pot, cents=300_00) for _number in range(2))
    factories.decided(first, by=secretary, yes=3)

    with pytest.raises(TooLittleLeft, match="200,00"):
        factories.decided(second, by=secretary, yes=3)

    assert Resolution.objects.count() == 1
    assert Pot.objects.get().reserved == 300_00
    assert second.ballots.get().is_open


def test_resolutions_are_numbered_by_body_and_year(board, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    item = factories.item(meeting, by=secretary)
    for _number in range(2):
        factories.decided(factories.motion(item, by=secretary), by=secretary, yes=3)
    assert list(Resolution.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_meeting_ends_when_no_vote_is_open(board, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    ballot = factories.ballot(factories.motion(factories.item(meeting, by=secretary), by=secretary), by=secretary)
    with pytest.raises(actions.VoteRuns):
        actions.close_meeting(meeting, actor=secretary)
    actions.void(ballot, actor=secretary, reason="Vertagt")

    actions.close_meeting(meeting, actor=secretary)

    meeting = Meeting.objects.get()
    assert meeting.state == MeetingState.HELD
    assert not meeting.attendances.filter(left_at__isnull=True).exists()
    with pytest.raises(NotNow):
        factories.item(meeting, by=secretary)


def test_a_public_resolution_is_public_and_a_closed_one_is_not(board, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    for is_public in (True, False):
        item = factories.item(meeting, by=secretary, is_public=is_public, kind=ItemKind.DECISION)
        factories.decided(factories.motion(item, by=secretary), by=secretary, yes=3)
    assert queries.resolutions(None).count() == 1
    assert queries.resolutions(person()).count() == 1
    assert queries.resolutions(board.seats[1].person).count() == 2


def test_base_is_what_the_rules_say():
    board = factories.assembled(voting=5, majority=Majority(base=Base.SEATS))
    by = board.secretary.person
    meeting = factories.running(board, here=4, by=by)
    motion = factories.motion(factories.item(meeting, by=by), by=by)
    factories.decided(motion, by=by, yes=2, no=0)
    resolution = Resolution.objects.get()
    assert (resolution.majority_of, resolution.majority_needed, resolution.is_carried) == (5, 3, False)


# --- What is not for everybody, and when what may be done ----------------------------------------------------------


def test_what_was_called_off_before_anybody_was_invited_stays_inside(board, secretary):
    unsaid, said = (factories.meeting(board.body, by=secretary, days=60) for _number in range(2))
    factories.item(said, by=secretary)
    actions.invite(said, actor=secretary)
    for meeting in (unsaid, said):
        actions.cancel(meeting, actor=secretary)

    assert list(queries.meetings(None)) == [said]
    assert set(queries.meetings(secretary)) == {unsaid, said}


def test_a_meeting_on_another_day_is_opened_knowingly(board, secretary):
    meeting = factories.meeting(board.body, by=secretary, days=5)
    with pytest.raises(actions.OtherDay):
        actions.open_meeting(meeting, actor=secretary)
    assert not Meeting.objects.get().is_open

    actions.open_meeting(meeting, actor=secretary, is_other_day=True)

    assert Meeting.objects.get().is_open


def test_the_day_of_a_meeting_is_one_in_berlin(board, secretary, time_machine):
    time_machine.move_to("2026-07-01T22:30:00+00:00", tick=False)  # half past midnight of the second in Berlin
    gone = factories.seat(board.body, valid_to=date(2026, 7, 2))
    meeting = factories.meeting(board.body, by=secretary)
    assert actions.open_meeting(meeting, actor=secretary).day == date(2026, 7, 2)
    assert not queries.meetings_of(gone.person, at=clock.now()).exists()
    assert queries.meetings_of(board.seats[0].person, at=clock.now()).exists()


def test_nobody_is_recused_from_what_is_called_off_or_over(board, secretary):
    off, over = factories.meeting(board.body, by=secretary, days=9), factories.running(board, here=3, by=secretary)
    items = [factories.item(meeting, by=secretary) for meeting in (off, over)]
    declared = [actions.Declaration(item=item, seat=board.seats[1], ground=Ground.OWN) for item in items]
    for one in declared:
        actions.declare(one, actor=secretary)
    actions.cancel(off, actor=secretary)
    actions.close_meeting(over, actor=secretary)
    for one in declared:
        with pytest.raises(NotNow):
            actions.take_back_recusal(one.item, actor=secretary, seat=board.seats[1])
        with pytest.raises(NotNow):
            actions.declare(replace(one, seat=board.seats[2]), actor=secretary)
    assert Recusal.objects.count() == 2


def test_whoever_is_recused_shapes_nothing_of_it_even_from_the_chair(board, secretary):
    meeting = factories.running(board, here=5, by=secretary)
    item = factories.item(meeting, by=secretary)
    motion = factories.motion(item, by=secretary)
    chair = board.seats[0].person
    actions.declare(actions.Declaration(item=item, seat=board.seats[0], ground=Ground.OWN), actor=chair)
    moved = actions.Moved(item=item, wording="Anders.")
    with pytest.raises(NotAllowed):
        actions.move(moved, actor=chair)
    with pytest.raises(NotAllowed):
        actions.amend(motion, actor=chair, moved=moved)
    with pytest.raises(NotAllowed):
        actions.drop_motion(item, actor=chair, motion=motion.pk)
    with pytest.raises(NotAllowed):
        factories.ballot(motion, by=chair)
    ballot = factories.ballot(motion, by=secretary)
    with pytest.raises(NotAllowed):
        actions.count(actions.Counting(ballot=ballot, yes=4, no=0), actor=chair)
    with pytest.raises(NotAllowed):
        actions.void(ballot, actor=chair, reason="Darum")
    actions.count(actions.Counting(ballot=ballot, yes=4, no=0), actor=secretary)
    with pytest.raises(NotAllowed):
        actions.close_ballot(ballot, actor=chair)


def test_it_is_kept_who_stood_in(board, secretary):
    ada, bea = person("Ada Ersatz"), person("Bea Ersatz")
    seat = board.seats[1]
    actions.correct(seat, actor=system("test"), said=actions.Said(substitute=ada))
    meeting = factories.running(board, here=1, by=secretary)
    actions.come(actions.Arrival(meeting=meeting, seat=seat, came_at=clock.now(), is_substitute=True), actor=secretary)
    actions.correct(seat, actor=system("test"), said=actions.Said(substitute=bea))

    stay = Attendance.objects.get(seat=seat)

    assert stay.substitute == ada
    [row] = [row for row in queries.rows_of_meetings(ada) if row[0].name == "meeting"]
    assert row[1].value is True
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.filter(seat=seat).update(is_substitute=False)
    accounts.erase(ada, actor=ada)
    stay.refresh_from_db()
    assert (stay.is_substitute, stay.substitute) == (True, None)


def test_it_is_kept_who_entered_a_vote_for_somebody_else(board, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    motion = factories.motion(factories.item(meeting, by=secretary), by=secretary)
    ballot = factories.ballot(motion, by=secretary, method=Method.NAMED)
    own, called, _none = ballot.entitlements.order_by("pk")
    actions.cast(actions.Casting(own, Choice.YES), actor=own.seat.person)
    actions.cast(actions.Casting(called, Choice.NO), actor=secretary)

    assert [vote.by for vote in Vote.objects.all()] == [None, secretary]
    assert [said for _seat, said in queries.entitled(ballot)] == ["Ja", f"Nein, eingetragen von {secretary}", ""]


def test_what_the_books_keep_is_in_the_language_of_the_house(board, secretary):
    pot = budget.pot(cents=1_000_00)
    meeting = factories.running(board, here=3, by=secretary)
    motion = factories.motion(factories.item(meeting, by=secretary), by=secretary, pot=pot, cents=100_00)
    with translation.override("en"):
        factories.decided(motion, by=secretary, yes=3)
    assert Entry.objects.filter(basis__startswith="Beschluss 1/").exists()


def test_a_resolution_is_found_as_soon_as_it_is_there(board, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    factories.decided(factories.motion(factories.item(meeting, by=secretary), by=secretary), by=secretary, yes=3)
    resolution = Resolution.objects.get()
    lines = IndexJournal.objects.filter(reference=reference(resolution))
    assert lines.count() == 1
    wording = board.body.wording

    actions.edit(board.body, actor=system("test"), wording=replace(wording, is_public=False), based_on=wording)

    assert lines.count() == 2
    assert not ResolutionCard.queryset().exists()


# --- Ties and reasons are forgotten --------------------------------------------------------------------------------


def test_ties_go_ten_years_after_they_ended_or_their_person_left(board, time_machine):
    now = clock.now()
    stays, leaves, gone = board.seats[1].person, person("Lea Weg"), person("Gerd Gast")
    seat = factories.seat(board.body, leaves)
    for one in (stays, leaves, gone):
        actions.bind(actions.Tie(one, "a.b:1", TieKind.SELF), actor=one)
    actions.unbind(actions.bind(actions.Tie(stays, "a.b:2", TieKind.SELF), actor=stays), actor=stays)
    time_machine.move_to(now + timedelta(days=5 * 365))
    actions.end(seat, actor=system("test"), valid_to=clock.today())

    time_machine.move_to(now + timedelta(days=11 * 365))
    assert people.forgotten("boards.bindings") == 2
    assert {binding.person for binding in Binding.objects.all()} == {stays, leaves}

    time_machine.move_to(now + timedelta(days=16 * 365))
    assert people.forgotten("boards.bindings") == 1
    assert Binding.objects.get().person == stays


def test_reasons_go_from_meetings_that_never_took_place_too(board, secretary, time_machine):
    meeting = factories.meeting(board.body, by=secretary, days=3)
    item = factories.item(meeting, by=secretary)
    declared = actions.Declaration(item=item, seat=board.seats[1], ground=Ground.OWN, reason="Bruder")
    actions.declare(declared, actor=secretary)
    actions.cancel(meeting, actor=secretary)
    time_machine.move_to(clock.now() + timedelta(days=11 * 365))

    assert people.forgotten("boards.meetings") == 1
    assert Recusal.objects.get().reason == ""


def test_reasons_go_with_an_account_that_sits_there_by_its_address(board, secretary):
    nobody = person("Ada Alt", email=None)
    seat = factories.seat(board.body, nobody, email="ada@example.org")
    ada = person("Ada Neu", email="ada@example.org")
    item = factories.item(factories.meeting(board.body, by=secretary, days=3), by=secretary)
    actions.declare(actions.Declaration(item=item, seat=seat, ground=Ground.OWN, reason="Bruder"), actor=ada)

    accounts.erase(ada, actor=ada)

    assert Recusal.objects.get().reason == ""
