"""The pages on which the office handles applications, and the conversation about them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.papers.tests.made import PDF
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions as accounts_actions
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.models import Item
from quartierwerk.rooms.boards.tests import factories as board
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions, queries, schedule
from quartierwerk.rooms.funding.models import Application, Check, Decision, Inquiry, Message
from quartierwerk.rooms.funding.queries import proofs as queries_of
from quartierwerk.rooms.funding.rules import (
    ApplicationState,
    Grantor,
    Point,
    ProofLevel,
    ProofMarks,
    Refusal,
    Start,
    Way,
)
from quartierwerk.rooms.funding.tests import factories, proofs
from quartierwerk.rooms.funding.tests import letters as make
from quartierwerk.rooms.funding.tests.factories import CLUBS, MET

pytestmark = pytest.mark.django_db
LIST = reverse("funding:applications")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, application: Application) -> str:
    return reverse(f"funding:{name}", args=[application.pk])


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def again(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


# The way through the office, page by page


def test_the_office_checks_admits_assesses_and_decides_on_its_pages(owner, office):
    application = factories.submitted(owner)
    pot = budget.pot(cents=1_000_000)
    assert url("check_case", application) in text_of(office, application.get_absolute_url())

    marks = {f"mark_{key}": "met" for key in MET if key != Point.SUBSIDIARY}
    office.post(url("check_case", application), {**marks, "note": "Gut."})
    assert url("admit", application) in text_of(office, application.get_absolute_url())
    office.post(url("admit", application))
    words = {"title": "Ein Fest", "summary": "Laternen.", "cents": "1.500,00", "conditions": "", "note": ""}
    office.post(url("assess", application), words)
    office.post(url("decide", application), {"cents": "1.500", "pot": pot.pk, "reason": "", "conditions": ""})

    assert again(application).state == ApplicationState.DECIDED
    assert Decision.objects.get().cents == 150_000
    assert "Entschieden: bewilligt" in text_of(office, application.get_absolute_url())


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(owner, officer, office):
    application = factories.assessed(owner, clerk=officer)

    answer = office.post(url("decide", application), {"cents": "100", "pot": "", "reason": "", "conditions": "Rampe."})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Wer weniger bewilligt als beantragt, sagt warum." in text
    assert "Rampe." in text


def test_the_check_says_what_the_house_found_by_itself(owner, office):
    begun = factories.project(
        "Altes Fest", by=owner, starts_on=clock.today() - timedelta(days=1), ends_on=clock.today()
    )
    application = factories.submitted(owner, to=begun)

    text = text_of(office, url("check_case", application))

    assert "Der Plan geht auf den Cent auf" in text
    assert "hat das Projekt schon begonnen" in text
    assert Check.objects.count() == 0


def test_a_question_is_asked_answered_and_stands_in_the_course_of_things(owner, officer, office):
    application = actions.check(factories.submitted(owner), actor=officer, marks={}, note="")
    due = clock.today() + timedelta(days=10)
    mine = signed_in(owner)

    office.post(url("ask_back", application), {"question": "Wer baut auf?", "due_on": due.isoformat()})

    mail = OutgoingMail.objects.get(to=owner.email)
    assert (mail.subject, "Wer baut auf?" in mail.text) == (f"Frage zu Ihrem Antrag {application.number}", True)
    assert "wartet auf Ihre Antwort" in text_of(mine, application.get_absolute_url())
    assert "Wer baut auf?" in text_of(mine, url("answer", application))
    mine.post(url("answer", application), {"answer": "Die Zimmerleute."})
    assert "Die Zimmerleute." in text_of(office, application.get_absolute_url())
    assert mine.get(url("answer", application)).status_code == 302  # nothing to answer any more


def test_the_office_goes_on_permits_an_early_start_and_refuses(owner, officer, office):
    of = factories.regulated(factories.programme("Fonds"), terms=replace(CLUBS, start=Start.PERMISSION))
    application = actions.check(factories.submitted(owner, of=of), actor=officer, marks={}, note="")
    asking = actions.Asking(question="Wer?", due_on=clock.today() + timedelta(days=7))
    actions.ask_back(application, actor=officer, asking=asking)

    office.post(url("go_on", application))
    office.post(url("permit_early_start", application), {"from_on": clock.today().isoformat(), "note": ""})
    office.post(url("refuse_unchecked", application), {"reason": "Das Projekt ist vorbei."})

    assert again(application).state == ApplicationState.DECIDED
    assert OutgoingMail.objects.filter(subject__contains="darf beginnen").count() == 1


def test_whoever_applied_learns_that_it_is_decided_but_not_how_before_the_letter(owner, officer):
    application = factories.decided(owner, clerk=officer, cents=0, reason="Passt nicht zum Zweck.")

    text = text_of(signed_in(owner), application.get_absolute_url())

    assert "entschieden, das Schreiben folgt" in text
    for inside in ("Passt nicht zum Zweck.", "abgelehnt", "Alles da.", "Eingeschätzt"):
        assert inside not in text


PAGES = (
    "check_case",
    "take",
    "ask_back",
    "permit_early_start",
    "assess",
    "decide",
    "refuse_unchecked",
    "admit",
    "go_on",
)


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_the_office_turn_others_away(name, owner, stranger, officer):
    application = factories.assessed(owner, clerk=officer)
    other = board.district_officer(board.districts()[1])

    for person, status in ((stranger, 404), (other, 404), (owner, 403)):
        client = signed_in(person)
        answer = (
            client.post(url(name, application)) if name in ("admit", "go_on") else client.get(url(name, application))
        )
        assert answer.status_code == status, (name, person)
    assert Client().post(url(name, application)).status_code in (302, 403)


def test_nobody_handles_their_own_on_any_page(officer, office):
    application = factories.submitted(officer)

    for name in PAGES:
        assert office.post(url(name, application)).status_code == 403
    assert "Als Nächstes" not in text_of(office, application.get_absolute_url())


# The list


@pytest.fixture
def several(owner, stranger, officer) -> list[Application]:
    of = factories.regulated(factories.programme("Listenfonds"))
    found = [
        factories.submitted(owner, of=of),
        factories.assessed(stranger, clerk=officer, of=factories.regulated(factories.programme("Anderer Fonds"))),
    ]
    actions.take(found[0], actor=officer, clerk=officer)
    return found


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {0, 1}),
        ("?state=assessed", {1}),
        ("?state=submitted&state=assessed", {0, 1}),
        ("?programme=listenfonds", {0}),
        ("?clerk=ich", {0}),
        ("?clerk=niemand", {1}),
        ("?clerk=ich&clerk=niemand", {0, 1}),
        ("?clerk=vertretung", set()),
        (f"?year={clock.today().year}", {0, 1}),
        ("?year=1999", set()),
        ("?q=Lichterfest", {0, 1}),
        ("?q=nirgendwo", set()),
        ("?unread=1", {1}),
        ("?year=%00&state=%00&q=%00", {0, 1}),
    ],
)
def test_the_list_is_filtered(several, stranger, office, query, shown):
    actions.write_message(actions.Writing(application=several[1], text="Wann?"), actor=stranger)

    text = text_of(office, LIST + query)

    assert {number for number, one in enumerate(several) if one.number in text} == shown


def written_to(application: Application) -> set[str]:
    """Who got mails about a case."""
    return set(OutgoingMail.objects.filter(about=reference(application)).values_list("to", flat=True))


def test_whoever_stands_in_finds_the_cases_and_gets_the_mail(several, owner, officer):
    deputy, other = accounts.officer("Vera Vertretung"), accounts.officer("Anna Anderswo")
    accounts.deputyship(officer, deputy)
    listed = f"{LIST}?clerk=vertretung"

    actions.write_message(actions.Writing(application=several[0], text="Wann?"), actor=owner)

    assert several[0].number in text_of(signed_in(deputy), listed)
    assert several[0].number not in text_of(signed_in(other), listed)
    assert written_to(several[0]) == {officer.email, deputy.email}


def test_whoever_no_longer_stands_in_gets_no_mail(several, owner, officer):
    past = clock.today() - timedelta(days=9)
    deputy = accounts.officer("Vera Vertretung")
    with time_machine.travel(clock.now() - timedelta(days=9), tick=False):
        accounts.deputyship(officer, deputy, starts_on=past, ends_on=past)

    actions.write_message(actions.Writing(application=several[0], text="Wann?"), actor=owner)

    assert written_to(several[0]) == {officer.email}


def test_the_list_asks_as_often_for_many_as_for_one_and_at_most_15_times(owner, office):
    of = factories.regulated(factories.programme("Listenfonds"))
    factories.submitted(owner, of=of)
    office.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        office.get(f"{LIST}?state=submitted&clerk=niemand&q=Licht")
    for _one in range(3):
        factories.submitted(owner, of=of)
    with CaptureQueriesContext(connection) as many:
        office.get(f"{LIST}?state=submitted&clerk=niemand&q=Licht")

    assert len(many) <= len(few)
    assert len(many) <= 15


def test_several_are_taken_at_once_and_nobodys_own(several, officer, office):
    own = factories.submitted(officer)

    office.post(reverse("funding:take_several"), {"antrag": [one.pk for one in (*several, own)]})

    assert {again(one).clerk for one in several} == {officer}
    assert again(own).clerk is None


def test_ticked_applications_come_before_their_body(owner, stranger, officer, office):
    assembled = board.assembled(voting=1)
    of = factories.decided_by(assembled.body)
    pair = [factories.assessed(person, clerk=officer, of=of) for person in (owner, stranger)]
    meeting = board.meeting(assembled.body, by=officer, days=10)
    pot = budget.pot(cents=1_000_000)
    ticked = {"antrag": [one.pk for one in pair]}

    first = office.post(reverse("funding:bring"), {**ticked, "choose": "1"})
    assert (first.status_code, "Zusammen" in first.content.decode()) == (200, True)
    office.post(reverse("funding:bring"), {**ticked, "meeting": meeting.pk, "pot": pot.pk})

    assert {again(one).state for one in pair} == {ApplicationState.ON_AGENDA}
    assert Item.objects.filter(meeting=meeting).count() == 2


def test_where_nothing_fitting_was_ticked_the_list_says_so(several, office):
    answer = office.post(reverse("funding:bring"), {"antrag": [several[0].pk, "x"]}, follow=True)

    assert "Bitte wählen Sie zuerst eingeschätzte Anträge aus" in answer.content.decode()


def test_the_bodies_are_told_on_a_page(owner, officer, office, stranger):
    assembled = board.assembled(voting=1)
    of = factories.decided_by(assembled.body, delegated_cents=10**6)
    application = factories.assessed(owner, clerk=officer, of=of)
    deciding = actions.Deciding(cents=150_000, pot=budget.pot(cents=150_000))
    actions.decide(application, actor=officer, deciding=deciding)
    meeting = board.meeting(assembled.body, by=officer, days=10)
    page = reverse("funding:untold")
    assert signed_in(stranger).get(page).status_code == 403

    assert assembled.body.name in text_of(office, page)
    office.post(reverse("funding:tell_body", args=[meeting.pk]))

    assert "Es gibt nichts zu berichten" in text_of(office, page)
    assert Item.objects.get(meeting=meeting).title == "Entscheidungen des Büros über Förderanträge"


# Messages


def written(application: Application, by, text: str = "Wann wird entschieden?") -> Message:
    return actions.write_message(actions.Writing(application=application, text=text), actor=by)


def test_the_two_sides_write_to_each_other_and_mails_say_so(owner, officer):
    application = actions.take(factories.submitted(owner), actor=officer, clerk=officer)

    asked = written(application, owner)
    answered = written(application, officer, "In vier Wochen.")

    assert (asked.is_from_office, answered.is_from_office) == (False, True)
    assert [
        (mail.to, text in mail.text)
        for mail, text in zip(
            OutgoingMail.objects.order_by("pk"), ("Wann wird entschieden?", "In vier Wochen."), strict=True
        )
    ] == [(officer.email, True), (owner.email, True)]


def test_where_nobody_has_the_case_the_message_waits_in_the_queue(owner, officer):
    application = factories.submitted(owner)
    written(application, owner)

    assert OutgoingMail.objects.count() == 0
    assert queries.unread_by_office(officer).count() == 1


def test_a_message_is_read_by_whoever_opens_the_case(owner, officer, office):
    application = factories.submitted(owner)
    message = written(application, owner)

    signed_in(owner).get(application.get_absolute_url())
    assert Message.objects.get(pk=message.pk).read_at is None
    office.get(application.get_absolute_url())

    assert Message.objects.get(pk=message.pk).read_at is not None


@pytest.mark.parametrize(("text", "refusal"), [(" ", WordsMissing), ("x" * 4_001, actions.NothingWritten)])
def test_a_message_says_something_of_a_length(owner, text, refusal):
    with pytest.raises(refusal):
        written(factories.submitted(owner), owner, text)


def test_strangers_write_nothing_and_nobody_writes_on_a_draft(owner, stranger):
    with pytest.raises(NotAllowed):
        written(factories.submitted(owner), stranger)
    with pytest.raises(NotNow):
        written(factories.application(owner), owner)


def test_a_message_is_written_on_its_page(owner, stranger, office):
    application = factories.submitted(owner)

    signed_in(owner).post(url("message", application), {"text": "Wann?"})

    assert "Wann?" in text_of(office, application.get_absolute_url())
    assert signed_in(stranger).get(url("message", application)).status_code == 404


def test_reminders_go_out_once_shortly_before_an_answer_is_due(owner, officer, time_machine):
    application = actions.check(factories.submitted(owner), actor=officer, marks={}, note="")
    due = clock.today() + timedelta(days=10)
    actions.ask_back(application, actor=officer, asking=actions.Asking(question="Wer?", due_on=due))
    OutgoingMail.objects.all().delete()

    assert schedule.remind_of_inquiries() == 0
    time_machine.move_to(clock.now() + timedelta(days=7))
    assert (schedule.remind_of_inquiries(), schedule.remind_of_inquiries()) == (1, 0)

    assert OutgoingMail.objects.get().to == owner.email
    with pytest.raises(NotAllowed):
        actions.remind(Inquiry.objects.get(), actor=officer)


def test_what_somebody_wrote_stays_without_their_name(officer):
    somebody = accounts.person()
    application = actions.take(factories.submitted(somebody), actor=officer, clerk=officer)
    written(application, somebody)

    accounts_actions.erase(somebody, actor=somebody)

    message = Message.objects.get()
    assert (message.by, message.text) == (None, "Wann wird entschieden?")


def test_messages_are_limited(owner):
    application = factories.submitted(owner)
    mine = signed_in(owner)
    with time_machine.travel(clock.now(), tick=False):
        answers = [mine.post(url("message", application), {"text": f"Frage {n}"}).status_code for n in range(31)]
    assert answers == [302] * 30 + [429]
    assert application.messages.count() == 30


# The days that count, and the record


def test_the_days_that_count_stand_with_where_they_are_written(owner, officer, office):
    of = factories.regulated(factories.programme("Stadtfonds"), terms=replace(CLUBS, grantor=Grantor.CITY))
    application = actions.check(factories.submitted(owner, of=of), actor=officer, marks={}, note="")
    asking = actions.Asking(question="Wer?", due_on=clock.today() + timedelta(days=7))
    actions.ask_back(application, actor=officer, asking=asking)

    found = queries.deadlines(again(application), on=clock.today())

    assert [one.source for one in found] == ["vom Büro gesetzt", "§ 75 VwGO"]
    assert "§ 75 VwGO" in text_of(office, application.get_absolute_url())
    assert "§ 75 VwGO" not in text_of(signed_in(owner), application.get_absolute_url())


def test_the_record_holds_the_whole_case_and_its_letters(owner, officer, office):
    make.texts()
    application = make.decided(owner, of=make.programme())
    letter = make.issued(application, by=officer, second=make.second_officer())
    written(again(application), owner, "Wann kommt das Geld?")

    answer = office.get(url("record", application))

    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert [part for part in (application.number, "Formale Prüfung", "Wann kommt das Geld?") if part not in text] == []
    assert [bytes(data) for files in reader.attachments.values() for data in files] == [bytes(letter.pdf)]
    assert signed_in(owner).get(url("record", application)).status_code == 403


def test_the_record_holds_what_came_in_and_names_what_is_too_large(owner, office, monkeypatch):
    application = factories.enclosed(owner)
    for name in ("Plan.pdf", "Angebot.pdf"):
        actions.enclose(
            application, actor=owner, upload=actions.Upload(question="q1", content=io.BytesIO(PDF), name=name)
        )
    actions.submit(application, actor=owner, content=factories.content())
    papers = [one.paper for one in application.enclosures.select_related("paper")]
    monkeypatch.setattr("quartierwerk.rooms.funding.views.record.MOST_BYTES", papers[0].size)

    reader = PdfReader(io.BytesIO(office.get(url("record", application)).content))

    text = "".join(page.extract_text() for page in reader.pages).replace("\u200b", "").replace("\n", "")
    assert [bytes(data) for files in reader.attachments.values() for data in files] == [PDF]
    assert next(iter(reader.attachments)).endswith(papers[0].name)
    assert papers[1].name in text.partition("die nur beim Antrag liegen")[2]


def test_the_record_holds_what_the_grant_was_spent_on(owner, officer, office):
    application = proofs.served(owner, office=officer, terms=replace(CLUBS, proof=ProofLevel.VOUCHERS))
    proof = proofs.begun(application, by=owner)
    proofs.voucher(proof, by=owner, file=True, payee="Musikhaus Moll", cents=120_000)
    actions.hand_in(application, actor=owner, content=proofs.as_planned(application, narrative="Es kamen viele."))
    actions.return_proof(again(application), actor=officer, returning=actions.Returning(reason="Ein Beleg fehlt."))
    proofs.voucher(queries_of.proof_of(application), by=owner, payee="Druck Daub", cents=80_000)
    actions.hand_in(again(application), actor=owner, content=proofs.as_planned(application))
    marks = ProofMarks(vouchers={2: Refusal(10_000, "Skonto")}, lines={})
    actions.check_proof(again(application), actor=officer, marks=marks, note="Zwei Belege gesehen.")
    actions.settle_grant(again(application), actor=officer)

    reader = PdfReader(io.BytesIO(office.get(url("record", application)).content))

    text = " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())
    told = ("Es kamen viele.", "Ein Beleg fehlt.", "Musikhaus Moll", "Zwei Belege gesehen.", "Skonto", "1.900,00")
    assert [part for part in told if part not in text] == []
    assert "zurück in den Topf" in text.partition("Abrechnung vom")[2]
    # The voucher's picture stands in both proofs; it is in the document once, beside the letter.
    assert sum(bytes(data) == PDF for files in reader.attachments.values() for data in files) == 1


def test_an_answer_may_change_the_plan_and_the_old_one_stays(owner, officer, office):
    application = actions.check(factories.submitted(owner), actor=officer, marks={}, note="")
    asking = actions.Asking(question="Geht es billiger?", due_on=clock.today() + timedelta(days=7))
    actions.ask_back(application, actor=officer, asking=asking)
    mine = signed_in(owner)
    page = text_of(mine, url("correct", application))
    assert 'value="2.000,00"' in page and "Für die Bühne." in page
    typed = {
        "answer": "Ja, mit einer kleineren Bühne.",
        "need": "Für die kleine Bühne.",
        "cost_0": "Bühne",
        "cents_0": "1.000",
        "source_0": "Kasse",
        "money_0": "500",
        "kind_0": "own",
        "state_0": "promised",
        "asked": "400",
        "has_not_begun": "on",
    }

    refused = mine.post(url("correct", application), typed)
    assert (refused.status_code, "Ja, mit einer kleineren" in refused.content.decode()) == (422, True)
    mine.post(url("correct", application), typed | {"asked": "500"})

    changed = again(application)
    assert (changed.state, changed.asked_cents, changed.said.need) == (
        ApplicationState.FORMAL_CHECK,
        50_000,
        "Für die kleine Bühne.",
    )
    assert changed.said_first == application.said_first
    receipt = PdfReader(io.BytesIO(mine.get(url("receipt", application)).content))
    text = " ".join(page.extract_text() for page in receipt.pages)
    assert "1.500,00" in text and "Für die Bühne." in text and "kleine Bühne" not in text
    assert "Beantwortet und geändert" in text_of(office, application.get_absolute_url())


def test_a_mail_can_be_read_before_it_goes_out(owner, officer, office):
    application = actions.check(factories.submitted(owner), actor=officer, marks={}, note="")
    due = clock.today() + timedelta(days=10)
    typed = {"question": "Wer baut auf?", "due_on": due.isoformat(), "preview": "1"}

    text = office.post(url("ask_back", application), typed).content.decode()

    assert f"Frage zu Ihrem Antrag {application.number}" in text
    assert (OutgoingMail.objects.count(), Inquiry.objects.count()) == (0, 0)


def test_a_letter_by_post_stands_in_the_course_of_things_from_its_day_on(owner, officer, time_machine):
    make.texts()
    application = make.decided(owner, of=make.programme())
    letter = make.issued(application, by=officer, second=make.second_officer())
    actions.serve_letter(letter, actor=officer, way=Way.POST)
    mine = signed_in(owner)

    assert "Zuwendungsbescheid" not in text_of(mine, application.get_absolute_url())
    time_machine.move_to(clock.now() + timedelta(days=7))
    assert "Zuwendungsbescheid, mit der Post" in text_of(mine, application.get_absolute_url())
