"""What the forms of bodies and meetings take and refuse, and that nothing gets lost on the way."""

from __future__ import annotations

import pytest
from django.urls import reverse

from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import actions
from quartierwerk.rooms.boards.forms.meetings import MOST_ADDRESSES
from quartierwerk.rooms.boards.models import Attendance, Binding, Motion, Recusal, Vote
from quartierwerk.rooms.boards.rules import Ground, Method
from quartierwerk.rooms.boards.tests import factories
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.tests import factories as budget
from tests.journeys.conftest import signed_in

pytestmark = pytest.mark.django_db
NOBODY = 999_999_999


@pytest.fixture
def board():
    return factories.assembled(voting=3)


@pytest.fixture
def secretary(board):
    return board.secretary.person


@pytest.fixture
def desk(secretary):
    """The secretary's browser."""
    return signed_in(secretary)


def at(name, meeting, **more):
    return reverse(f"boards:{name}", kwargs={"slug": meeting.body.slug, "pk": meeting.pk, **more})


def errors_of(answer) -> dict[str, list[str]]:
    assert answer.status_code == 422
    return dict(answer.context["form"].errors)


# --- Who stands in for a seat ------------------------------------------------------------------------------------


def corrected(office, seat, **given):
    """The form of a seat as it comes to the browser, sent back with something else in it."""
    address = reverse("boards:correct", args=[seat.body.slug, seat.pk])
    form = office.get(address).context["form"]
    before = {name: form[name].value() or "" for name in form.fields if name != "has_no_substitute"}
    answer = office.post(address, before | given)
    seat.refresh_from_db()
    return answer


@pytest.mark.parametrize("email", ["ersa@gremien.example", None])
def test_correcting_something_else_keeps_the_substitute(office, email):
    substitute = accounts.person("Ersa Tz", email=email)
    seat = factories.seat(factories.body(), said=actions.Said(substitute=substitute))

    corrected(office, seat, represents="Handel")

    assert (seat.represents, seat.substitute) == ("Handel", substitute)


def test_a_substitute_with_an_address_goes_by_clearing_it(office):
    substitute = accounts.person("Ersa Tz", email="ersa@gremien.example")
    seat = factories.seat(factories.body(), said=actions.Said(substitute=substitute))

    corrected(office, seat, substitute="")

    assert seat.substitute is None


def test_a_substitute_without_a_login_goes_by_ticking_it_or_for_somebody_else(office):
    silent, other = accounts.person("Ersa Tz", email=None), accounts.person("Anna Dere", email="anna@gremien.example")
    seat = factories.seat(factories.body(), said=actions.Said(substitute=silent))
    page = office.get(reverse("boards:correct", args=[seat.body.slug, seat.pk])).content.decode()
    assert "Zurzeit: Ersa Tz, ohne eigene Anmeldung." in page

    corrected(office, seat, substitute="anna@gremien.example", has_no_substitute="on")
    assert seat.substitute == other
    seat.substitute = silent
    seat.save()
    corrected(office, seat, has_no_substitute="on")

    assert seat.substitute is None


# --- Motions and their money -------------------------------------------------------------------------------------


@pytest.fixture
def item(board, secretary):
    return factories.item(factories.meeting(board.body, by=secretary, days=60), by=secretary)


def test_a_sum_is_written_as_people_write_it(item, officer):
    pot = budget.pot(cents=5_000_00)
    office, address = signed_in(officer), at("move", item.meeting, item=item.pk)

    office.post(address, {"wording": "Geld.", "pot": pot.pk, "cents": "1.234,50 €"})

    motion = Motion.objects.get()
    assert motion.cents == 1_234_50
    form = office.get(at("amend", item.meeting, motion=motion.pk)).context["form"]
    assert 'value="1.234,50"' in str(form["cents"])
    assert f"{pot.year} · {pot}, verfügbar 5.000,00" in str(form["pot"])


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"cents": "viel"}, "cents", "„viel“ ist kein Betrag."),
        ({"cents": "1,234"}, "cents", "nicht eindeutig"),
        ({"cents": "-5"}, "cents", "ohne Minus"),
        ({"cents": ""}, "cents", "Bitte nennen Sie den Betrag"),
        ({"cents": "0"}, "cents", "Bitte nennen Sie den Betrag"),
        ({"cents": "5", "pot": ""}, "pot", "Bitte wählen Sie den Topf"),
        ({"cents": "5", "pot": NOBODY}, "pot", ""),
    ],
)
def test_a_sum_that_cannot_be_is_refused_in_a_clear_sentence(item, officer, given, field, said):
    pot = budget.pot(cents=5_000_00)
    sent = {"wording": "Geld.", "pot": pot.pk} | given

    answer = signed_in(officer).post(at("move", item.meeting, item=item.pk), sent)

    assert said in errors_of(answer)[field][0]
    assert not Motion.objects.exists()


def test_a_pot_that_is_not_offered_stays_with_its_motion(item, officer):
    pot = budget.pot(cents=5_000_00)
    budget.pot()
    motion = factories.motion(item, by=officer, pot=pot, cents=100_00)
    Pot.objects.filter(pk=pot.pk).update(closed_at=item.meeting.created_at)
    office, address = signed_in(officer), at("amend", item.meeting, motion=motion.pk)
    assert "Topf und Betrag bleiben, wie sie sind" in office.get(address).content.decode()

    office.post(address, {"wording": "Anders."})

    motion.refresh_from_db()
    assert (motion.wording, motion.pot, motion.cents) == ("Anders.", pot, 100_00)


# --- Addresses ---------------------------------------------------------------------------------------------------


def test_papers_have_an_upper_bound_and_a_sentence_for_it(item, desk, profile):
    sent = {"title": "Fest", "kind": "decision", "papers": f"{profile.get_absolute_url()}\n" * (MOST_ADDRESSES + 1)}

    answer = desk.post(at("edit_item", item.meeting, item=item.pk), sent)

    said = f"Höchstens {MOST_ADDRESSES} Adressen passen hierher; hier stehen {MOST_ADDRESSES + 1}."
    assert errors_of(answer)["papers"] == [said]


def test_a_tie_is_to_one_thing_and_no_second_one_gets_lost(board, profile):
    address = profile.get_absolute_url()
    browser = signed_in(board.seats[0].person)

    answer = browser.post(reverse("boards:ties"), {"to": f"{address} {address}", "kind": "organ"})

    assert errors_of(answer)["to"] == ["Bitte nennen Sie nur eine Adresse; hier stehen 2."]
    assert not Binding.objects.exists()


# --- Keys that no page offered -----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["x", "²", "-1", NOBODY, 10**30, "1 OR 1=1"])
def test_buttons_with_a_key_that_no_page_offered_find_nothing(board, secretary, desk, key):
    meeting = factories.running(board, here=3, by=secretary)
    item = factories.item(meeting, by=secretary)
    ballot = factories.ballot(factories.motion(item, by=secretary), by=secretary, method=Method.NAMED)
    number = Attendance.objects.count()

    answers = [desk.post(at("attend", meeting), {name: key}) for name in ("come", "substitute", "go")]
    answers.append(desk.post(at("take_back_recusal", meeting, item=item.pk), {"seat": key}))
    answers.append(desk.post(at("cast", meeting, ballot=ballot.pk), {"seat": key, "choice": "yes"}))

    assert {answer.status_code for answer in answers} == {404}
    assert (Attendance.objects.count(), Vote.objects.exists()) == (number, False)


def test_seats_and_stays_of_another_body_are_not_among_them(board, secretary, desk):
    other = factories.assembled(voting=3)
    meeting, away = (
        factories.running(board, here=3, by=secretary),
        factories.running(other, here=3, by=other.secretary.person),
    )
    item = factories.item(meeting, by=secretary)
    ballot = factories.ballot(factories.motion(item, by=secretary), by=secretary, method=Method.NAMED)
    seat, stay = other.seats[0].pk, away.attendances.first()

    answers = [desk.post(at("attend", meeting), given) for given in ({"come": seat}, {"go": stay.pk})]
    answers.append(desk.post(at("take_back_recusal", meeting, item=item.pk), {"seat": seat}))
    answers.append(desk.post(at("cast", meeting, ballot=ballot.pk), {"seat": seat, "choice": "yes"}))

    assert {answer.status_code for answer in answers} == {404}
    stay.refresh_from_db()
    assert stay.left_at is None


# --- Inside is who sits there today ------------------------------------------------------------------------------


def test_who_sat_there_once_sees_no_substitutes_whatever_day_they_look_at(client):
    body, member = factories.body(), accounts.person("Vera Vorn")
    said = actions.Said(substitute=accounts.person("Ersa Tz"))
    over = factories.seat(body, member, said=said, valid_to=factories.SINCE.replace(year=2021))
    client.force_login(member)

    page = client.get(f"{body.get_absolute_url()}?am={over.valid_from}").content.decode()

    assert "Vera Vorn" in page
    assert "Ersa Tz" not in page


def test_who_sat_there_on_the_day_of_a_meeting_declares_nothing_afterwards(board, secretary):
    meeting = factories.running(board, here=3, by=secretary)
    item = factories.item(meeting, by=secretary, title="Vertrauliche Berufung", is_public=False)
    member = board.seats[1]
    actions.close_meeting(meeting, actor=secretary)
    browser = signed_in(member.person)
    assert browser.get(at("declare", meeting, item=item.pk)).status_code == 200
    type(meeting).objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at.replace(year=2024))
    type(member).objects.filter(pk=member.pk).update(valid_to=factories.SINCE.replace(year=2025))

    answer = browser.get(at("declare", meeting, item=item.pk))

    assert answer.status_code == 403
    assert "Vertrauliche Berufung" not in answer.content.decode()
    answer = browser.post(at("declare", meeting, item=item.pk), {"seat": member.pk, "ground": Ground.OWN})
    assert (answer.status_code, Recusal.objects.exists()) == (403, False)
