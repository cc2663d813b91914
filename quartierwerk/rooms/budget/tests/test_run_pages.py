"""The pages of payment runs: who comes in, what they show, what their buttons do, and how often they ask."""

from __future__ import annotations

import pytest
from django.urls import reverse

from quartierwerk.foundation import waiting
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.rooms.budget import actions
from quartierwerk.rooms.budget.models import HouseAccount, PaymentRun, StatementLine
from quartierwerk.rooms.budget.rules import RunState, Way
from quartierwerk.rooms.budget.tests import factories, statements
from quartierwerk.rooms.budget.tests import run_factories as runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return factories.treasurer()


@pytest.fixture
def other():
    return factories.treasurer("Karl Kasse")


@pytest.fixture
def pot(keeper):
    runs.account(keeper)
    return factories.pot(cents=10_000_00, by=keeper)


@pytest.fixture
def browser(client, keeper):
    client.force_login(keeper)
    return client


@pytest.fixture
def released(pot, keeper, other):
    return lambda cents=100_00, **said: runs.released(pot, cents=cents, by=keeper, other=other, **said)


def address(name, *keys):
    return reverse(f"budget:{name}", args=keys)


def text(answer):
    return answer.content.decode()


def test_a_run_is_gathered_from_ticks(browser, released):
    taken, left = released(100_00, payee="Chor"), released(7_00, payee="Bad Verein")
    page = text(browser.get(address("gather")))
    assert "2 Zahlungen mit IBAN warten, zusammen 107,00" in page and page.count(" checked") == 3
    account = HouseAccount.objects.get()
    asked = {"way": "bank", "account": account.pk, "execute_on": runs.bank_day(), "orders": [taken.pk]}

    looked = browser.post(address("gather"), asked)
    assert "1 Zahlung, 100,00" in text(looked) and not PaymentRun.objects.exists()
    again = text(browser.post(address("gather"), asked | {"back": "1"}))
    assert again.count(" checked") == 2
    answer = browser.post(address("gather"), asked | {"sure": "1"})

    run = PaymentRun.objects.get()
    assert answer.url == run.get_absolute_url()
    assert [payment.order for payment in run.payments.all()] == [taken]
    assert left.payee in text(browser.get(address("gather")))


def test_a_refusal_keeps_what_was_ticked(browser, released):
    order = released()
    asked = {"way": "bank", "account": "", "execute_on": runs.bank_day(), "orders": [order.pk], "sure": "1"}
    answer = browser.post(address("gather"), asked)
    assert answer.status_code == 422 and "Bitte wählen Sie das Konto" in text(answer)
    answer = browser.post(address("gather"), {"way": "bank", "execute_on": "2026-06-06"})
    assert answer.status_code == 422 and not PaymentRun.objects.exists()


def test_without_an_account_or_a_payment_the_page_says_so(client, keeper):
    client.force_login(keeper)
    page = text(client.get(address("gather")))
    assert "Noch kein Hauskonto" in page and "Nichts zu zahlen" in page


def test_somebody_else_releases_and_takes_the_file(client, keeper, other, released):
    run = runs.gathered([released(payee="Müller")], by=keeper)
    client.force_login(keeper)
    assert "Sie haben diesen Lauf zusammengestellt" in text(client.get(run.get_absolute_url()))
    assert client.post(address("release_run", run.pk)).status_code == 403
    assert client.post(address("fetch_file", run.pk)).status_code == 404

    client.force_login(other)
    look = text(client.get(address("release_run", run.pk)))
    assert "zusammen 100,00" in look and "DE02" in look
    client.post(address("release_run", run.pk))
    answer = client.post(address("fetch_file", run.pk))

    assert b"<Nm>Mueller</Nm>" in answer.content
    assert answer["Content-Disposition"] == f'attachment; filename="{run}.xml"'
    assert answer["Cache-Control"] == "private, no-store"
    assert AuditRow.objects.filter(verb="budget.fetch_file").count() == 1
    sheet = client.post(address("fetch_list", run.pk))
    assert sheet["Content-Disposition"].endswith('.xlsx"') and b"".join(sheet.streaming_content)
    sheet.close()


def test_what_the_treasury_pays_is_a_list(client, keeper, other, released):
    run = runs.under_way([released()], by=keeper, other=other, way=Way.TREASURY)
    client.force_login(keeper)
    answer = client.post(address("fetch_file", run.pk))
    assert answer["Content-Type"] == "text/csv; charset=utf-8" and "Zahlungsnummer" in text(answer)

    client.post(address("confirm_execution", run.pk), {"executed_on": run.released_at.date()})

    assert "ausgeführt" in text(client.get(run.get_absolute_url()))
    payment = run.payments.get()
    client.post(address("fail", run.pk, payment.pk), {"reason": "Konto erloschen"})
    assert "Konto erloschen" in text(client.get(run.get_absolute_url()))


def test_a_run_is_dissolved_or_voided_by_two(client, keeper, other, released):
    order = released()
    run = runs.gathered([order], by=keeper)
    client.force_login(keeper)
    client.post(address("dissolve", run.pk), {"reason": "Falscher Tag"})
    assert "Falscher Tag" in text(client.get(run.get_absolute_url()))

    run = runs.under_way([order], by=keeper, other=other)
    client.post(address("ask_to_void", run.pk), {"reason": "Nicht eingereicht"})
    page = text(client.get(run.get_absolute_url()))
    assert "soll verworfen werden" in page and address("void_run", run.pk) not in page
    assert client.post(address("void_run", run.pk)).status_code == 403
    client.post(address("let_stand", run.pk))
    client.post(address("ask_to_void", run.pk), {"reason": "Doch"})
    client.force_login(other)
    assert "Begründung: Doch" in text(client.get(address("void_run", run.pk)))
    client.post(address("void_run", run.pk))

    run.refresh_from_db()
    assert run.state == RunState.VOIDED


def test_lines_of_the_bank_lead_to_runs_returns_and_repayments(browser, pot, keeper, other, released):
    case = factories.earmark(pot, cents=500_00, by=keeper, title="P1-2026-0007 Lichterfest")
    actions.commit(actions.Held(earmark=case, cents=500_00), actor=keeper)
    case.refresh_from_db()
    run = runs.under_way([released(earmark=case), released(earmark=case)], by=keeper, other=other)
    back = {"reference": f"{run}-001", "name": "Verein"}
    said = [(-200_00, {"purpose": "Sammler"}), (100_00, back), (30_00, {"purpose": "Rest zu P1-2026-0007"})]
    out, came, rest = runs.told(keeper, *said).lines.order_by("position")

    assert f"Zahlungslauf {run}" in text(browser.get(address("line", out.pk)))
    browser.post(address("match_run", out.pk, run.pk))
    assert str(run) in text(browser.get(f"{out.statement.get_absolute_url()}?state=gebucht"))
    assert "Zuordnung lösen" in text(browser.get(address("line", out.pk)))

    page = text(browser.get(address("line", came.pk)))
    assert "Rückläufer buchen" in page and "Nummer der Zahlung im Lauf" in page
    payment = run.payments.get(position=1)
    assert "100,00" in text(browser.get(address("book_return", came.pk, payment.pk)))
    browser.post(address("book_return", came.pk, payment.pk))
    assert "zurückgekommen" in text(browser.get(run.get_absolute_url()))

    assert "Rückzahlung zu" in text(browser.get(address("line", rest.pk)))
    browser.post(address("book_repayment", rest.pk, case.pk))
    assert not StatementLine.objects.open().exists()
    assert str(run) in text(browser.get(payment.order.get_absolute_url()))


def test_accounts_are_entered_and_closed(client, keeper):
    client.force_login(keeper)
    wrong = client.post(address("open_account"), {"holder": "Verein", "iban": "DE02"})
    assert wrong.status_code == 422 and "Diese IBAN stimmt nicht" in text(wrong)
    client.post(address("open_account"), {"holder": "Verein", "iban": statements.IBAN, "bic": ""})
    account = HouseAccount.objects.get()
    assert "DE02\u00a01203" in text(client.get(address("house_accounts")))
    client.post(address("close_account", account.pk))
    assert "geschlossen" in text(client.get(address("house_accounts")))


def test_a_forgotten_file_is_said_to_be(browser, keeper, other, released, monkeypatch):
    run = runs.under_way([released()], by=keeper, other=other)
    monkeypatch.setattr("quartierwerk.rooms.budget.queries.has_file", lambda run: False)
    assert "Die Datei ist gelöscht" in text(browser.get(run.get_absolute_url()))


# --- Who may, and how often it asks ------------------------------------------------------------------------------


def test_an_auditor_reads_and_does_nothing(client, keeper, other, released):
    run = runs.under_way([released()], by=keeper, other=other)
    client.force_login(factories.auditor())
    for name in ("runs", "house_accounts"):
        assert client.get(address(name)).status_code == 200
    page = text(client.get(run.get_absolute_url()))
    assert str(run) in page and "herunterladen" not in page
    for name in ("fetch_file", "fetch_list", "let_stand"):
        assert client.post(address(name, run.pk)).status_code == 403
    assert client.get(address("gather")).status_code == 403


@pytest.mark.parametrize("name", ["runs", "gather", "run"])
def test_pages_ask_as_often_for_three_as_for_one(
    browser, keeper, other, released, name, django_assert_max_num_queries, django_assert_num_queries
):
    def made(number):
        """The address of the page with so many things more on it."""
        orders = [released() for _one in range(number)]
        if name == "run":
            return runs.under_way(orders, by=keeper, other=other).get_absolute_url()
        if name == "runs":
            for order in orders:
                runs.gathered([order], by=keeper)
        return address(name)

    browser.get(made(1))
    one = made(1)
    with django_assert_max_num_queries(15) as asked:
        browser.get(one)
    three = made(3)
    with django_assert_num_queries(len(asked)):
        browser.get(three)


def test_a_shelf_counts_runs_not_payments(browser, keeper, released):
    runs.gathered([released(), released()], by=keeper)
    assert 'data-said="1 Zahlungslauf"' in text(browser.get(address("runs")))
    assert [choice.count for choice in browser.get(address("runs")).context["shelves"]] == [1, 0, 0, 0]


def test_runs_wait_for_others_only(keeper, other, released):
    run = runs.gathered([released()], by=keeper)
    released()

    def waits(person):
        piles = {str(pile.label): pile.number for pile in waiting.piles_of(person)}
        words = ("Zahlungsläufe, die auf Freigabe warten", "Freigegebene Zahlungen ohne Lauf")
        return [piles.get(label, 0) for label in (*words, "Zahlungsläufe, die verworfen werden sollen")]

    def decide(person, kind, step):
        seen = {(kind, run.pk): 0}
        items = waiting.items_named(person, seen.keys())
        return len(waiting.carry_out(step, items, seen=seen, actor=person, reason="", refusal="").done)

    assert (waits(other), waits(keeper), waits(factories.auditor())) == ([1, 1, 0], [0, 1, 0], [0, 0, 0])
    assert decide(keeper, "payment_runs", "release_run") == 0
    assert decide(other, "payment_runs", "release_run") == 1
    run.refresh_from_db()
    actions.ask_to_void(run, actor=other, reason="Falsch")
    assert (waits(keeper), waits(other)) == ([0, 1, 1], [0, 1, 0])
    assert decide(keeper, "runs_to_void", "void_run") == 1
    run.refresh_from_db()
    assert run.state == RunState.VOIDED
