"""What the statistics count: pure adding, the questions to the database against a recount by hand, and their number."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import keys_of
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests.factories import districts
from quartierwerk.rooms.budget.models import Entry
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding import queries, rules
from quartierwerk.rooms.funding.models import Application, Project, Ruling
from quartierwerk.rooms.funding.rules import (
    NONE,
    WHOLE,
    ApplicationState,
    Counted,
    Cut,
    Figure,
    Outcome,
    Reach,
    Size,
    Tally,
)
from quartierwerk.rooms.funding.tests import own_factories
from quartierwerk.rooms.funding.tests.world import World

NUMBERS = st.integers(min_value=0, max_value=10**12)


ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([1, 2, None]), NUMBERS, NUMBERS))


@given(ROWS, ROWS)
def test_the_parts_of_a_breakdown_add_up_to_its_whole(projects, money):
    parts = [
        Counted(("year", "theme"), ("projects", "third_party"), projects),
        Counted(("year", "theme"), ("paid_cents", "projects"), money),
    ]

    for names in (("year",), ("theme",), ("theme", "year")):
        groups = rules.by_group(parts, *names)
        whole = rules.together(groups.values())
        assert len(groups) == len(
            {tuple(row[("year", "theme").index(one)] for one in names) for row in projects + money}
        )
        assert whole.projects == sum(row[2] for row in projects) + sum(row[3] for row in money)
        assert (whole.third_party, whole.paid_cents) == (sum(row[3] for row in projects), sum(row[2] for row in money))


@given(NUMBERS, NUMBERS)
def test_a_share_lies_between_nothing_and_all_and_is_the_nearest(part, rest):
    found = rules.share(part, part + rest)

    assert (found is None) == (part + rest == 0)
    assert found is None or 0 <= found <= WHOLE
    assert found is None or abs(found * (part + rest) - part * WHOLE) * 2 <= part + rest


def test_every_figure_about_decisions_says_which():
    assert set(rules.OUTCOMES) == rules.OF_APPLICATIONS - {Figure.APPLIED}
    assert Outcome.DEFERRED not in {one for outcomes in rules.OUTCOMES.values() for one in outcomes}


@given(st.lists(st.lists(NUMBERS, min_size=4, max_size=4), min_size=1, max_size=3))
def test_columns_keep_their_order_stay_within_the_drawing_and_show_what_is_there(series):
    drawn = rules.columns(series)

    both = sorted(zip(sum(series, []), sum(drawn, []), strict=True), key=lambda pair: pair[0])
    heights = [one.height for _value, one in both]
    assert heights == sorted(heights)
    assert all((one.height > 0) == (value > 0) and one.y + one.height == rules.HEIGHT for value, one in both)
    assert all(one.y >= 0 and one.x + one.width <= 4 * rules.STEP for _value, one in both)


@pytest.mark.parametrize(("number", "named"), [(0, []), (1, [0]), (6, [0, 1, 2, 3, 4, 5]), (20, [3, 7, 11, 15, 19])])
def test_few_places_are_named_the_last_always(number, named):
    assert [place for place, is_named in enumerate(rules.labelled(number)) if is_named] == named


# --- Against a recount -------------------------------------------------------------------------------------------


@pytest.fixture
def world(db):
    districts()
    found = World(80, years=4, seed=7)
    keeper, board = accounts.person("Gruppe Nord"), own_factories.board()
    own = own_factories.granted(own_factories.own_project(by=keeper), board)
    own_factories.paid(own, by=money.treasurer("Kurt Kasse"), then=money.treasurer("Kira Kasse"))
    return found


def _reach(project: Project) -> Reach:
    return Reach.JOINT if project.others.exists() else Reach.SINGLE


def _fits(project: Project, cut: Cut) -> bool:
    return (
        cut.lead in ("", project.district.slug)
        and (cut.about is None or (project.theme_id or NONE) == cut.about)
        and cut.reach in ("", _reach(project))
    )


def _in_span(year: int, cut: Cut) -> bool:
    return (cut.since or 0) <= year <= (cut.until or 9999)


def _of_terms(application: Application, cut: Cut) -> bool:
    pillar = application.rule_set.pillar_id if application.rule_set else None
    return cut.fund in ("", application.programme.slug) and cut.pillar in (None, pillar or NONE)


def _latest(application: Application) -> Any:
    if application.state == ApplicationState.WITHDRAWN:
        return None
    final = [one for one in application.decisions.all() if one.outcome != Outcome.DEFERRED]
    return max(final, key=lambda one: one.number, default=None)


def _money_of(project: Project, cut: Cut) -> bool:
    """Whether a project has money of the programme or the pillar."""
    if not cut.fund and cut.pillar is None:
        return True
    decisions = [_latest(one) for one in project.applications.all() if _of_terms(one, cut)]
    rulings = [] if cut.fund else [one for one in project.rulings.all() if cut.pillar == _pillar_of(one)]
    return any(one is not None and one.cents for one in decisions) or any(one.cents for one in rulings)


def _pillar_of(ruling: Ruling) -> int:
    return (ruling.pot.pillar_id if ruling.pot else None) or NONE


def recount(cut: Cut) -> Tally:
    """The same by hand: all rows are fetched and looked at one by one."""
    found: Counter[str] = Counter()
    for project in Project.objects.all():
        is_counted = rules.counts(project.state, starts_on=project.starts_on, on=clock.today())
        if is_counted and _fits(project, cut) and _in_span(project.starts_on.year, cut) and _money_of(project, cut):
            found["projects"] += 1
            found["third_party"] += project.means.has_third_party
    for one in Application.objects.filter(submitted_at__isnull=False):
        if not (_fits(one.project, cut) and _of_terms(one, cut)):
            continue
        if _in_span(clock.local(one.submitted_at).year, cut):
            found["applied"] += 1
            found["asked_cents"] += one.asked_cents
        decision = _latest(one)
        if decision is not None and _in_span(clock.local(decision.at).year, cut):
            found["decided"] += 1
            found["wanted_cents"] += one.asked_cents
            found["granted"] += decision.cents > 0
            found["granted_cents"] += decision.cents
    for ruling in Ruling.objects.all():
        if not cut.fund and _fits(ruling.project, cut) and cut.pillar in (None, _pillar_of(ruling)):
            found["resolved_cents"] += ruling.cents if _in_span(clock.local(ruling.at).year, cut) else 0
    for entry in Entry.objects.exclude(earmark=None):
        found["paid_cents"] += _paid(entry, cut)
    return Tally(**found)


def _paid(entry: Entry, cut: Cut) -> int:
    case = entry.earmark.case
    asked = Application.objects.filter(pk__in=keys_of(Application, [case])).first()
    project = asked.project if asked else Project.objects.get(pk__in=keys_of(Project, [case]))
    is_of_fund = not cut.fund or (asked is not None and asked.programme.slug == cut.fund)
    is_meant = is_of_fund and cut.pillar in (None, entry.pot.pillar_id or NONE) and _fits(project, cut)
    return entry.paid if is_meant and _in_span(clock.local(entry.at).year, cut) else 0


def cuts(world: World) -> list[Cut]:
    this_year, terms = clock.today().year, world.terms[1]
    return [
        Cut(),
        Cut(since=this_year),
        Cut(since=this_year - 2, until=this_year - 1),
        Cut(lead=world.districts[0].slug),
        Cut(about=world.themes[0].pk),
        Cut(about=NONE, reach=Reach.JOINT),
        Cut(fund=terms.programme.slug),
        Cut(pillar=terms.pillar_id, reach=Reach.SINGLE),
        Cut(pillar=NONE, lead=world.districts[1].slug, until=this_year - 1),
    ]


def test_figures_are_what_a_recount_finds_and_breakdowns_add_up(world):
    today = clock.today()
    for cut in cuts(world):
        found = queries.figures(cut, on=today)

        assert found.whole == recount(cut), cut
        for name in ("year", "district", "theme"):
            assert rules.together(found.by(name).values()) == found.whole, (cut, name)
        cases = found.whole._replace(projects=0, third_party=0)  # a project may have money of two pillars
        assert rules.together(found.by("pillar").values()) == cases, cut


def test_a_group_counts_what_the_same_cut_counts(world):
    today = clock.today()
    found = queries.figures(Cut(), on=today)

    for place in world.districts:
        assert found.by("district")[place.pk] == queries.figures(Cut(lead=place.slug), on=today).whole
    for year, tally in found.by("year").items():
        assert tally == queries.figures(Cut(since=year, until=year), on=today).whole
    for reach, tally in found.by("reach").items():
        if reach:
            alone = queries.figures(Cut(reach=reach), on=today).whole
            assert tally._replace(resolved_cents=0, paid_cents=0) == alone._replace(resolved_cents=0, paid_cents=0)
    for (year, pillar), tally in found.by_year_and_pillar.items():
        alone = queries.figures(Cut(since=year, until=year, pillar=pillar or NONE), on=today).whole
        assert (tally.applied, tally.granted_cents) == (alone.applied, alone.granted_cents)


def test_each_figure_counts_the_cases_that_it_leads_to(world):
    today = clock.today()
    for cut in cuts(world):
        whole = queries.figures(cut, on=today).whole
        cases = {figure: queries.applications_behind(figure, cut, on=today) for figure in rules.OF_APPLICATIONS}

        assert queries.projects_behind(Figure.PROJECTS, cut, on=today).count() == whole.projects
        assert queries.projects_behind(Figure.THIRD_PARTY, cut, on=today).count() == whole.third_party
        for figure in (Figure.APPLIED, Figure.DECIDED, Figure.GRANTED, Figure.REJECTED):
            assert cases[figure].count() == getattr(whole, figure), (cut, figure)
        parts = [cases[one].count() for one in (Figure.FULL, Figure.PARTIAL, Figure.CONDITIONAL, Figure.REJECTED)]
        assert sum(parts) == whole.decided
        assert queries.projects_behind(Figure.PAID, cut, on=today).exists() == (whole.paid_cents != 0)


def test_grants_of_all_sizes_are_all_grants(world):
    today = clock.today()
    found = queries.figures(Cut(), on=today)

    for size in Size:
        alone = queries.applications_behind(Figure.GRANTED, Cut(size=size), on=today).count()
        assert found.by("size").get(size, Tally()).granted == alone
    assert sum(tally.granted for tally in found.by("size").values()) == found.whole.granted


def test_how_many_questions_are_asked_does_not_grow(world):
    for cut in (Cut(), Cut(pillar=NONE, lead=world.districts[0].slug)):
        with CaptureQueriesContext(connection) as asked:
            queries.figures(cut, on=clock.today())
        assert len(asked) == 7


@pytest.mark.parametrize(
    ("state", "starts_on", "is_counted"),
    [
        ("public", date(2026, 12, 31), True),
        ("internal", date(2025, 1, 1), True),
        ("public", date(2027, 1, 1), False),
        ("entered", date(2025, 1, 1), False),
        ("called_off", date(2025, 1, 1), False),
    ],
)
def test_what_counts_as_a_project(state, starts_on, is_counted):
    assert rules.counts(state, starts_on=starts_on, on=date(2026, 3, 1)) == is_counted
