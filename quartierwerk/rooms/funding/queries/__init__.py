"""Reads of funding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierwerk.foundation import clock, folding
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import holders
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.boards.models import Body, Item, Meeting, Motion, Resolution
from quartierwerk.rooms.boards.rules import MeetingState
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.rules import LONGEST_NAME as LONGEST_TITLE_IN_BOOKS
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import (
    Application,
    CoApplicant,
    Decision,
    Inquiry,
    Message,
    Programme,
    Project,
    Questionnaire,
    Round,
    RuleSet,
)
from quartierwerk.rooms.funding.models.cases import early_from
from quartierwerk.rooms.funding.models.projects import ProjectQuerySet
from quartierwerk.rooms.funding.queries.cases import (
    Event,
    about_mail,
    deadlines,
    items_about,
    standing_letters,
    timeline,
)
from quartierwerk.rooms.funding.queries.own import (
    OwnTotals,
    PotLeft,
    board_meetings,
    boards_of,
    demands_of,
    demands_to_table,
    invoices_kept_too_long,
    invoices_of,
    invoices_to_check,
    invoices_to_order,
    own_pots,
    own_totals,
    planned_lines,
    pots_left,
    rows_of_own,
    rulings_of,
    spent_lines,
)
from quartierwerk.rooms.funding.rules import LONGEST_KEY, ApplicationState, Intake, Outcome, ProjectState, RoundState
from quartierwerk.rooms.funding.rules.taking import taken_over
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.queries.counting import Count
from quartierwerk.rooms.places.rules import PlaceKind

STILL_TO_DECIDE = (MeetingState.PLANNED, MeetingState.INVITED, MeetingState.OPEN)
MOST_WORDS = 8
AFTER_DECISION = (ApplicationState.DECIDED, ApplicationState.ISSUED, ApplicationState.SERVED)


@dataclass(frozen=True)
class Standing:
    """A programme on a day: the terms in force, and whether and how long it takes applications."""

    programme: Programme
    rule_set: RuleSet | None
    """None where no terms hold yet; then nobody can apply."""
    round: Round | None
    """The round that is open, else the next one; None where it takes applications at any time or has none."""
    is_open: bool
    has_ended: bool = False

    @property
    def is_rolling(self) -> bool:
        """Whether it takes applications at any time."""
        return self.rule_set is not None and self.rule_set.intake == Intake.ROLLING


def programmes(person: Any) -> QuerySet[Programme]:
    """What somebody sees, with terms and rounds fetched along."""
    return _whole(Programme.objects.visible_to(person))


def _whole(rows: QuerySet[Programme]) -> QuerySet[Programme]:
    rule_sets = Prefetch("rule_sets", RuleSet.objects.standing().select_related("body", "pillar"))
    return rows.prefetch_related(rule_sets, "rounds")


def standing_of(programme: Programme, *, on: date) -> Standing:
    """How a programme stands on a day, whatever was fetched of it before."""
    return standing(_whole(Programme.objects.all()).get(pk=programme.pk), on=on)


def standings(rows: Iterable[Programme], *, on: date) -> list[Standing]:
    """How programmes that ``programmes`` fetched stand on a day: open ones first, what has ended last."""
    known = [standing(programme, on=on) for programme in rows]
    return sorted(known, key=lambda one: (one.has_ended, not one.is_open, folding.fold(one.programme.name)))


def standing(programme: Programme, *, on: date) -> Standing:
    """How a programme that ``programmes`` fetched stands on a day."""
    rule_set = next((one for one in programme.rule_sets.all() if one.valid_from <= on), None)
    is_over = programme.has_ended(on=on)
    known = [] if is_over else sorted(programme.rounds.all(), key=lambda one: one.opens_on)
    current = next((one for one in known if one.span.state(on) != RoundState.CLOSED), None)
    if rule_set is None or is_over:
        return Standing(programme, rule_set, current, is_open=False, has_ended=is_over)
    if rule_set.intake == Intake.ROLLING:
        return Standing(programme, rule_set, None, is_open=True)
    return Standing(
        programme, rule_set, current, is_open=current is not None and current.span.state(on) == RoundState.OPEN
    )


def rule_sets_of(programme: Programme) -> QuerySet[RuleSet]:
    """All terms that stand, the latest first."""
    return RuleSet.objects.standing().filter(programme=programme).select_related("body", "pillar")


def questionnaire_of(programme: Programme) -> Questionnaire | None:
    """What a programme asks of those who begin now, beside the plan; None where it never asked anything."""
    return programme.questionnaires.first()


def deciding_bodies(*, on: date) -> QuerySet[Body]:
    """The bodies of the whole city on a day: each of them may be the one that decides."""
    return Body.objects.existing(on=on).filter(district__isnull=True).order_by("name_de")


# --- Projects ----------------------------------------------------------------------------------------------------


def projects(person: Any) -> ProjectQuerySet:
    """What somebody sees, with districts and themes fetched along."""
    return Project.objects.visible_to(person).select_related("district", "theme").prefetch_related("others")


def numbers(rows: ProjectQuerySet, *, by: str) -> dict[Any, int]:
    """How many of these projects there are for each value of a column."""
    return dict(rows.order_by().values_list(by).annotate(number=CountOf("pk")))


def projects_of(person: Any) -> QuerySet[Project]:
    """The projects that somebody looks after, the latest first."""
    return Project.objects.filter(keeper=person).select_related("district").order_by("-starts_on", "-pk")


def names_of_projects(person: Any) -> list[str]:
    """What these are called."""
    return list(projects_of(person).values_list("title", flat=True))


def projects_to_look_at(person: Any) -> QuerySet[Project]:
    """What was entered and nobody has decided yet whether everybody may see it; as far as somebody tends it."""
    return Project.objects.tended_by(person).filter(state=ProjectState.ENTERED).select_related("district")


def private_carriers(before: datetime) -> QuerySet[Project]:
    """Projects of private persons that were over before a moment and still name them."""
    return Project.objects.filter(is_person=True, ends_on__lt=clock.local(before).date()).exclude(carrier="")


def projects_at(places: Sequence[Place]) -> dict[int, Count]:
    """How many public projects each district leads or takes part in, and the city as a whole, each counted once."""
    public = Project.objects.public().order_by()
    leads = numbers(public, by="district")
    joins = numbers(public.filter(others__isnull=False), by="others")
    found = {}
    for place in places:
        is_city = place.kind == PlaceKind.CITY
        if number := sum(leads.values()) if is_city else leads.get(place.pk, 0) + joins.get(place.pk, 0):
            wanted = "" if is_city else f"?district={place.slug}"
            label = ngettext("Projekt", "Projekte", number)
            found[place.pk] = Count(label, number, f"{reverse('funding:projects')}{wanted}")
    return found


# --- Applications ------------------------------------------------------------------------------------------------


def applications(person: Any) -> QuerySet[Application]:
    """What somebody sees, the latest submitted first, with what a list shows fetched along."""
    return (
        Application.objects.visible_to(person)
        .select_related("programme", "project__district", "round", "clerk")
        .order_by("-submitted_at", "-pk")
    )


def submitted(person: Any) -> QuerySet[Application]:
    """The same, what was submitted only."""
    return applications(person).filter(submitted_at__isnull=False)


def to_handle(person: Any) -> QuerySet[Application]:
    """What was submitted and somebody handles: nobody what they submitted themself; none for visitors."""
    if not isinstance(person, Person) or not person.is_active:
        return Application.objects.none()
    tended = Project.objects.tended_by(person).values("pk")
    rows = Application.objects.filter(submitted_at__isnull=False, project__in=tended)
    rows = rows.filter(Q(applicant=None) | ~Q(applicant=person))
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


def numbers_of(rows: QuerySet[Application], *, by: str) -> dict[Any, int]:
    """How many of these applications there are for each value of a column."""
    return dict(rows.order_by().values_list(by).annotate(number=CountOf("pk")))


def found(rows: QuerySet[Application], words: str) -> QuerySet[Application]:
    """Those whose number, project or carrier holds all of these words."""
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(number__icontains=word) | Q(project__title__icontains=word) | Q(project__carrier__icontains=word)
        )
    return rows


def applications_of(person: Any) -> QuerySet[Application]:
    """What somebody has begun or submitted."""
    return Application.objects.filter(applicant=person).select_related("programme", "project").order_by("-pk")


def messages_of(person: Any) -> QuerySet[Message]:
    """What somebody has written on cases."""
    return Message.objects.filter(by=person).select_related("application").order_by("-at")


def cases_of(person: Any) -> QuerySet[Application]:
    """The cases that somebody looks after."""
    return Application.objects.filter(clerk=person).select_related("programme").order_by("-submitted_at")


def names_of_cases(person: Any) -> list[str]:
    """What the cases that somebody looks after and that are not over are called."""
    over = (ApplicationState.SERVED, ApplicationState.WITHDRAWN)
    return [str(one) for one in cases_of(person).exclude(state__in=over)]


def applications_around(person: Any) -> QuerySet[Application]:
    """The same, and what others let them write along."""
    along = CoApplicant.objects.of(person).values("application")
    known = Application.objects.filter(Q(applicant=person) | Q(pk__in=along))
    return known.select_related("programme", "project").order_by("-pk")


def earlier_applications(programme: Programme, person: Any) -> QuerySet[Application]:
    """What somebody submitted to a programme before; each may be the pattern of a new one."""
    return applications_of(person).filter(programme=programme, submitted_at__isnull=False)


def applications_for(project: Project, person: Any) -> QuerySet[Application]:
    """The applications for a project that somebody sees."""
    return Application.objects.visible_to(person).filter(project=project).select_related("programme").order_by("-pk")


def enclosed(application: Application) -> dict[str, list[dict[str, Any]]]:
    """The files of an application as answers: key of the question → what an answer says of each."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in application.enclosures.select_related("paper"):
        found.setdefault(one.question, []).append(one.as_answer.as_json)
    return found


def names_of_applications(person: Any) -> list[str]:
    """What these are called."""
    return [f"{one.programme.name}: {one.project}" for one in applications_of(person)]


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


def body_for(application: Application, *, on: date) -> Body | None:
    """The body that decides on an application: the one its terms name, or its district's of the kind they name."""
    terms = application.rule_set.terms if application.rule_set else None
    if terms is None or terms.does_office_decide:
        return None
    if terms.body is not None:
        return Body.objects.filter(pk=terms.body).first()
    there = Body.objects.existing(on=on).filter(kind=terms.decided_by, district=application.project.district_id)
    return there.first()


def meetings_for(bodies: Iterable[Body | None]) -> QuerySet[Meeting]:
    """The meetings to come of these bodies, the next one first."""
    return meetings_to_come().filter(body__in=[body for body in bodies if body is not None])


def is_pending(application: Application) -> bool:
    """Whether a body still has to resolve on it somewhere, or has and it is not told yet."""
    asked = Motion.objects.filter(case=reference(application), item__meeting__state__in=STILL_TO_DECIDE)
    return asked.exclude(item__in=Resolution.objects.values("item")).exists()


def handlers(application: Application, *, including: Any) -> QuerySet[Person]:
    """The people who can look after an application: the staff unit, its district's administration, and one more."""
    office = holders(RoleName.OFFICER, scope="") | holders(RoleName.DISTRICT_OFFICER, scope=application.project.scope)
    known = Person.objects.filter(Q(pk__in=office.values("pk")) | Q(pk=including.pk))
    return known.exclude(pk=application.applicant_id or 0).order_by("name", "pk")


def findings(application: Application, *, on: date) -> list[rules.Finding]:
    """What the house finds in an application by itself, as it stands."""
    said = application.said
    if said is None or application.rule_set is None:
        return []
    return rules.findings(
        said,
        application.rule_set.terms,
        application.asks,
        starts_on=application.project.starts_on,
        on=on,
        may_start_from=early_from(application),
    )


def to_bring(person: Any, keys: Iterable[str]) -> QuerySet[Application]:
    """Those of these applications that wait for a body and that somebody sees."""
    known = [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY]
    waiting = applications(person).filter(pk__in=known, state=ApplicationState.ASSESSED)
    waiting = waiting.exclude(rule_set__body=None, rule_set__decided_by="")
    return waiting.select_related("programme", "project__district", "round", "rule_set__body").order_by("number")


def meetings_to_come() -> QuerySet[Meeting]:
    """All meetings whose agenda can still be changed."""
    to_come = Meeting.objects.filter(state__in=[MeetingState.PLANNED, MeetingState.INVITED])
    return to_come.select_related("body__district").order_by("starts_at", "pk")


@dataclass(frozen=True)
class ReportDue:
    """A body that is to be told what the office decided in its place."""

    body: Body
    number: int
    meetings: Sequence[Meeting]
    """Those in which it can be told, the next one first."""


def _untold() -> QuerySet[Decision]:
    """What the office decided and nobody was told of; not what was decided before the house took it over."""
    decided = Decision.objects.final().filter(resolution__isnull=True, told__isnull=True)
    before = Q(number=1, application__content__need__startswith=taken_over())
    return decided.filter(~before, application__state__in=AFTER_DECISION)


def reports_due(*, on: date) -> list[ReportDue]:
    """The bodies that have not been told yet, each with its meetings to come."""
    decided = _untold()
    places = decided.values_list(
        "application__rule_set__body", "application__rule_set__decided_by", "application__project__district"
    )
    numbers: dict[int, int] = {}
    bodies = {(body.kind, body.district_id): body for body in Body.objects.existing(on=on)}
    known = {body.pk: body for body in bodies.values()}
    for named, kind, district in places:
        body = Body.objects.filter(pk=named).first() if named and named not in known else known.get(named)
        body = body or bodies.get((kind, district))
        if body is not None:
            known[body.pk] = body
            numbers[body.pk] = numbers.get(body.pk, 0) + 1
    meetings: dict[int, list[Meeting]] = {}
    for meeting in meetings_to_come().filter(body__in=numbers):
        meetings.setdefault(meeting.body_id, []).append(meeting)
    due = [ReportDue(known[pk], number, meetings.get(pk, [])) for pk, number in numbers.items()]
    return sorted(due, key=lambda one: folding.fold(one.body.name))


def to_tell(body: Body) -> QuerySet[Decision]:
    """What the office decided in a body's place and it has not been told of."""
    decided = _untold()
    named = Q(application__rule_set__body=body)
    if body.district_id:
        named |= Q(application__rule_set__decided_by=body.kind, application__project__district=body.district_id)
    return decided.filter(named).select_related("application__project", "application__programme").order_by("at", "pk")


def projects_to_apply_for(programme: Programme, person: Any, *, on: date) -> QuerySet[Project]:
    """The projects that somebody looks after, that are not over, and for which nobody has asked this programme yet."""
    asked = Application.objects.filter(programme=programme).exclude(state=ApplicationState.WITHDRAWN)
    own = projects_of(person).exclude(state=ProjectState.CALLED_OFF)
    return own.filter(ends_on__gte=on).exclude(pk__in=asked.values("project"))
