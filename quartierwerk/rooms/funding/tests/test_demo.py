"""The demo's programmes: made by the room's verbs, one of each kind of deciding, with terms that are to come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quartierwerk.foundation import clock
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.rules import BodyKind
from quartierwerk.rooms.boards.tests import factories as boards
from quartierwerk.rooms.budget import demo as books
from quartierwerk.rooms.budget.queries import unsound
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding import demo, queries, rules
from quartierwerk.rooms.funding.demo import (
    aid,
    applications,
    drawdowns,
    granted,
    letters,
    own,
    projects,
    proofs,
    recovering,
    years,
)
from quartierwerk.rooms.funding.models import (
    Application,
    Demand,
    Drawdown,
    InterestClaim,
    Invoice,
    Letter,
    Programme,
    Project,
    ProofOfUse,
    Recovery,
    Service,
    Voucher,
)
from quartierwerk.rooms.funding.queries import aid as aiding
from quartierwerk.rooms.funding.queries import interest
from quartierwerk.rooms.funding.queries import proofs as accounting
from quartierwerk.rooms.funding.rules import (
    DemandState,
    DrawdownState,
    InvoiceState,
    ProjectKind,
    ProjectState,
    ProofState,
)
from quartierwerk.rooms.funding.tests import factories, own_factories
from quartierwerk.rooms.funding.tests import letters as make
from quartierwerk.rooms.places import demo as places
from quartierwerk.rooms.places.models import District

pytestmark = pytest.mark.django_db


def test_the_demo_has_every_way_of_deciding_and_of_taking_applications():
    jury = boards.body("Jury", kind=BodyKind.JURY)

    demo.load(actor=system("demo"), founding=clock.now() - timedelta(days=400), today=clock.now())

    known = queries.standings(queries.programmes(None), on=clock.today())
    deciders = {(one.rule_set.decided_by, one.rule_set.body_id) for one in known}
    assert deciders == {("steering_board", None), ("", jury.pk), ("", None)}
    assert {one.is_open for one in known} == {True, False}
    assert Programme.objects.filter(is_public=False).count() == 1
    by_jury = next(one.programme for one in known if one.rule_set.body_id)
    assert [one.terms.max_cents for one in queries.rule_sets_of(by_jury)] == [1_200_000, 1_500_000]
    assert by_jury.rounds.count() == 3


def test_the_demo_has_projects_of_every_kind_and_state(owner, monkeypatch):
    north, south = boards.districts()
    titles = [{"district": place.slug, "title": f"Fest {number}"} for number in range(40) for place in (north, south)]
    monkeypatch.setattr(projects.money, "rows", lambda name: titles)

    to_come = projects.load(actor=system("demo"), keepers=[owner], today=clock.now())

    known = Project.objects.all()
    assert known.count() == 80 + projects.YEARS_BACK * projects.EARLIER + projects.TO_COME
    assert {one.kind for one in known} == set(ProjectKind)
    assert {one.state for one in known} >= {ProjectState.ENTERED, ProjectState.PUBLIC, ProjectState.CALLED_OFF}
    assert known.filter(keeper=owner).count() == len(to_come) == projects.TO_COME
    assert 0 < known.with_third_party_money().count() < known.count()
    assert known.filter(others__isnull=False).exists() and District.objects.count() == 2


def test_the_demo_has_applications_submitted_and_being_written(owner):
    demo.load(actor=system("demo"), founding=clock.now() - timedelta(days=400), today=clock.now())
    first = clock.today() + timedelta(days=90)
    theirs = [factories.project(f"Fest {number}", by=owner, starts_on=first, ends_on=first) for number in range(8)]

    applications.load(theirs, today=clock.now())

    sent = Application.objects.filter(submitted_at__isnull=False)
    assert (sent.count(), Application.objects.count()) == (7, 8)
    assert all(one.is_sound and one.said.plan.gap == 0 for one in sent)
    assert len({one.programme_id for one in sent}) == 3


def test_the_demo_has_own_projects_with_invoices_at_every_desk(officer, owner, stranger):
    board = own_factories.board()
    people = {"officer": officer, "owner": owner, "stranger": stranger, "treasurer": money.treasurer("Kaspar Kasse")}
    stage = Stage(maker=system("demo"), people=people, today=clock.now(), progress=lambda done, of: None)

    entered = own.load(stage, district=board.body.district)

    assert {one.standing for one in Invoice.objects.all()} == set(InvoiceState) - {InvoiceState.WITHDRAWN}
    assert {one.state for one in Demand.objects.all()} == set(DemandState) - {DemandState.WITHDRAWN}
    totals = queries.own_totals(Project.objects.filter(pk__in=[one.pk for one in entered]))
    assert (totals.projects, totals.closed) == (6, 1) and 0 < totals.paid < totals.resolved
    deliver_waiting()
    assert queries.own_totals(Project.objects.all()) == totals


def test_the_demo_has_drawdowns_at_every_desk_and_a_changed_account(officer, owner, stranger):
    board = own_factories.board()
    people = {"officer": officer, "owner": owner, "stranger": stranger, "treasurer": money.treasurer("Kaspar Kasse")}
    stage = Stage(maker=system("demo"), people=people, today=clock.now(), progress=lambda done, of: None)
    founding = clock.now() - timedelta(days=400)
    demo.load(actor=system("demo"), founding=founding, today=clock.now())
    letters.load(actor=system("demo"), founding=founding)

    granted = drawdowns.load(stage, district=board.body.district)

    assert len(granted) == 6
    standings = {one.standing for one in Drawdown.objects.explained()}
    assert standings == set(DrawdownState) - {DrawdownState.WITHDRAWN}
    assert queries.accounts_to_confirm(officer).count() == 1


def test_without_a_board_the_demo_has_own_projects_that_ask_for_nothing(officer, owner, stranger):
    stage = Stage(
        maker=system("demo"),
        people={"officer": officer, "owner": owner, "stranger": stranger},
        today=clock.now(),
        progress=lambda done, of: None,
    )

    assert len(own.load(stage, district=boards.districts()[0])) == 6
    assert not Demand.objects.exists()


def test_the_demo_has_letters_at_every_step(owner, officer):
    fund, pot = make.programme(), money.pot(cents=10_000_000)
    letters.load(actor=system("demo"), founding=clock.now() - timedelta(days=400))
    for number in range(10):
        make.decided(owner, of=fund, pot=pot, cents=0 if number == 5 else 150_000)

    letters.write(maker=system("demo"), officer=officer, today=clock.now())

    assert sorted(Letter.objects.values_list("state", flat=True)) == sorted(
        ["served", "issued", "drafted", "approved"] * 2
    )
    assert Service.objects.filter(way="portal", retrieved_at=None).count() == 2


def test_the_demo_has_aid_that_is_entered_and_aid_that_is_not(officer, owner, stranger):
    letters.load(actor=system("demo"), founding=clock.now() - timedelta(days=400))
    money.pot(cents=10_000_000)
    known = {"maker": system("demo"), "officer": officer, "today": clock.now()}

    aid.load(keepers=[officer, owner, stranger], district=boards.districts()[0], **known)

    register = aiding.register(officer)
    assert [one.is_open for one in register] == [True, False]
    assert not any(one.is_over or one.is_late(on=clock.today()) for one in register)


def test_the_demo_has_proofs_in_every_state(owner, officer):
    founding = clock.now() - timedelta(days=400)
    demo.load(actor=system("demo"), founding=founding, today=clock.now())
    letters.load(actor=system("demo"), founding=founding)
    over = clock.today() - timedelta(days=40)
    money.pot(cents=100_000_000, year=money.year(over.year))
    for number in range(13):
        factories.project(f"Fest {number}", starts_on=over, ends_on=over)

    past = granted.load(maker=system("demo"), officer=officer, keepers=[owner], today=clock.now())
    proofs.load(past, officer=officer, today=clock.now())

    states = set(Application.objects.filter(pk__in=[one.pk for one in past]).values_list("state", flat=True))
    assert states == {"served", "proof_submitted", "proof_checked", "settled"}
    assert {one.state for one in ProofOfUse.objects.all()} == set(ProofState)
    assert Voucher.objects.filter(paper__isnull=False).exists()


def test_small_projects_go_their_way_year_by_year_and_some_money_is_claimed_back():
    places.load(actor=system("demo"))
    treasurer, officer = money.treasurer("Kaspar Kasse"), accounts.officer()
    stage = Stage(
        maker=system("demo"),
        people={"officer": officer, "treasurer": treasurer},
        today=clock.now(),
        progress=lambda done, of: None,
        cases=12,
    )
    this_year = clock.today().year

    def meanwhile(year: int) -> None:
        for play in demo.YEAR:
            play(stage, year)

    books.load(treasurer=treasurer, officer=officer, at=stage.today, meanwhile=meanwhile)

    known = Application.objects.order_by("number")
    assert known.filter(submitted_at__year__lt=this_year).count() == (demo.YEARS - 1) * 12
    books_closed = (clock.today() - timedelta(days=46)).year
    before = known.filter(submitted_at__year__lt=books_closed)
    assert {one.state for one in before} <= {"closed", "served", "withdrawn"}
    told_no = before.filter(state="served")
    assert not told_no.filter(decisions__cents__gt=0).exists()
    assert [one.submitted_at for one in known] == sorted(one.submitted_at for one in known)
    closed = [one for one in known if one.state == "closed"]
    assert closed and all(accounting.is_even(one) for one in closed)

    recovering.load((), maker=stage.maker, officer=officer, treasurer=treasurer, today=stage.today)

    assert set(Recovery.objects.values_list("state", flat=True)) == {"claimed", "repaid", "dropped"}
    assert list(interest.interest_to_tell(officer)) == list(InterestClaim.objects.all()) != []
    assert rules.unknown_from(clock.today(), clock.today(), interest.rates()) is None
    assert not unsound().exists()


def test_a_year_in_which_nobody_pays_small_projects_has_none(officer):
    people = {"officer": officer, "treasurer": money.treasurer("Kaspar Kasse")}
    stage = Stage(maker=system("demo"), people=people, today=clock.now(), progress=lambda done, of: None)

    years.play(stage, clock.today().year)

    assert not Project.objects.exists()
