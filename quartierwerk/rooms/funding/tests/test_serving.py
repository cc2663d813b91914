"""Serving letters: by portal, post and hand, once more where it did not reach anybody; many in one run."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.actions import withdraw_consent
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions, permissions, schedule
from quartierwerk.rooms.funding.models import Application, Letter, LetterRun, LetterRunLine, Service
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import ApplicationState, LetterState, Way
from quartierwerk.rooms.funding.tests import letters as make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 27, 12, tzinfo=clock.BERLIN)
Step = LetterRun.Step


@pytest.fixture
def second(officer, time_machine):
    time_machine.move_to(NOON, tick=False)
    make.texts()
    return make.second_officer()


@pytest.fixture
def letter(owner, officer, second):
    return make.issued(make.decided(owner), by=officer, second=second)


def state_of(letter: Letter) -> tuple[str, str]:
    found = Letter.objects.select_related("application").get(pk=letter.pk)
    return found.state, found.application.state


# serve_letter


def test_by_post_it_counts_as_known_four_days_later_and_is_final_after_a_month(letter, officer):
    letter = actions.serve_letter(letter, actor=officer, way=Way.POST)

    assert letter.effective_on == date(2026, 12, 1)
    assert letter.remedy == (date(2027, 1, 4), date(2027, 1, 5))  # the 1st is New Year, then a weekend
    assert state_of(letter) == (LetterState.SERVED, ApplicationState.SERVED)
    assert AuditRow.objects.filter(verb="funding.serve_letter", subject=reference(letter)).count() == 1


def test_by_hand_it_is_known_the_same_day(letter, officer, time_machine):
    time_machine.move_to(NOON + timedelta(days=3), tick=False)

    letter = actions.serve_letter(letter, actor=officer, way=Way.HAND, given_on=date(2026, 11, 28))

    assert letter.effective_on == date(2026, 11, 28)


def test_why_it_goes_out_again_is_kept_whole_or_refused(letter, officer):
    with pytest.raises(actions.TextTooLong):
        actions.serve_letter(letter, actor=officer, way=Way.POST, note="x" * 501)
    assert not letter.services.exists()


@pytest.mark.parametrize("day", [date(2026, 11, 26), date(2026, 11, 28)])
def test_it_goes_out_between_its_issue_and_today(letter, officer, day):
    with pytest.raises(actions.ServiceDayRefused):
        actions.serve_letter(letter, actor=officer, way=Way.POST, given_on=day)


def test_a_promise_has_no_day_on_which_it_is_final(owner, officer, second):
    application = make.decided(owner, terms=make.CLUBS)
    promise = make.issued(application, by=officer, second=second)

    assert actions.serve_letter(promise, actor=officer, way=Way.POST).remedy is None


@pytest.mark.parametrize("who", ["visitor", "owner", "stranger"])
def test_only_the_office_serves(request, letter, who):
    with pytest.raises(NotAllowed):
        actions.serve_letter(letter, actor=request.getfixturevalue(who), way=Way.POST)


def test_nothing_is_served_before_it_was_issued(owner, officer, second):
    letter = make.approved(make.decided(owner), by=officer, second=second)

    with pytest.raises(NotNow):
        actions.serve_letter(letter, actor=officer, way=Way.POST)


def test_once_more_needs_a_reason_and_the_later_one_counts(letter, officer, time_machine):
    actions.serve_letter(letter, actor=officer, way=Way.POST)
    time_machine.move_to(NOON + timedelta(days=9), tick=False)
    with pytest.raises(actions.WhyAgain):
        actions.serve_letter(letter, actor=officer, way=Way.HAND)

    again = actions.serve_letter(letter, actor=officer, way=Way.HAND, note="Der Brief kam zurück.")

    assert again.effective_on == date(2026, 12, 6)
    assert [one.number for one in letter.services.all()] == [1, 2]


def test_what_was_served_never_changes(letter, officer):
    actions.serve_letter(letter, actor=officer, way=Way.POST)

    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.update(given_on=date(2026, 11, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.all().delete()


# In the portal


def test_without_consent_nothing_is_put_into_the_portal(letter, owner, officer):
    with pytest.raises(actions.NotAgreed):
        actions.serve_letter(letter, actor=officer, way=Way.PORTAL)
    make.agreed(owner)
    withdraw_consent(owner, actor=owner, purpose=reading.CONSENT)
    with pytest.raises(actions.NotAgreed):
        actions.serve_letter(letter, actor=officer, way=Way.PORTAL)


def test_a_mail_says_that_there_is_a_letter_and_not_what_it_says(letter, owner, officer):
    make.agreed(owner)

    actions.serve_letter(letter, actor=officer, way=Way.PORTAL)

    mail = OutgoingMail.objects.get(to=owner.email)
    assert letter.get_absolute_url() in mail.text and "07.12.2026" in mail.text
    for secret in (letter.application.project.title, letter.title, "1.500", letter.application.number):
        assert secret not in mail.subject + mail.text
    assert state_of(letter) == (LetterState.ISSUED, ApplicationState.ISSUED)


def test_retrieved_it_counts_as_known_the_next_day(letter, owner, officer, time_machine):
    make.agreed(owner)
    actions.serve_letter(letter, actor=officer, way=Way.PORTAL)
    assert not permissions.may_read_file(owner, Letter.objects.get())
    time_machine.move_to(NOON + timedelta(days=10), tick=False)

    letter = actions.retrieve_letter(letter, actor=owner)

    assert letter.effective_on == date(2026, 12, 8)
    assert permissions.may_read_file(owner, Letter.objects.get())
    assert state_of(letter) == (LetterState.SERVED, ApplicationState.SERVED)
    with pytest.raises(actions.NotThere):
        actions.retrieve_letter(letter, actor=owner)


@pytest.mark.parametrize("who", ["visitor", "officer", "stranger", "colleague"])
def test_nobody_retrieves_letters_of_others(request, letter, owner, officer, who):
    make.agreed(owner)
    actions.serve_letter(letter, actor=officer, way=Way.PORTAL)

    with pytest.raises(NotAllowed):
        actions.retrieve_letter(letter, actor=request.getfixturevalue(who))


def test_not_retrieved_in_ten_days_it_is_not_served_and_goes_out_again(letter, owner, officer, time_machine):
    make.agreed(owner)
    actions.serve_letter(letter, actor=officer, way=Way.PORTAL)
    today = clock.today()
    assert not Letter.objects.to_serve(on=today).exists()
    time_machine.move_to(NOON + timedelta(days=11), tick=False)

    with pytest.raises(actions.NotThere):
        actions.retrieve_letter(letter, actor=owner)
    assert Letter.objects.to_serve_again(on=clock.today()).get() == letter
    letter = actions.serve_letter(letter, actor=officer, way=Way.POST)
    assert letter.effective_on == date(2026, 12, 12)
    assert not Letter.objects.to_serve_again(on=clock.today()).exists()


# Runs


@pytest.fixture
def many(owner, second):
    fund, pot = make.programme(), budget.pot(cents=10_000_000)
    return [make.decided(owner, of=fund, pot=pot, cents=150_000 if number else 0) for number in range(3)]


def ran(step, *, by, **chosen) -> LetterRun:
    run = actions.start_letters(actions.Many(step=step, **chosen), actor=by)
    schedule.go_on_with_letters()
    run.refresh_from_db()
    return run


def test_a_run_drafts_approves_issues_and_posts_one_after_the_other(many, officer, second):
    run = ran(Step.DRAFT, by=officer, applications=tuple(many))
    assert run.finished_at is not None
    steps = ((Step.APPROVE, second, "approved"), (Step.ISSUE, officer, "issued"), (Step.POST, officer, "served"))
    for step, by, state in steps:
        ran(step, by=by, letters=tuple(Letter.objects.all()))
        assert {one.state for one in Letter.objects.all()} == {state}
    assert set(Application.objects.values_list("state", flat=True)) == {ApplicationState.SERVED}
    assert AuditRow.objects.filter(verb="funding.issue_letter").count() == 3
    assert schedule.go_on_with_letters() == 0


def test_who_drafted_many_does_not_approve_them_in_a_run_either(many, officer, second):
    ran(Step.DRAFT, by=officer, applications=tuple(many))

    run = ran(Step.APPROVE, by=officer, letters=tuple(Letter.objects.all()))

    assert {line.state for line in run.lines.all()} == {LetterRunLine.State.REFUSED}
    assert {one.state for one in Letter.objects.all()} == {LetterState.DRAFTED}
    assert all("Recht" in line.note for line in run.lines.all())


def test_two_letters_of_one_application_are_both_taken_on(owner, officer, second):
    application = make.decided(owner)
    both = (
        make.approved(application, by=officer, second=second),
        make.approved(application, by=officer, second=second, about=make.early_start(application)),
    )

    run = ran(Step.ISSUE, by=officer, letters=(*both, both[0]))

    assert run.lines.count() == 2
    assert {one.state for one in Letter.objects.all()} == {LetterState.ISSUED}


def test_what_is_not_possible_is_left_out_with_its_reason(many, owner, officer, second):
    actions.withdraw_application(many[0], actor=owner)

    run = ran(Step.DRAFT, by=officer, applications=tuple(many))

    left = run.lines.get(state=LetterRunLine.State.REFUSED)
    assert (left.application, Letter.objects.count()) == (many[0], 2)
    assert "zurückgezogen" in left.note


def test_what_is_broken_is_left_out_and_the_others_go_on(many, officer, second, monkeypatch):
    ran(Step.DRAFT, by=officer, applications=tuple(many))
    ran(Step.APPROVE, by=second, letters=tuple(Letter.objects.all()))
    broken = Letter.objects.order_by("pk").first()
    content = broken.content | {"page": broken.content["page"] | {"facts": None}}
    fresh = broken.said.read(content)
    Letter.objects.filter(pk=broken.pk).update(content=fresh.as_json, digest=fresh.digest)

    run = ran(Step.ISSUE, by=officer, letters=tuple(Letter.objects.all()))

    assert run.lines.get(state=LetterRunLine.State.REFUSED).letter == broken
    assert Letter.objects.filter(state=LetterState.ISSUED).count() == 2


def test_a_run_needs_something_and_the_office(many, officer, owner, second):
    with pytest.raises(actions.NoLetterChosen):
        actions.start_letters(actions.Many(step=Step.DRAFT), actor=officer)
    for who in (owner, None):
        with pytest.raises(NotAllowed):
            actions.start_letters(actions.Many(step=Step.DRAFT, applications=tuple(many)), actor=who)


def test_lines_are_done_once_and_a_run_ends_when_nothing_waits(many, officer, owner, second):
    run = actions.start_letters(actions.Many(step=Step.DRAFT, applications=tuple(many)), actor=officer)
    with pytest.raises(NotNow):
        actions.end_letters(run, actor=officer)
    line = actions.take_letter_on(reading.next_line(run), actor=officer)
    for verb in (actions.take_letter_on, actions.give_letter_up):
        with pytest.raises(NotNow):
            verb(line, actor=officer)
        with pytest.raises(NotAllowed):
            verb(line, actor=owner)
    with pytest.raises(NotAllowed):
        actions.end_letters(run, actor=accounts.person())
