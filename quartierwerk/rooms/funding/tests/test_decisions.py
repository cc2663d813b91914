"""How an application is decided: by the office, by a body, by a jury; and what becomes of its money."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.boards import actions as boards
from quartierwerk.rooms.boards import queries as board_queries
from quartierwerk.rooms.boards.models import Item, Motion, Resolution, Scoring
from quartierwerk.rooms.boards.tests import factories as board
from quartierwerk.rooms.budget import actions as keeping
from quartierwerk.rooms.budget.actions import TooLittleLeft
from quartierwerk.rooms.budget.models import Earmark, Pot
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.models import Application, Decision, Letter
from quartierwerk.rooms.funding.rules import ApplicationState, Outcome
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests import letters as make

pytestmark = pytest.mark.django_db
ASKED = 150_000


def again(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def held(pot: Pot) -> int:
    return Pot.objects.get(pk=pot.pk).reserved


# The office


def test_the_office_grants_and_the_pot_holds_the_money_at_once(owner, officer):
    pot = budget.pot(cents=1_000_000)

    application = factories.decided(owner, clerk=officer, pot=pot)

    decision = Decision.objects.get()
    assert (application.state, decision.outcome, decision.cents, decision.by) == (
        ApplicationState.DECIDED,
        Outcome.FULL,
        ASKED,
        officer,
    )
    assert (held(pot), decision.earmark.case) == (ASKED, reference(application))
    entry = decision.earmark.entries.get()
    assert (entry.basis, entry.signed) == (f"Entscheidung über Antrag {application.number}", "Förderung")


def test_a_smaller_grant_is_a_part_and_needs_a_reason(owner, officer):
    pot = budget.pot(cents=1_000_000)
    assessed = factories.assessed(owner, clerk=officer)

    with pytest.raises(actions.DecisionRefused) as refusal:
        actions.decide(assessed, actor=officer, deciding=actions.Deciding(cents=100, pot=pot))
    assert refusal.value.field == "reason"
    deciding = actions.Deciding(cents=100, pot=pot, reason="Mehr ist nicht da.")
    actions.decide(assessed, actor=officer, deciding=deciding)

    assert Decision.objects.get().outcome == Outcome.PARTIAL


def test_a_refusal_holds_no_money(owner, officer):
    factories.decided(owner, clerk=officer, cents=0, reason="Passt nicht zum Zweck.")

    decision = Decision.objects.get()
    assert (decision.outcome, decision.pot, Earmark.objects.count()) == (Outcome.REJECTED, None, 0)


def test_what_a_pot_cannot_bear_is_not_granted(owner, officer):
    pot = budget.pot(cents=ASKED - 1)
    assessed = factories.assessed(owner, clerk=officer)

    with pytest.raises(TooLittleLeft):
        actions.decide(assessed, actor=officer, deciding=actions.Deciding(cents=ASKED, pot=pot))

    assert (again(assessed).state, Decision.objects.count(), held(pot)) == (ApplicationState.ASSESSED, 0, 0)


def test_money_comes_out_of_a_pot_of_the_programme(owner, officer):
    other = budget.pot(cents=1_000_000, district=board.districts()[1])
    assessed = factories.assessed(owner, clerk=officer)

    for pot in (None, other):
        with pytest.raises(actions.PotRefused):
            actions.decide(assessed, actor=officer, deciding=actions.Deciding(cents=ASKED, pot=pot))


def test_above_the_limit_the_office_decides_nothing(owner, officer):
    body = board.assembled(voting=3).body
    pot = budget.pot(cents=1_000_000)
    below = factories.assessed(owner, clerk=officer, of=factories.decided_by(body, "A", delegated_cents=ASKED))
    above = factories.assessed(owner, clerk=officer, of=factories.decided_by(body, "B", delegated_cents=ASKED - 1))
    deciding = actions.Deciding(cents=ASKED, pot=pot)

    with pytest.raises(actions.NotOurs):
        actions.decide(above, actor=officer, deciding=deciding)
    actions.decide(below, actor=officer, deciding=deciding)


def test_only_the_staff_unit_decides(owner, stranger, officer):
    assessed = factories.assessed(owner, clerk=officer)

    for somebody in (None, owner, stranger, board.district_officer(board.districts()[0])):
        with pytest.raises(NotAllowed):
            actions.decide(assessed, actor=somebody, deciding=actions.Deciding(cents=0, reason="Nein."))


def test_a_decision_stands(owner, officer):
    factories.decided(owner, clerk=officer)

    for change in (lambda: Decision.objects.update(cents=1), Decision.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_withdrawing_what_was_granted_gives_the_money_back(owner, officer):
    pot = budget.pot(cents=1_000_000)
    application = factories.decided(owner, clerk=officer, pot=pot)

    actions.withdraw_application(application, actor=owner)

    assert (held(pot), again(application).state) == (0, ApplicationState.WITHDRAWN)


def test_what_did_not_pass_the_check_is_refused_with_a_reason(owner, officer):
    checked = actions.check(factories.submitted(owner), actor=officer, marks={}, note="")

    with pytest.raises(WordsMissing):
        actions.refuse_unchecked(checked, actor=officer, reason=" ")
    actions.refuse_unchecked(checked, actor=officer, reason="Das Projekt ist vorbei.")

    assert Decision.objects.get().outcome == Outcome.REJECTED
    with pytest.raises(NotNow):
        actions.refuse_unchecked(checked, actor=officer, reason="Noch einmal.")


# A body


class Before:
    """An application before a body whose meeting is on."""

    def __init__(self, owner, officer, *, cents: int = ASKED, conditions: str = "", **terms) -> None:
        self.officer = officer
        self.board = board.assembled(voting=3)
        self.pot = budget.pot(cents=1_000_000)
        self.meeting = board.meeting(self.board.body, by=officer)
        of = factories.decided_by(self.board.body, **terms)
        assessed = factories.assessed(owner, clerk=officer, of=of, cents=cents, conditions=conditions)
        bringing = actions.Bringing(meeting=self.meeting, applications=[assessed], pot=self.pot)
        (self.application,) = actions.bring(bringing, actor=officer)
        self.motion = Motion.objects.get(case=reference(assessed))

    def open(self) -> None:
        board.opened(self.meeting, by=self.officer)
        for seat in self.board.seats:
            boards.come(
                boards.Arrival(meeting=self.meeting, seat=seat, came_at=factories.clock.now()), actor=self.officer
            )

    def vote(self, *, yes: int = 0, no: int = 0, motion: Motion | None = None) -> None:
        board.decided(motion or self.motion, by=self.officer, yes=yes, no=no)

    def decide(self, *, yes: int = 0, no: int = 0) -> Application:
        self.open()
        self.vote(yes=yes, no=no)
        deliver_waiting()
        return again(self.application)


@pytest.fixture
def before(owner, officer) -> Before:
    return Before(owner, officer)


def test_what_a_body_reads_names_nobody_and_says_what_is_asked(before):
    item = before.motion.item

    assert (item.title, item.text, item.is_public) == (
        f"{before.application.number}: Ein Lichterfest",
        "Laternen auf dem Marktplatz.",
        False,
    )
    assert (before.motion.wording, before.motion.cents, before.motion.pot) == (
        "„Ein Lichterfest“ wird mit 1.500,00\u00a0€ gefördert.",
        ASKED,
        before.pot,
    )
    assert reference(before.application.applicant) in item.parties


def test_nothing_is_held_before_the_body_resolves(before):
    assert (before.application.state, held(before.pot)) == (ApplicationState.ON_AGENDA, 0)


def test_a_carried_motion_is_the_decision_and_holds_the_money_once(before):
    application = before.decide(yes=3)

    decision = Decision.objects.get()
    assert (application.state, decision.outcome, decision.cents) == (
        ApplicationState.DECIDED,
        Outcome.FULL,
        ASKED,
    )
    assert (decision.resolution, held(before.pot)) == (Resolution.objects.get(), ASKED)


def test_hearing_of_a_resolution_twice_changes_nothing(before):
    application = before.decide(yes=3)
    resolution = Resolution.objects.get()

    actions.follow_resolution(application, actor=system("funding"), resolution=resolution)

    assert (Decision.objects.count(), held(before.pot)) == (1, ASKED)


def test_a_body_that_grants_less_grants_a_part(before):
    boards.amend(
        before.motion,
        actor=before.officer,
        moved=boards.Moved(
            item=before.motion.item,
            wording="Es gibt weniger.",
            pot=before.pot,
            cents=90_000,
            case=before.motion.case,
        ),
    )

    before.decide(yes=3)

    decision = Decision.objects.get()
    assert (decision.outcome, decision.cents, held(before.pot)) == (Outcome.PARTIAL, 90_000, 90_000)


def test_conditions_that_the_office_proposed_are_those_of_the_decision(owner, officer):
    before = Before(owner, officer, conditions="Nur mit einer Rampe.")

    before.decide(yes=3)

    decision = Decision.objects.get()
    assert (decision.outcome, decision.conditions) == (Outcome.CONDITIONAL, "Nur mit einer Rampe.")
    assert "Bedingungen: Nur mit einer Rampe." in before.motion.wording


def test_a_motion_that_is_not_carried_refuses(before):
    application = before.decide(no=3)

    assert Decision.objects.get().outcome == Outcome.REJECTED
    assert (application.state, held(before.pot)) == (ApplicationState.DECIDED, 0)


def test_the_latest_of_two_resolutions_counts(before):
    before.open()
    before.vote(yes=3)
    deliver_waiting()
    second = board.motion(before.motion.item, by=before.officer, pot=before.pot, cents=40_000, case=before.motion.case)
    before.vote(yes=3, motion=second)
    deliver_waiting()

    assert [one.cents for one in Decision.objects.order_by("number")] == [ASKED, 40_000]
    assert held(before.pot) == 40_000


def test_what_is_left_open_goes_back_and_can_be_brought_again(before):
    before.open()
    boards.close_meeting(before.meeting, actor=before.officer)
    deliver_waiting()

    application = again(before.application)
    assert (application.state, Decision.objects.get().outcome) == (ApplicationState.ASSESSED, Outcome.DEFERRED)
    later = board.meeting(before.board.body, by=before.officer, days=30)
    actions.bring(actions.Bringing(meeting=later, applications=[application], pot=before.pot), actor=before.officer)
    assert again(application).state == ApplicationState.ON_AGENDA


@pytest.mark.parametrize("how", ["cancel", "drop_item", "drop_motion"])
def test_what_is_taken_off_an_agenda_goes_back(before, how):
    {
        "cancel": lambda: boards.cancel(before.meeting, actor=before.officer),
        "drop_item": lambda: boards.drop_item(before.meeting, actor=before.officer, item=before.motion.item_id),
        "drop_motion": lambda: boards.drop_motion(before.motion.item, actor=before.officer, motion=before.motion.pk),
    }[how]()
    deliver_waiting()

    assert again(before.application).state == ApplicationState.ASSESSED


def test_a_pot_that_a_body_struck_out_leaves_the_case_open(before):
    moved = boards.Moved(item=before.motion.item, wording="Es wird gefördert.", case=before.motion.case)
    boards.amend(before.motion, actor=before.officer, moved=moved)

    application = before.decide(yes=3)

    assert (application.state, Decision.objects.get().outcome) == (ApplicationState.ASSESSED, Outcome.DEFERRED)


def test_money_for_what_was_withdrawn_meanwhile_goes_back(before, owner):
    actions.withdraw_application(before.application, actor=owner)

    application = before.decide(yes=3)

    assert (application.state, Decision.objects.count(), held(before.pot)) == (ApplicationState.WITHDRAWN, 0, 0)


def test_only_its_own_body_is_asked_out_of_its_own_pot(owner, officer):
    one, other = board.assembled(voting=1), board.assembled(voting=1)
    assessed = factories.assessed(owner, clerk=officer, of=factories.decided_by(one.body))
    here, there = (board.meeting(each.body, by=officer) for each in (one, other))
    pot, foreign = budget.pot(cents=ASKED), budget.pot(cents=ASKED, district=board.districts()[1])

    with pytest.raises(actions.OtherBody):
        actions.bring(actions.Bringing(meeting=there, applications=[assessed], pot=pot), actor=officer)
    with pytest.raises(actions.OtherPot):
        actions.bring(actions.Bringing(meeting=here, applications=[assessed], pot=foreign), actor=officer)
    with pytest.raises(actions.NothingChosen):
        actions.bring(actions.Bringing(meeting=here, applications=[], pot=pot), actor=officer)
    assert Item.objects.count() == 0


def test_who_does_not_handle_a_case_brings_it_before_nobody(owner, officer, stranger):
    one = board.assembled(voting=1)
    assessed = factories.assessed(owner, clerk=officer, of=factories.decided_by(one.body))
    bringing = actions.Bringing(
        meeting=board.meeting(one.body, by=officer), applications=[assessed], pot=budget.pot(cents=ASKED)
    )

    for somebody in (None, stranger, one.seats[0].person):
        with pytest.raises(NotAllowed):
            actions.bring(bringing, actor=somebody)


def test_the_body_is_told_once_what_the_office_decided_for_it(owner, officer):
    one = board.assembled(voting=1)
    of = factories.decided_by(one.body, delegated_cents=ASKED)
    pot = budget.pot(cents=ASKED)
    assessed = factories.assessed(owner, clerk=officer, of=of)
    actions.decide(assessed, actor=officer, deciding=actions.Deciding(cents=ASKED, pot=pot))
    meeting = board.meeting(one.body, by=officer)

    item = actions.tell_body(actions.Telling(meeting=meeting), actor=officer)

    assert f"{assessed.number} (Gremienfonds), bewilligt, 1.500,00\u00a0€" in item.text
    assert Decision.objects.get().told == item
    with pytest.raises(actions.NothingToTell):
        actions.tell_body(actions.Telling(meeting=meeting), actor=officer)


# A jury


def test_a_jury_scores_ranks_decides_and_is_heard_when_it_announces(owner, stranger, officer):
    jury = board.assembled(voting=2)
    of = factories.decided_by(jury.body, criteria=board.CRITERIA)
    pot = budget.pot(cents=200_000)
    meeting = board.meeting(jury.body, by=officer, days=10)
    pair = [factories.assessed(person, clerk=officer, of=of) for person in (owner, stranger)]

    actions.bring(actions.Bringing(meeting=meeting, applications=pair, pot=pot), actor=officer)

    scoring = Scoring.objects.get()
    assert [one.item.title for one in scoring.candidates.order_by("pk")] == [
        f"{one.number}: Ein Lichterfest" for one in pair
    ]
    first, second = scoring.candidates.order_by("pk")
    for seat in jury.seats:
        board.scored(first, seat, value=5, people=5)
        board.scored(second, seat, value=1, people=1)
    boards.close_scoring(scoring, actor=officer)
    board.opened(meeting, by=officer)
    for seat in jury.seats:
        boards.come(boards.Arrival(meeting=meeting, seat=seat, came_at=factories.clock.now()), actor=officer)
    board.decided(first.item.motions.get(), by=officer, yes=2)
    board.decided(second.item.motions.get(), by=officer, no=2)
    deliver_waiting()

    assert [again(one).state for one in pair] == [ApplicationState.ON_AGENDA] * 2  # nobody outside knows yet
    assert not board_queries.undecided(scoring).exists()
    boards.announce(scoring, actor=officer)
    deliver_waiting()

    assert [again(one).decisions.get().outcome for one in pair] == [Outcome.FULL, Outcome.REJECTED]
    assert held(pot) == ASKED


def test_a_jury_scores_by_one_rubric(owner, stranger, officer):
    jury = board.assembled(voting=1)
    one = factories.decided_by(jury.body, "Eins", criteria=board.CRITERIA)
    other = factories.decided_by(jury.body, "Zwei", criteria=board.CRITERIA[:1])
    pair = [factories.assessed(owner, clerk=officer, of=one), factories.assessed(stranger, clerk=officer, of=other)]
    meeting = board.meeting(jury.body, by=officer, days=10)

    with pytest.raises(actions.OtherTerms):
        actions.bring(actions.Bringing(meeting=meeting, applications=pair, pot=budget.pot(cents=ASKED)), actor=officer)


def test_terms_that_name_a_pillar_are_paid_out_of_its_pots_only(owner, officer):
    terms = keeping.PillarTerms(name_de="Säule", total_cents=1, first_year=2020, basis="Ratsbeschluss")
    pillar = keeping.add_pillar(terms, actor=system("test"))
    of = factories.regulated(factories.programme("Säulenfonds"), terms=replace(factories.CLUBS, pillar=pillar.pk))
    application = factories.submitted(owner, of=of)
    free = budget.pot(cents=1)
    own = budget.pot(cents=1, pillar=pillar, purpose="")

    known = queries.pots_for(application, on=factories.clock.today())

    assert free not in known
    assert list(known) == [own]


# Amending


@pytest.fixture
def told(owner, officer):
    """An application whose letter is out, and the pot out of which it is paid."""
    make.texts()
    pot = budget.pot(cents=1_000_000)
    application = make.decided(owner, of=make.programme(), pot=pot)
    letter = make.issued(application, by=officer, second=make.second_officer())
    return again(application), pot, letter


def sums(pot: Pot) -> tuple[int, int]:
    found = Pot.objects.get(pk=pot.pk)
    return found.reserved, found.committed


@pytest.mark.parametrize(("cents", "held_then", "committed"), [(100_000, 0, 100_000), (120_000, 0, 120_000)])
def test_a_grant_is_amended_and_its_new_letter_moves_the_money(told, officer, cents, held_then, committed):
    application, pot, letter = told
    assert sums(pot) == (0, ASKED)

    actions.amend(application, actor=officer, amending=actions.Amending(cents=cents, reason="Es wird billiger."))

    assert again(application).state == ApplicationState.DECIDED
    assert sums(pot) == (0, ASKED)  # less goes back with the letter only
    second = make.second_officer("Zita Zwei")
    make.issued(again(application), by=officer, second=second)
    assert sums(pot) == (held_then, committed)
    assert Letter.objects.get(pk=letter.pk).pdf == letter.pdf


def test_more_is_held_at_once_and_never_more_than_was_asked(told, officer):
    application, pot, _letter = told
    actions.amend(application, actor=officer, amending=actions.Amending(cents=100_000, reason="Billiger."))
    make.issued(again(application), by=officer, second=make.second_officer("Zita Zwei"))

    actions.amend(again(application), actor=officer, amending=actions.Amending(cents=130_000, reason="Doch teurer."))

    assert sums(pot) == (30_000, 100_000)
    make.issued(again(application), by=officer, second=make.second_officer("Zara Drei"))
    assert sums(pot) == (0, 130_000)
    with pytest.raises(actions.DecisionRefused):
        actions.amend(again(application), actor=officer, amending=actions.Amending(cents=ASKED + 1, reason="Mehr."))


@pytest.mark.parametrize(("cents", "reason", "refusal"), [(0, "x", actions.DecisionRefused), (1, " ", WordsMissing)])
def test_an_amendment_grants_something_for_a_reason(told, officer, cents, reason, refusal):
    with pytest.raises(refusal):
        actions.amend(told[0], actor=officer, amending=actions.Amending(cents=cents, reason=reason))


def test_what_no_letter_has_told_of_is_not_amended_nor_by_others(told, owner, stranger, officer):
    application = told[0]

    for somebody in (None, owner, stranger):
        with pytest.raises(NotAllowed):
            actions.amend(application, actor=somebody, amending=actions.Amending(cents=1, reason="x"))
    actions.amend(application, actor=officer, amending=actions.Amending(cents=100_000, reason="Billiger."))
    with pytest.raises(NotNow):
        actions.amend(again(application), actor=officer, amending=actions.Amending(cents=1, reason="x"))
    with pytest.raises(actions.LetterOut):
        actions.withdraw_application(again(application), actor=owner)
