"""What comes in on paper: who types it in, from when it counts, what the office does in the place of whoever wrote."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from quartierwerk.foundation import clock
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.errors import NotAllowed, WordsMissing
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.papers.tests.made import PDF
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions as accounts_actions
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests.factories import district_officer, districts
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import Application, Project
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import ApplicationState, Content, Intake, Plan
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import CLUBS, content

database = pytest.mark.django_db
POSTAL = "Verein Hofmusik\nBei Frau Muster\nHinterhof 3\n44135 Dortmund"
ONLY_THE_SUM = Content(plan=Plan(asked_cents=900_00))


def received(*, of=None, days_ago: int = 3, postal: str = POSTAL, **more) -> actions.Received:
    first = clock.today() + timedelta(days=30)
    return actions.Received(
        programme=of or factories.regulated(factories.programme("Papierfonds")),
        project=factories.project("Hofmusik", starts_on=first, ends_on=first),
        received_on=clock.today() - timedelta(days=days_ago),
        postal=postal,
        **more,
    )


def begun_by(officer, **more) -> Application:
    """Begun, with the scan."""
    begun = actions.take_down(received(**more), actor=officer)
    upload = actions.Upload(question="paper", content=io.BytesIO(PDF), name="Antrag.pdf")
    return actions.enclose(begun, actor=officer, upload=upload)


def entered(officer, **more) -> Application:
    return actions.submit(begun_by(officer, **more), actor=officer, content=content())


@database
def test_it_counts_from_the_day_on_which_it_came_and_under_its_terms(officer):
    fund = factories.regulated(factories.programme("Papierfonds"))
    factories.regulated(fund, terms=replace(CLUBS, max_cents=100_00), valid_from=clock.today())

    sent = entered(officer, of=fund)

    came = clock.today() - timedelta(days=3)
    assert (clock.local(sent.submitted_at).date(), sent.rule_set.valid_from) == (came, factories.SINCE)
    assert (sent.applicant, sent.entered_by, sent.number[:4]) == (None, officer, f"{came.year}")


@database
def test_what_is_missing_on_paper_turns_nobody_away_but_is_found(officer):
    begun = begun_by(officer)
    with pytest.raises(actions.Incomplete) as refused:
        actions.submit(begun, actor=officer, content=Content())
    assert refused.value.field == "asked"

    sent = actions.submit(begun, actor=officer, content=ONLY_THE_SUM)

    assert sent.state == ApplicationState.SUBMITTED
    assert any(not one.is_fine for one in queries.findings(sent, on=clock.today()))


@database
def test_without_the_paper_nothing_proves_the_day(officer):
    begun = actions.take_down(received(), actor=officer)

    with pytest.raises(actions.Incomplete) as refused:
        actions.submit(begun, actor=officer, content=content())

    assert refused.value.field == rules.field_of("paper")


@database
def test_whoever_keeps_the_project_neither_types_it_in_nor_handles_it(officer):
    first = clock.today() + timedelta(days=30)
    theirs = factories.project("Eigenes Fest", by=officer, starts_on=first, ends_on=first)
    paper = replace(received(), project=theirs)
    with pytest.raises(NotAllowed):
        actions.take_down(paper, actor=officer)

    colleague = accounts.officer("Cora Kollegin")
    begun = actions.take_down(paper, actor=colleague)
    upload = actions.Upload(question="paper", content=io.BytesIO(PDF), name="Antrag.pdf")
    actions.enclose(begun, actor=colleague, upload=upload)
    sent = actions.submit(begun, actor=colleague, content=content())

    with pytest.raises(NotAllowed):
        actions.check(sent, actor=officer, marks={}, note="")
    assert not queries.to_handle(officer).exists() and queries.to_handle(colleague).exists()


@database
def test_an_office_enters_a_project_for_others_and_nobody_keeps_it(office: Client, stranger):
    district = districts()[0]
    sent = {"title": "Hofmusik", "summary": "Musik.", "kind": "carried", "carrier": "Verein", "district": district.pk}
    days = {"starts_on": f"{clock.today()}", "ends_on": f"{clock.today()}"}
    url = f"{reverse('funding:enter')}?papier=1"

    office.post(url, sent | days)

    assert Project.objects.get().keeper is None
    with pytest.raises(NotAllowed):
        actions.enter(replace(factories.entering(), is_for_others=True), actor=stranger)


@database
@pytest.mark.parametrize("postal", [" \n ", "\n".join("ABCDEFG"), "x" * 501])
def test_an_address_has_one_to_six_lines(officer, postal):
    with pytest.raises((WordsMissing, actions.AddresseeTooLong)):
        actions.take_down(received(postal=postal), actor=officer)


@database
@pytest.mark.parametrize(("days_ago", "is_taken"), [(-1, False), (0, True), (90, True), (91, False)])
def test_a_day_to_come_or_long_ago_is_refused(officer, days_ago, is_taken):
    if is_taken:
        assert actions.take_down(received(days_ago=days_ago), actor=officer).is_draft
        return
    with pytest.raises(actions.PaperRefused):
        actions.take_down(received(days_ago=days_ago), actor=officer)


@database
def test_whoever_tends_the_project_types_it_in_and_nobody_else(officer, stranger):
    here, there = (district_officer(place) for place in districts()[:2])
    paper = received()
    for person in (stranger, there):
        with pytest.raises(NotAllowed):
            actions.take_down(paper, actor=person)

    begun = actions.take_down(paper, actor=here)
    upload = actions.Upload(question="paper", content=io.BytesIO(PDF), name="Antrag.pdf")
    actions.enclose(begun, actor=officer, upload=upload)

    assert [one for one in (here, there, officer, stranger) if queries.on_paper(one).exists()] == [here, officer]
    with pytest.raises(NotAllowed):
        actions.submit(begun, actor=there, content=content())
    assert actions.submit(begun, actor=officer, content=content()).entered_by == here


@database
def test_an_envelope_for_a_sealed_round_stays_shut_until_it_is_over(officer):
    fund = factories.regulated(factories.programme("Siegelfonds"), terms=replace(CLUBS, intake=Intake.ROUNDS))
    factories.called(fund, is_sealed=True, days=10)
    with pytest.raises(actions.StillSealed):
        actions.take_down(received(of=fund, days_ago=0), actor=officer)

    with time_machine.travel(clock.now() + timedelta(days=11), tick=False):
        sent = entered(officer, of=fund, days_ago=5)

    assert sent.round.is_sealed and sent.state == ApplicationState.SUBMITTED


@database
def test_the_office_speaks_for_whoever_has_no_account(officer, stranger):
    sent = entered(officer)
    actions.check(sent, actor=officer, marks={}, note="")
    asking = actions.Asking(question="Wer baut auf?", due_on=clock.today() + timedelta(days=7))
    actions.ask_back(sent, actor=officer, asking=asking)
    with pytest.raises(NotAllowed):
        actions.answer(sent, actor=stranger, text="Wir.")

    half = replace(content(own=600, asked=1_400), has_not_begun=False)  # what is still missing turns no answer away
    actions.answer(sent, actor=officer, text="Die Zunft.", content=half)
    assert "Beantwortet und geändert" in [one.title for one in queries.timeline(sent, inside=True) if one.who]
    actions.withdraw_application(sent, actor=officer)

    sent.refresh_from_db()
    assert (sent.asked_cents, sent.state) == (1_400_00, ApplicationState.WITHDRAWN)
    assert not OutgoingMail.objects.exists()
    with pytest.raises(NotAllowed):
        actions.share(sent, actor=officer, email="x@post.example", may_write=True)


@database
def test_the_office_speaks_for_nobody_who_can_speak(officer):
    theirs = factories.submitted(accounts.person())

    with pytest.raises(NotAllowed):
        actions.withdraw_application(theirs, actor=officer)
    accounts_actions.erase(theirs.applicant, actor=theirs.applicant)
    theirs.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.withdraw_application(theirs, actor=officer)


@database
def test_letters_go_to_the_address_on_the_paper(officer):
    assert reading.usual_addressee(entered(officer)) == POSTAL


@database
def test_it_never_has_an_account_and_its_address_stands(officer, stranger):
    sent = entered(officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=sent.pk).update(applicant=stranger)
    with pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.filter(pk=sent.pk).update(postal="Anderswo")


@database
def test_others_go_on_with_what_somebody_who_goes_was_typing_in(officer):
    clerk, _colleague = accounts.officer("Cleo Clerk"), accounts.officer("Cora Kollegin")
    begun = begun_by(clerk)
    about = reference(begun)
    keeping.save("funding.application", person=begun.writer, about=about, data={"need": ["Noten"]}, version=0)

    accounts_actions.erase(clerk, actor=clerk)

    begun.refresh_from_db()
    assert (begun.state, begun.entered_by, begun.enclosures.count()) == (ApplicationState.DRAFT, None, 1)
    kept = keeping.find("funding.application", person=begun.writer, about=about)
    assert kept is not None and kept.data == {"need": ["Noten"]}
    assert actions.submit(begun, actor=officer, content=content()).number


@database
def test_of_what_nobody_submitted_the_address_is_forgotten(officer):
    begun = begun_by(officer)

    actions.withdraw_application(begun, actor=officer)

    begun.refresh_from_db()
    assert (begun.state, begun.postal, begun.enclosures.count()) == (ApplicationState.WITHDRAWN, "", 0)


# Pages


@database
def test_from_the_envelope_to_the_case(office: Client, officer):
    paper = received()
    url = reverse("funding:take_down", args=[paper.programme.slug])
    first = {"project": paper.project.pk, "received_on": f"{paper.received_on}", "postal": POSTAL}
    begun = office.post(url, first, follow=True)
    assert "Auf Papier eingegangen am" in begun.content.decode()
    draft = Application.objects.get()
    write, save = (reverse(f"funding:{name}", args=[draft.pk]) for name in ("write", "save"))

    saved = office.post(save, {"asked": "900", "draft_about": reference(draft), "draft_version": "0"})
    scan = io.BytesIO(PDF)
    scan.name = "Antrag.pdf"
    office.post(write, {"asked": "900", "keep": "1", "draft_version": "1", rules.field_of("paper"): scan})
    sent = office.post(write, {"asked": "900", "draft_version": "2"}, follow=True).content.decode()

    assert saved.status_code == 200
    assert "Der Antrag ist eingetragen." in sent and "Antrag.pdf" in sent
    assert "Hinterhof 3" in sent and "eingetragen von" in sent and "00:00" not in sent
    assert keeping.find("funding.application", person=draft.writer, about=reference(draft)) is None
    assert Application.objects.get().enclosures.get().kept_at is not None


@database
def test_the_receipt_names_the_day_and_no_hour(office: Client, officer):
    sent = entered(officer)

    pdf = PdfReader(io.BytesIO(office.get(reverse("funding:receipt", args=[sent.pk])).content))

    text = " ".join(page.extract_text() for page in pdf.pages)
    assert sent.number in text and "00:00" not in text


@database
def test_the_list_of_what_is_begun_is_the_offices(office: Client, officer, stranger, client: Client):
    actions.take_down(received(), actor=officer)
    url = reverse("funding:on_paper")

    assert "Hofmusik" in office.get(url).content.decode()
    client.force_login(stranger)
    assert client.get(url).status_code == 403


@database
def test_asking_back_by_post_offers_no_mail(office: Client, officer):
    sent = entered(officer)
    actions.check(sent, actor=officer, marks={}, note="")

    page = office.get(reverse("funding:ask_back", args=[sent.pk])).content.decode()

    assert "Fragen Sie mit der Post" in page and "Mail ansehen" not in page


@database
def test_a_late_paper_comes_in_by_a_code_that_held_when_it_came(officer):
    fund = factories.regulated(factories.programme("Spätfonds"), terms=replace(CLUBS, intake=Intake.ROUNDS))
    with time_machine.travel(clock.now() - timedelta(days=31), tick=False):
        called = factories.called(fund, days=28)
    with pytest.raises(actions.NotTakenThen):
        actions.take_down(received(of=fund, days_ago=1), actor=officer)
    lateness = actions.Lateness(called=called, purpose="Poststreik", valid_until=clock.today())
    code = actions.issue_late_code(lateness, actor=officer).written
    with pytest.raises(actions.NotTakenThen):  # came before the round began
        actions.take_down(received(of=fund, days_ago=40, code=code), actor=officer)

    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        sent = entered(officer, of=fund, days_ago=2, code=code)

    assert sent.round == called


def test_only_the_sum_and_the_scan_are_demanded_on_paper():
    scan = {"paper": [{"key": "a", "name": "Antrag.pdf", "size": 1, "sha256": "b"}]}

    assert rules.lacking_on_paper(replace(ONLY_THE_SUM, answers=scan)) == []
    assert [one.field for one in rules.lacking_on_paper(Content())] == ["asked", rules.field_of("paper")]
