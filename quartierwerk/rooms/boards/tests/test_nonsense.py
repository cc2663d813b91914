"""What no database takes: too long, too late, too large, or with a null in it; it is refused in words, or not found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.tests.factories import officer, person
from quartierwerk.rooms.boards.models import Binding, Meeting, Seat
from quartierwerk.rooms.boards.rules import Method, Refusal, read_row
from quartierwerk.rooms.boards.tests import factories

pytestmark = pytest.mark.django_db
GIANT = 10**30
ENDLESS = "9" * 5_000


def client_of(somebody) -> Client:
    """Somebody who is signed in."""
    client = Client()
    client.force_login(somebody)
    return client


@pytest.fixture
def board():
    return factories.assembled(voting=3)


@pytest.fixture
def by(board):
    return board.secretary.person


@pytest.fixture
def desk(by):
    return client_of(by)


@pytest.mark.parametrize(
    "wrong",
    [
        {"link": "https://example.org/" + "a" * 600},
        {"day": "9999-12-31"},
        {"day": "0001-01-01"},
        {"place": "Saal\x00 1"},
        {"title": "a" * 300},
        {"repeats": ENDLESS},
    ],
)
def test_a_meeting_is_not_planned_with_nonsense(board, desk, wrong):
    said = {"day": "2030-05-02", "starts_at": "18:00", "ends_at": "20:00", "place": "Saal 1"}
    answer = desk.post(reverse("boards:plan", args=[board.body.slug]), said | wrong)
    assert answer.status_code == 422
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_day": "9999-12-31"},
        {"valid_from": "0001-01-01"},
        {"email": "a" * 64 + "@" + ".".join(["b" * 60] * 4) + ".example"},
        {"name": "Ada\x00"},
    ],
)
def test_nobody_is_seated_with_nonsense(board, wrong):
    office = client_of(officer())
    said = {"name": "Ada Neu", "role": "member", "valid_from": "2026-01-01"}
    known = Seat.objects.count()
    answer = office.post(reverse("boards:appoint", args=[board.body.slug]), said | wrong)
    assert answer.status_code == 422
    assert Seat.objects.count() == known


def test_a_list_refuses_days_and_addresses_that_nobody_has(board):
    long = "a" * 64 + "@" + ".".join(["b" * 60] * 4) + ".example"
    for wrong in ({"last_day": "31.12.9999"}, {"valid_from": "01.01.0001"}, {"email": long}):
        assert isinstance(read_row({"name": "Ada"} | wrong, since=clock.today()), Refusal)


def test_a_body_is_neither_dissolved_nor_looked_at_at_the_end_of_time(board, client):
    office = client_of(officer())
    answer = office.post(reverse("boards:dissolve", args=[board.body.slug]), {"until_on": "9999-12-31"})
    assert answer.status_code == 422
    for day in ("9999-12-31", "0001-01-01", "2026-02-30", "\x00"):
        assert client.get(board.body.get_absolute_url(), {"am": day}).status_code == 200
        assert office.get(reverse("boards:addressees", args=[board.body.slug]), {"am": day}).status_code == 200


def test_lists_take_any_question(board, client):
    asked = {
        "page": ENDLESS,
        "q": "a\x00b",
        "year": "٢٠٢٦",
        "body": "a\x00",
        "district": "a\x00",
        "kind": "\x00",
        "state": "\x00",
    }
    for route in ("boards:bodies", "boards:meetings", "boards:resolutions"):
        assert client.get(reverse(route), asked).status_code == 200
    for path in ("/api/v1/meetings", "/api/v1/resolutions", "/api/v1/bodies"):
        assert client.get(path, {"organization": "a\x00", "district": "a\x00"}).status_code == 200
    assert client.get(f"/api/v1/meetings/{GIANT}").status_code == 404
    assert client.get(f"/api/v1/resolutions/{GIANT}").status_code == 404


def test_nothing_stands_under_a_giant_number(board, by, desk):
    meeting = factories.running(board, here=3, by=by)
    item = factories.item(meeting, by=by)
    motion = factories.motion(item, by=by)
    ballot = factories.ballot(motion, by=by, method=Method.NAMED)
    slug = board.body.slug
    for route in ("meeting", "minutes", "minutes_file", "calendar", "replan", "send_minutes"):
        assert desk.get(reverse(f"boards:{route}", args=[slug, GIANT])).status_code == 404
    for route in ("edit_item", "amend", "scoring", "count", "declare", "report_on", "void"):
        assert desk.get(reverse(f"boards:{route}", args=[slug, meeting.pk, GIANT])).status_code == 404
    assert desk.get(reverse("boards:resolution", args=[slug, GIANT, GIANT])).status_code == 404
    assert desk.get(reverse("boards:resolution", args=[slug, 2026, GIANT])).status_code == 404
    assert client_of(officer()).get(reverse("boards:correct", args=[slug, GIANT])).status_code == 404
    for seat in (str(GIANT), ENDLESS, "", "x"):
        at = [slug, meeting.pk, ballot.pk]
        assert desk.post(reverse("boards:cast", args=at), {"seat": seat, "choice": "yes"}).status_code == 404
        at = [slug, meeting.pk, item.pk]
        assert desk.post(reverse("boards:take_back_recusal", args=at), {"seat": seat}).status_code == 404
    for button in ("come", "go", "substitute"):
        for key in (GIANT, ENDLESS):
            at = reverse("boards:attend", args=[slug, meeting.pk])
            assert desk.post(at, {button: key}).status_code in (302, 404)


def test_numbers_on_forms_have_an_end(board, by, desk):
    meeting = factories.running(board, here=3, by=by)
    item = factories.item(meeting, by=by)
    ballot = factories.ballot(factories.motion(item, by=by), by=by)
    slug = board.body.slug
    counted = {"yes": GIANT, "no": 0, "abstained": 0, "invalid": 0}
    for number in (GIANT, ENDLESS):
        answer = desk.post(reverse("boards:count", args=[slug, meeting.pk, ballot.pk]), counted | {"yes": number})
        assert answer.status_code == 422
        said = {"title": "Bericht", "kind": "information", "minutes": number}
        assert desk.post(reverse("boards:table", args=[slug, meeting.pk]), said).status_code == 422


def test_a_scoring_ends_on_a_day_that_there_is(board, by, desk):
    scoring = factories.scoring(board, closes_at=clock.now() + timedelta(days=3))
    board_of = scoring.item.meeting
    item = factories.item(board_of, by=by)
    said = {"closes_at": "9999-12-31T23:59", "name_de_0": "Wert", "weight_0": GIANT, "most_0": 5}
    answer = desk.post(reverse("boards:open_scoring", args=[board.body.slug, board_of.pk, item.pk]), said)
    assert answer.status_code == 422


def test_nobody_is_bound_to_nonsense(db):
    ada = person()
    answer = client_of(ada).post(reverse("boards:ties"), {"to": "a\x00" * 400, "kind": "self"})
    assert answer.status_code == 422
    assert not Binding.objects.exists()
