"""Reads of the statistics: each figure is one question, grouped by the database; ``rules.figures`` adds up the rest.

The same questions narrow the lists of projects and applications, so that a figure and its list cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Count as CountOf
from django.db.models import Sum as SumOf
from django.db.models.functions import Cast, Coalesce, Substr

from quartierwerk.foundation.references import kind_of, reference_to
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

    def by(self, name: str) -> Mapping[Any, Tally]:
        """What was counted in each group of this part of the key, as far as it is told apart by it."""
        return self._groups[name]

    @cached_property
    def by_year_and_pillar(self) -> dict[tuple[int | None, int | None], Tally]:
        """The applications and decisions of each pillar in each year."""
        return rules.by_group(((key.year, key.pillar), tally) for key, tally in self.cases)

    @cached_property
    def whole(self) -> Tally:
        """All of it."""
        return rules.together(self.by("year").values())

    @cached_property
    def _groups(self) -> dict[str, dict[Any, Tally]]:
        told_apart: dict[str, Sequence[Sequence[Cell]]] = {
            "year": (self.projects, self.money, self.cases),
            "district": (self.projects, self.money, self.cases),
            "pillar": (self.money, self.cases),
            "theme": (self.projects, self.money, self.subjects),
            "reach": (self.projects, self.subjects),
            "outcome": (self.subjects,),
            "size": (self.subjects,),
        }
        return {
            name: rules.by_group((key[at], tally) for cells in lists for key, tally in cells)
            for name, lists in told_apart.items()
            for at in [Key._fields.index(name)]
        }


def figures(cut: Cut, *, on: date) -> Figures:
    """All figures of a part of all cases, as they stand on a day; seven questions."""
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


def _grouped(rows: Any, by: dict[str, str], **sums: Any) -> Iterator[Cell]:
    """What was counted of each combination of values that there is."""
    return _cells(rows.order_by().values_list(*by.values()).annotate(**sums), [*by], [*sums])


def _cells(found: Iterable[tuple[Any, ...]], by: Sequence[str], sums: Sequence[str]) -> Iterator[Cell]:
    """Rows of values and sums as cells; written for thousands of rows."""
    keys, counts = [Key._fields.index(one) for one in by], [Tally._fields.index(one) for one in sums]
    width, no_key, nothing = len(by), list(Key()), list(Tally())
    for row in found:
        key, tally = no_key.copy(), nothing.copy()
        for at, value in zip(keys, row[:width], strict=True):
            key[at] = value
        for at, value in zip(counts, row[width:], strict=True):
            tally[at] = value
        yield Key._make(key), Tally._make(tally)


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


def _money(rulings: Any, entries: QuerySet[Entry]) -> Iterator[Cell]:
    """What boards granted and what was paid; two questions.

    What was paid comes back case by case and is placed here: to look each case up in the database takes ten times as
    long.
    """
    placed, nowhere = _places(entries), Cast(Value(None), BigIntegerField())
    granted = rulings.order_by().annotate(_case=Value("", CharField()))
    paid = entries.order_by().annotate(_district=nowhere, _theme=nowhere)
    parts = [
        granted.values_list("_case", WHEN[Ruling], "pot__pillar", "project__district", "project__theme").annotate(
            _cents=SumOf("cents")
        ),
        paid.values_list("earmark__case", WHEN[Entry], "earmark__pot__pillar", "_district", "_theme").annotate(
            _cents=SumOf("paid")
        ),
    ]
    for case, year, pillar, district, theme, cents in union(parts):
        district, theme = placed.get(case, (district, theme))
        key = Key(year=year, district=district, theme=theme, pillar=pillar)
        yield key, Tally(paid_cents=cents) if case else Tally(resolved_cents=cents)


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
