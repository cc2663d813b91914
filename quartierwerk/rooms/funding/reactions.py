"""What funding does when a body announces what became of a case, and the treasury what was paid for it."""

from __future__ import annotations

from django.db.models import QuerySet

from quartierwerk.foundation import clock
from quartierwerk.foundation.facts.fact import listen
from quartierwerk.foundation.references import keys_of
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.boards.facts import MotionDecided, MotionLeftOpen
from quartierwerk.rooms.boards.models import Meeting, Resolution
from quartierwerk.rooms.budget.facts import OrderReleased, OrderReturned, RepaymentBooked, RepaymentTakenBack
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Application, Project, Recovery
from quartierwerk.rooms.funding.queries import proofs, recovering
from quartierwerk.rooms.funding.rules import ApplicationState, RecoveryState


@listen(MotionDecided)
def follow_the_body(fact: MotionDecided) -> None:
    """What a body resolved on an application is its decision."""
    application = _application(fact.case)
    if application is not None:
        resolution = Resolution.objects.select_related("ballot__motion__pot").get(pk=fact.resolution_id)
        actions.follow_resolution(application, actor=system("funding"), resolution=resolution, at=clock.now())


@listen(MotionLeftOpen)
def note_the_deferral(fact: MotionLeftOpen) -> None:
    """An application on which a body did not resolve goes back to whoever puts it on an agenda."""
    application = _application(fact.case)
    if application is not None:
        actions.defer(application, actor=system("funding"))


@listen(MotionDecided)
def rule_on_own_project(fact: MotionDecided) -> None:
    """What a board has resolved on for an own project is entered there."""
    for project in Project.objects.filter(pk__in=keys_of(Project, [fact.case])):
        resolution = Resolution.objects.select_related("ballot__motion__pot").get(pk=fact.resolution_id)
        actions.rule(project, actor=system("funding"), resolution=resolution)


@listen(MotionLeftOpen)
def ask_again_for_own_project(fact: MotionLeftOpen) -> None:
    """What a meeting has left open waits for another one."""
    for project in Project.objects.filter(pk__in=keys_of(Project, [fact.case])):
        actions.leave_open(project, actor=system("funding"), meeting=Meeting.objects.get(pk=fact.meeting_id))


@listen(OrderReleased)
def close_after_the_last_payment(fact: OrderReleased) -> None:
    """A settled case of which all is paid is closed."""
    _close_if_even(fact.case)


@listen(RepaymentBooked)
def close_after_the_last_repayment(fact: RepaymentBooked) -> None:
    """A settled case of which all that was too much came back is closed."""
    _close_if_even(fact.case)


@listen(RepaymentBooked)
def note_what_came_back(fact: RepaymentBooked) -> None:
    """What was claimed is repaid once it has come back."""
    for recovery in _recoveries(fact.case, RecoveryState.CLAIMED):
        if recovering.is_repaid(recovery):
            actions.note_repaid(recovery, actor=system("funding"))


@listen(OrderReturned)
def open_again_after_a_return(fact: OrderReturned) -> None:
    """A case that was closed is settled, and not more, where a payment for it came back."""
    _open_unless_even(fact.case)


@listen(RepaymentTakenBack)
def open_again_without_the_repayment(fact: RepaymentTakenBack) -> None:
    """A case that was closed is settled, and not more, where what came back did not."""
    _open_unless_even(fact.case)


@listen(RepaymentTakenBack)
def claim_what_did_not_come_back(fact: RepaymentTakenBack) -> None:
    """What was claimed is open again where the repayment was a mistake."""
    for recovery in _recoveries(fact.case, RecoveryState.REPAID):
        if not recovering.is_repaid(recovery):
            actions.claim_again(recovery, actor=system("funding"))


def _close_if_even(case: str) -> None:
    application = _application(case)
    if application is not None and application.state == ApplicationState.SETTLED and proofs.is_even(application):
        actions.close_case(application, actor=system("funding"))


def _open_unless_even(case: str) -> None:
    application = _application(case)
    if application is not None and application.state == ApplicationState.CLOSED and not proofs.is_even(application):
        actions.reopen_case(application, actor=system("funding"))


def _recoveries(case: str, state: RecoveryState) -> QuerySet[Recovery]:
    application = _application(case)
    return Recovery.objects.filter(application=application, state=state)


def _application(case: str) -> Application | None:
    """The application that a case names; None where it names something else."""
    keys = keys_of(Application, [case])
    return Application.objects.filter(pk__in=keys).first()
