"""Reads of what the office handles: whose case it is, who decides on it, out of which pots."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import holders
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.rules import LONGEST_NAME as LONGEST_TITLE_IN_BOOKS
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, Inquiry, Message, Project, Round
from quartierwerk.rooms.funding.rules import ApplicationState


def to_handle(person: Any) -> QuerySet[Application]:
    """What was submitted and somebody handles: nobody what they submitted themself; none for visitors."""
    if not isinstance(person, Person) or not person.is_active:
        return Application.objects.none()
    tended = Project.objects.tended_by(person).values("pk")
    rows = Application.objects.filter(submitted_at__isnull=False, project__in=tended)
    rows = rows.filter(Q(applicant=None) | ~Q(applicant=person))
    rows = rows.exclude(received_on__isnull=False, project__keeper=person)
    rows = rows.exclude(round__in=Round.objects.sealed(on=clock.today()).values("pk"))
    return rows.select_related("programme", "project")


def inquiries_overdue(person: Any, *, on: date) -> QuerySet[Inquiry]:
    """Questions whose day has passed without an answer, on cases that somebody handles."""
    return Inquiry.objects.filter(
        answered_at__isnull=True, due_on__lt=on, application__in=to_handle(person).order_by().values("pk")
    )


def inquiries_to_remind(*, on: date) -> QuerySet[Inquiry]:
    """Questions whose answer is due within the next days and of which nobody has been reminded yet."""
    last = on + timedelta(days=rules.REMIND_DAYS_BEFORE)
    open_ones = Inquiry.objects.filter(answered_at__isnull=True, reminded_at__isnull=True)
    return open_ones.filter(due_on__gte=on, due_on__lte=last).select_related("application__applicant").order_by("pk")


def unread_by_office(person: Any) -> QuerySet[Message]:
    """What whoever applied has written and nobody in the office has read, on cases that somebody handles."""
    handled = to_handle(person).order_by().values("pk")
    return Message.objects.filter(read_at__isnull=True, is_from_office=False, application__in=handled)


def messages_of(person: Any) -> QuerySet[Message]:
    """What somebody has written on cases."""
    return Message.objects.filter(by=person).select_related("application").order_by("-at")


def cases_of(person: Any) -> QuerySet[Application]:
    """The cases that somebody looks after."""
    return Application.objects.filter(clerk=person).select_related("programme").order_by("-submitted_at")


def names_of_cases(person: Any) -> list[str]:
    """What the cases that somebody looks after and that are not over are called."""
    over = (ApplicationState.SERVED, ApplicationState.CLOSED, ApplicationState.WITHDRAWN)
    return [str(one) for one in cases_of(person).exclude(state__in=over)]


def handlers(application: Application, *, including: Any) -> QuerySet[Person]:
    """The people who can look after an application: the staff unit, its district's administration, and one more."""
    office = holders(RoleName.OFFICER, scope="") | holders(RoleName.DISTRICT_OFFICER, scope=application.project.scope)
    known = Person.objects.filter(Q(pk__in=office.values("pk")) | Q(pk=including.pk))
    return known.exclude(pk=application.applicant_id or 0).order_by("name", "pk")


def may_decide_on(application: Application) -> bool:
    """Whether the office decides on it by its terms and what is asked."""
    return application.rule_set is not None and rules.does_office_decide(
        application.rule_set.terms, application.asked_cents
    )


def pots_for(application: Application, *, on: date) -> QuerySet[Pot]:
    """The open pots of a year out of which an application is paid: those of its pillar, for its district or for all.

    Where its terms name no pillar, every pot that is not bound to one.
    """
    project, pillar = application.project, application.rule_set.pillar_id if application.rule_set else None
    known = Pot.objects.named().filter(year__year=on.year, year__closed_at__isnull=True, closed_at__isnull=True)
    known = known.filter(Q(district__isnull=True) | Q(district=project.district_id))
    return known.filter(pillar=pillar) if pillar else known.filter(pillar__isnull=True)


def title_in_books(application: Application) -> str:
    """How a case is called in the books: number and title, no name of a person."""
    return f"{application.number} {application.project.title}"[:LONGEST_TITLE_IN_BOOKS]
