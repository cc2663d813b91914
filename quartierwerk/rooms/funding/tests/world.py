"""Many cases over years and districts, written in blocks: for tests that count them again, and for the bench.

The database's constraints and triggers hold for them; only the door is passed by, through it they would take minutes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import reference_to
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.models import Earmark, Entry, Order, Pillar, Pot
from quartierwerk.rooms.budget.rules import EFFECT, EntryKind, OrderState
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, Contribution, Decision, Project, RuleSet, SurveyAnswer
from quartierwerk.rooms.funding.models.applications import as_submitted
from quartierwerk.rooms.funding.rules import (
    ANSWERED,
    IN_ACCOUNT,
    ApplicationState,
    IncomeKind,
    Outcome,
    ProjectKind,
    ProjectState,
    Promise,
    Topic,
)
from quartierwerk.rooms.funding.tests import factories as make
from quartierwerk.rooms.places.models import City, District, Theme

BLOCK = 2_000
FIRST_NUMBER = 70_000
"""The numbers below are left to applications that come in through the door, and to what else the bench writes."""
PILLARS = 2
PROJECT_STATES = (*[ProjectState.PUBLIC] * 6, ProjectState.INTERNAL, ProjectState.ENTERED, ProjectState.CALLED_OFF)
STATES = (*[ApplicationState.SERVED] * 5, *(one for one in ApplicationState if one != ApplicationState.DRAFT))
DECIDED = (*ANSWERED, *IN_ACCOUNT, ApplicationState.WITHDRAWN)
HARDSHIP = "Die Stadt braucht einen Nachweis."


class World:
    """So many cases over so many years up to this one, each a project with an application; a few without."""

    def __init__(self, standing: int, *, years: int, seed: int) -> None:
        self.dice, self.years = Random(seed), years
        self.districts = list(District.objects.all())
        self.people = [accounts.person(f"Stellt Antrag {number}") for number in range(10)]
        self.first, self.second = money.treasurer("Kassia Kunz"), money.treasurer("Kasper Kunz")
        pillars = [self._pillar(number) for number in range(1, PILLARS + 1)]
        self.terms = [self._terms(pillar) for pillar in (*pillars, None)]
        self.pots = {(year, pillar.pk): self._pot(year, pillar) for year in self._span() for pillar in pillars}
        self.numbers = {pot.pk: pot.last_number for pot in self.pots.values()}
        self.themes = self._themes()
        projects = self._projects(standing)
        self._contributions(projects)
        applications = self._applications(projects)
        granted = self._decisions([one for one in applications if one.state in DECIDED])
        self._payments(granted)
        self._survey([one for one in applications if one.state == ApplicationState.SERVED])

    def _span(self) -> range:
        this_year = clock.today().year
        return range(this_year - self.years + 1, this_year + 1)

    def _pillar(self, number: int) -> Pillar:
        terms = budget.PillarTerms(
            name_de=f"Säule {number}", first_year=self._span()[0], total_cents=1_000_00, basis="Ratsbeschluss"
        )
        return budget.add_pillar(terms, actor=self.first)

    def _terms(self, pillar: Pillar | None) -> RuleSet:
        fund = make.programme(f"Fonds {pillar or 'ohne Säule'}")
        terms = replace(make.CLUBS, pillar=pillar.pk if pillar else None)
        return make.regulated(fund, terms=terms).rule_sets.get()

    def _pot(self, year: int, pillar: Pillar) -> Pot:
        return money.pot(cents=10**10, by=self.first, year=money.year(year), pillar=pillar, purpose="")

    def _themes(self) -> list[Theme | None]:
        since = {"city": City.objects.get(), "valid_from": date(2000, 1, 1)}
        return [*(Theme.objects.create(name_de=name, **since) for name in ("Kunst", "Soziales", "Feste")), None]

    def _day(self) -> date:
        """A day in the span, or sometimes in the year after."""
        begins = date(self._span()[0], 1, 1)
        return begins + timedelta(days=self.dice.randrange(365 * self.years + 60))

    def _moment(self) -> datetime:
        """A moment in the span that is over."""
        begins = datetime(self._span()[0], 1, 1, tzinfo=clock.BERLIN)
        whole = (clock.now() - begins) // timedelta(minutes=1)
        return begins + timedelta(minutes=self.dice.randrange(whole))

    def _projects(self, standing: int) -> list[Project]:
        fresh = []
        for number in range(standing):
            day, state, kind = self._day(), self.dice.choice(PROJECT_STATES), self.dice.choice(list(ProjectKind))
            said = vars(make.outline(f"Vorhaben {number}", kind=kind, starts_on=day, ends_on=day))
            fresh.append(
                Project(
                    **said,
                    district=self.dice.choice(self.districts),
                    theme=self.dice.choice(self.themes),
                    state=state,
                    entered_at=clock.now(),
                    published_at=clock.now() if state == ProjectState.PUBLIC else None,
                    reason="Regen" if state == ProjectState.CALLED_OFF else "",
                )
            )
        projects = Project.objects.bulk_create(fresh, batch_size=BLOCK)
        through = Project.others.through
        joined = [(one, place) for one in projects if self.dice.random() < 0.2 for place in self.districts[:2]]
        through.objects.bulk_create(
            [through(project=one, place=place) for one, place in joined if place.pk != one.district_id],
            batch_size=BLOCK,
        )
        return projects

    def _contributions(self, projects: list[Project]) -> None:
        fresh = [
            Contribution(
                project=one,
                kind=self.dice.choice(list(IncomeKind)),
                source="Sparkasse",
                cents=self.dice.randint(1, 50_000),
                state=self.dice.choice(list(Promise)),
                entered_at=clock.now(),
            )
            for one in projects
            for _again in range(self.dice.randrange(4))
        ]
        Contribution.objects.bulk_create(fresh, batch_size=BLOCK)

    def _applications(self, projects: list[Project]) -> list[Application]:
        fresh = []
        for number, project in enumerate(projects, start=FIRST_NUMBER):
            if self.dice.random() < 0.1:
                continue
            at, terms, state = self._moment(), self.dice.choice(self.terms), self.dice.choice(STATES)
            content = make.content(spent=self.dice.randint(600, 9_000), own=500, asked=self.dice.randint(100, 8_000))
            said = as_submitted(content, terms, number=rules.number_of(clock.local(at).year, number), at=at)
            fresh.append(
                Application(
                    programme=terms.programme,
                    project=project,
                    applicant=self.dice.choice(self.people),
                    state=state,
                    begun_at=at,
                    withdrawn_at=at if state == ApplicationState.WITHDRAWN else None,
                    **said,
                )
            )
        return Application.objects.bulk_create(fresh, batch_size=BLOCK)

    def _decisions(self, applications: list[Application]) -> list[Decision]:
        """A deferral first for some, then an outcome, for some a second one that counts."""
        fresh = []
        for one in applications:
            outcomes = [self.dice.choice([Outcome.FULL, Outcome.PARTIAL, Outcome.CONDITIONAL, Outcome.REJECTED])]
            outcomes = [Outcome.DEFERRED, *outcomes] if self.dice.random() < 0.1 else outcomes
            outcomes += [self.dice.choice([Outcome.PARTIAL, Outcome.REJECTED])] if self.dice.random() < 0.1 else []
            fresh += [self._decision(one, outcome, number) for number, outcome in enumerate(outcomes, start=1)]
        keys = {(one.pot.pk, one.application.pk): one for one in fresh if one.pot is not None}
        marks = Earmark.objects.bulk_create(
            [
                Earmark(pot_id=pot, title="Vorhaben", case=reference_to(Application, key), created_at=one.at)
                for (pot, key), one in keys.items()
            ],
            batch_size=BLOCK,
        )
        held = dict(zip(keys, marks, strict=True))
        for one in fresh:
            one.earmark = held[one.pot.pk, one.application.pk] if one.pot is not None else None
        Decision.objects.bulk_create(fresh, batch_size=BLOCK)
        return [one for one in fresh if one.earmark is not None and keys[one.pot.pk, one.application.pk] is one]

    def _decision(self, application: Application, outcome: Outcome, number: int) -> Decision:
        at = max(self._moment(), application.submitted_at or clock.now())
        granted = outcome in rules.GRANTING
        asked = application.asked_cents
        return Decision(
            application=application,
            number=number,
            outcome=outcome,
            cents=0 if not granted else asked if outcome == Outcome.FULL else max(1, asked // 2),
            conditions=HARDSHIP if outcome == Outcome.CONDITIONAL else "",
            by=system("test"),
            pot=self._pot_of(at, application) if granted else None,
            at=at,
        )

    def _pot_of(self, at: datetime, application: Application) -> Pot:
        pillar = application.rule_set.pillar_id if application.rule_set else None
        return self.pots[clock.local(at).year, pillar or self.dice.choice(list(self.pots))[1]]

    def _payments(self, granted: list[Decision]) -> None:
        """Half of what was granted is paid, in one sum; of some of it a little comes back."""
        paid = [one for one in granted if self.dice.random() < 0.5]
        orders = [
            Order(
                pot=one.pot,
                earmark=one.earmark,
                cents=one.cents,
                payee="Verein Licht",
                purpose="Rate 1",
                voucher=f"R-{one.application.pk}",
                state=OrderState.RELEASED,
                proposed_at=one.at,
                proposed_by=self.first,
                decided_at=one.at,
                decided_by=self.second,
            )
            for one in paid
        ]
        orders = Order.objects.bulk_create(orders, batch_size=BLOCK)
        back = [one for one in paid if self.dice.random() < 0.2]
        rounds = [
            [self._entry(one, EntryKind.RESERVATION, one.cents) for one in paid],
            [self._entry(one, EntryKind.COMMITMENT, one.cents) for one in paid],
            [self._entry(one, EntryKind.PAYMENT, one.cents, order=by) for one, by in zip(paid, orders, strict=True)],
            [self._entry(one, EntryKind.REPAYMENT, max(1, one.cents // 10)) for one in back],
        ]
        # In one statement an earmark moves at most once: its trigger adds up what it finds, and finds all of it.
        for fresh in rounds:
            Entry.objects.bulk_create(fresh, batch_size=BLOCK)

    def _entry(self, of: Decision, kind: EntryKind, cents: int, *, order: Order | None = None) -> Entry:
        self.numbers[of.pot.pk] += 1
        said = {"pot": of.pot, "earmark": of.earmark, "at": of.at, "by": self.first, "order": order}
        sums = vars(EFFECT[kind].times(cents))
        return Entry(number=self.numbers[of.pot.pk], kind=kind, cents=cents, **said, **sums)

    def _survey(self, served: list[Application]) -> None:
        marks = (None, 1, 2, 3, 4, 5)
        fresh = [
            SurveyAnswer(application=one, at=clock.now(), **{topic: self.dice.choice(marks) for topic in Topic.values})
            for one in served
            if self.dice.random() < 0.3
        ]
        SurveyAnswer.objects.bulk_create(fresh, batch_size=BLOCK)
