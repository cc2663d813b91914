"""A jury scores, ranks, decides and announces; nobody sees the others' points too early."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed, NotNow
from quartierwerk.rooms.boards import actions, queries
from quartierwerk.rooms.boards.models import Candidate, Score, Scoring
from quartierwerk.rooms.boards.rules import Criterion, Ground, ScoringState
from quartierwerk.rooms.boards.tests import factories
from quartierwerk.rooms.budget.models import Earmark
from quartierwerk.rooms.budget.tests import factories as budget

pytestmark = pytest.mark.django_db
RUBRIC = (Criterion(key="value", name_de="Wertschöpfung", weight=2), Criterion(key="people", name_de="Engagement"))


@pytest.fixture
def jury():
    return factories.assembled(voting=3)


@pytest.fixture
def by(jury):
    return jury.secretary.person


@pytest.fixture
def scoring(jury, by):
    meeting = factories.meeting(jury.body, by=by)
    rubric = actions.Rubric(
        item=factories.item(meeting, by=by, title="Anträge der Säule 2"),
        criteria=RUBRIC,
        closes_at=clock.now() + timedelta(days=7),
        pot=budget.pot(cents=1_000_00),
    )
    return actions.open_scoring(rubric, actor=by)


def entered(scoring, by, *, title="Lichterfest", cents=600_00, **said):
    return actions.enter(
        actions.Entry(scoring=scoring, title=title, text="Ein Fest im Hafen.", cents=cents, **said), actor=by
    )


def given(candidate, seat, *, value=3, people=3, **more):
    points = {"value": value, "people": people}
    return actions.score(
        actions.Given(**{"candidate": candidate, "seat": seat, "points": points} | more), actor=seat.person
    )


def sheet_of(scoring, seat):
    [sheet] = queries.sheets(scoring, seat.person)
    return sheet


def test_what_a_jury_scores_stands_closed_on_its_agenda_with_its_motion(scoring, by):
    candidate = entered(scoring, by)
    assert not candidate.item.is_public
    motion = candidate.item.motions.get()
    assert (motion.cents, motion.pot) == (600_00, scoring.pot)


def test_an_unsound_rubric_is_refused(jury, by):
    item = factories.item(factories.meeting(jury.body, by=by), by=by)
    with pytest.raises(actions.RubricRefused):
        actions.open_scoring(actions.Rubric(item=item, criteria=(), closes_at=clock.now()), actor=by)


def test_an_item_is_scored_once(scoring, by):
    rubric = actions.Rubric(item=scoring.item, criteria=RUBRIC, closes_at=clock.now())
    with pytest.raises(actions.ScoringThere):
        actions.open_scoring(rubric, actor=by)


def test_the_points_of_others_show_once_ones_own_are_in(scoring, jury, by):
    candidate = entered(scoring, by)
    first, second, _third = jury.seats
    given(candidate, first)
    assert sheet_of(scoring, second).others == []
    assert not Score.objects.visible_to(second.person).exists()

    given(candidate, second)

    assert [one.seat for one in sheet_of(scoring, second).others] == [first]
    assert Score.objects.visible_to(second.person).count() == 2
    assert Score.objects.visible_to(by).count() == 0


def test_points_are_given_once_and_stand(scoring, jury, by):
    candidate = entered(scoring, by)
    score = given(candidate, jury.seats[0])
    with pytest.raises(actions.AlreadyScored):
        given(candidate, jury.seats[0], value=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.filter(pk=score.pk).update(comment="Anders")


def test_nobody_scores_from_anothers_seat_or_too_many_points(scoring, jury, by):
    candidate = entered(scoring, by)
    with pytest.raises(NotAllowed):
        actions.score(actions.Given(candidate=candidate, seat=jury.seats[0], points=None), actor=jury.seats[1].person)
    with pytest.raises(actions.PointsRefused):
        given(candidate, jury.seats[0], value=6)
    with pytest.raises(NotNow):
        actions.score(actions.Given(candidate=candidate, seat=jury.secretary, points=None), actor=by)


def test_whoever_is_recused_neither_scores_nor_sees(scoring, jury, by):
    candidate = entered(scoring, by)
    seat = jury.seats[1]
    given(candidate, jury.seats[0])
    actions.declare(actions.Declaration(item=candidate.item, seat=seat, ground=Ground.OWN), actor=seat.person)

    with pytest.raises(actions.IsRecused):
        given(candidate, seat)
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(candidate=candidate, seat=seat, at=clock.now())
    sheet = sheet_of(scoring, seat)
    assert (sheet.is_recused, sheet.others) == (True, [])


def test_scores_end_in_time(scoring, jury, by, time_machine):
    candidate = entered(scoring, by)
    seat = jury.seats[0]
    time_machine.move_to(scoring.closes_at)
    with pytest.raises(actions.ScoringOver):
        given(candidate, seat)


def test_a_ranking_draws_the_line_by_what_is_free(scoring, jury, by):
    good, better = entered(scoring, by), entered(scoring, by, title="Hafenkino", cents=700_00)
    for seat in jury.seats[:2]:
        given(good, seat, value=3)
        given(better, seat, value=5)
    given(good, jury.seats[2], points=None)
    actions.close_scoring(scoring, actor=by)

    ranked = queries.ranking(Scoring.objects.get(), by)

    assert [(place.candidate, place.ranked.is_above, place.ranked.scores) for place in ranked.places] == [
        (better, True, 2),
        (good, False, 2),
    ]
    with pytest.raises(actions.ScoringOver):
        given(better, jury.seats[2])
    with pytest.raises(actions.ScoringOver):
        entered(scoring, by, title="Zu spät")


def test_what_is_decided_is_announced_together(scoring, jury, by):
    first, second = entered(scoring, by), entered(scoring, by, title="Hafenkino")
    actions.close_scoring(scoring, actor=by)
    meeting = factories.opened(scoring.item.meeting, by=by)
    for seat in jury.seats:
        actions.come(actions.Arrival(meeting=meeting, seat=seat, came_at=clock.now()), actor=by)
    factories.decided(first.item.motions.get(), by=by, yes=3)
    with pytest.raises(actions.VotesOutstanding):
        actions.announce(scoring, actor=by)
    factories.decided(second.item.motions.get(), by=by, no=3)

    actions.announce(scoring, actor=by)

    assert Scoring.objects.get().state == ScoringState.ANNOUNCED
    assert Earmark.objects.get().reserved == 600_00


def test_the_line_stays_where_it_is_while_votes_follow_one_another(scoring, jury, by):
    first, second = entered(scoring, by), entered(scoring, by, title="Hafenkino", cents=300_00)
    third = entered(scoring, by, title="Zu viel")
    for candidate, value in ((first, 5), (second, 4), (third, 1)):
        given(candidate, jury.seats[0], value=value)
    actions.close_scoring(scoring, actor=by)
    factories.opened(scoring.item.meeting, by=by)
    for seat in jury.seats:
        actions.come(actions.Arrival(meeting=scoring.item.meeting, seat=seat, came_at=clock.now()), actor=by)

    factories.decided(first.item.motions.get(), by=by, yes=3)

    table = queries.ranking(Scoring.objects.select_related("pot").get(), by)
    assert [place.candidate for place in table.above] == [first, second]
    assert (table.available, table.left) == (1_000_00, 100_00)
    assert [place.resolution is not None for place in table.places] == [True, False, False]


def test_what_a_seat_gave_before_it_was_recused_does_not_count(scoring, jury, by):
    candidate = entered(scoring, by)
    seat = jury.seats[1]
    given(candidate, jury.seats[0], value=1, people=1)
    given(candidate, seat, value=5, people=5)
    actions.declare(actions.Declaration(item=candidate.item, seat=seat, ground=Ground.OWN), actor=seat.person)

    [place] = queries.ranking(scoring, by).places

    assert (place.ranked.scores, place.percent) == (1, 20.0)
    assert [(one.given, one.recused, one.outstanding) for one in queries.progress(scoring)][1] == (0, 1, 0)
    assert queries.ranking(scoring, seat.person).places == []


def test_scores_are_taken_once_more(scoring, jury, by):
    candidate = entered(scoring, by)
    actions.close_scoring(scoring, actor=by)
    until = clock.now() + timedelta(days=1)

    actions.reopen_scoring(scoring, actor=by, closes_at=until)

    assert Scoring.objects.get().closes_at == until
    assert given(Candidate.objects.get(pk=candidate.pk), jury.seats[0])


def test_members_do_not_reopen(scoring, jury, by):
    actions.close_scoring(scoring, actor=by)
    with pytest.raises(NotAllowed):
        actions.reopen_scoring(scoring, actor=jury.seats[1].person, closes_at=clock.now())


def test_nothing_reopens_that_is_open_or_voted_on(scoring, jury, by):
    candidate = entered(scoring, by)
    with pytest.raises(NotNow):
        actions.reopen_scoring(scoring, actor=by, closes_at=clock.now())
    actions.close_scoring(scoring, actor=by)
    factories.opened(scoring.item.meeting, by=by)
    for seat in jury.seats:
        actions.come(actions.Arrival(meeting=scoring.item.meeting, seat=seat, came_at=clock.now()), actor=by)
    factories.ballot(candidate.item.motions.get(), by=by)
    with pytest.raises(actions.VotesBegun):
        actions.reopen_scoring(scoring, actor=by, closes_at=clock.now())


def test_what_is_scored_stays_on_the_agenda(scoring, by):
    entered(scoring, by)
    with pytest.raises(actions.IsScored):
        actions.drop_item(scoring.item.meeting, actor=by, item=scoring.item.pk)
    assert Scoring.objects.exists()


def test_what_somebody_gave_is_in_their_data(scoring, jury, by):
    candidate = entered(scoring, by)
    given(candidate, jury.seats[0], value=4, people=1, comment="Gut.")
    [row] = queries.rows_of_meetings(jury.seats[0].person)
    assert [entry.value for entry in row][:3] == ["Lichterfest", "Wertschöpfung: 4, Engagement: 1", "Gut."]
    assert list(queries.rows_of_meetings(jury.seats[1].person)) == []


def test_candidates_stay_as_they_are_once_somebody_has_scored(scoring, jury, by):
    first, second = entered(scoring, by), entered(scoring, by, title="Hafenkino")
    tabled = actions.Tabled(meeting=first.item.meeting, title="Lichterfest 2", is_public=False)
    actions.edit_item(first.item, actor=by, tabled=tabled)
    actions.move_item(first.item, actor=by, is_up=False)
    given(first, jury.seats[0])

    for candidate in (first, second):
        with pytest.raises(actions.PointsGiven):
            actions.edit_item(candidate.item, actor=by, tabled=tabled)
        with pytest.raises(actions.PointsGiven):
            actions.move_item(candidate.item, actor=by, is_up=True)
        with pytest.raises(actions.IsScored):
            actions.drop_item(candidate.item.meeting, actor=by, item=candidate.item_id)
    actions.edit_item(scoring.item, actor=by, tabled=actions.Tabled(meeting=scoring.item.meeting, title="Anträge"))


def test_no_vote_is_opened_while_somebody_still_scores(scoring, jury, by):
    candidate = entered(scoring, by)
    factories.opened(scoring.item.meeting, by=by)
    for seat in jury.seats:
        actions.come(actions.Arrival(meeting=scoring.item.meeting, seat=seat, came_at=clock.now()), actor=by)
    for motion in (candidate.item.motions.get(), factories.motion(scoring.item, by=by)):
        with pytest.raises(actions.ScoringRuns):
            factories.ballot(motion, by=by)
    actions.close_scoring(scoring, actor=by)
    assert factories.ballot(candidate.item.motions.get(), by=by).is_open


def test_nothing_is_scored_for_a_meeting_that_is_called_off(scoring, jury, by):
    candidate, seat = entered(scoring, by), jury.seats[0]
    assert queries.to_score(seat.person, at=clock.now())
    actions.close_scoring(scoring, actor=by)
    actions.reopen_scoring(scoring, actor=by, closes_at=scoring.closes_at)
    actions.cancel(scoring.item.meeting, actor=by)

    assert queries.to_score(seat.person, at=clock.now()) == []
    with pytest.raises(NotNow):
        given(candidate, seat)
    actions.close_scoring(scoring, actor=by)
    with pytest.raises(NotNow):
        actions.reopen_scoring(scoring, actor=by, closes_at=scoring.closes_at)
    other = factories.meeting(jury.body, by=by, days=3)
    item = factories.item(other, by=by)
    actions.cancel(other, actor=by)
    with pytest.raises(NotNow):
        actions.open_scoring(actions.Rubric(item=item, criteria=RUBRIC, closes_at=clock.now()), actor=by)


def test_whoever_is_recused_later_sees_their_own_points_alone(scoring, jury, by):
    candidate = entered(scoring, by)
    own = given(candidate, jury.seats[1])
    given(candidate, jury.seats[0])
    seat = jury.seats[1]
    assert Score.objects.visible_to(seat.person).count() == 2
    actions.declare(actions.Declaration(item=candidate.item, seat=seat, ground=Ground.OWN), actor=seat.person)
    assert list(Score.objects.visible_to(seat.person)) == [own]
    assert not Score.objects.visible_to(None).exists()


def test_who_shares_a_place_leaves_one_free(scoring, jury, by):
    values = {"A": 5, "B": 3, "C": 3, "D": 1}
    for title, value in values.items():
        given(entered(scoring, by, title=title), jury.seats[0], value=value)
    table = queries.ranking(scoring, by)
    assert [(place.candidate.item.title, place.ranked.rank) for place in table.places] == [
        ("A", 1),
        ("B", 2),
        ("C", 2),
        ("D", 4),
    ]
    assert table.has_shared


def test_a_motion_is_worded_in_the_language_of_the_house(scoring, by):
    with translation.override("en"):
        candidate = entered(scoring, by)
    assert candidate.item.motions.get().wording == "„Lichterfest“ wird gefördert."
