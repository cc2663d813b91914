"""Reads of the statistics: each figure is one question, grouped by the database; ``rules.figures`` adds up the rest.

The same questions narrow the lists of projects and applications, so that a figure and its list cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Count as CountOf
from django.db.models import Sum as SumOf
from django.db.models.functions import Cast, Coalesce, Substr

from quartierwerk.foundation.references import kind_of
from quartierwerk.foundation.unions import ranked, union
from quartierwerk.rooms.budget.models import Entry
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, Decision, Project, Ruling
from quartierwerk.rooms.funding.rules import NONE, OUTCOMES, Cell, Cut, Figure, Key, Reach, RulingOutcome, Size, Tally

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
    """What was counted in a part of all cases, told apart as far as each breakdown needs it."""

    projects: Sequence[Cell]
    """By year, district, theme and reach; ``money`` by year, district, theme and pillar."""
    money: Sequence[Cell]
    cases: Sequence[Cell]
    """Applications and decisions by year, district and pillar."""
    subjects: Sequence[Cell]
    """The same once more by theme, reach, outcome and size."""

    def by(self, name: str) -> dict[Any, Tally]:
        """What was counted in each group of this part of the key."""
        at = Key._fields.index(name)
        if name in ("year", "district", "pillar"):
            cells = [*self.projects, *self.money, *self.cases]
        else:
            cells = [*self.projects, *self.money, *self.subjects]
        return rules.by_group((key[at], tally) for key, tally in cells)

    @cached_property
    def by_year_and_pillar(self) -> dict[tuple[int | None, int | None], Tally]:
        """The applications and decisions of each pillar in each year."""
        return rules.by_group(((key.year, key.pillar), tally) for key, tally in self.cases)

    @cached_property
    def whole(self) -> Tally:
        """All of it."""
        return rules.together(tally for _key, tally in [*self.projects, *self.money, *self.cases])


def figures(cut: Cut, *, on: date) -> Figures:
    """All figures of a part of all cases, as they stand on a day; six questions."""
    applied, decided = applications_in(cut, on=on), decisions_in(cut, on=on)
    return Figures(
        projects=list(_projects(projects_in(cut, on=on))),
        money=list(_money(rulings_in(cut), entries_in(cut))),
        cases=[
            *_applied(
                applied, {"year": WHEN[Application], "district": "project__district", "pillar": "rule_set__pillar"}
            ),
            *_decided(
                decided,
                {
                    "year": WHEN[Decision],
                    "district": "application__project__district",
                    "pillar": "application__rule_set__pillar",
                },
            ),
        ],
        subjects=[
            *_applied(_with_reach(applied, "project__"), {"theme": "project__theme", "reach": "reach"}),
            *_decided(
                _with_size(_with_reach(decided, "application__project__")),
                {"theme": "application__project__theme", "reach": "reach", "outcome": "outcome", "size": "size"},
            ),
        ],
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
    asked_for = Application.objects.filter(pk=OuterRef("application"))
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


def _grouped(rows: Any, by: dict[str, str], **sums: Any) -> Iterator[Cell]:
    """What was counted of each combination of values that there is."""
    fields = tuple(by)
    for row in rows.order_by().values_list(*by.values()).annotate(**sums):
        values, counted = row[: len(by)], row[len(by) :]
        yield Key(**dict(zip(fields, values, strict=True))), Tally(**dict(zip(sums, counted, strict=True)))


def _projects(rows: Any) -> Iterator[Cell]:
    by = {"year": "starts_on__year", "district": "district", "theme": "theme", "reach": "reach"}
    has_money = Q(pk__in=Project.objects.with_third_party_money().values("pk"))
    return _grouped(_with_reach(rows, ""), by, projects=CountOf("pk"), third_party=CountOf("pk", filter=has_money))


def _applied(rows: Any, by: dict[str, str]) -> Iterator[Cell]:
    return _grouped(rows, by, applied=CountOf("pk"), asked_cents=SumOf("asked_cents"))


def _decided(rows: Any, by: dict[str, str]) -> Iterator[Cell]:
    return _grouped(
        rows,
        by,
        decided=CountOf("pk"),
        wanted_cents=SumOf("application__asked_cents"),
        granted=CountOf("pk", filter=Q(cents__gt=0)),
        granted_cents=SumOf("cents"),
    )


def _money(rulings: Any, entries: Any) -> Iterator[Cell]:
    """What boards granted and what was paid, in one question."""
    by = ("year", "district", "theme", "pillar")
    granted = ranked(rulings, 0).values_list(
        "_rank", WHEN[Ruling], "project__district", "project__theme", "pot__pillar"
    )
    project = Project.objects.filter(pk=OuterRef("project"))
    placed = ranked(entries, 1).annotate(
        district=Subquery(project.values("district")[:1]), theme=Subquery(project.values("theme")[:1])
    )
    paid = placed.values_list("_rank", WHEN[Entry], "district", "theme", "earmark__pot__pillar")
    parts = [granted.annotate(_cents=SumOf("cents")), paid.annotate(_cents=SumOf("paid"))]
    for rank, *values, cents in union(parts):
        yield Key(**dict(zip(by, values, strict=True))), Tally(**{("resolved_cents", "paid_cents")[rank]: cents})
