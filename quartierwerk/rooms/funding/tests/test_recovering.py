"""Money that is claimed back: heard, answered, claimed, repaid or dropped; its letters, and who may do what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests.factories import district_officer
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Recovery
from quartierwerk.rooms.funding.queries import letters as writing
from quartierwerk.rooms.funding.queries import proofs as books
from quartierwerk.rooms.funding.queries import recovering as reading
from quartierwerk.rooms.funding.rules import (
    ApplicationState,
    Grantor,
    Ground,
    Instrument,
    LetterKind,
    ProofMarks,
    RecoveryState,
)
from quartierwerk.rooms.funding.tests import proofs
from quartierwerk.rooms.funding.tests import recovering as make
from quartierwerk.rooms.funding.tests.recovering import DEFICIT, claim, claiming, told
from quartierwerk.rooms.funding.tests.test_projects import signed_in, text_of

pytestmark = pytest.mark.django_db
STEPS = ("recovery", "answer_hearing", "claim_back", "drop_recovery", "draft_recovery_letter")


@pytest.fixture
def paid_out(owner, officer):
    """A grant of which 1,000 € are paid."""
    return make.paid_out(owner, office=officer)


@pytest.fixture
def heard(owner, officer):
    """A claim about which whoever applied was asked, and has answered."""
    return make.heard(owner, office=officer)


def test_somebody_is_heard_before_money_is_claimed(paid_out, officer, owner):
    recovery = actions.open_recovery(claiming(paid_out), actor=officer)
    assert (recovery.state, str(recovery)) == (RecoveryState.HEARING, f"{paid_out.number}/R1")
    assert list(writing.recoveries_to_tell(officer)) == [recovery]
    with pytest.raises(actions.NothingToAnswer):  # nobody has asked yet
        actions.answer_hearing(recovery, actor=owner, statement="Doch.")
    with pytest.raises(actions.NotHeard):
        actions.claim_back(recovery, actor=officer, cents=20_000, weighing="Das überzeugt nicht.")

    letter = told(recovery, by=officer)
    assert (letter.kind, letter.instrument) == (LetterKind.HEARING, Instrument.PLAIN)
    assert "200,00" in letter.said.opening and letter.said.reason == recovery.facts
    assert not writing.recoveries_to_tell(officer)
    with pytest.raises(actions.NotHeard):  # still time to answer
        actions.claim_back(recovery, actor=officer, cents=20_000, weighing="Das überzeugt nicht.")
    actions.answer_hearing(recovery, actor=owner, statement=" Der Hinweis stand auf dem Flyer. ")
    claimed = actions.claim_back(recovery, actor=officer, cents=15_000, weighing="Der Flyer genügt nur zum Teil.")

    assert (claimed.state, claimed.claimed_cents) == (RecoveryState.CLAIMED, 15_000)
    assert claimed.statement == "Der Hinweis stand auf dem Flyer."
    assert list(writing.recoveries_to_tell(officer)) == [recovery]
    letter = told(claimed, by=officer)
    assert letter.kind == LetterKind.CLAIM
    assert "150,00" in letter.said.opening and letter.said.weighing == claimed.weighing


def test_without_an_answer_it_is_decided_once_the_time_is_over(paid_out, officer):
    recovery = actions.open_recovery(claiming(paid_out), actor=officer)
    told(recovery, by=officer)

    later = clock.now() + timedelta(days=29)
    claimed = actions.claim_back(recovery, actor=officer, cents=20_000, weighing="Es kam nichts.", at=later)

    assert claimed.state == RecoveryState.CLAIMED


def test_the_city_claims_by_notice_and_an_association_by_letter(heard, officer):
    claimed = actions.claim_back(heard, actor=officer, cents=20_000, weighing="Nein.")
    terms = claimed.application.terms

    _kind, instrument = writing.shape_of(claimed)
    said = writing.case_of(claimed).claimed_by

    assert instrument == (Instrument.NOTICE if terms.grantor == Grantor.CITY else Instrument.PLAIN)
    assert ("VwVfG" in said) == (terms.grantor == Grantor.CITY)


def test_what_came_back_settles_the_claim(heard, officer):
    recovery = actions.claim_back(heard, actor=officer, cents=20_000, weighing="Nein.")
    earmark = writing.latest_decision(recovery.application).earmark
    treasurer = money.treasurer("Kassia Kunz")

    for cents, state in ((5_000, RecoveryState.CLAIMED), (15_000, RecoveryState.REPAID)):
        budget.repay(budget.Repayment(earmark=earmark, cents=cents, voucher=f"K-{cents}"), actor=treasurer)
        deliver_waiting()
        recovery.refresh_from_db()
        assert recovery.state == state
    assert books.paid(recovery.application) == 80_000


def test_money_paid_after_a_claim_does_not_hide_what_came_back(heard, officer):
    recovery = actions.claim_back(heard, actor=officer, cents=20_000, weighing="Nein.")
    proofs.paid(recovery.application, cents=30_000)
    earmark, treasurer = writing.latest_decision(recovery.application).earmark, money.treasurer("Kassia Kunz")

    budget.repay(budget.Repayment(earmark=earmark, cents=20_000, voucher="K-1"), actor=treasurer)
    deliver_waiting()

    recovery.refresh_from_db()
    assert (recovery.state, reading.came_back(recovery)) == (RecoveryState.REPAID, 20_000)


def test_what_came_back_before_a_claim_is_not_counted_for_it(paid_out, officer, owner):
    earmark, treasurer = writing.latest_decision(paid_out).earmark, money.treasurer("Kassia Kunz")
    early = budget.repay(budget.Repayment(earmark=earmark, cents=20_000, voucher="K-1"), actor=treasurer)
    recovery = actions.open_recovery(claiming(paid_out), actor=officer)
    told(recovery, by=officer)
    recovery = actions.answer_hearing(recovery, actor=owner, statement="Nein.")
    recovery = actions.claim_back(recovery, actor=officer, cents=20_000, weighing="Doch.")

    assert reading.came_back(recovery) == 0
    budget.take_back(early, actor=treasurer, reason="Falsches Projekt.")
    assert reading.came_back(recovery) == 0


def test_a_claim_is_open_again_where_the_repayment_was_a_mistake(heard, officer):
    recovery = actions.claim_back(heard, actor=officer, cents=20_000, weighing="Nein.")
    earmark, treasurer = writing.latest_decision(recovery.application).earmark, money.treasurer("Kassia Kunz")
    entry = budget.repay(budget.Repayment(earmark=earmark, cents=20_000, voucher="K-1"), actor=treasurer)
    deliver_waiting()

    budget.take_back(entry, actor=treasurer, reason="Falsches Projekt.")
    deliver_waiting()

    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.CLAIMED
    assert books.paid(recovery.application) == 100_000


def test_a_claim_is_dropped_and_whoever_was_asked_is_told(heard, officer, owner):
    with pytest.raises(WordsMissing):
        actions.drop_recovery(heard, actor=officer, reason=" ")

    dropped = actions.drop_recovery(heard, actor=officer, reason="Der Flyer genügt.")

    assert (dropped.state, dropped.claimed_cents) == (RecoveryState.DROPPED, 0)
    assert OutgoingMail.objects.filter(to=owner.email, subject__contains="keine Rückforderung").exists()
    with pytest.raises(NotNow):
        actions.claim_back(dropped, actor=officer, cents=1, weighing="Doch.")
    assert actions.open_recovery(claiming(dropped.application), actor=officer).number == 2


def test_of_a_settled_case_exactly_what_was_too_much_is_claimed(owner, officer):
    application = proofs.served(owner, office=officer, terms=DEFICIT)
    proofs.paid(application, cents=140_000)
    application = proofs.handed_in(proofs.fresh(application), by=owner, spent=(170_000, 0))
    application = actions.check_proof(
        application, actor=officer, marks=ProofMarks(vouchers={}, lines={}), note="Stimmt."
    )
    application = actions.settle_grant(application, actor=officer)
    assert application.state == ApplicationState.SETTLED
    # 1,700 spent − 500 of one's own = 1,200, of which 1,400 are paid.
    assert reading.final_of(application) == 120_000
    too_much = claim(20_000, ground=Ground.SETTLED)

    with pytest.raises(actions.ClaimRefused):
        actions.open_recovery(claiming(application, replace(too_much, cents=19_999)), actor=officer)
    assert actions.open_recovery(claiming(application, too_much), actor=officer).cents == 20_000


@pytest.mark.parametrize(
    ("said", "days", "refusal"),
    [
        ({"cents": 100_001}, 28, actions.ClaimRefused),
        ({"facts": " "}, 28, actions.ClaimRefused),
        ({}, 5, actions.HearingTooShort),
    ],
)
def test_what_cannot_be_claimed_is_refused(paid_out, officer, said, days, refusal):
    with pytest.raises(refusal):
        actions.open_recovery(claiming(paid_out, claim(**{"cents": 20_000} | said), days=days), actor=officer)
    assert not Recovery.objects.exists()


def test_one_claim_at_a_time_and_never_more_than_was_heard_about(heard, officer):
    with pytest.raises(actions.RecoveryUnderWay):
        actions.open_recovery(claiming(heard.application), actor=officer)
    for cents in (0, 20_001):
        with pytest.raises(actions.ClaimRefused):
            actions.claim_back(heard, actor=officer, cents=cents, weighing="Nein.")
    with pytest.raises(actions.NothingToAnswer):
        actions.answer_hearing(heard, actor=heard.application.applicant, statement="Noch etwas.")


def test_only_the_office_claims_and_only_whoever_applied_answers(paid_out, owner, officer):
    stranger = accounts.person("Frida Fremd")
    tends = district_officer(paid_out.project.district)
    for somebody in (owner, stranger, tends, None):
        with pytest.raises(NotAllowed):
            actions.open_recovery(claiming(paid_out), actor=somebody)
    recovery = actions.open_recovery(claiming(paid_out), actor=officer)
    told(recovery, by=officer)
    for somebody in (stranger, officer, tends):
        with pytest.raises(NotAllowed):
            actions.answer_hearing(recovery, actor=somebody, statement="Nein.")
    for somebody in (owner, stranger, tends):
        with pytest.raises(NotAllowed):
            actions.claim_back(recovery, actor=somebody, cents=1, weighing="Ja.")
        with pytest.raises(NotAllowed):
            actions.drop_recovery(recovery, actor=somebody, reason="Ja.")


def test_whoever_applied_sees_a_claim_once_a_letter_told_them(paid_out, owner, officer):
    recovery = actions.open_recovery(claiming(paid_out), actor=officer)
    assert not reading.recoveries_of(paid_out, owner) and list(reading.recoveries_of(paid_out, officer)) == [recovery]

    told(recovery, by=officer)

    assert list(reading.recoveries_of(paid_out, owner)) == [recovery]
    assert not reading.recoveries_of(paid_out, accounts.person("Frida Fremd"))


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_what_somebody_was_heard_about(paid_out, officer):
    recovery = actions.open_recovery(claiming(paid_out), actor=officer)

    for change in ({"facts": "Anders."}, {"cents": 1}, {"ground": Ground.PURPOSE}, {"state": RecoveryState.REPAID}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Recovery.objects.filter(pk=recovery.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Recovery.objects.filter(pk=recovery.pk).delete()


# --- Pages -------------------------------------------------------------------------------------------------------


def test_the_whole_way_in_the_browser(paid_out, owner, officer):
    office, group = signed_in(officer), signed_in(owner)
    page = text_of(office, paid_out.get_absolute_url())
    begin = reverse("funding:open_recovery", args=[paid_out.pk])
    assert begin in page and begin not in text_of(group, paid_out.get_absolute_url())
    assert f'value="{Ground.SETTLED}"' not in text_of(office, begin)  # nothing is settled, so nothing is too much
    until = clock.today() + timedelta(days=28)
    said = {"ground": "clause", "cents": "200", "facts": "Kein Hinweis.", "known_on": clock.today(), "until_on": until}
    assert office.post(begin, said | {"cents": "1.000,01"}).status_code == 422
    assert office.post(begin, said).status_code == 302
    recovery = Recovery.objects.get()
    where = {name: reverse(f"funding:{name}", args=[recovery.pk]) for name in STEPS}
    assert group.get(where["recovery"]).status_code == 404  # no letter has told them yet

    shown = text_of(office, where["recovery"])
    assert where["draft_recovery_letter"] in shown and where["claim_back"] not in shown
    assert "200,00" in text_of(office, where["draft_recovery_letter"])
    told(recovery, by=officer)
    assert where["draft_recovery_letter"] not in text_of(office, where["recovery"])
    shown = text_of(group, where["recovery"])
    assert "Kein Hinweis." in shown and where["answer_hearing"] in shown and where["drop_recovery"] not in shown
    assert group.post(where["answer_hearing"], {"statement": " "}).status_code == 422
    assert group.post(where["answer_hearing"], {"statement": "Er war da."}).status_code == 302
    assert where["answer_hearing"] not in text_of(group, where["recovery"])

    assert "Er war da." in text_of(office, where["recovery"])
    assert office.post(where["claim_back"], {"cents": "150", "weighing": "Nein."}).status_code == 302
    assert "150,00" in text_of(office, where["draft_recovery_letter"])
    assert "150,00" in text_of(group, where["recovery"])
    assert office.post(where["drop_recovery"], {"reason": "Erledigt."}).status_code == 302
    assert "Erledigt." in text_of(group, where["recovery"])
    assert str(recovery) in text_of(group, paid_out.get_absolute_url())


def test_pages_are_for_those_alone_whom_they_concern(heard, officer):
    stranger = signed_in(accounts.person("Frida Fremd"))
    for name in STEPS:
        where = reverse(f"funding:{name}", args=[heard.pk])
        assert stranger.get(where).status_code in (403, 404)
        assert Client().get(where).status_code == 302
    own = signed_in(heard.application.applicant)
    for name in ("claim_back", "drop_recovery"):
        assert own.get(reverse(f"funding:{name}", args=[heard.pk])).status_code == 403
