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


def test_what_went_out_or_is_settled_is_no_income_to_be_entered(page):
    page.post(reverse("budget:read_statements"), uploaded(statement([today(-3), today(5)], total=2)))
    went, came = StatementLine.objects.order_by("position")
    page.post(reverse("budget:pass_line", args=[came.pk]), {"reason": "Irrläufer"})

    for one, said in ((went, "Nur ein Eingang"), (came, "schon zugeordnet")):
        where = reverse("budget:book", args=[one.pk])
        assert where not in page.get(reverse("budget:line", args=[one.pk])).text
        assert said in page.get(where, follow=True).text


def test_a_line_says_that_its_entry_was_taken_back(page, pot, treasurer):
    page.post(reverse("budget:read_statements"), uploaded(statement([today(75_00)], total=75_00)))
    entry = actions.book(actions.Income(line=StatementLine.objects.get(), pot=pot, basis="Zusage"), actor=treasurer)
    actions.take_back(entry, actor=treasurer, reason="Falscher Topf")
    again = StatementLine.objects.get()

    shown = page.get(reverse("budget:line", args=[again.pk]))
    assert "War zugeordnet" in shown.text and "storniert" in shown.text
    assert reverse("budget:book", args=[again.pk]) in shown.text
    assert list(page.get(f"{again.statement.get_absolute_url()}?state=offen").context["page"]) == [again]


@pytest.mark.parametrize("name", ["statements", "statement", "line", "read_statements", "book", "pass_line"])
def test_every_page_of_the_bank_has_a_title(page, name):
    page.post(reverse("budget:read_statements"), uploaded(statement([today(5)], total=5)))
    told = Statement.objects.get()
    keys = {"statement": [told.pk]} | dict.fromkeys(("line", "book", "pass_line"), [told.lines.get().pk])
    title = page.get(reverse(f"budget:{name}", args=keys.get(name, []))).text.split("<title>")[1].split("<")[0]
    assert title.split("·")[0].strip() not in ("", "Quartierwerk")


def test_a_choice_says_the_year_and_what_is_there(page, pot, treasurer, officer):
    payment = actions.Payment(pot=pot, cents=1, payee="Post", purpose="Marken", voucher="Q 3")
    actions.propose(payment, actor=treasurer)
    earmark = factories.earmark(pot, cents=200_00, by=treasurer)
    actions.commit(actions.Held(earmark=earmark, cents=200_00), actor=treasurer)
    actions.release_order(factories.order(earmark, cents=200_00, by=treasurer), actor=officer)
    page.post(reverse("budget:read_statements"), uploaded(statement([today(5)], total=5)))

    fields = page.get(reverse("budget:book", args=[StatementLine.objects.get().pk])).context["form"].fields

    assert [label for value, label in fields["pot"].choices if value] == [
        f"{pot.year} · {pot}: 800,00\u00a0€ verfügbar"
    ]
    assert [label for value, label in fields["earmark"].choices if value] == [
        f"{pot.year} · Lichterfest ({pot}): 200,00\u00a0€ ausgezahlt"
    ]


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


def test_the_report_groups_pots_by_their_pillars_with_sums(page, treasurer, pot):
    terms = {"first_year": 2016, "total_cents": 100, "basis": "Ratsbeschluss"}
    pillar = actions.add_pillar(actions.PillarTerms(name_de="Säule 1", **terms), actor=treasurer)
    for purpose, cents in (("Ost", 300), ("West", 400)):
        factories.pot(cents=cents, by=treasurer, pillar=pillar, purpose=purpose)

    shown = page.get(reverse("budget:cash_report", args=[pot.year.year]))

    groups = shown.context["report"].groups
    assert [(group.name, [name for name, _row in group.rows], group.total["allocated"]) for group in groups] == [
        ("Säule 1", ["Ost", "West"], 700),
        ("Neben den Säulen", [str(pot)], 1_000_00),
    ]
    assert "facts--row" in shown.text
    read = PdfReader(io.BytesIO(page.get(reverse("budget:cash_report_file", args=[pot.year.year])).content))
    assert "Säule 1, zusammen" in " ".join(" ".join(sheet.extract_text() for sheet in read.pages).split())


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
