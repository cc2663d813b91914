"""Many applications as an office has them after years, written in blocks.

The database's constraints and triggers hold for them; only the door is passed by, through it they would take minutes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.directory.tests.factories import make_officer
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, Message, Project, RuleSet
from quartierwerk.rooms.funding.models.applications import as_submitted
from quartierwerk.rooms.funding.rules import ApplicationState, ProjectState
from quartierwerk.rooms.funding.tests import factories as make
from quartierwerk.rooms.places import demo as places
from quartierwerk.rooms.places.models import City, District

SEED = 20261128
BLOCK = 2_000
YEARS = 8
PROGRAMMES, APPLICANTS, CLERKS = 6, 100, 4
UNREAD = 0.05
"""The share in which an unread message waits."""
FIRST_NUMBER = 50_000
"""The numbers below are left to applications that come in through the door."""
WHAT = ("Lichterfest", "Werkstatt", "Chor", "Kino", "Markt", "Garten", "Bühne", "Druckerei")
WHO = ("Verein", "Gruppe", "Initiative", "Kollektiv")
STATES = tuple(state for state in ApplicationState if state != ApplicationState.DRAFT)


def fill(standing: int) -> Person:
    """So many submitted applications, in some an unread message; comes back with somebody who is clerk of some."""
    dice = Random(SEED)
    if not City.objects.exists():
        places.load(actor=system("bench"))
    officer = make_officer(accounts.person("Bearbeitet viele"))
    projects = _projects(standing, dice=dice)
    applications = _applications(projects, officer=officer, dice=dice)
    said = {"text": "Wann wird entschieden?", "is_from_office": False, "at": clock.now()}
    asking = [one for one in applications if dice.random() < UNREAD]
    Message.objects.bulk_create([Message(application=one, by=one.applicant, **said) for one in asking])
    return officer


def _projects(standing: int, *, dice: Random) -> list[Project]:
    """One for each application, spread over the districts."""
    districts, now = list(District.objects.all()), clock.now()
    fresh = []
    for number in range(standing):
        begins = clock.today() - timedelta(days=dice.randrange(365 * YEARS))
        title, carrier = f"{dice.choice(WHAT)} {number}", f"{dice.choice(WHO)} {dice.choice(WHAT)}"
        said = vars(make.outline(title, carrier=carrier, starts_on=begins, ends_on=begins))
        where = {"district": dice.choice(districts), "state": ProjectState.INTERNAL}
        fresh.append(Project(**said, **where, entered_at=now))
    return Project.objects.bulk_create(fresh, batch_size=BLOCK)


def _applications(projects: list[Project], *, officer: Person, dice: Random) -> list[Application]:
    """One for each project, in every state that follows the draft."""
    funds = [make.regulated(make.programme(f"Messfonds {number}")) for number in range(PROGRAMMES)]
    terms = [fund.rule_sets.get() for fund in funds]
    applicants = [accounts.person(f"Stellt Antrag {number}") for number in range(APPLICANTS)]
    clerks = [None, officer, *(accounts.person(f"Bearbeitet {number}") for number in range(CLERKS - 1))]
    fresh = []
    for number, project in enumerate(projects, start=FIRST_NUMBER):
        at = clock.now() - timedelta(minutes=dice.randrange(365 * YEARS * 24 * 60))
        application = _submitted(project, dice.choice(terms), number=number, at=at, dice=dice)
        application.applicant, application.clerk = dice.choice(applicants), dice.choice(clerks)
        fresh.append(application)
    return Application.objects.bulk_create(fresh, batch_size=BLOCK)


def _submitted(project: Project, terms: RuleSet, *, number: int, at: datetime, dice: Random) -> Application:
    content, state = make.content(spent=dice.randint(2_000, 9_000)), dice.choice(STATES)
    said = as_submitted(content, terms, number=rules.number_of(clock.local(at).year, number), at=at)
    withdrawn_at = at if state == ApplicationState.WITHDRAWN else None
    return Application(
        programme=terms.programme, project=project, state=state, begun_at=at, withdrawn_at=withdrawn_at, **said
    )
