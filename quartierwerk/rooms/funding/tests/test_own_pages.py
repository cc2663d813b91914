"""The pages of an own project's money: whom they show what, what they take, and what the public sees."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock, waiting
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import actions as boards
from quartierwerk.rooms.boards.models import Motion
from quartierwerk.rooms.boards.tests import factories as meetings
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Closing, Demand, Invoice
from quartierwerk.rooms.funding.rules import DemandState, InvoiceState
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests import own_factories as own
from quartierwerk.rooms.funding.waiting import KINDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return accounts.person("Greta Gruppe")


@pytest.fixture
def board():
    return own.board()


@pytest.fixture
def rich(keeper, board):
    return own.granted(own.own_project(by=keeper), board)


@pytest.fixture
def treasurer():
    return money.treasurer("Kaspar Kasse")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(project, name: str = "funds", *more: int) -> str:
    return reverse(f"funding:{name}", args=[project.pk, *more])


def text_of(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def sent(**more) -> dict[str, object]:
    bill = vars(own.bill()) | {"cents": "100,00", "dated_on": f"{own.bill().dated_on}"}
    return bill | more


def test_who_sees_the_money_of_a_project(rich, keeper, board, officer, treasurer, stranger):
    district_officer = meetings.district_officer(board.body.district)
    for somebody in (keeper, officer, treasurer, district_officer, board.chair):
        assert "750,00" in text_of(signed_in(somebody), page_of(rich))
    assert signed_in(stranger).get(page_of(rich)).status_code == 403
    assert Client().get(page_of(rich)).status_code == 302
    hidden = own.own_project("Geheim", is_public=False)
    assert signed_in(stranger).get(page_of(hidden)).status_code == 404
    assert signed_in(keeper).get(page_of(factories.project("Anderes"))).status_code == 404


def test_a_chair_sees_no_invoices(rich, board, keeper, treasurer):
    handed = own.invoice(rich)

    assert "Holz Hain" in text_of(signed_in(keeper), page_of(rich))
    assert "Holz Hain" in text_of(signed_in(treasurer), page_of(rich))
    assert "Holz Hain" not in text_of(signed_in(board.chair), page_of(rich))
    assert signed_in(board.chair).get(handed.get_absolute_url()).status_code == 404


def test_the_public_sees_what_was_resolved_and_no_payee(rich, officer, treasurer):
    own.paid(rich, by=treasurer, then=officer)

    text = text_of(Client(), rich.get_absolute_url())

    assert "750,00" in text and "100,00" in text and "Lenkungsgremium Nord" in text
    assert rich.rulings.get().resolution.get_absolute_url() in text
    assert "Holz Hain" not in text and own.IBAN not in text
    found = Client().get(f"/api/v1/projects/{rich.pk}").json()
    assert (found["resolved_cents"], found["paid_cents"], found["is_closed"]) == (750_00, 100_00, False)


def test_a_resolution_of_a_closed_body_is_not_linked(rich):
    resolution = rich.rulings.get().resolution
    type(resolution.item).objects.filter(pk=resolution.item_id).update(is_public=False)

    text = text_of(Client(), rich.get_absolute_url())

    assert "750,00" in text and resolution.get_absolute_url() not in text


def test_the_api_asks_so_many_questions_however_many_projects(rich, board):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            Client().get("/api/v1/projects")
        return len(asked)

    questions()
    before = questions()
    own.granted(own.own_project("Zweites"), board)
    assert questions() == before


def test_a_keeper_asks_on_the_page(keeper, board):
    project = own.own_project(by=keeper)
    desk = signed_in(keeper)
    assert "Geld anfragen" in text_of(desk, page_of(project))

    wrong = desk.post(page_of(project, "ask"), {"cost_0": "Holz", "wording": "Ja"})
    assert wrong.status_code == 422 and "nennen Sie den Betrag" in wrong.content.decode()
    nothing = desk.post(page_of(project, "ask"), {"wording": "Ja"})
    assert nothing.status_code == 422 and "wofür Sie das Geld brauchen" in nothing.content.decode()
    answer = desk.post(page_of(project, "ask"), {"cost_0": "Holz", "cents_0": "500", "wording": "Ja"})

    assert answer.url == page_of(project)
    assert Demand.objects.get().cents == 500_00
    text = text_of(desk, page_of(project))
    assert "wartet auf eine Sitzung" in text and "Geld anfragen" not in text


def test_the_form_proposes_a_wording(keeper, board):
    project = own.own_project(by=keeper)

    assert "des Projekts „Bank am Brunnen“ werden gegen Rechnung bezahlt" in text_of(
        signed_in(keeper), page_of(project, "ask")
    )


def test_a_keeper_takes_a_demand_back(keeper, board):
    asked = own.demand(own.own_project(by=keeper))

    signed_in(keeper).post(page_of(asked.project, "withdraw_demand", asked.pk), {})

    assert Demand.objects.get().state == DemandState.WITHDRAWN


def test_the_chair_puts_it_on_an_agenda_and_sees_what_the_pot_would_hold(keeper, board):
    asked, other = own.demand(own.own_project(by=keeper)), own.demand(own.own_project("Fest"), 10_000_00)
    own.tabled(other, board)
    url = page_of(asked.project, "table_demand", asked.pk)
    assert signed_in(keeper).get(url).status_code == 403
    desk = signed_in(board.chair)
    text = text_of(desk, url)
    assert "12.000,00" in text and "2.000,00" in text
    given = {"meeting": board.meeting.pk, "pot": board.pot.pk, "cents": "750", "title": "Bank", "wording": "Ja"}

    assert desk.post(url, given | {"cents": "751"}).status_code == 422
    answer = desk.post(url, given)

    assert "#top-" in answer.url
    assert Motion.objects.get(item__title="Bank").cents == 750_00
    assert desk.get(url).status_code == 404


def test_without_a_meeting_the_chair_is_led_to_planning_one(keeper, board):
    asked = own.demand(own.own_project(by=keeper))
    meetings.opened(board.meeting, by=board.chair)

    text = text_of(signed_in(board.chair), page_of(asked.project, "table_demand", asked.pk))

    assert "Keine Sitzung geplant" in text and reverse("boards:plan", args=[board.body.slug]) in text


def test_a_keeper_hands_in_an_invoice_on_the_page(rich, keeper, stranger):
    url = page_of(rich, "enter_invoice")
    assert signed_in(stranger).get(url).status_code == 403
    desk = signed_in(keeper)

    wrong = desk.post(url, sent(iban="DE00"))
    assert wrong.status_code == 422 and "Diese IBAN stimmt nicht" in wrong.content.decode()
    assert desk.post(url, sent()).url == page_of(rich)
    twice = desk.post(url, sent())
    assert twice.status_code == 422 and "liegt schon vor" in twice.content.decode()
    beyond = desk.post(url, sent(number="R-18", cents="651"))
    assert beyond.status_code == 422 and "650,00" in beyond.content.decode()
    assert Invoice.objects.count() == 1


def test_an_invoice_goes_from_desk_to_desk(rich, keeper, board, treasurer, officer):
    handed = own.invoice(rich, by=keeper)
    district_officer = meetings.district_officer(board.body.district)
    url = handed.get_absolute_url()
    assert "richtig" not in text_of(signed_in(keeper), url)
    assert signed_in(keeper).post(f"{url}richtig/").status_code == 403
    assert "Sachlich und rechnerisch richtig" in text_of(signed_in(district_officer), url)

    signed_in(district_officer).post(f"{url}richtig/")
    assert signed_in(district_officer).get(f"{url}anweisen/").status_code == 403
    assert "DE02" in text_of(signed_in(treasurer), f"{url}anweisen/")
    signed_in(treasurer).post(f"{url}anweisen/", {})
    handed.refresh_from_db()
    assert handed.standing == InvoiceState.ORDERED
    assert "/kasse/zahlungen/" in text_of(signed_in(treasurer), url)
    assert "/kasse/zahlungen/" not in text_of(signed_in(keeper), url)
    budget.refuse(handed.order, actor=officer, reason="Kontonummer prüfen")
    assert "Kontonummer prüfen" in text_of(signed_in(treasurer), url)

    signed_in(treasurer).post(f"{url}ablehnen/", {"reason": "Die Kontonummer ist falsch."})
    assert "Die Kontonummer ist falsch." in text_of(signed_in(keeper), page_of(rich))


def test_a_keeper_takes_an_invoice_back(rich, keeper):
    handed = own.invoice(rich, by=keeper)

    answer = signed_in(keeper).post(f"{handed.get_absolute_url()}zurueckziehen/", {})

    assert answer.url == page_of(rich)
    handed.refresh_from_db()
    assert handed.state == InvoiceState.WITHDRAWN


def test_the_list_of_invoices_is_for_those_who_work_with_them(rich, keeper, board, treasurer, officer):
    own.invoice(rich)
    checked = actions.check_invoice(own.invoice(rich, number="R-2", payee="Farbe Fink"), actor=officer)

    assert signed_in(keeper).get("/rechnungen/").status_code == 403
    assert signed_in(board.chair).get("/rechnungen/").status_code == 403
    text = text_of(signed_in(meetings.district_officer(board.body.district)), "/rechnungen/")
    assert "Holz Hain" in text and "Farbe Fink" not in text
    assert "Farbe Fink" in text_of(signed_in(treasurer), "/rechnungen/?state=checked")
    actions.order_invoice(checked, actor=treasurer)
    assert "Farbe Fink" in text_of(signed_in(treasurer), "/rechnungen/?state=ordered")
    elsewhere = meetings.district_officer(meetings.districts()[1])
    assert "Holz Hain" not in text_of(signed_in(elsewhere), "/rechnungen/")


def test_the_list_asks_so_many_questions_however_long(rich, treasurer):
    desk = signed_in(treasurer)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get("/rechnungen/")
        return len(asked)

    own.invoice(rich)
    questions()
    before = questions()
    for number in range(4):
        own.invoice(rich, number=f"N-{number}")
    assert questions() == before


def test_what_waits_for_whom(rich, board, treasurer, officer, keeper):
    def piles(person) -> dict[str, int]:
        return {name: number for name, number in waiting.counts(person).items() if number}

    handed = own.invoice(rich)
    own.demand(own.own_project("Fest"))
    assert piles(officer)["invoices"] == 1 and piles(officer)["demands"] == 1
    assert piles(board.chair) == {"demands": 1} and piles(treasurer) == {} and piles(keeper) == {}
    actions.check_invoice(handed, actor=officer)
    assert piles(treasurer) == {"invoices_to_order": 1}


def test_the_pile_of_demands_leads_to_the_projects_that_ask(board, officer, stranger):
    own.demand(own.own_project("Fest"))
    own.own_project("Bank")
    pile = next(kind for kind in KINDS if kind.name == "demands")

    text = text_of(signed_in(officer), str(pile.url))

    assert "Fest" in text and "Bank" not in text
    assert "Bank" in text_of(signed_in(stranger), reverse("funding:projects"))
    assert "Tagesordnung" not in text_of(signed_in(stranger), reverse("funding:projects"))


def test_the_queue_checks_and_orders_several_at_once(rich, officer, treasurer):
    own.invoice(rich)
    own.invoice(rich, number="R-18")
    for person, kind, step in (
        (officer, "invoices", "check_invoice"),
        (treasurer, "invoices_to_order", "order_invoice"),
    ):
        items = [one for one in waiting.queue(person, limit=9) if one.kind.name == kind]
        seen = {(kind, one.place.key): one.shown.seen for one in items}
        outcome = waiting.carry_out(step, items, seen=seen, actor=person, reason="", refusal="")
        assert len(outcome.done) == 2 and not outcome.left

    assert {one.standing for one in Invoice.objects.all()} == {InvoiceState.ORDERED}


def test_a_keeper_accounts_for_the_project(rich, keeper, officer, treasurer, board):
    own.paid(rich, by=treasurer, then=officer)
    desk, url = signed_in(keeper), page_of(rich, "close")
    assert "Projekt abrechnen" in text_of(desk, page_of(rich))
    assert "650,00" in text_of(desk, url)

    assert desk.post(url, {"text": "", "participants": "4", "volunteer_hours": "2"}).status_code == 422
    answer = desk.post(url, {"text": "Die Bank steht.", "participants": "40", "volunteer_hours": "12"})

    assert answer.url == page_of(rich) and Closing.objects.get().released_cents == 650_00
    text = text_of(desk, page_of(rich))
    assert "abgerechnet" in text and "Die Bank steht." in text and "Rechnung einreichen" not in text
    public = text_of(Client(), rich.get_absolute_url())
    assert "abgerechnet" in public and "Die Bank steht." not in public


def test_a_refused_demand_and_a_deferral_are_read_by_the_keeper(keeper, board):
    project = own.own_project(by=keeper)
    motion = own.tabled(own.demand(project), board)
    boards.drop_item(board.meeting, actor=board.chair, item=motion.item_id)
    deliver_waiting()
    assert "nicht entschieden" in text_of(signed_in(keeper), page_of(project))
    own.vote(own.tabled(Demand.objects.get(), board), board, yes=0, no=3)
    assert "abgelehnt" in text_of(signed_in(keeper), page_of(project))


def test_a_project_still_running_says_when_it_can_be_accounted_for(keeper, board):
    project = own.own_project(by=keeper, starts_on=clock.today(), ends_on=clock.today().replace(year=2027))

    assert "nach seinem letzten Tag" in text_of(signed_in(keeper), page_of(project))
