"""Bank statements and the cash report on pages: who sees them, what they say, and that figures agree to the cent."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from quartierwerk.foundation import clock
from quartierwerk.rooms.budget import actions, queries
from quartierwerk.rooms.budget.models import Entry, Pot, Statement, StatementLine
from quartierwerk.rooms.budget.rules import EntryKind
from quartierwerk.rooms.budget.tests import factories
from quartierwerk.rooms.budget.tests.statements import line, statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer():
    return factories.treasurer()


@pytest.fixture
def pot(treasurer):
    return factories.pot(cents=1_000_00, by=treasurer)


@pytest.fixture
def page(client, treasurer):
    client.force_login(treasurer)
    return client


def today(cents, **said):
    return line(cents, day=clock.today(), **said)


def uploaded(content):
    return {"file": SimpleUploadedFile("auszug.xml", content, content_type="text/xml")}


def test_a_statement_is_uploaded_and_its_lines_wait(page):
    sent = page.post(
        reverse("budget:read_statements"), uploaded(statement([today(5), today(-2)], total=3)), follow=True
    )
    assert "2 Umsätze eingelesen, davon 0 gleich zugeordnet." in sent.text
    shown = page.get(Statement.objects.get().get_absolute_url())
    assert [one.cents for one in shown.context["page"]] == [5, -2]


def test_a_file_that_cannot_be_read_says_so(page):
    sent = page.post(reverse("budget:read_statements"), uploaded(b"Tag;Betrag"))
    assert sent.status_code == 422
    assert "kein lesbares XML" in sent.text


def test_a_proposal_says_why_and_is_taken_with_one_step(page, pot, treasurer, officer):
    payment = actions.Payment(pot=pot, cents=50_00, payee="Verein Licht", purpose="Miete", voucher="M 7")
    order = actions.propose(payment, actor=treasurer)
    actions.release_order(order, actor=officer)
    page.post(
        reverse("budget:read_statements"),
        uploaded(statement([today(-50_00, name="VEREIN LICHT", purpose="-")], total=-50_00)),
    )
    waiting = StatementLine.objects.get()

    shown = page.get(reverse("budget:line", args=[waiting.pk]))
    assert "gleicher Betrag, gleicher Name" in shown.text
    page.post(reverse("budget:match", args=[waiting.pk, order.entry.pk]))

    assert StatementLine.objects.get().entry == order.entry


def test_income_is_entered_on_the_page(page, pot):
    page.post(reverse("budget:read_statements"), uploaded(statement([today(75_00)], total=75_00)))
    came = StatementLine.objects.get()
    refused = page.post(reverse("budget:book", args=[came.pk]), {"pot": pot.pk})
    assert "Worauf beruht das Geld?" in refused.text
    page.post(reverse("budget:book", args=[came.pk]), {"pot": pot.pk, "basis": "Zusage"})
    assert Pot.objects.get().funds == 1_075_00
    assert Entry.objects.filter(kind=EntryKind.ALLOCATION).count() == 2


def test_a_line_is_passed_and_opened_again(page):
    page.post(reverse("budget:read_statements"), uploaded(statement([today(-3)], total=-3)))
    fee = StatementLine.objects.get()
    page.post(reverse("budget:pass_line", args=[fee.pk]), {"reason": "Kontoführung", "sure": "1"})
    assert not StatementLine.objects.get().is_open
    page.post(reverse("budget:unmatch", args=[fee.pk]), {"sure": "1"})
    assert StatementLine.objects.get().is_open


@pytest.mark.parametrize("name", ["statements", "cash_report"])
def test_a_district_and_a_stranger_see_neither_bank_nor_report(client, profile, pot, name):
    where = reverse(f"budget:{name}", args=[pot.year.year] if name == "cash_report" else [])
    district = queries.districts().first()
    for somebody in (factories.administration(of=district), factories.people.person()):
        client.force_login(somebody)
        assert client.get(where).status_code == 403
    client.logout()
    assert client.get(where).status_code == 302
    client.force_login(factories.auditor())
    assert client.get(where).status_code == 200


def test_an_auditor_reads_and_changes_nothing(client, page):
    page.post(reverse("budget:read_statements"), uploaded(statement([today(5)], total=5)))
    waiting = StatementLine.objects.get()
    client.force_login(factories.auditor())
    shown = client.get(reverse("budget:line", args=[waiting.pk]))
    assert "Eingang buchen" not in shown.text
    assert client.post(reverse("budget:pass_line", args=[waiting.pk]), {"reason": "x"}).status_code == 403


def test_the_report_adds_up(page, pot, treasurer, officer):
    other = factories.pot(by=treasurer)
    earmark = factories.earmark(pot, cents=500_00, by=treasurer)
    actions.commit(actions.Held(earmark=earmark, cents=400_00), actor=treasurer)
    actions.release_order(factories.order(earmark, cents=150_00, by=treasurer), actor=officer)
    actions.repay(actions.Repayment(earmark=earmark, cents=25_00, voucher="A 1"), actor=treasurer)
    actions.transfer(actions.Transfer(pot=pot, into=other, cents=100_00, basis="Beschluss"), actor=treasurer)
    mistake = actions.allocate(actions.Allocation(pot=other, cents=7_00, basis="Irrtum"), actor=treasurer)
    actions.take_back(mistake, actor=treasurer, reason="Doppelt")

    report = page.get(reverse("budget:cash_report", args=[pot.year.year])).context["report"]

    for row in report.rows:
        got = row.carried_in + row.allocated + row.moved - row.paid + row.repaid - row.carried_out
        assert got == row.held + row.left
    assert report.total["allocated"] == 1_000_00
    assert (report.total["moved"], report.total["paid"], report.total["repaid"]) == (0, 150_00, 25_00)
    assert (report.counter_entries, report.is_in_order) == (1, True)


def test_what_is_not_explained_is_said(page, pot):
    page.post(reverse("budget:read_statements"), uploaded(statement([today(5)], total=5)))
    shown = page.get(reverse("budget:cash_report", args=[pot.year.year]))
    assert "noch etwas zu klären" in shown.text
    assert "1 Umsatz" in shown.text


def test_the_report_is_a_tagged_document(page, pot):
    answered = page.get(reverse("budget:cash_report_file", args=[pot.year.year]))
    assert answered["Content-Type"] == "application/pdf"
    read = PdfReader(io.BytesIO(answered.content))
    text = " ".join(sheet.extract_text() for sheet in read.pages)
    assert f"Kassenbericht {pot.year.year}" in text
    assert pot.purpose in text
    assert "1.000,00" in text
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_report_asks_the_same_few_questions_for_one_pot_and_for_many(
    page, treasurer, django_assert_max_num_queries, pot
):
    where = reverse("budget:cash_report", args=[pot.year.year])
    page.get(where)
    with django_assert_max_num_queries(15) as one:
        page.get(where)
    for _number in range(3):
        factories.pot(cents=5, by=treasurer)
    with django_assert_max_num_queries(15) as many:
        page.get(where)
    assert len(one) == len(many)
