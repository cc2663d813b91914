"""Reports about entries: anybody makes one, the office decides with a reason, the reporter hears and is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation import clock, privacy, waiting
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, RuleBroken, WordsMissing
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.ui.guarding import SIGNER
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, rules
from quartierwerk.rooms.directory.models import Report
from quartierwerk.rooms.directory.rules import ReportState
from quartierwerk.rooms.directory.tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "nele@post.example"


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to=ADDRESS).order_by("pk"))


def send(client, profile, time_machine, **given):
    """The form as a person sends it, who takes a while."""
    stamp = SIGNER.sign("shown")
    time_machine.move_to(clock.now() + timedelta(seconds=10))
    given = {"reason": "other", "text": "Das Bild ist von mir.", "email": "", "homepage": "", "stamp": stamp} | given
    return client.post(f"/verzeichnis/{profile.pk}/melden/", given)


# --- Rules --------------------------------------------------------------------------------------------------------


def test_a_report_is_decided_once():
    ends = {ReportState.UPHELD, ReportState.DISMISSED}

    for before in ReportState:
        for after in ReportState:
            assert rules.REPORT_STEPS.leads(before, after) == (before == ReportState.WAITING and after in ends)


# --- Verbs --------------------------------------------------------------------------------------------------------


def test_anyone_reports_an_entry_and_gets_a_receipt_without_a_word_of_theirs(profile):
    report = factories.report(profile, text="Sehr geheim", email=ADDRESS)

    [mail] = mails()
    assert (report.state, report.reporter, report.reporter_email) == ("waiting", None, ADDRESS)
    assert profile.name in mail.text
    assert "Sehr geheim" not in mail.text
    row = AuditRow.objects.get(verb="directory.report")
    assert (row.subject, row.actor) == (reference(report), "")
    assert "Sehr geheim" not in str(row.changes)


def test_somebody_signed_in_is_known_by_their_account(profile, stranger):
    report = factories.report(profile, actor=stranger, email=ADDRESS)

    assert (report.reporter, report.reporter_email, report.address) == (stranger, "", stranger.email)


def test_what_is_withdrawn_is_not_reported():
    gone = factories.withdrawn()

    with pytest.raises(NotAllowed):
        factories.report(gone)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"text": "  "}, "text"), ({"text": "", "reason": "rights"}, "text"), ({"email": "@"}, "email")],
)
def test_a_report_that_nobody_can_check_is_refused(profile, given, field):
    with pytest.raises(RuleBroken) as refusal:
        factories.report(profile, **given)

    assert refusal.value.field == field
    assert not Report.objects.exists()


@pytest.mark.parametrize(("verb", "state"), [(actions.uphold, "upheld"), (actions.dismiss, "dismissed")])
def test_the_office_decides_with_a_reason_that_the_reporter_reads(profile, officer, verb, state):
    report = factories.report(profile, email=ADDRESS)

    decided = verb(report, actor=officer, answer=" Geprüft. ", at=factories.NOON)

    assert (decided.state, decided.answer, decided.decided_by) == (state, "Geprüft.", officer)
    assert decided.decided_at == factories.NOON
    assert "Geprüft." in mails()[-1].text
    assert AuditRow.objects.filter(verb=f"directory.{verb.__name__}", subject=reference(report)).count() == 1


@pytest.mark.parametrize("verb", [actions.uphold, actions.dismiss])
def test_nobody_but_the_office_decides_not_even_who_keeps_the_profile(profile, owner, stranger, verb):
    report = factories.report(profile)

    for somebody in (None, owner, stranger):
        with pytest.raises(NotAllowed):
            verb(report, actor=somebody, answer="Nein.")


@pytest.mark.parametrize("verb", [actions.uphold, actions.dismiss])
def test_a_decision_needs_a_reason_and_comes_once(profile, officer, verb):
    report = factories.report(profile)

    with pytest.raises(WordsMissing):
        verb(report, actor=officer, answer=" ")
    verb(report, actor=officer, answer="Ja.")
    with pytest.raises(actions.Decided):
        actions.dismiss(report, actor=officer, answer="Doch nicht.")


def test_the_database_keeps_no_decision_without_a_reason(profile):
    factories.report(profile)

    for wrong in ({"state": "upheld", "decided_at": factories.NOON}, {"state": "x"}, {"reason": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.update(**wrong)


def forget() -> int:
    """What the worker does once in a while."""
    return privacy.find("directory.reports").forget(at=clock.now(), actor=system("worker"))


def test_the_reporter_is_forgotten_at_the_end_of_the_term(profile, officer, time_machine):
    report = factories.report(profile, email=ADDRESS)
    with pytest.raises(RuleBroken):
        actions.forget_reporter(report, actor=system("worker"))
    with pytest.raises(NotAllowed):
        actions.forget_reporter(report, actor=officer)
    actions.dismiss(report, actor=officer, answer="Stimmt so.")
    assert forget() == 0

    time_machine.move_to(clock.now() + rules.KEEP_REPORTER_FOR + timedelta(hours=1))

    assert (forget(), forget()) == (1, 0)
    report.refresh_from_db()
    assert (report.reporter_email, report.text, report.answer) == ("", "", "Stimmt so.")
    assert AuditRow.objects.filter(verb="directory.forget_reporter").count() == 1


# --- Pages --------------------------------------------------------------------------------------------------------


def test_the_page_of_a_profile_leads_to_the_form_and_the_form_to_a_thank_you(client, profile, time_machine):
    assert f"/verzeichnis/{profile.pk}/melden/" in client.get(profile.get_absolute_url()).content.decode()

    answer = send(client, profile, time_machine, email=ADDRESS)

    assert (answer.status_code, answer["Location"]) == (302, f"/verzeichnis/{profile.pk}/melden/danke/")
    assert client.get(answer["Location"]).status_code == 200
    assert Report.objects.get().reporter_email == ADDRESS


@pytest.mark.parametrize("given", [{"homepage": "x"}, {"stamp": "x"}, {"text": ""}, {"reason": "nonsense"}])
def test_traps_and_gaps_are_said_and_lose_nothing(client, profile, time_machine, given):
    answer = send(client, profile, time_machine, **given)

    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_the_sixth_report_within_an_hour_is_one_too_many(client, profile, time_machine):
    answers = [send(client, profile, time_machine).status_code for _report in range(6)]

    assert answers == [302] * 5 + [429]


def test_a_profile_out_of_view_has_no_form(client):
    gone = factories.withdrawn()

    assert client.get(f"/verzeichnis/{gone.pk}/melden/").status_code == 404


def test_the_case_is_decided_on_its_page(client, profile, officer, owner):
    report, other = factories.report(profile), factories.report(profile, reason="spam")
    address = report.get_absolute_url()
    client.force_login(owner)
    assert client.get(address).status_code == 403
    client.force_login(officer)

    page = client.get(address).content.decode()
    empty = client.post(address, {"step": "uphold", "words": ""})
    unknown = client.post(address, {"step": "", "words": "Ja."})
    done = client.post(address, {"step": "uphold", "words": "Bild entfernt."})
    again = client.post(address, {"step": "dismiss", "words": "Nein."})

    assert "Das Bild ist von mir." in page
    assert other.get_absolute_url() in page
    assert [answer.status_code for answer in (empty, unknown, done, again)] == [422, 404, 302, 422]
    report.refresh_from_db()
    assert (report.state, report.answer) == ("upheld", "Bild entfernt.")


# --- In the queue -------------------------------------------------------------------------------------------------


def test_reports_wait_for_the_office_only(profile, officer, owner):
    report = factories.report(profile, at=clock.now() - timedelta(days=8))

    [item] = waiting.queue(officer, limit=5, only=["reports"])

    assert (item.reference, item.is_late(at=clock.now())) == (reference(report), True)
    assert item.shown.summary == "Etwas anderes: Das Bild ist von mir."
    assert waiting.queue(owner, limit=5, only=["reports"]) == []


@pytest.mark.parametrize(("step", "state"), [("uphold", "upheld"), ("dismiss", "dismissed")])
def test_many_reports_are_decided_with_one_reason(client, profile, officer, step, state):
    for _report in range(2):
        factories.report(profile)
    client.force_login(officer)
    chosen = [f"reports:{report.pk}:0" for report in Report.objects.all()]

    client.post("/arbeit/warteschlange/schritt/", {"step": step, "item": chosen, "sure": "1", "reason": "Geprüft."})

    assert set(Report.objects.values_list("state", "answer")) == {(state, "Geprüft.")}
