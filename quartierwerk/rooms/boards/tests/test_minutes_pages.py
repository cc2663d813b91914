"""The pages of minutes: who writes, who reads what, and that no word gets lost."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation.documents.tests.made import Made
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.tests.factories import person
from quartierwerk.rooms.boards import actions, queries
from quartierwerk.rooms.boards.models import FollowUp, Minutes, Objection, Resolution
from quartierwerk.rooms.boards.rules import Ground, MinutesState
from quartierwerk.rooms.boards.tests import factories
from tests.journeys.conftest import signed_in

pytestmark = pytest.mark.django_db

SAID = "Der Verein stellt das Fest vor."
CLOSED = "Die Bewerbung wird vertraulich besprochen."


@pytest.fixture
def board():
    return factories.assembled(voting=5)


@pytest.fixture
def secretary(board):
    return board.secretary.person


@pytest.fixture
def desk(secretary) -> Client:
    """The secretary's browser."""
    return signed_in(secretary)


@pytest.fixture
def items(board, secretary):
    """A public item with a recusal and a resolution, and a closed one, of an open meeting."""
    meeting = factories.running(board, here=4, by=secretary)
    public = factories.item(meeting, by=secretary, title="Lichterfest Hafen")
    closed = factories.item(meeting, by=secretary, title="Geheime Berufung", is_public=False)
    for item, seat in ((public, board.seats[3]), (closed, board.seats[2])):
        declared = actions.Declaration(item=item, seat=seat, ground=Ground.MUNICIPAL)
        actions.declare(declared, actor=secretary)
    factories.decided(factories.motion(public, by=secretary), by=secretary, yes=2, no=1)
    return [public, closed]


@pytest.fixture
def record(items, secretary):
    texts = dict(zip(items, (SAID, CLOSED), strict=True))
    return factories.recorded(items[0].meeting, by=secretary, texts=texts)


def at(name, record, **more):
    meeting = record.meeting
    return reverse(f"boards:{name}", kwargs={"slug": meeting.body.slug, "pk": meeting.pk, **more})


def body_of(answer) -> str:
    return answer.content.decode()


def fields_of(page: str) -> dict[str, str]:
    """What the form of the writing page would send untouched."""
    stamps = dict(re.findall(r'name="(stamp_\d+)"[^>]*?value="([^"]*)"', page))
    stamps |= {name: value for value, name in re.findall(r'value="([^"]*)"[^>]*?name="(stamp_\d+)"', page)}
    texts = re.findall(r'<textarea name="(text_\d+)".*?>\n?(.*?)</textarea>', page, flags=re.DOTALL)
    return {name: value.strip() for name, value in texts} | stamps


def approved(record, board, by):
    actions.send_minutes(record, actor=by)
    following = factories.opened(factories.meeting(board.body, by=by, days=30), by=by)
    actions.approve_minutes(record, actor=by, meeting=following)
    return Minutes.objects.get()


# --- Writing -----------------------------------------------------------------------------------------------------


def test_minutes_are_begun_on_the_page_of_the_meeting(items, desk, board):
    meeting = items[0].meeting
    assert "Niederschrift beginnen" in body_of(desk.get(meeting.get_absolute_url()))
    member = signed_in(board.seats[1].person)
    assert "Niederschrift beginnen" not in body_of(member.get(meeting.get_absolute_url()))
    address = reverse("boards:begin_minutes", args=[board.body.slug, meeting.pk])
    assert member.post(address).status_code == 403

    answer = desk.post(address)

    record = Minutes.objects.get()
    assert answer["Location"] == record.get_absolute_url()
    assert record.get_absolute_url() in body_of(desk.get(meeting.get_absolute_url()))


def test_all_items_are_written_by_one_post(record, items, desk):
    sent = fields_of(body_of(desk.get(record.get_absolute_url())))
    sent[f"text_{items[0].pk}"] = "Erster Absatz.\r\n\r\nZweiter."

    answer = desk.post(record.get_absolute_url(), sent)

    assert answer.status_code == 302
    passages = queries.passages(record)
    assert (passages[items[0].pk].text, passages[items[0].pk].version) == ("Erster Absatz.\n\nZweiter.", 2)
    assert (passages[items[1].pk].text, passages[items[1].pk].version) == (CLOSED, 1)


def test_what_two_have_changed_is_lost_to_neither(record, items, desk, secretary):
    public, closed = items
    sent = fields_of(body_of(desk.get(record.get_absolute_url())))
    actions.write(record, actor=secretary, item=public, text="Von nebenan.", based_on=1)
    sent |= {f"text_{public.pk}": "Von mir.", f"text_{closed.pk}": "Auch von mir."}

    answer = desk.post(record.get_absolute_url(), sent)

    assert answer.status_code == 422
    assert {"Von mir.", "Von nebenan."} <= set(re.findall(r"Von \w+\.", body_of(answer)))
    assert "hat jemand anderes hier etwas geändert" in body_of(answer)
    assert queries.passages(record)[public.pk].text == "Von nebenan."
    assert queries.passages(record)[closed.pk].text == "Auch von mir."
    again = fields_of(body_of(answer))
    assert again[f"text_{public.pk}"] == "Von mir."
    assert desk.post(record.get_absolute_url(), again).status_code == 302
    assert queries.passages(record)[public.pk].text == "Von mir."


def test_what_somebody_else_wrote_meanwhile_stays_where_one_touched_nothing(record, items, desk, secretary):
    sent = fields_of(body_of(desk.get(record.get_absolute_url())))
    actions.write(record, actor=secretary, item=items[0], text="Von nebenan.", based_on=1)
    assert desk.post(record.get_absolute_url(), sent).status_code == 302
    assert queries.passages(record)[items[0].pk].text == "Von nebenan."


def test_what_was_typed_is_there_again_until_it_is_saved(record, items, desk, secretary):
    sent = fields_of(body_of(desk.get(record.get_absolute_url())))
    sent[f"text_{items[0].pk}"] = "Noch nicht fertig"
    kept = sent | {"draft_about": reference(record), "draft_version": "0"}
    assert desk.post(reverse("drafts:save", args=["boards.minutes"]), kept).status_code == 200
    actions.write(record, actor=secretary, item=items[1], text="Neu von nebenan.", based_on=1)

    shown = fields_of(body_of(desk.get(record.get_absolute_url())))

    assert shown[f"text_{items[0].pk}"] == "Noch nicht fertig"
    assert shown[f"text_{items[1].pk}"] == "Neu von nebenan."
    desk.post(record.get_absolute_url(), shown)
    assert queries.passages(record)[items[0].pk].text == "Noch nicht fertig"
    assert keeping.find("boards.minutes", person=secretary, about=reference(record)) is None


def test_words_typed_after_the_minutes_were_sent_stay_on_the_page(record, items, desk, secretary):
    sent = fields_of(body_of(desk.get(record.get_absolute_url())))
    actions.send_minutes(record, actor=secretary)
    sent[f"text_{items[0].pk}"] = "Zu spät, aber da."
    answer = desk.post(record.get_absolute_url(), sent)
    assert answer.status_code == 422
    assert "Zu spät, aber da." in body_of(answer)


def test_only_those_who_run_the_meeting_write(record, board, client):
    member = signed_in(board.seats[1].person)
    assert member.post(record.get_absolute_url(), {}).status_code == 403
    assert "<textarea" not in body_of(member.get(record.get_absolute_url()))
    assert client.post(record.get_absolute_url(), {}).status_code == 404


# --- Sending, objecting, approving -------------------------------------------------------------------------------


def test_sending_says_whom_it_reaches_and_writes_to_each(record, desk, board):
    page = body_of(desk.get(at("send_minutes", record)))
    assert "6 Personen bekommen eine Mail" in page
    assert str(board.seats[1].person) in page

    desk.post(at("send_minutes", record))

    assert Minutes.objects.get().state == MinutesState.SENT
    mails = list(OutgoingMail.objects.filter(subject__startswith="Niederschrift: "))
    assert {mail.to for mail in mails} == {seat.person.email for seat in [*board.seats, board.secretary]}
    assert all(record.get_absolute_url() in mail.text for mail in mails)


def test_a_member_objects_and_reads_the_answer(record, desk, board, secretary):
    actions.send_minutes(record, actor=secretary)
    member, other = signed_in(board.seats[1].person), signed_in(board.seats[2].person)
    assert at("object_to", record) in body_of(member.get(record.get_absolute_url()))
    assert member.post(at("object_to", record), {"text": ""}).status_code == 422
    member.post(at("object_to", record), {"text": "Es waren 300 Gäste."})
    objection = Objection.objects.get()
    assert "Es waren 300 Gäste." not in body_of(other.get(record.get_absolute_url()))
    assert desk.post(at("approve_minutes", record)).status_code == 422
    assert at("approve_minutes", record) not in body_of(desk.get(record.get_absolute_url()))
    address = at("settle_objection", record, objection=objection.pk)
    assert member.get(address).status_code == 403

    desk.post(address, {"is_accepted": "no", "answer": "Gezählt wurden 250."})

    assert Objection.objects.get().is_accepted is False
    assert at("approve_minutes", record) in body_of(desk.get(record.get_absolute_url()))
    assert "Gezählt wurden 250." in body_of(member.get(record.get_absolute_url()))


def test_an_accepted_objection_opens_the_draft_again(record, desk, board, secretary):
    actions.send_minutes(record, actor=secretary)
    objection = actions.object_to(actions.Doubt(record, "Es waren 300."), actor=board.seats[1].person)
    desk.post(at("settle_objection", record, objection=objection.pk), {"is_accepted": "yes", "answer": "Stimmt."})
    assert "<textarea" in body_of(desk.get(record.get_absolute_url()))


def test_strangers_do_not_object(record, board, secretary):
    approved(record, board, secretary)
    assert signed_in(person()).get(at("object_to", record)).status_code == 403


def test_minutes_are_approved_in_a_later_meeting(record, desk, board, secretary):
    actions.send_minutes(record, actor=secretary)
    following = factories.meeting(board.body, by=secretary, days=30)
    assert desk.post(at("approve_minutes", record), {"meeting": following.pk}).status_code == 422
    factories.opened(following, by=secretary)
    assert signed_in(board.seats[1].person).get(at("approve_minutes", record)).status_code == 403

    desk.post(at("approve_minutes", record), {"meeting": following.pk})

    assert Minutes.objects.get().approved_in == following


# --- Reading -----------------------------------------------------------------------------------------------------


def test_visitors_read_the_public_part_of_what_is_approved(record, board, secretary, client):
    meeting = record.meeting
    for name in ("minutes", "minutes_file"):
        assert client.get(at(name, record)).status_code == 404
    assert record.get_absolute_url() not in body_of(client.get(meeting.get_absolute_url()))
    approved(record, board, secretary)

    page = body_of(client.get(record.get_absolute_url()))

    assert SAID in page
    assert "Ein Mitglied hat angezeigt" in page
    assert "Geheime Berufung" not in page
    assert CLOSED not in page
    assert not any(str(seat.person) in page for seat in [*board.seats, board.secretary])
    assert record.get_absolute_url() in body_of(client.get(meeting.get_absolute_url()))


def test_those_inside_read_all_but_what_they_are_recused_from(record, items, board, secretary):
    actions.send_minutes(record, actor=secretary)
    whole = body_of(signed_in(board.seats[1].person).get(record.get_absolute_url()))
    assert CLOSED in whole
    assert str(board.seats[0].person) in whole
    recused = body_of(signed_in(board.seats[2].person).get(record.get_absolute_url()))
    assert CLOSED not in recused
    assert SAID in recused


def test_readers_see_the_version_that_was_sent(record, board, secretary, items):
    actions.send_minutes(record, actor=secretary)
    items[0].title = "Später umbenannt"
    items[0].save()
    page = body_of(signed_in(board.seats[1].person).get(record.get_absolute_url()))
    assert "Lichterfest Hafen" in page
    assert "Später umbenannt" not in page


@pytest.mark.parametrize("is_inside", [True, False])
def test_the_document_holds_what_its_reader_may_see(record, board, secretary, client, is_inside):
    approved(record, board, secretary)
    browser = signed_in(board.seats[1].person) if is_inside else client
    answer = browser.get(at("minutes_file", record))
    assert answer["Content-Type"] == "application/pdf"
    text = Made(answer.content).text
    assert SAID in text
    assert "Beschluss" in text
    for kept in ("Geheime Berufung", CLOSED, str(board.seats[3].person), "Schriftführung"):
        assert (kept in text) is is_inside


def test_the_draft_says_that_it_is_one(record, desk):
    assert "Entwurf" in Made(desk.get(at("minutes_file", record)).content).text


@pytest.mark.parametrize("browser", ["desk", "client"])
def test_the_page_asks_as_often_for_three_items_as_for_one(browser, request, board, secretary):
    client = request.getfixturevalue(browser)
    counts = []
    for number in (1, 3):
        meeting = factories.running(board, here=4, by=secretary)
        made = [factories.item(meeting, by=secretary, title=f"Punkt {one}") for one in range(number)]
        for one in made:
            factories.decided(factories.motion(one, by=secretary), by=secretary, yes=3)
        record = factories.recorded(meeting, by=secretary, texts=dict.fromkeys(made, SAID))
        if browser == "client":
            actions.send_minutes(record, actor=secretary)
            following = factories.opened(factories.meeting(board.body, by=secretary, days=30), by=secretary)
            actions.approve_minutes(record, actor=secretary, meeting=following)
        client.get(record.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            assert client.get(record.get_absolute_url()).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25


# --- What follows ------------------------------------------------------------------------------------------------


def test_what_follows_is_told_to_the_next_meeting(record, board, desk, secretary, client):
    resolution = Resolution.objects.get()
    address = reverse("boards:follow_up", args=[board.body.slug, resolution.year, resolution.number])
    member = signed_in(board.seats[1].person)
    assert member.get(address).status_code == 403
    assert desk.post(address, {"task": "", "who": "Büro"}).status_code == 422
    desk.post(address, {"task": "Vertrag aufsetzen", "who": "Büro", "due_on": "2030-01-31"})
    assert "Vertrag aufsetzen" in body_of(member.get(resolution.get_absolute_url()))
    assert "Vertrag aufsetzen" not in body_of(client.get(resolution.get_absolute_url()))
    task = FollowUp.objects.get()
    following = factories.meeting(board.body, by=secretary, days=30)
    assert "Vertrag aufsetzen" in body_of(desk.get(following.get_absolute_url()))
    assert "Vertrag aufsetzen" not in body_of(member.get(following.get_absolute_url()))
    told = reverse("boards:report_on", args=[board.body.slug, following.pk, task.pk])
    assert member.post(told, {"text": "Liegt vor."}).status_code == 403
    assert desk.post(told, {"text": ""}).status_code == 422

    desk.post(told, {"text": "Liegt beim Verein."})

    assert "Liegt beim Verein." in body_of(desk.get(following.get_absolute_url()))
    assert desk.post(told, {"text": "Noch einmal."}).status_code == 422
    last = factories.meeting(board.body, by=secretary, days=60)
    done = reverse("boards:report_on", args=[board.body.slug, last.pk, task.pk])
    desk.post(done, {"text": "Unterschrieben.", "is_done": "on"})
    assert FollowUp.objects.get().done_at is not None
    assert "Vertrag aufsetzen" not in body_of(desk.get(last.get_absolute_url()))


def test_the_term_for_objections_stands_there_and_whether_it_is_over(record, board, secretary, time_machine):
    time_machine.move_to("2030-06-03 10:00:00+02:00", tick=False)
    actions.send_minutes(record, actor=secretary)
    member = signed_in(board.seats[0].person)
    page = body_of(member.get(record.get_absolute_url()))
    assert "17.06.2030" in page
    assert "noch möglich" in page
    said = "Einwendungen sind noch bis 17.06.2030 möglich; ohne Sitzung geht es erst danach."
    desk = signed_in(secretary)
    assert said in body_of(desk.get(at("approve_minutes", record)))
    assert "Genehmigt in der Sitzung" in body_of(desk.get(at("approve_minutes", record)))

    time_machine.move_to("2030-06-18 10:00:00+02:00", tick=False)

    assert "nicht mehr möglich" in body_of(signed_in(board.seats[0].person).get(record.get_absolute_url()))
    assert "ohne Sitzung geht es erst danach" not in body_of(signed_in(secretary).get(at("approve_minutes", record)))
