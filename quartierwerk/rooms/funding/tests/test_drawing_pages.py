"""The pages of drawing a grant: whom they show what, what they take, and what waits for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock, waiting
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.actions._drawing import demand_final
from quartierwerk.rooms.funding.models import BankDetails, Drawdown, RemedyWaiver
from quartierwerk.rooms.funding.rules import DrawdownState
from quartierwerk.rooms.funding.tests import drawing as make
from quartierwerk.rooms.funding.tests.letters import CITY
from quartierwerk.rooms.funding.views._steps import steps_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant(owner):
    return make.granted(owner)


@pytest.fixture
def treasurer():
    return money.treasurer("Kaspar Kasse")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, *keys: int) -> str:
    return reverse(f"funding:{name}", args=keys)


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def sent(**said) -> dict[str, object]:
    return {"cents": "600,00", "wanted_on": f"{clock.today()}", "purpose": "Bühne"} | said


# The application's page


def test_the_page_of_a_case_says_how_its_money_stands(grant, owner, officer, treasurer):
    make.paid(grant, 500_00, checker=officer, orderer=treasurer)
    make.drawdown(grant, 400_00)

    text = text_of(signed_in(owner), grant.get_absolute_url()).replace("\xa0", " ")

    for said in ("1.500,00 €", "500,00 €", "400,00 €", "600,00 €", "zu verwenden bis", "Mittel abrufen"):
        assert said in text
    assert "Konto …\u20602051" in text and make.IBAN not in text.replace(" ", "")


def test_what_is_drawn_stands_first_among_the_next_steps(grant, officer, treasurer):
    drawdown = make.drawdown(grant, 400_00)

    steps = [str(one.label) for one in steps_of(grant, officer)]
    assert steps[0] == "Mittelabruf prüfen" and not {"Zahlung anweisen"} & set(steps)
    assert drawdown.get_absolute_url() in text_of(signed_in(officer), grant.get_absolute_url())
    actions.check_drawdown(drawdown, actor=officer)

    assert [str(one.label) for one in steps_of(grant, treasurer)][:1] == ["Zahlung anweisen"]
    assert "Mittelabruf prüfen" not in [str(one.label) for one in steps_of(grant, officer)]


def test_before_anything_is_told_the_page_says_nothing_of_money(owner):
    text = text_of(signed_in(owner), make.make.decided(owner).get_absolute_url())
    assert 'id="geld"' not in text


def test_the_office_reads_the_account_and_whoever_writes_along_does_not(grant, officer):
    make.account(grant)
    along = accounts.person("Mira Mit")
    grant.coapplicants.create(email=along.email, may_write=True, invited_at=clock.now())

    seen, hidden = (text_of(signed_in(one), grant.get_absolute_url()) for one in (officer, along))

    assert "DE02\xa01203" in seen
    assert "2051" not in hidden and "Mittel abrufen" in hidden


def test_whoever_is_funded_names_an_account_and_changes_it(grant, owner):
    client, path = signed_in(owner), url("enter_account", grant.pk)

    wrong = client.post(path, {"holder": "Verein", "iban": "DE02"})
    right = client.post(path, {"holder": "Verein", "iban": make.IBAN})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "Bisher geht das Geld auf das Konto …\u20602051" in text_of(client, path)
    client.post(path, {"holder": "Verein", "iban": make.ABROAD})
    page = text_of(client, grant.get_absolute_url())
    assert "wartet auf Bestätigung" in page and "Nr. 7.4" in page


def test_whoever_is_funded_draws_and_takes_back(grant, owner):
    make.account(grant)
    client = signed_in(owner)
    assert "höchstens" in client.post(url("request_drawdown", grant.pk), sent(cents="2000")).content.decode()

    client.post(url("request_drawdown", grant.pk), sent())

    found = Drawdown.objects.get()
    assert found.cents == 600_00
    client.post(url("withdraw_drawdown", found.pk))
    assert Drawdown.objects.get().state == DrawdownState.WITHDRAWN


def test_without_an_account_the_form_leads_to_the_money(grant, owner):
    answer = signed_in(owner).get(url("request_drawdown", grant.pk))
    assert answer.url == f"{grant.get_absolute_url()}#geld"


def test_whoever_a_notice_is_for_waives_going_to_court(owner):
    grant = make.granted(owner, terms=CITY)
    letter, client = grant.letters.get(), signed_in(owner)
    assert "Auf die Klage verzichten" in text_of(client, grant.get_absolute_url())

    client.post(url("waive_remedy", letter.pk))

    assert RemedyWaiver.objects.get().letter == letter
    assert client.get(url("waive_remedy", letter.pk)).url == letter.get_absolute_url()
    assert "Auf die Klage verzichtet" in text_of(client, grant.get_absolute_url())


# The desks


def test_from_desk_to_desk(grant, owner, officer, treasurer):
    found = make.drawdown(grant)
    office, till = signed_in(officer), signed_in(treasurer)

    office.post(url("check_drawdown", found.pk))
    assert "DE02\xa01203" in text_of(till, url("order_drawdown", found.pk))
    till.post(url("order_drawdown", found.pk))
    budget.release_order(Drawdown.objects.get().order, actor=officer)

    for person in (owner, officer, treasurer):
        assert "ausgezahlt" in text_of(signed_in(person), url("drawdown", found.pk))
    assert "ausgezahlt" in text_of(signed_in(owner), reverse("portal:mine"))


def test_a_page_of_somebody_elses_money_is_not_there(grant, stranger, officer, treasurer):
    found = make.drawdown(grant)

    assert signed_in(stranger).get(url("drawdown", found.pk)).status_code == 404
    assert signed_in(treasurer).post(url("check_drawdown", found.pk)).status_code == 403
    assert signed_in(officer).post(url("withdraw_drawdown", found.pk)).status_code == 403
    assert signed_in(stranger).get(url("drawdowns")).status_code == 403


def test_a_refusal_can_be_read_as_a_mail_before_it_goes_out(grant, owner, treasurer):
    found = make.drawdown(grant)
    client, path = signed_in(treasurer), url("refuse_drawdown", found.pk)

    preview = client.post(path, {"reason": "Das Angebot fehlt.", "preview": "1"}).content.decode()
    assert "wird nicht ausgezahlt" in preview and Drawdown.objects.get().state == DrawdownState.REQUESTED
    answer = client.post(path, {"reason": "Das Angebot fehlt."})

    assert answer.url == found.get_absolute_url()
    assert "Das Angebot fehlt." in text_of(signed_in(owner), grant.get_absolute_url())
    assert OutgoingMail.objects.filter(to=owner.email, subject__contains="nicht ausgezahlt").exists()


def test_nobody_is_offered_to_refuse_a_final_payment(grant, treasurer):
    last = demand_final(grant, 150_00, at=clock.now())
    client, path = signed_in(treasurer), url("refuse_drawdown", last.pk)

    assert path not in text_of(client, last.get_absolute_url())
    assert "lässt sich nicht ablehnen" in client.post(path, {"reason": "Nein."}).content.decode()


def test_money_that_waits_without_an_account_is_said_loudly(owner, officer):
    grant = make.granted(owner)
    demand_final(grant, 150_00, at=clock.now())

    assert "Vorher kann nichts ausgezahlt werden" in text_of(signed_in(owner), grant.get_absolute_url())
    assert "Erst wenn hier ein Konto steht" in text_of(signed_in(officer), grant.get_absolute_url())


def test_the_office_confirms_a_changed_account(grant, officer, treasurer):
    actions.check_drawdown(make.drawdown(grant), actor=make.desk()[0])
    changed = make.account(grant, iban=make.OTHER)
    client, path = signed_in(officer), url("confirm_account", grant.pk, changed.pk)
    till = signed_in(treasurer)
    assert "Das Konto ist noch nicht bestätigt" in text_of(till, url("drawdown", Drawdown.objects.get().pk))

    assert client.post(path, {"note": ""}).status_code == 422
    client.post(path, {"note": "Rückruf."})

    assert BankDetails.objects.get(pk=changed.pk).is_confirmed
    assert "Konto bestätigt" in text_of(client, grant.get_absolute_url())
    assert "Konto nicht bestätigt" not in text_of(till, f"{url('drawdowns')}?state=checked")


def test_several_are_ordered_at_once_and_one_that_cannot_be_holds_up_no_other(owner, stranger, officer, treasurer):
    grants = [make.granted(person) for person in (owner, stranger)]
    make.account(grants[1], iban=make.OTHER)
    first, second = (actions.check_drawdown(make.drawdown(one), actor=officer) for one in grants)
    make.amended(second.application, cents=400_00, reason="Weniger.")
    client = signed_in(treasurer)
    client.post(url("order_drawdowns"), {})

    answer = client.post(url("order_drawdowns"), {"drawdown": [first.pk, second.pk]}, follow=True).content.decode()

    assert "1 Auszahlung ist angewiesen" in answer and f"{second}: " in answer
    assert [one.standing for one in queries.drawdowns(officer).order_by("pk")] == ["ordered", "checked"]


# Lists and what waits


def test_the_list_shows_each_where_it_stands(grant, owner, officer, treasurer, time_machine):
    make.paid(grant, checker=officer, orderer=treasurer)
    make.drawdown(grant)
    client = signed_in(treasurer)
    texts = {name: text_of(client, f"{url('drawdowns')}?state={name}") for name in ("requested", "paid", "unused")}

    assert f"{grant.number}/A2" in texts["requested"] and f"{grant.number}/A1" not in texts["requested"]
    assert f"{grant.number}/A1" in texts["paid"] and "…\u20602051" in texts["paid"] and make.IBAN not in texts["paid"]
    assert f"{grant.number}/A" not in texts["unused"]
    time_machine.move_to(clock.now() + timedelta(days=70))
    assert f"{grant.number}/A1" in text_of(signed_in(treasurer), f"{url('drawdowns')}?state=unused")


def test_the_list_costs_the_same_however_long(owner, officer, treasurer):
    client, path = signed_in(treasurer), f"{url('drawdowns')}?state=checked"

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            text_of(client, path)
        return len(seen)

    counts = []
    for number in (1, 2):
        for _more in range(number):
            actions.check_drawdown(make.drawdown(make.granted(owner)), actor=officer)
        asked()
        counts.append(asked())
    assert counts[0] == counts[1] <= 15


def test_the_money_of_a_case_costs_the_same_however_much_was_drawn(grant, owner, officer, treasurer):
    client = signed_in(owner)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            text_of(client, grant.get_absolute_url())
        return len(seen)

    make.paid(grant, 100_00, checker=officer, orderer=treasurer)
    asked()
    before = asked()
    for _more in range(2):
        make.paid(grant, 100_00, checker=officer, orderer=treasurer)

    assert asked() == before


def test_each_desk_finds_what_waits_for_it(grant, owner, officer, treasurer):
    def waits(person) -> set[str]:
        return {name for name, number in waiting.counts(person).items() if number and name in OURS}

    found = make.drawdown(grant)
    assert (waits(officer), waits(treasurer), waits(owner)) == ({"drawdowns"}, set(), set())
    actions.check_drawdown(found, actor=officer)
    assert waits(officer) == waits(treasurer) == {"drawdowns_to_order"}
    make.account(grant, iban=make.OTHER)
    assert (waits(officer), waits(treasurer)) == ({"accounts"}, set())


OURS = {"accounts", "drawdowns", "drawdowns_to_order"}


def test_the_queue_checks_and_orders(grant, officer, treasurer):
    found = make.drawdown(grant)
    kinds = {kind.name: kind for kind in waiting.kinds()}
    for name, actor in (("drawdowns", officer), ("drawdowns_to_order", treasurer)):
        (step,) = kinds[name].steps
        step.do(queries.drawdowns(actor).get(pk=found.pk), actor=actor, seen=0, reason="")

    assert queries.drawdowns(officer).get().standing == DrawdownState.ORDERED
