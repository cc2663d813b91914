"""The pages of a jury: whom they show what, above all that nobody sees others' points before their own are in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.boards import actions
from quartierwerk.rooms.boards.models import Candidate, Recusal, Score, Scoring
from quartierwerk.rooms.boards.rules import Ground, ScoringState, TieKind
from quartierwerk.rooms.boards.tests import factories
from quartierwerk.rooms.budget.tests import factories as budget
from tests.journeys.conftest import signed_in

pytestmark = pytest.mark.django_db
SECRET = "Der Kostenplan ist dünn."


@pytest.fixture
def jury():
    return factories.assembled(voting=3)


@pytest.fixture
def by(jury):
    return jury.secretary.person


@pytest.fixture
def desk(by):
    """The secretary's browser."""
    return signed_in(by)


@pytest.fixture
def scoring(jury):
    return factories.scoring(jury, pot=budget.pot(cents=1_000_00))


@pytest.fixture
def candidate(scoring, by):
    return factories.candidate(scoring, by=by)


def step(name, scoring, **more):
    meeting = scoring.item.meeting
    return reverse(
        f"boards:{name}", kwargs={"slug": meeting.body.slug, "pk": meeting.pk, "scoring": scoring.pk, **more}
    )


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def decide_all(scoring, jury, by):
    meeting = factories.opened(scoring.item.meeting, by=by)
    for seat in jury.seats:
        actions.come(actions.Arrival(meeting=meeting, seat=seat, came_at=clock.now()), actor=by)
    for candidate in scoring.candidates.all():
        factories.decided(candidate.item.motions.get(), by=by, yes=len(jury.seats))


# --- For whoever runs the meeting --------------------------------------------------------------------------------


def test_a_rubric_is_proposed_and_rows_without_a_name_do_not_count(jury, by, desk):
    meeting = factories.meeting(jury.body, by=by, days=10)
    item = factories.item(meeting, by=by)
    address = reverse("boards:open_scoring", args=[jury.body.slug, meeting.pk, item.pk])
    assert "Wertschöpfung vor Ort" in text_of(desk.get(address))
    said = {"closes_at": "2040-05-01T12:00", "name_de_0": "Wirkung", "weight_0": "3", "most_0": "4", "weight_1": "2"}

    answer = desk.post(address, said)

    scoring = Scoring.objects.get()
    assert answer["Location"] == scoring.get_absolute_url()
    assert [(one.name_de, one.weight, one.most) for one in scoring.rubric] == [("Wirkung", 3, 4)]
    assert "Zur Bewertung" in text_of(desk.get(meeting.get_absolute_url()))
    assert desk.post(address, said).status_code == 422


def test_a_rubric_without_criteria_is_refused_and_keeps_what_was_typed(jury, by, desk):
    meeting = factories.meeting(jury.body, by=by, days=10)
    item = factories.item(meeting, by=by)
    address = reverse("boards:open_scoring", args=[jury.body.slug, meeting.pk, item.pk])

    answer = desk.post(address, {"closes_at": "2040-05-01T12:00", "name_en_0": "Effect"})

    assert answer.status_code == 422
    assert "Ein Raster hat zwischen einem und zwanzig Kriterien." in answer.content.decode()
    assert "Effect" in answer.content.decode()
    assert not Scoring.objects.exists()


def test_candidates_are_entered_with_parties_by_their_addresses(scoring, desk, profile):
    said = {"title": "Hafenkino", "text": "Filme am Kai.", "cents": "1.200,50"}
    answer = desk.post(step("enter", scoring), said | {"parties": f"http://testserver{profile.get_absolute_url()}"})

    candidate = Candidate.objects.get()
    assert answer["Location"] == scoring.get_absolute_url()
    assert (candidate.cents, candidate.item.parties) == (1_200_50, [reference(profile)])
    assert desk.post(step("enter", scoring), said | {"cents": "0"}).status_code == 422


def test_the_secretary_sees_how_far_everybody_is_and_no_points(scoring, candidate, jury, desk):
    factories.scored(candidate, jury.seats[0], value=4, comment=SECRET)
    for address in (scoring.get_absolute_url(), candidate.get_absolute_url()):
        page = text_of(desk.get(address))
        assert SECRET not in page
        assert "4 von 5" not in page
    page = text_of(desk.get(scoring.get_absolute_url()))
    assert "1 von 1 bewertet" in page
    assert "0 von 1 bewertet" in page
    assert "Rangfolge der Vorhaben" not in page


def test_a_scoring_is_closed_after_a_second_look_that_names_who_is_missing(scoring, candidate, jury, desk):
    factories.scored(candidate, jury.seats[0])
    page = text_of(desk.get(step("close_scoring", scoring)))
    assert jury.seats[1].holder in page
    assert jury.seats[0].holder not in page

    desk.post(step("close_scoring", scoring))

    assert Scoring.objects.get().state == ScoringState.CLOSED
    assert "Rangfolge der Vorhaben" in text_of(desk.get(scoring.get_absolute_url()))
    desk.post(step("reopen_scoring", scoring), {"closes_at": "2040-05-01T12:00"})
    assert "Rangfolge der Vorhaben" not in text_of(desk.get(scoring.get_absolute_url()))


def test_members_run_nothing_and_strangers_and_visitors_see_nothing(scoring, candidate, jury, client, stranger):
    member = signed_in(jury.seats[1].person)
    for name in ("enter", "close_scoring", "reopen_scoring", "announce"):
        assert member.get(step(name, scoring)).status_code == 403
    other = signed_in(stranger)
    for address in (scoring.get_absolute_url(), candidate.get_absolute_url()):
        assert other.get(address).status_code == 404
        assert client.get(address).status_code == 302


# --- For a member of the jury ------------------------------------------------------------------------------------


def test_a_member_scores_and_only_then_sees_what_others_gave(scoring, candidate, jury):
    factories.scored(candidate, jury.seats[0], value=4, people=1, comment=SECRET)
    member = signed_in(jury.seats[1].person)
    meeting = scoring.item.meeting.get_absolute_url()
    for address in (candidate.get_absolute_url(), scoring.get_absolute_url(), meeting, "/mein/"):
        page = member.get(address, follow=True).content.decode()
        assert SECRET not in page
        assert "4 von 5" not in page

    answer = member.post(candidate.get_absolute_url(), {"points_value": "5", "points_people": "0", "comment": "Gut."})

    assert answer["Location"] == candidate.get_absolute_url()
    score = Score.objects.get(seat=jury.seats[1])
    assert (score.points, score.comment) == ({"value": 5, "people": 0}, "Gut.")
    page = text_of(member.get(candidate.get_absolute_url()))
    assert SECRET in page
    assert "4 von 5" in page
    assert "Punkte abgeben" not in page


def test_points_are_complete_or_an_abstention(scoring, candidate, jury):
    member = signed_in(jury.seats[1].person)
    answer = member.post(candidate.get_absolute_url(), {"points_value": "5"})
    assert answer.status_code == 422
    assert "Bitte geben Sie Punkte, oder enthalten Sie sich." in answer.content.decode()
    assert not Score.objects.exists()

    member.post(candidate.get_absolute_url(), {"points_value": "5", "is_abstained": "on"})

    assert Score.objects.get().is_abstained
    answer = member.post(candidate.get_absolute_url(), {"points_value": "5", "points_people": "5"})
    assert answer.status_code == 422
    assert Score.objects.get().is_abstained


def test_who_is_bound_is_asked_and_sees_the_title_only_once_recused(scoring, by, jury, profile):
    candidate = factories.candidate(scoring, by=by, parties=[reference(profile)])
    factories.scored(candidate, jury.seats[0], comment=SECRET)
    somebody = jury.seats[1].person
    actions.bind(actions.Tie(somebody, reference(profile), TieKind.ORGAN), actor=somebody)
    member = signed_in(somebody)
    page = text_of(member.get(candidate.get_absolute_url()))
    assert "Sie haben eine Bindung angegeben" in page
    assert profile.name not in page

    member.post(step("recuse", scoring, candidate=candidate.pk))

    assert Recusal.objects.get().seat == jury.seats[1]
    page = text_of(member.get(candidate.get_absolute_url()))
    assert candidate.item.title in page
    for hidden in ("Ein Fest im Hafen.", "600,00", SECRET, "Punkte abgeben"):
        assert hidden not in page
    assert "600,00" not in text_of(member.get(scoring.get_absolute_url()))
    answer = member.post(candidate.get_absolute_url(), {"points_value": "5", "points_people": "5"})
    assert answer.status_code == 422
    assert "Ein Fest im Hafen." not in answer.content.decode()


def test_members_read_no_names_on_the_agenda_either(scoring, by, jury, desk, profile):
    factories.candidate(scoring, by=by, parties=[reference(profile)])
    address = scoring.item.meeting.get_absolute_url()
    assert profile.name in text_of(desk.get(address))
    assert profile.name not in text_of(signed_in(jury.seats[1].person).get(address))


def test_ones_own_corner_says_how_many_are_to_be_scored(scoring, by, jury, time_machine):
    first, second = (factories.candidate(scoring, by=by, title=title) for title in ("Lichterfest", "Hafenkino"))
    factories.candidate(scoring, by=by, title="Befangen")
    seat = jury.seats[1]
    factories.scored(first, seat)
    last = scoring.candidates.get(item__title="Befangen")
    actions.declare(actions.Declaration(item=last.item, seat=seat, ground=Ground.OWN), actor=seat.person)
    corner = reverse("portal:mine")
    assert "1 Vorhaben zu bewerten bis" in text_of(signed_in(seat.person).get(corner))
    assert "Vorhaben zu bewerten bis" not in text_of(signed_in(by).get(corner))
    factories.scored(second, seat)
    assert "Vorhaben zu bewerten bis" not in text_of(signed_in(seat.person).get(corner))
    assert "3 Vorhaben zu bewerten bis" in text_of(signed_in(jury.seats[2].person).get(corner))
    time_machine.move_to(scoring.closes_at + timedelta(minutes=1))
    assert "Vorhaben zu bewerten bis" not in text_of(signed_in(jury.seats[2].person).get(corner))


# --- The ranking -------------------------------------------------------------------------------------------------


def test_the_ranking_draws_the_line_and_says_it(scoring, by, jury):
    good, better, small = (
        factories.candidate(scoring, by=by, title=title, cents=cents)
        for title, cents in (("Lichterfest", 600_00), ("Hafenkino", 700_00), ("Zeitung", 200_00))
    )
    for candidate, value in ((good, 3), (better, 5), (small, 1)):
        factories.scored(candidate, jury.seats[0], value=value, people=value)
    actions.close_scoring(scoring, actor=by)

    page = text_of(signed_in(jury.seats[1].person).get(scoring.get_absolute_url()))

    table = page[page.index("Rangfolge der Vorhaben") :]
    marks = ("Hafenkino", "Geldlinie", "Lichterfest", "Zeitung", "passt noch in den Rest")
    assert sorted(marks, key=table.index) == list(marks)
    assert "Das Geld reicht für das erste Vorhaben." in page
    assert "noch nicht verkündet" in page


def test_who_is_recused_sees_the_ranking_without_that_candidate(scoring, by, jury):
    first = factories.candidate(scoring, by=by)
    other = factories.candidate(scoring, by=by, title="Hafenkino", cents=123_00)
    seat = jury.seats[1]
    actions.declare(actions.Declaration(item=other.item, seat=seat, ground=Ground.OWN), actor=seat.person)
    for candidate in (first, other):
        factories.scored(candidate, jury.seats[0])
    actions.close_scoring(scoring, actor=by)

    page = text_of(signed_in(seat.person).get(scoring.get_absolute_url()))

    table = page[page.index("Rangfolge der Vorhaben") : page.index("</table>")]
    assert "Lichterfest" in table
    assert "Hafenkino" not in table
    assert "zusammen" not in table
    assert "123,00" not in page


def test_the_result_is_announced_once_all_is_decided(scoring, candidate, jury, by, desk):
    actions.close_scoring(scoring, actor=by)
    assert "Ergebnis verkünden" not in text_of(desk.get(scoring.get_absolute_url()))
    answer = desk.post(step("announce", scoring))
    assert answer.status_code == 422
    decide_all(scoring, jury, by)
    assert "Ergebnis verkünden" in text_of(desk.get(scoring.get_absolute_url()))

    desk.post(step("announce", scoring))

    assert Scoring.objects.get().state == ScoringState.ANNOUNCED
    page = text_of(signed_in(jury.seats[1].person).get(scoring.get_absolute_url()))
    assert "noch nicht verkündet" not in page
    assert "angenommen" in page


def test_the_pages_ask_as_often_for_one_candidate_as_for_three(scoring, candidate, jury, by):
    factories.scored(candidate, jury.seats[0])
    factories.scored(candidate, jury.seats[1])
    member, desk = signed_in(jury.seats[1].person), signed_in(by)
    pages = (
        (member, candidate.get_absolute_url()),
        (member, scoring.get_absolute_url()),
        (desk, scoring.get_absolute_url()),
        (member, reverse("portal:mine")),
        (member, scoring.item.meeting.get_absolute_url()),
    )

    def counts():
        numbers = []
        for browser, address in pages:
            browser.get(address)
            with CaptureQueriesContext(connection) as asked:
                text_of(browser.get(address))
            numbers.append(len(asked))
        return numbers

    factories.candidate(scoring, by=by, title="Noch eins")
    before = counts()
    for title in ("Zwei", "Drei"):
        more = factories.candidate(scoring, by=by, title=title)
        factories.scored(more, jury.seats[0])
    assert counts() == before
    actions.close_scoring(scoring, actor=by)
    closed = counts()
    assert closed[1] <= 20
