"""What funding does when a body has decided on a case, or has left it open."""

from __future__ import annotations

from quartierwerk.foundation.facts.fact import listen
from quartierwerk.foundation.references import keys_of
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.boards.facts import MotionDecided, MotionLeftOpen
from quartierwerk.rooms.boards.models import Meeting, Resolution
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Project


@listen(MotionDecided)
def rule_on_own_project(fact: MotionDecided) -> None:
    """What a board has resolved on for an own project is entered there."""
    for project in Project.objects.filter(pk__in=keys_of(Project, [fact.case])):
        resolution = Resolution.objects.get(pk=fact.resolution_id)
        actions.rule(project, actor=system("funding"), resolution=resolution)


@listen(MotionLeftOpen)
def ask_again_for_own_project(fact: MotionLeftOpen) -> None:
    """What a meeting has left open waits for another one."""
    for project in Project.objects.filter(pk__in=keys_of(Project, [fact.case])):
        actions.leave_open(project, actor=system("funding"), meeting=Meeting.objects.get(pk=fact.meeting_id))
