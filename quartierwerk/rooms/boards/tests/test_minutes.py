"""Minutes: written, sent, objected to, approved, frozen; and what follows from resolutions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import MovedOn, NotAllowed, NotNow, WordsMissing
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests.factories import again, person
from quartierwerk.rooms.boards import actions, queries, rules
from quartierwerk.rooms.boards.models import FollowUp, Item, Minutes, MinutesVersion, Resolution
from quartierwerk.rooms.boards.rules import Ground, MinutesState
from quartierwerk.rooms.boards.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return factories.assembled(voting=5)


@pytest.fixture
def by(board):
    return board.secretary.person


@pytest.fixture
def item(board, by):
    meeting = factories.running(board, here=4, by=by)
    return factories.item(meeting, by=by, title="Lichterfest Hafen")


@pytest.fixture
def record(board, item, by):
    """The minutes of a meeting that is over, with a recusal and a resolution."""
    factories.item(item.meeting, by=by, title="Personen", is_public=False)
    seat = board.seats[3]
    actions.declare(actions.Declaration(item=item, seat=seat, ground=Ground.MUNICIPAL), actor=by)
    factories.decided(factories.motion(item, by=by), by=by, yes=2, no=1)
    begun = actions.begin_minutes(actions.Beginning(item.meeting), actor=by)
    actions.close_meeting(item.meeting, actor=by)
    return Minutes.objects.get(pk=begun.pk)


def test_minutes_are_begun_once_by_whoever_runs_the_meeting(board, item, by):
    with pytest.raises(NotAllowed):
        actions.begin_minutes(actions.Beginning(item.meeting), actor=board.seats[1].person)
    first = actions.begin_minutes(actions.Beginning(item.meeting), actor=by)
    assert actions.begin_minutes(actions.Beginning(item.meeting), actor=by) == first


def test_what_was_said_is_written_beside_the_agenda(record, item, by):
    actions.write(record, actor=by, item=item, text="Der Verein stellt das Fest vor.", based_on=0)
    with pytest.raises(MovedOn):
        actions.write(record, actor=by, item=item, text="Etwas anderes.", based_on=0)
    actions.write(record, actor=by, item=item, text="Der Verein stellt das Fest vor.", based_on=1)
    assert queries.passages(record)[item.pk].version == 1


def test_minutes_put_themselves_together(record, board, item, by):
    actions.write(record, actor=by, item=item, text="Der Verein stellt das Fest vor.", based_on=0)

    content = queries.assembled(record)

    [public, closed] = content["items"]
    assert (public["number"], public["text"]) == ("1", "Der Verein stellt das Fest vor.")
    assert public["recusals"] == [rules.recusal_sentence("municipal", who=str(board.seats[3].person))]
    [resolution] = public["resolutions"]
    assert resolution["result"].startswith("Angenommen mit 2 Ja, 1 Nein; nötig waren 2 von 3")
    assert "3 von 5" in resolution["quorum"]
    assert closed["title"] == "Personen"
    assert sum(bool(one["stays"]) for one in content["attendance"]) == 4


def test_the_public_part_names_nobody(record, board):
    content = queries.public_part(queries.assembled(record))
    names = [str(seat.person) for seat in board.seats]
    assert [item["title"] for item in content["items"]] == ["Lichterfest Hafen"]
    assert content["items"][0]["recusals"][0].startswith("Ein Mitglied hat angezeigt")
    assert not any(name in str(content) for name in names)
    assert content["present"] == 4


def test_sent_minutes_are_kept_as_they_were(record, item, by):
    actions.send_minutes(record, actor=by)

    record = Minutes.objects.get()
    assert (record.state, record.objections_until) == (MinutesState.SENT, clock.today() + rules.OBJECTIONS_WITHIN)
    version = record.versions.get()
    assert version.digest == queries.digest_of(version.content)
    with pytest.raises(NotNow):
        actions.write(record, actor=by, item=item, text="Nachgetragen", based_on=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        MinutesVersion.objects.update(digest="0" * 64)


def test_minutes_are_sent_when_the_meeting_is_over(item, by):
    record = actions.begin_minutes(actions.Beginning(item.meeting), actor=by)
    with pytest.raises(NotNow):
        actions.send_minutes(record, actor=by)


def test_an_accepted_objection_leads_back_to_the_draft(record, board, by):
    actions.send_minutes(record, actor=by)
    with pytest.raises(NotAllowed):
        actions.object_to(actions.Doubt(record, "Falsch"), actor=person())
    with pytest.raises(WordsMissing):
        actions.object_to(actions.Doubt(record, " "), actor=board.seats[1].person)
    objection = actions.object_to(actions.Doubt(record, "Es waren 300 Gäste."), actor=board.seats[1].person)
    with pytest.raises(actions.ObjectionsOpen):
        actions.approve_minutes(record, actor=by)

    actions.settle_objection(objection, actor=by, is_accepted=True, answer="Wird ergänzt.")

    assert Minutes.objects.get().state == MinutesState.DRAFTING
    actions.send_minutes(record, actor=by)
    assert Minutes.objects.get().versions.count() == 2


def test_nobody_objects_too_late(record, board, by, time_machine):
    actions.send_minutes(record, actor=by)
    time_machine.move_to(clock.now() + rules.OBJECTIONS_WITHIN + timedelta(days=1))
    with pytest.raises(actions.TermOver):
        actions.object_to(actions.Doubt(record, "Falsch"), actor=again(board.seats[1].person))


def test_minutes_are_approved_when_nobody_can_object_any_more(record, by, time_machine):
    actions.send_minutes(record, actor=by)
    with pytest.raises(actions.TermRuns):
        actions.approve_minutes(record, actor=by)
    time_machine.move_to(clock.now() + rules.OBJECTIONS_WITHIN + timedelta(days=1))

    actions.approve_minutes(record, actor=again(by))

    assert Minutes.objects.get().state == MinutesState.APPROVED
    assert MinutesVersion.objects.filter(is_approved=True).count() == 1


def test_minutes_are_approved_in_the_next_meeting(record, board, by):
    actions.send_minutes(record, actor=by)
    following = factories.meeting(board.body, by=by, days=30)
    for wrong in (record.meeting, following):  # their own one, and one that has not been opened
        with pytest.raises(NotNow):
            actions.approve_minutes(record, actor=by, meeting=wrong)
    following = factories.opened(following, by=by)
    actions.approve_minutes(record, actor=by, meeting=following)
    assert Minutes.objects.get().approved_in == following


def test_visitors_see_minutes_once_they_are_approved(record, board, by):
    assert not queries.minutes(None).exists()
    assert queries.minutes(board.seats[1].person).exists()
    actions.send_minutes(record, actor=by)
    following = factories.opened(factories.meeting(board.body, by=by, days=30), by=by)
    actions.approve_minutes(record, actor=by, meeting=following)
    assert queries.minutes(None).exists()


def test_what_follows_is_asked_for_until_it_is_done(record, board, by):
    resolution = Resolution.objects.get()
    with pytest.raises(WordsMissing):
        actions.follow_up(actions.Following(resolution=resolution, task=" ", who="Büro"), actor=by)
    task = actions.follow_up(actions.Following(resolution=resolution, task="Vertrag", who="Büro"), actor=by)
    following = factories.meeting(board.body, by=by, days=30)
    assert list(queries.open_follow_ups(board.body, by)) == [task]

    actions.report_on(task, actor=by, meeting=following, text="Liegt beim Verein.")
    with pytest.raises(NotNow):
        actions.report_on(task, actor=by, meeting=following, text="Noch einmal.")
    other = factories.meeting(board.body, by=by, days=60)
    actions.report_on(task, actor=by, meeting=other, text="Unterschrieben.", is_done=True)

    assert not queries.open_follow_ups(board.body, by).exists()
    assert FollowUp.objects.get().reports.count() == 2


def test_what_is_approved_is_what_was_sent(record, board, item, by):
    seat = board.seats[1]
    actions.send_minutes(record, actor=by)
    sent = record.versions.get()
    # What is entered later, and what nobody should be able to change, leaves no mark.
    actions.correct(seat, actor=system("test"), said=actions.Said(represents="Handwerk"))
    Item.objects.filter(pk=item.pk).update(title="Etwas anderes")

    actions.approve_minutes(
        record, actor=by, meeting=factories.opened(factories.meeting(board.body, by=by, days=1), by=by)
    )

    approved = MinutesVersion.objects.get(is_approved=True)
    assert (approved.number, approved.content, approved.digest) == (2, sent.content, sent.digest)


def test_whoever_was_there_stays_in_the_minutes_though_their_seat_has_ended(record, board, by):
    seat = board.seats[1]
    actions.end(seat, actor=system("test"), valid_to=clock.today())
    names = [one["name"] for one in queries.assembled(record)["attendance"] if one["stays"]]
    assert seat.holder in names


def test_minutes_name_who_stood_in_at_the_time(board, by):
    ada, seat = person("Ada Ersatz"), board.seats[1]
    actions.correct(seat, actor=system("test"), said=actions.Said(substitute=ada))
    meeting = factories.running(board, here=1, by=by)
    actions.come(actions.Arrival(meeting=meeting, seat=seat, came_at=clock.now(), is_substitute=True), actor=by)
    record = factories.recorded(meeting, by=by)
    actions.correct(seat, actor=system("test"), said=actions.Said(substitute=person("Bea Ersatz")))

    [there] = [one for one in queries.assembled(record)["attendance"] if one["name"] == seat.holder]

    assert there["stays"][0].endswith("vertreten durch Ada Ersatz")


def test_minutes_are_in_the_language_of_the_house(record):
    with translation.override("en"):
        content = queries.assembled(record)
    assert "Vorsitz" in {one["role"] for one in content["attendance"]}
    assert content["items"][0]["resolutions"][0]["result"].startswith("Angenommen")


def test_whoever_is_recused_does_not_write_what_they_may_not_read(board, by):
    meeting = factories.running(board, here=3, by=by)
    closed = factories.item(meeting, by=by, title="Personen", is_public=False)
    chair = board.seats[0]
    actions.declare(actions.Declaration(item=closed, seat=chair, ground=Ground.OWN), actor=by)
    record = actions.begin_minutes(actions.Beginning(meeting), actor=by)
    with pytest.raises(NotAllowed):
        actions.write(record, actor=chair.person, item=closed, text="Das war so.", based_on=0)


@pytest.fixture
def task(board, by):
    """What has to be done after a resolution on a closed item, from which the chair is recused."""
    meeting = factories.running(board, here=4, by=by)
    closed = factories.item(meeting, by=by, title="Personen", is_public=False)
    actions.declare(actions.Declaration(item=closed, seat=board.seats[0], ground=Ground.OWN), actor=by)
    factories.decided(factories.motion(closed, by=by), by=by, yes=3)
    return actions.follow_up(actions.Following(resolution=Resolution.objects.get(), task="Brief", who="Büro"), actor=by)


def test_of_what_follows_one_sees_as_much_as_of_the_resolution(board, by, task):
    chair, following = board.seats[0].person, factories.meeting(board.body, by=by, days=30)
    assert queries.asked_of(following, by) == [task]
    assert queries.asked_of(following, chair) == []
    for somebody in (None, person(), chair):
        assert not queries.open_follow_ups(board.body, somebody).exists()
    with pytest.raises(NotAllowed):
        actions.report_on(task, actor=chair, meeting=following, text="Liegt da.")
    with pytest.raises(NotAllowed):
        actions.follow_up(actions.Following(resolution=task.resolution, task="Anruf", who="Büro"), actor=chair)


def test_no_meeting_hears_of_it_that_was_called_off(board, by, task):
    off = factories.meeting(board.body, by=by, days=30)
    actions.cancel(off, actor=by)
    with pytest.raises(NotNow):
        actions.report_on(task, actor=by, meeting=off, text="Liegt da.")


def test_no_minutes_are_begun_of_what_did_not_begin(board, by):
    planned, off = (factories.meeting(board.body, by=by, days=30) for _number in range(2))
    actions.cancel(off, actor=by)
    for meeting in (planned, off):
        with pytest.raises(NotNow):
            actions.begin_minutes(actions.Beginning(meeting), actor=by)
