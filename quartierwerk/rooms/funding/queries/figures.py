"""Reads of the statistics: each figure is one question, grouped by the database; ``rules.figures`` adds up the rest.

The same questions narrow the lists of projects and applications, so that a figure and its list cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Count as CountOf
from django.db.models import Sum as SumOf
from django.db.models.functions import Cast, Coalesce, Substr

from quartierwerk.foundation.audit.keeping import kept_between_steps
from quartierwerk.foundation.references import kind_of, reference_to
from quartierwerk.foundation.unions import ranked, union
from quartierwerk.rooms.budget.models import Entry
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, Decision, Project, Ruling
from quartierwerk.rooms.funding.rules import NONE, OUTCOMES, Counted, Cut, Figure, Reach, RulingOutcome, Size, Tally

WHEN = {
    Project: "starts_on__year",
    Application: "submitted_at__year",
    Decision: "at__year",
    Ruling: "at__year",
    Entry: "at__year",
}
"""In which year each case counts."""


@dataclass(frozen=True)
class Figures:
    """What was counted in a part of all cases, by each breakdown."""

    groups: Mapping[str, Mapping[Any, Tally]]
    by_year_and_pillar: Mapping[tuple[int, int | None], Tally] = field(default_factory=dict)
    """The applications and decisions of each pillar in each year."""
    by_year_and_district: Mapping[tuple[int, int | None], Tally] = field(default_factory=dict)
    """The projects of each district in each year, and their money."""

    def by(self, name: str) -> Mapping[Any, Tally]:
        """What was counted in each year, district, pillar, theme or reach, or of each outcome or size."""
        return self.groups[name]

    @property
    def whole(self) -> Tally:
        """All of it."""
        return rules.together(self.by("year").values())


@kept_between_steps
def figures(cut: Cut, *, on: date) -> Figures:
    """All figures of a part of all cases, as they stand on a day; seven questions."""
    projects, money = _projects(projects_in(cut, on=on)), _money(rulings_in(cut), entries_in(cut))
    applied, decided = applications_in(cut, on=on), decisions_in(cut, on=on)
    cases = _applied(applied, _CASES, to="project__"), _decided(decided, _CASES, to="application__project__")
    subjects = _applied(applied, _SUBJECTS, to="project__"), _decided(decided, _DECIDED, to="application__project__")
    told_apart: dict[str, tuple[Counted, ...]] = {
        "year": (projects, money, *cases),
        "district": (projects, money, *cases),
        "pillar": (money, *cases),
        "theme": (projects, money, *subjects),
        "reach": (projects, *subjects),
        "outcome": (subjects[1],),
        "size": (subjects[1],),
    }
    groups = {
        name: {key: tally for (key,), tally in rules.by_group(parts, name).items()}
        for name, parts in told_apart.items()
    }
    return Figures(
        groups, rules.by_group(cases, "year", "pillar"), rules.by_group([projects, money], "year", "district")
    )


# --- Which cases count -------------------------------------------------------------------------------------------


def projects_in(cut: Cut, *, on: date) -> QuerySet[Project]:
    """The projects that are counted on a day (``rules.counts``); of a programme or a pillar those with its money."""
    rows = Project.objects.filter(state__in=rules.COUNTED, starts_on__year__lte=on.year)
    if cut.fund or cut.pillar is not None:
        money = Cut(fund=cut.fund, pillar=cut.pillar)
        granted = decisions_in(money, on=on, figure=Figure.GRANTED).values("application__project")
        rows = rows.filter(Q(pk__in=granted) | Q(pk__in=rulings_in(money).values("project")))
    return _narrowed(rows, cut, project="")


def applications_in(cut: Cut, *, on: date) -> QuerySet[Application]:
    """The applications that are counted on a day."""
    rows = Application.objects.counted(on=on)
    return _narrowed(_of_terms(rows, cut, to=""), cut, project="project__")


def decisions_in(cut: Cut, *, on: date, figure: Figure = Figure.DECIDED) -> QuerySet[Decision]:
    """The decisions that are counted on a day, of the outcomes that a figure is about."""
    rows = Decision.objects.counting().filter(outcome__in=OUTCOMES[figure])
    if cut.size:
        rows = _with_size(rows).filter(size=cut.size)
    return _narrowed(_of_terms(rows, cut, to="application__"), cut, project="application__project__")


def rulings_in(cut: Cut) -> QuerySet[Ruling]:
    """What boards granted to own projects; no programme has a part in it."""
    rows = Ruling.objects.filter(outcome=RulingOutcome.GRANTED)
    if cut.fund:
        return rows.none()
    return _narrowed(_among(rows, "pot__pillar", cut.pillar), cut, project="project__")


def entries_in(cut: Cut) -> QuerySet[Entry]:
    """What the books say was paid for cases of this room, and came back; each with the key of its project."""
    application, own = _key_of(Application), _key_of(Project)
    asked_for = Application.objects.filter(pk=OuterRef("application")).order_by()
    rows = (
        Entry.objects.filter(Q(_is_case_of(Application)) | Q(_is_case_of(Project)))
        .exclude(paid=0)
        .annotate(application=application)
        .annotate(project=Coalesce(own, Subquery(asked_for.values("project")[:1]), output_field=BigIntegerField()))
    )
    if cut.fund:
        rows = rows.filter(application__in=Application.objects.filter(programme__slug=cut.fund).values("pk"))
    if cut.lead or cut.about is not None or cut.reach:
        where = _narrowed(Project.objects.all(), Cut(lead=cut.lead, about=cut.about, reach=cut.reach), project="")
        rows = rows.filter(project__in=where.values("pk"))
    years = Cut(since=cut.since, until=cut.until)
    return _narrowed(_among(rows, "earmark__pot__pillar", cut.pillar), years, project="")


def projects_behind(figure: Figure, cut: Cut, *, on: date) -> QuerySet[Project]:
    """The projects that a figure counts, or whose cases it counts."""
    if figure == Figure.PROJECTS:
        return projects_in(cut, on=on)
    if figure == Figure.THIRD_PARTY:
        return projects_in(cut, on=on).with_third_party_money()
    keys: QuerySet[Any] = {
        Figure.RESOLVED: lambda: rulings_in(cut).values("project"),
        Figure.PAID: lambda: entries_in(cut).values("project"),
    }.get(figure, lambda: decisions_in(cut, on=on, figure=figure).values("application__project"))()
    return Project.objects.filter(pk__in=keys)


def applications_behind(figure: Figure, cut: Cut, *, on: date) -> QuerySet[Application]:
    """The applications that a figure counts."""
    if figure == Figure.APPLIED:
        return applications_in(cut, on=on)
    return Application.objects.filter(pk__in=decisions_in(cut, on=on, figure=figure).values("application"))


# --- How they are narrowed ---------------------------------------------------------------------------------------


def _narrowed(rows: Any, cut: Cut, *, project: str) -> Any:
    """Rows of these years, and of projects in this district, of this theme and reach; ``project`` is the way there."""
    year = WHEN[rows.model]
    if cut.since is not None:
        rows = rows.filter(**{f"{year}__gte": cut.since})
    if cut.until is not None:
        rows = rows.filter(**{f"{year}__lte": cut.until})
    if cut.lead:
        rows = rows.filter(**{f"{project}district__slug": cut.lead})
    if cut.reach:
        is_joint = _is_joint(project)
        rows = rows.filter(is_joint if cut.reach == Reach.JOINT else ~is_joint)
    return _among(rows, f"{project}theme", cut.about)


def _of_terms(rows: Any, cut: Cut, *, to: str) -> Any:
    if cut.fund:
        rows = rows.filter(**{f"{to}programme__slug": cut.fund})
    return _among(rows, f"{to}rule_set__pillar", cut.pillar)


def _among(rows: Any, name: str, key: int | None) -> Any:
    """Rows with this key, or without any where it is ``NONE``."""
    if key is None:
        return rows
    return rows.filter(**{f"{name}__isnull": True} if key == NONE else {name: key})


def _is_joint(project: str) -> Exists:
    return Exists(Project.others.through.objects.filter(project=OuterRef(f"{project}pk")))


def _with_reach(rows: Any, project: str) -> Any:
    joint = When(_is_joint(project), then=Value(Reach.JOINT))
    return rows.annotate(reach=Case(joint, default=Value(Reach.SINGLE)))


def _with_size(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """With the size of what was granted, empty where nothing was."""
    steps = [When(cents=0, then=Value(""))]
    steps += [When(cents__lte=most, then=Value(size)) for size, most in rules.SIZE_BOUNDS]
    return rows.annotate(size=Case(*steps, default=Value(Size.MORE)))


def _is_case_of(model: type[Any]) -> Q:
    return Q(earmark__case__startswith=f"{kind_of(model)}:")


def _key_of(model: type[Any]) -> Case:
    """The key of the case of this kind to which an entry's money is bound; nothing where it is of another kind."""
    begins = f"{kind_of(model)}:"
    key = Cast(Substr("earmark__case", len(begins) + 1), BigIntegerField())
    return Case(When(_is_case_of(model), then=key), default=None, output_field=BigIntegerField())


# --- How they are counted ----------------------------------------------------------------------------------------

_CASES, _SUBJECTS = ("year", "district", "pillar"), ("theme", "reach")
_DECIDED = (*_SUBJECTS, "outcome", "size")
"""What tells cases apart; two questions of few rows take less time than one that tells all of it apart."""


def _counted(rows: Any, by: Sequence[str], *, to: str = "", **sums: Any) -> Counted:
    """What was counted of each combination of values that there is; ``to`` is the way to the project."""
    columns = {
        "year": WHEN[rows.model],
        "district": f"{to}district",
        "theme": f"{to}theme",
        "pillar": f"{to.removesuffix('project__')}rule_set__pillar",
    }
    if "reach" in by:
        rows = _with_reach(rows, to)
    found = rows.order_by().values_list(*(columns.get(one, one) for one in by)).annotate(**sums)
    return Counted(tuple(by), tuple(sums), list(found))


def _projects(rows: Any) -> Counted:
    has_money = Q(pk__in=Project.objects.with_third_party_money().values("pk"))
    by = ("year", "district", "theme", "reach")
    return _counted(rows, by, projects=CountOf("pk"), third_party=CountOf("pk", filter=has_money))


def _applied(rows: Any, by: Sequence[str], *, to: str) -> Counted:
    return _counted(rows, by, to=to, applied=CountOf("pk"), asked_cents=SumOf("asked_cents"))


def _decided(rows: Any, by: Sequence[str], *, to: str) -> Counted:
    return _counted(
        _with_size(rows) if "size" in by else rows,
        by,
        to=to,
        decided=CountOf("pk"),
        wanted_cents=SumOf("application__asked_cents"),
        granted=CountOf("pk", filter=Q(cents__gt=0)),
        granted_cents=SumOf("cents"),
    )


def _money(rulings: Any, entries: QuerySet[Entry]) -> Counted:
    """What boards granted and what was paid; two questions.

    What was paid comes back case by case and is placed here: to look each case up in the database takes ten times as
    long.
    """
    placed, nowhere = _places(entries), Cast(Value(None), BigIntegerField())
    granted = rulings.order_by().annotate(_case=Value("", CharField()))
    paid = entries.order_by().annotate(_district=nowhere, _theme=nowhere)
    questions = [
        granted.values_list("_case", WHEN[Ruling], "pot__pillar", "project__district", "project__theme").annotate(
            _cents=SumOf("cents")
        ),
        paid.values_list("earmark__case", WHEN[Entry], "earmark__pot__pillar", "_district", "_theme").annotate(
            _cents=SumOf("paid")
        ),
    ]
    rows = [
        (year, pillar, *placed.get(case, (district, theme)), 0 if case else cents, cents if case else 0)
        for case, year, pillar, district, theme, cents in union(questions)
    ]
    return Counted(("year", "pillar", "district", "theme"), ("resolved_cents", "paid_cents"), rows)


def _places(entries: QuerySet[Entry]) -> dict[str, tuple[int, int | None]]:
    """Of each case for which something was paid the district and the theme of its project."""
    kinds: tuple[tuple[type[Any], str, str], ...] = (
        (Application, "application", "project__"),
        (Project, "project", ""),
    )
    found = union(
        [
            ranked(model.objects.filter(pk__in=entries.filter(_is_case_of(model)).values(key)), rank).values_list(
                "_rank", "pk", f"{to}district", f"{to}theme"
            )
            for rank, (model, key, to) in enumerate(kinds)
        ]
    )
    return {reference_to(kinds[rank][0], pk): (district, theme) for rank, pk, district, theme in found}
