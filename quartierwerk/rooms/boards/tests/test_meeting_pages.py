"""The pages of meetings: whom they show what, and every step by a plain form that leads back to its place."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock, search
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests.factories import person
from quartierwerk.rooms.boards import actions, queries
from quartierwerk.rooms.boards.models import Attendance, Binding, Item, Meeting, Motion, Recusal, Resolution, Vote
from quartierwerk.rooms.boards.rules import Choice, Ground, ItemKind, MeetingState, Method, Quorum, QuorumMode, TieKind
from quartierwerk.rooms.boards.sitemap import PAGES
from quartierwerk.rooms.boards.tests import factories
from quartierwerk.rooms.budget.tests import factories as budget
from tests.journeys.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    """A body of five voting seats and a secretary that needs three and decides by simple majority."""
    return factories.assembled(voting=5)


@pytest.fixture
def secretary(board):
    return board.secretary.person


@pytest.fixture
def desk(secretary) -> Client:
    """The secretary's browser."""
    return signed_in(secretary)


def at(name, meeting, **more):
    return reverse(f"boards:{name}", kwargs={"slug": meeting.body.slug, "pk": meeting.pk, **more})


def body_of(answer) -> str:
    return answer.content.decode()


# --- Planning and inviting ---------------------------------------------------------------------------------------


def test_a_meeting_is_planned_moved_and_called_off(board, desk):
    day = clock.today() + timedelta(days=40)
    said = {"day": f"{day}", "starts_at": "18:00", "ends_at": "20:00", "place": "Rathaus"}

    answer = desk.post(reverse("boards:plan", args=[board.body.slug]), said)

    meeting = Meeting.objects.get()
    assert answer["Location"] == meeting.get_absolute_url()
    assert f"{clock.local(meeting.starts_at):%H:%M}" == "18:00"
    answer = desk.post(at("replan", meeting), said | {"ends_at": "17:00"})
    assert answer.status_code == 422
    assert "Das Ende liegt vor dem Beginn." in body_of(answer)
    desk.post(at("replan", meeting), said | {"place": "Bücherei"})
    assert Meeting.objects.get().place == "Bücherei"
    assert not OutgoingMail.objects.exists()
    assert desk.get(at("cancel", meeting)).status_code == 200
    desk.post(at("cancel", meeting))
    assert Meeting.objects.get().state == MeetingState.CANCELLED


def test_members_and_visitors_plan_nothing(board, client):
    address = reverse("boards:plan", args=[board.body.slug])
    assert client.get(address).status_code == 302
    assert signed_in(board.seats[1].person).get(address).status_code == 403


def test_whoever_sits_there_gets_one_mail_with_the_agenda(board, desk, secretary):
    meeting = factories.meeting(board.body, by=secretary, days=60)
    factories.item(meeting, by=secretary, title="Lichterfest am Hafen")
    answer = desk.get(at("invite", meeting))
    assert "6 Personen" in body_of(answer)
    assert "Lichterfest am Hafen" in body_of(answer)

    desk.post(at("invite", meeting))

    assert {mail.to for mail in OutgoingMail.objects.all()} == {
        seat.person.email for seat in [*board.seats, board.secretary]
    }
    mail = OutgoingMail.objects.first()
    assert mail.subject.startswith("Einladung: ")
    assert "1  Lichterfest am Hafen" in mail.text
    assert meeting.get_absolute_url() in mail.text
    desk.post(at("invite", meeting))
    assert OutgoingMail.objects.count() == 6


def test_a_short_notice_has_to_be_ticked_and_is_shown(board, desk, secretary):
    meeting = factories.meeting(board.body, by=secretary, days=3)
    factories.item(meeting, by=secretary)
    answer = desk.post(at("invite", meeting))
    assert answer.status_code == 422
    assert not OutgoingMail.objects.exists()

    desk.post(at("invite", meeting), {"is_short": "on"})

    assert Meeting.objects.get().is_notice_short
    assert "nicht eingehalten" in body_of(desk.get(at("meeting", meeting)))


def test_who_is_invited_hears_of_another_time_and_of_the_end(board, desk, secretary):
    meeting = factories.meeting(board.body, by=secretary, days=60)
    factories.item(meeting, by=secretary)
    actions.invite(meeting, actor=secretary)
    OutgoingMail.objects.all().delete()
    same = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at, "place": "Bücherei"}
    actions.replan(meeting, actor=secretary, planning=actions.Planning(body=board.body, **same))
    actions.replan(meeting, actor=secretary, planning=actions.Planning(body=board.body, title="Sondersitzung", **same))
    assert OutgoingMail.objects.filter(subject__startswith="Geänderte Zeit").count() == 6
    assert not Meeting.objects.get().is_notice_short
    sooner = {name: moment - timedelta(days=55) for name, moment in same.items() if name != "place"}
    moved = actions.Planning(body=board.body, **same | sooner)
    actions.replan(meeting, actor=secretary, planning=moved)
    assert Meeting.objects.get().is_notice_short

    actions.cancel(meeting, actor=secretary)

    assert OutgoingMail.objects.filter(subject__startswith="Abgesagt").count() == 6
    assert Meeting.objects.get().sequence == 4


def test_a_plan_is_known_to_those_inside_only(board, secretary, client):
    meeting = factories.meeting(board.body, by=secretary, days=60)
    assert client.get(at("meeting", meeting)).status_code == 404
    assert signed_in(board.seats[1].person).get(at("meeting", meeting)).status_code == 200


def test_visitors_see_no_closed_item_no_link_and_nobody_who_is_there(board, secretary, client):
    meeting = factories.running(board, here=3, by=secretary)
    Meeting.objects.update(link="https://treffen.example/raum")
    factories.item(meeting, by=secretary, title="Bericht aus dem Quartier")
    factories.item(meeting, by=secretary, title="Vertrauliches", is_public=False)

    seen, inside = (
        body_of(client.get(at("meeting", meeting))),
        body_of(signed_in(board.seats[1].person).get(at("meeting", meeting))),
    )

    assert "Bericht aus dem Quartier" in seen
    assert "Vertrauliches" in inside
    for word in ("Vertrauliches", "treffen.example", "Anwesenheit", "Beschlussfähig", board.seats[0].holder):
        assert word not in seen


def test_lists_show_what_somebody_may_see(board, secretary, client):
    meeting = factories.meeting(board.body, by=secretary, days=60)
    address = reverse("boards:meetings")
    assert meeting.place not in body_of(client.get(address))
    factories.item(meeting, by=secretary)
    actions.invite(meeting, actor=secretary)
    assert meeting.place in body_of(client.get(address))
    of_body = reverse("boards:meetings_of", args=[board.body.slug])
    assert meeting.place in body_of(client.get(of_body))
    assert meeting.place not in body_of(client.get(f"{of_body}?state=past"))


# --- The agenda --------------------------------------------------------------------------------------------------


def test_an_agenda_is_written_and_reordered_by_forms(board, desk, secretary):
    meeting = factories.meeting(board.body, by=secretary, days=60)
    said = {"title": "Begrüßung", "kind": "information", "minutes": "5", "is_public": "on"}
    desk.post(at("table", meeting), said)
    answer = desk.post(at("table", meeting), said | {"title": "Mittel", "kind": "decision", "another": "1"})
    assert answer["Location"] == at("table", meeting)
    first, second = meeting.items.all()
    desk.post(at("table", meeting), said | {"title": "Antrag", "parent": second.pk})

    answer = desk.post(at("move_item", meeting, item=second.pk), {"to": "up"})

    assert answer["Location"] == f"{meeting.get_absolute_url()}#top-{second.pk}"
    page = body_of(desk.get(at("meeting", meeting)))
    assert page.index("Mittel") < page.index("Antrag") < page.index("Begrüßung")
    desk.post(at("edit_item", meeting, item=first.pk), said | {"title": "Eröffnung"})
    assert Item.objects.get(pk=first.pk).title == "Eröffnung"
    desk.post(at("drop_item", meeting, item=second.pk))
    assert [item.title for item in meeting.items.all()] == ["Eröffnung"]


def test_papers_are_named_by_their_address(board, desk, secretary, profile, client):
    meeting = factories.meeting(board.body, by=secretary, days=60)
    said = {"title": "Förderung", "kind": "decision", "is_public": "on"}
    answer = desk.post(at("table", meeting), said | {"papers": "https://anderswo.example/x"})
    assert answer.status_code == 422
    assert "https://anderswo.example/x" in body_of(answer)

    desk.post(at("table", meeting), said | {"papers": f"http://testserver{profile.get_absolute_url()}"})

    item = meeting.items.last()
    assert item.papers == [reference(profile)]
    assert profile.name in body_of(desk.get(at("meeting", meeting)))
    desk.post(at("edit_item", meeting, item=item.pk), said | {"papers": profile.get_absolute_url()})
    assert Item.objects.get(pk=item.pk).papers == [reference(profile)]


def test_a_motion_names_its_wording_and_its_money(board, desk, secretary, officer):
    pot = budget.pot(cents=500_00)
    meeting = factories.meeting(board.body, by=secretary, days=60)
    item = factories.item(meeting, by=secretary)
    assert "Topf und Betrag trägt ein" in body_of(desk.get(at("move", meeting, item=item.pk)))
    desk.post(at("move", meeting, item=item.pk), {"wording": "Das Fest findet statt."})
    office = signed_in(officer)

    answer = office.post(at("move", meeting, item=item.pk), {"wording": "Mehr Geld.", "pot": pot.pk, "cents": "600,50"})

    assert answer["Location"].endswith(f"#top-{item.pk}")
    plain, asking = Motion.objects.order_by("pk")
    assert (plain.pot, asking.pot, asking.cents) == (None, pot, 600_50)
    page = body_of(desk.get(at("meeting", meeting)))
    assert "Es fehlen 100,50" in page
    desk.post(at("amend", meeting, motion=asking.pk), {"wording": "Viel mehr Geld."})
    asking.refresh_from_db()
    assert (asking.wording, asking.cents) == ("Viel mehr Geld.", 600_50)
    desk.post(at("drop_motion", meeting, motion=plain.pk))
    assert Motion.objects.get() == asking


def test_a_motion_that_was_voted_on_is_not_reworded(board, desk, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    motion = factories.motion(factories.item(meeting, by=secretary), by=secretary)
    factories.ballot(motion, by=secretary)
    answer = desk.post(at("amend", meeting, motion=motion.pk), {"wording": "Anders."})
    assert answer.status_code == 422
    desk.post(at("drop_motion", meeting, motion=motion.pk))
    assert Motion.objects.get().wording == motion.wording


def test_no_arrow_leads_nowhere(board, desk, secretary):
    meeting = factories.meeting(board.body, by=secretary)
    above = factories.item(meeting, by=secretary, title="Oben")
    factories.item(meeting, by=secretary, title="Darunter", parent=above)
    factories.item(meeting, by=secretary, title="Unten")

    page = body_of(desk.get(at("meeting", meeting)))

    moves = {
        (number, to): f"Punkt {number} nach {to}" in page for number in ("1", "1.1", "2") for to in ("oben", "unten")
    }
    assert [way for way, is_there in moves.items() if is_there] == [("1", "unten"), ("2", "oben")]


def test_no_report_and_nothing_that_is_moved_already_is_put_before_a_jury(board, desk, secretary):
    meeting = factories.meeting(board.body, by=secretary)
    factories.item(meeting, by=secretary, kind=ItemKind.INFORMATION)
    moved = factories.item(meeting, by=secretary, kind=ItemKind.DECISION)
    factories.motion(moved, by=secretary)
    factories.item(meeting, by=secretary, kind=ItemKind.DECISION)

    page = body_of(desk.get(at("meeting", meeting)))

    assert [number for number in "123" if f"Bewerten lassen: Punkt {number}" in page] == ["3"]


# --- In the meeting room -----------------------------------------------------------------------------------------


def test_coming_and_going_by_buttons(board, desk, secretary):
    meeting = factories.meeting(board.body, by=secretary)
    desk.post(at("open_meeting", meeting))
    page = body_of(desk.get(at("meeting", meeting)))
    assert "Nicht beschlussfähig: 0 von 5" in page
    for seat in board.seats[:3]:
        answer = desk.post(at("attend", meeting), {"come": seat.pk})
        assert answer["Location"] == f"{meeting.get_absolute_url()}#sitz-{seat.pk}"

    page = body_of(desk.get(at("meeting", meeting)))

    assert "Beschlussfähig: 3 von 5 stimmberechtigten Sitzen, nötig 3." in page
    stay = Attendance.objects.first()
    desk.post(at("attend", meeting), {"go": stay.pk})
    assert Attendance.objects.get(pk=stay.pk).left_at is not None


def test_a_meeting_of_another_day_is_opened_after_a_second_look(board, desk, secretary):
    meeting = factories.meeting(board.body, by=secretary, days=5)

    answer = desk.post(at("open_meeting", meeting))

    assert answer.status_code == 200
    assert "Sitzung heute eröffnen?" in body_of(answer)
    assert not Meeting.objects.get().is_open
    assert desk.get(at("open_meeting", meeting)).status_code == 200
    answer = desk.post(at("open_meeting", meeting), {"is_other_day": "True"})
    assert answer["Location"] == f"{meeting.get_absolute_url()}#anwesenheit"
    assert Meeting.objects.get().is_open
    assert desk.get(at("open_meeting", meeting)).status_code == 302


def test_a_time_that_was_set_stays_for_the_next_button(board, desk, secretary, time_machine):
    time_machine.move_to("2026-06-03 18:30:20+02:00", tick=False)
    meeting = factories.meeting(board.body, by=secretary)
    desk.post(at("open_meeting", meeting))
    time_machine.move_to("2026-06-03 19:10:00+02:00", tick=False)

    answer = desk.post(at("attend", meeting), {"come": board.seats[0].pk, "time": "18:45", "shown": "19:10"})

    assert "?um=18:45#" in answer["Location"]
    assert f"{clock.local(Attendance.objects.get().came_at):%H:%M}" == "18:45"
    desk.post(at("attend", meeting), {"come": board.seats[1].pk, "time": "19:05", "shown": "19:05"})
    assert f"{clock.local(Attendance.objects.last().came_at):%H:%M}" == "19:10"
    answer = desk.post(at("attend", meeting), {"come": board.seats[2].pk, "time": "17:00", "shown": ""}, follow=True)
    assert "Die Zeit muss nach der Eröffnung liegen" in body_of(answer)
    answer = desk.post(at("attend", meeting), {"come": board.seats[2].pk, "time": "x"}, follow=True)
    assert "Diese Zeit ist nicht zu lesen" in body_of(answer)


def test_members_do_not_keep_the_list(board, secretary):
    meeting = factories.running(board, here=1, by=secretary)
    member = signed_in(board.seats[1].person)
    assert member.post(at("attend", meeting), {"come": board.seats[1].pk}).status_code == 403
    assert "ist da</" in body_of(member.get(at("meeting", meeting)))
    assert 'name="come"' not in body_of(member.get(at("meeting", meeting)))


def test_a_declared_tie_is_proposed_and_accepted_by_one_click(board, desk, secretary, profile):
    member = board.seats[1].person
    meeting = factories.running(board, here=3, by=secretary)
    item = factories.item(meeting, by=secretary, parties=[reference(profile)])
    signed_in(member).post(
        reverse("boards:ties"), {"to": f"http://testserver{profile.get_absolute_url()}", "kind": "organ"}
    )
    assert Binding.objects.get().to == reference(profile)
    page = body_of(desk.get(at("meeting", meeting)))
    assert f"{member} hat eine Bindung angegeben:" in page
    assert "hat eine Bindung angegeben" not in body_of(signed_in(board.seats[2].person).get(at("meeting", meeting)))

    assert 'name="is_proposed"' in page

    desk.post(
        at("declare", meeting, item=item.pk),
        {"seat": board.seats[1].pk, "ground": "own", "is_proposed": "on"},
        HTTP_ACCEPT_LANGUAGE="en",
    )

    # What is kept is in the language of the house, whatever somebody reads.
    assert (Recusal.objects.get().seat, Recusal.objects.get().reason) == (board.seats[1], "Bindung angegeben")
    factories.motion(item, by=secretary)
    page = body_of(desk.get(at("meeting", meeting)))
    assert "Nicht beschlussfähig: 2 von 5 stimmberechtigten Sitzen, nötig 3. 1 Sitz ist befangen." in page
    desk.post(at("take_back_recusal", meeting, item=item.pk), {"seat": board.seats[1].pk})
    assert not Recusal.objects.exists()


def test_members_recuse_themselves_and_nobody_else(board, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    item = factories.item(meeting, by=secretary)
    member = signed_in(board.seats[1].person)
    said = {"ground": Ground.OWN, "reason": "Meine Schwester stellt den Antrag"}
    assert member.post(at("declare", meeting, item=item.pk), said | {"seat": board.seats[2].pk}).status_code == 422

    member.post(at("declare", meeting, item=item.pk), said | {"seat": board.seats[1].pk})

    assert (Recusal.objects.get().seat, Recusal.objects.get().declared_by) == (board.seats[1], None)
    assert signed_in(person()).post(at("declare", meeting, item=item.pk), said).status_code == 403


def test_whoever_is_recused_sees_the_title_only(board, secretary, profile):
    meeting = factories.running(board, here=4, by=secretary)
    item = factories.item(
        meeting,
        by=secretary,
        title="Antrag Nummer sieben",
        text="Die Antragstellenden schreiben",
        papers=[reference(profile)],
        is_public=False,
    )
    motion = factories.motion(item, by=secretary, wording="Der Verein erhält Geld.")
    recused, other = board.seats[1], board.seats[2]
    actions.declare(actions.Declaration(item=item, seat=recused, ground=Ground.OWN), actor=recused.person)

    page = body_of(signed_in(recused.person).get(at("meeting", meeting)))

    assert "Antrag Nummer sieben" in page
    assert "Sie sind zu diesem Punkt befangen: keine Unterlagen, keine Stimme." in page
    secrets = ("Die Antragstellenden schreiben", "Der Verein erhält Geld.", profile.name)
    assert not [word for word in secrets if word in page]
    assert not [word for word in secrets if word not in body_of(signed_in(other.person).get(at("meeting", meeting)))]
    factories.decided(motion, by=secretary, yes=3)
    resolution = Resolution.objects.get()
    assert signed_in(recused.person).get(resolution.get_absolute_url()).status_code == 404
    assert signed_in(other.person).get(resolution.get_absolute_url()).status_code == 200
    register = reverse("boards:resolutions")
    assert "Der Verein erhält Geld." not in body_of(signed_in(recused.person).get(register))
    assert "Der Verein" not in body_of(Client().get("/api/v1/resolutions"))


def test_a_chair_who_is_recused_runs_everything_but_that_item(board, secretary):
    meeting = factories.running(board, here=4, by=secretary)
    item = factories.item(meeting, by=secretary)
    motion = factories.motion(item, by=secretary)
    other = factories.motion(factories.item(meeting, by=secretary), by=secretary)
    chair = board.seats[0]
    actions.declare(actions.Declaration(item=item, seat=chair, ground=Ground.OWN), actor=chair.person)
    browser = signed_in(chair.person)
    assert browser.get(at("amend", meeting, motion=other.pk)).status_code == 200

    closed = [at("edit_item", meeting, item=item.pk), at("move", meeting, item=item.pk)]
    closed += [at(name, meeting, motion=motion.pk) for name in ("amend", "drop_motion", "open_ballot")]
    ballot = factories.ballot(motion, by=secretary)
    closed += [at(name, meeting, ballot=ballot.pk) for name in ("count", "void")]

    assert {browser.get(address).status_code for address in closed} == {404}


def test_without_a_quorum_the_page_asks_for_a_reason(board, desk, secretary):
    meeting = factories.running(board, here=2, by=secretary)
    motion = factories.motion(factories.item(meeting, by=secretary), by=secretary)
    assert "Was jetzt beschlossen würde, wäre angreifbar." in body_of(desk.get(at("meeting", meeting)))
    address = at("open_ballot", meeting, motion=motion.pk)
    answer = desk.post(address, {"method": "open"})
    assert answer.status_code == 422
    assert "Nicht beschlussfähig: 2 von 5" in body_of(answer)

    desk.post(address, {"method": "open", "override_reason": "Eilfall"})

    assert motion.ballots.get().override_reason == "Eilfall"


def test_hands_are_counted_and_the_result_says_why(board, desk, secretary):
    meeting = factories.running(board, here=4, by=secretary)
    item = factories.item(meeting, by=secretary)
    motion = factories.motion(item, by=secretary)
    desk.post(at("open_ballot", meeting, motion=motion.pk), {"method": "open"})
    ballot = motion.ballots.get()
    counting = at("count", meeting, ballot=ballot.pk)
    answer = desk.post(counting, {"yes": 5, "no": 0, "abstained": 0})
    assert answer.status_code == 422
    assert "mehr Stimmen als Stimmberechtigte" in body_of(answer)

    answer = desk.post(counting, {"yes": 2, "no": 1, "abstained": 1, "close": "1"}, follow=True)

    said = "Angenommen mit 2 Ja, 1 Nein, 1 Enthaltung; nötig waren 2 von 3"
    assert said in body_of(answer)
    assert answer.redirect_chain[0][0].endswith(f"#top-{item.pk}")
    resolution = Resolution.objects.get()
    page = body_of(Client().get(resolution.get_absolute_url()))
    assert said in page
    assert "Beschlussfähig: 4 von 5" in page
    assert board.seats[0].holder not in page
    assert board.seats[0].holder in body_of(desk.get(resolution.get_absolute_url()))


def test_votes_by_name_are_cast_on_ones_own_phone(board, desk, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    motion = factories.motion(factories.item(meeting, by=secretary), by=secretary)
    ballot = factories.ballot(motion, by=secretary, method=Method.NAMED)
    mine, other = board.seats[1], board.seats[2]
    phone = signed_in(mine.person)
    page = body_of(phone.get(at("meeting", meeting)))
    assert f'name="seat" value="{mine.pk}"' in page
    assert f'name="seat" value="{other.pk}"' not in page
    casting = at("cast", meeting, ballot=ballot.pk)

    phone.post(casting, {"seat": mine.pk, "choice": Choice.YES})
    phone.post(casting, {"seat": other.pk, "choice": Choice.NO})

    assert [(vote.entitlement.seat, vote.choice) for vote in Vote.objects.all()] == [(mine, Choice.YES)]
    desk.post(casting, {"seat": other.pk, "choice": Choice.NO})
    desk.post(at("close_ballot", meeting, ballot=ballot.pk))
    resolution = Resolution.objects.get()
    assert f"{mine}: Ja" in body_of(phone.get(resolution.get_absolute_url()))
    assert f"{mine}" not in body_of(Client().get(resolution.get_absolute_url()))


def test_slips_are_entered_by_two(board, desk, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    motion = factories.motion(factories.item(meeting, by=secretary), by=secretary)
    ballot = factories.ballot(motion, by=secretary, method=Method.PAPER)
    counting = at("count", meeting, ballot=ballot.pk)
    said = {"yes": 2, "no": 1, "abstained": 0, "invalid": 0}
    desk.post(counting, said)
    desk.post(at("close_ballot", meeting, ballot=ballot.pk))
    assert not Resolution.objects.exists()
    assert signed_in(person()).post(counting, said).status_code == 403
    signed_in(board.seats[1].person).post(counting, said)

    desk.post(at("close_ballot", meeting, ballot=ballot.pk))

    assert Resolution.objects.get().is_carried


def test_a_vote_is_broken_off_with_a_reason(board, desk, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    motion = factories.motion(factories.item(meeting, by=secretary), by=secretary)
    ballot = factories.ballot(motion, by=secretary)
    assert desk.post(at("void", meeting, ballot=ballot.pk), {"reason": ""}).status_code == 422
    desk.post(at("void", meeting, ballot=ballot.pk), {"reason": "Frage war unklar"})
    assert "Frage war unklar" in body_of(desk.get(at("meeting", meeting)))
    assert not Resolution.objects.exists()


def test_a_presumed_quorum_is_doubted_and_the_meeting_closed(secretary):
    board = factories.assembled(voting=5, quorum=Quorum(mode=QuorumMode.PRESUMED, share=Fraction(1, 2)))
    by = board.secretary.person
    desk = signed_in(by)
    meeting = factories.running(board, here=1, by=by)
    assert "Gilt als beschlussfähig" in body_of(desk.get(at("meeting", meeting)))

    desk.post(at("challenge", meeting))

    assert "Nicht beschlussfähig: 1 von 5" in body_of(desk.get(at("meeting", meeting)))
    desk.post(at("close_meeting", meeting))
    assert Meeting.objects.get().state == MeetingState.HELD


# --- The register ------------------------------------------------------------------------------------------------


def test_resolutions_are_found_by_words_and_year(board, secretary, client):
    meeting = factories.running(board, here=3, by=secretary)
    item = factories.item(meeting, by=secretary)
    for wording in ("Das Lichterfest wird gefördert.", "Die Bänke werden gestrichen."):
        factories.decided(factories.motion(item, by=secretary, wording=wording), by=secretary, yes=3)
    closed = factories.item(meeting, by=secretary, is_public=False)
    factories.decided(factories.motion(closed, by=secretary, wording="Lichterfest geheim"), by=secretary, yes=3)
    register = reverse("boards:resolutions")

    found = body_of(client.get(register, {"q": "lichterfest"}))

    assert "Das Lichterfest wird gefördert." in found
    assert "Bänke" not in found
    assert "geheim" not in found
    assert "geheim" in body_of(signed_in(secretary).get(register))
    assert "Bänke" in body_of(client.get(register, {"year": clock.today().year, "body": board.body.slug}))
    assert "Bänke" not in body_of(client.get(register, {"body": "anderswo"}))
    assert "Bänke" not in body_of(client.get(register, {"year": 2001}))
    other = factories.assembled(voting=1)
    assert "Bänke" not in body_of(client.get(reverse("boards:resolutions_of", args=[other.body.slug])))


# --- Calendars, ties, one's own corner ---------------------------------------------------------------------------


def test_a_calendar_takes_a_meeting_and_hears_when_it_changes(board, secretary, client):
    meeting = factories.meeting(board.body, by=secretary, days=60, link="https://treffen.example/raum")
    factories.meeting(board.body, by=secretary, days=90, place="Noch geheim")
    factories.item(meeting, by=secretary)
    actions.invite(meeting, actor=secretary)

    taken = body_of(client.get(at("calendar", meeting)))

    assert "BEGIN:VTIMEZONE" in taken
    assert "TZID=Europe/Berlin" in taken
    assert "SEQUENCE:0" in taken
    assert f"UID:boards-meeting-{meeting.pk}@" in taken
    assert "treffen.example" not in taken
    assert "treffen.example" in body_of(signed_in(secretary).get(at("calendar", meeting)))
    actions.cancel(meeting, actor=secretary)
    feed = body_of(client.get(reverse("boards:calendar_of", args=[board.body.slug])))
    assert "SEQUENCE:1" in feed
    assert "STATUS:CANCELLED" in feed
    assert "Noch geheim" not in feed


def test_ties_are_ones_own(board, profile, client):
    member = board.seats[1].person
    actions.bind(actions.Tie(member, reference(profile), TieKind.ORGAN), actor=member)
    binding = Binding.objects.get()
    page = body_of(signed_in(member).get(reverse("boards:ties")))
    assert profile.name in page
    ending = reverse("boards:unbind", args=[binding.pk])
    assert signed_in(person()).post(ending).status_code == 404
    assert client.get(reverse("boards:ties")).status_code == 302
    assert signed_in(member).post(reverse("boards:ties"), {"to": "Unsinn", "kind": "self"}).status_code == 422

    signed_in(member).post(ending)

    assert Binding.objects.get().ended_at is not None


def test_the_next_meetings_stand_in_ones_own_corner(board, secretary, profile):
    meeting = factories.meeting(board.body, by=secretary, days=20)
    item = factories.item(meeting, by=secretary, papers=[reference(profile)])
    member = board.seats[1]
    corner = reverse("portal:mine")
    assert "1 Unterlage" in body_of(signed_in(member.person).get(corner))
    actions.declare(actions.Declaration(item=item, seat=member, ground=Ground.OWN), actor=member.person)
    assert "0 Unterlagen" in body_of(signed_in(member.person).get(corner))


# --- As many questions for one as for many -----------------------------------------------------------------------


def test_the_page_asks_as_often_for_three_items_as_for_one(board, desk, secretary, profile):
    meeting = factories.running(board, here=3, by=secretary)

    def add():
        item = factories.item(meeting, by=secretary, papers=[reference(profile)], parties=[reference(profile)])
        factories.ballot(factories.motion(item, by=secretary), by=secretary, method=Method.NAMED)
        factories.decided(factories.motion(item, by=secretary), by=secretary, yes=3)
        factories.motion(item, by=secretary)
        other = factories.item(meeting, by=secretary)
        actions.declare(actions.Declaration(item=other, seat=board.seats[1], ground=Ground.OWN), actor=secretary)

    def asked(address) -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as caught:
            desk.get(address)
        return len(caught)

    add()
    pages = [at("meeting", meeting), reverse("boards:resolutions"), reverse("boards:meetings")]
    once = [asked(address) for address in pages]
    add()
    add()
    assert [asked(address) for address in pages] == once


# --- What the new verbs leave behind, and what machines read -----------------------------------------------------


def test_only_those_who_run_a_meeting_amend_and_drop_motions(board, secretary):
    meeting = factories.meeting(board.body, by=secretary, days=60)
    motion = factories.motion(factories.item(meeting, by=secretary), by=secretary)
    moved = actions.Moved(item=motion.item, wording="Anders.")
    for somebody in (board.seats[1].person, person()):
        with pytest.raises(NotAllowed):
            actions.amend(motion, actor=somebody, moved=moved)
        with pytest.raises(NotAllowed):
            actions.drop_motion(motion.item, actor=somebody, motion=motion.pk)
    with pytest.raises(WordsMissing):
        actions.amend(motion, actor=secretary, moved=actions.Moved(item=motion.item, wording=" "))

    actions.drop_motion(motion.item, actor=secretary, motion=motion.pk)

    assert not Motion.objects.exists()
    with pytest.raises(NotNow):
        actions.drop_motion(motion.item, actor=secretary, motion=motion.pk)
    row = AuditRow.objects.filter(verb="boards.drop_motion").get()
    assert (row.subject, row.changes["dropped"]) == (reference(motion.item), motion.pk)


def test_an_invitation_leaves_behind_whom_no_mail_reached(board, secretary):
    silent = board.seats[1].person
    Person.objects.filter(pk=silent.pk).update(email=None)
    meeting = factories.meeting(board.body, by=secretary, days=60)
    factories.item(meeting, by=secretary)

    actions.invite(meeting, actor=secretary)

    changes = AuditRow.objects.get(verb="boards.invite").changes
    assert (changes["mails"], changes["without_address"]) == (5, [reference(board.seats[1])])


def test_ties_and_reasons_go_with_the_account_and_with_time(board, secretary, profile):
    member = board.seats[1].person
    meeting = factories.running(board, here=3, by=secretary)
    item = factories.item(meeting, by=secretary)
    for seat in board.seats[1:3]:
        declared = actions.Declaration(item=item, seat=seat, ground=Ground.OWN, reason="Meine Schwester")
        actions.declare(declared, actor=seat.person)
        actions.bind(actions.Tie(seat.person, reference(profile), TieKind.ORGAN), actor=seat.person)
    told = {entry.name for row in queries.rows_of_meetings(member) for entry in row}
    assert {"came_at", "reason"} <= told

    actions.erase_ties(member, actor=member)

    assert [binding.person for binding in Binding.objects.all()] == [board.seats[2].person]
    assert sorted(Recusal.objects.values_list("reason", flat=True)) == ["", "Meine Schwester"]
    with pytest.raises(NotAllowed):
        actions.erase_ties(member, actor=person())
    actions.close_meeting(meeting, actor=secretary)
    actions.unbind(Binding.objects.get(), actor=board.seats[2].person)
    before = clock.now() + timedelta(days=1)
    with pytest.raises(NotAllowed):
        actions.forget_bindings(before, actor=member)
    actions.forget_bindings(before, actor=system("worker"))
    actions.forget_reasons(before, actor=system("worker"))
    assert not Binding.objects.exists()
    assert not Recusal.objects.exclude(reason="").exists()


def test_machines_read_the_public_part(board, secretary, client):
    meeting = factories.running(board, here=3, by=secretary)
    factories.item(meeting, by=secretary, title="Vertrauliches", is_public=False)
    item = factories.item(meeting, by=secretary, title="Sommerfest")
    factories.decided(factories.motion(item, by=secretary), by=secretary, yes=3)
    factories.meeting(board.body, by=secretary, days=60)

    [told] = client.get("/api/v1/meetings").json()["items"]
    [resolved] = client.get("/api/v1/resolutions", {"organization": board.body.slug}).json()["items"]

    assert told["agenda_item"] == [{"number": "2", "name": "Sommerfest", "kind": "discussion"}]
    assert (resolved["yes"], resolved["is_carried"], resolved["meeting"]) == (3, True, meeting.pk)
    assert client.get(f"/api/v1/meetings/{meeting.pk}").json() == told
    assert client.get(f"/api/v1/resolutions/{resolved['id']}").json() == resolved
    assert client.get("/api/v1/resolutions", {"organization": "anderswo"}).json()["items"] == []
    sitemap = dict(entry for page in PAGES for entry in page())
    assert {meeting.get_absolute_url(), Resolution.objects.get().get_absolute_url()} <= sitemap.keys()


def test_the_site_search_finds_public_resolutions(board, secretary, client):
    meeting = factories.running(board, here=3, by=secretary)
    for is_public, wording in ((True, "Das Lichterfest wird gefördert."), (False, "Ein Lichterfest im Verborgenen.")):
        item = factories.item(meeting, by=secretary, title="Fest", is_public=is_public)
        factories.decided(factories.motion(item, by=secretary, wording=wording), by=secretary, yes=3)
    follower.rebuild()

    found = search.find("boards.resolution", search.Query(text="Lichterfest"))

    assert [hit.key for hit in found.hits] == [Resolution.objects.get(item__is_public=True).pk]


# --- What a stranger reads there ---------------------------------------------------------------------------------


def test_the_term_for_inviting_stands_there_with_its_day(board, desk, secretary, client, time_machine):
    time_machine.move_to("2026-06-03 10:00:00+02:00", tick=False)
    meeting = factories.meeting(board.body, by=secretary, days=20)
    factories.item(meeting, by=secretary)
    assert "bis 08.06.2026, läuft noch" in body_of(desk.get(at("meeting", meeting)))
    assert "14 volle Tage vor der Sitzung" in body_of(desk.get(at("meeting", meeting)))
    desk.post(at("invite", meeting))
    time_machine.move_to("2026-06-20 10:00:00+02:00", tick=False)
    assert "bis 08.06.2026, eingehalten" in body_of(client.get(at("meeting", meeting)))
    late = factories.meeting(board.body, by=secretary, days=5)
    desk = signed_in(secretary)  # the session is over by now
    assert "schon verstrichen" in body_of(desk.get(at("meeting", late)))

    desk.post(at("cancel", late))

    assert "Einladungsfrist" not in body_of(desk.get(at("meeting", late)))


def test_a_mail_about_a_meeting_without_an_agenda_has_no_empty_heading(board, desk, secretary):
    meeting = factories.meeting(board.body, by=secretary, days=60)
    assert "Tagesordnung" not in desk.get(at("invite", meeting)).context["mail"]["text"]
    factories.item(meeting, by=secretary, title="Lichterfest")
    assert "Tagesordnung\n\n1  Lichterfest" in desk.get(at("invite", meeting)).context["mail"]["text"]


def test_a_refusal_is_headed_as_one_and_names_what_the_majority_is_of(board, secretary, client):
    meeting = factories.running(board, here=4, by=secretary)
    for yes, no in ((1, 3), (3, 1)):
        factories.decided(
            factories.motion(factories.item(meeting, by=secretary), by=secretary), by=secretary, yes=yes, no=no
        )

    refused, carried = (body_of(client.get(made.get_absolute_url())) for made in Resolution.objects.order_by("pk"))

    assert "Warum abgelehnt" in refused
    assert "Warum das gilt" not in refused
    assert "nötig waren 3 von 4 abgegebenen Ja- und Nein-Stimmen." in refused
    assert "Warum das gilt" in carried


def test_pages_say_where_they_belong(board, desk, secretary, client):
    meeting = factories.meeting(board.body, by=secretary, days=60)
    day = f"{meeting.day:%d.%m.%Y}"
    assert f"Sitzung am {day}</h1>" in body_of(desk.get(at("meeting", meeting)))
    asked = body_of(desk.get(at("cancel", meeting)))
    for url, words in (
        (reverse("boards:bodies"), "Gremien"),
        (board.body.get_absolute_url(), board.body.name),
        (meeting.get_absolute_url(), f"Sitzung am {day}"),
    ):
        assert f'<a href="{url}">{words}</a>' in asked
    assert f'<a href="{reverse("boards:bodies")}">Gremien</a>' in body_of(desk.get(reverse("boards:ties")))
    overview = body_of(client.get(reverse("boards:bodies")))
    assert f'<a href="{reverse("boards:meetings")}" class="kern-btn' in overview
    assert f'<a href="{reverse("boards:resolutions")}" class="kern-btn' in overview
