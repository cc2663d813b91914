"""Reading imports: their numbers, their rows, what came back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise

from quartierwerk.rooms.directory.models import ImportJob, ImportRow
from quartierwerk.rooms.directory.rules import WORKING, JobState, Outcome

CAME_BACK = (Outcome.ERROR, Outcome.CERTAIN_DOUBLE)
"""What a row is when it stays outside and is handed back with its reason."""
UNFINISHED = (*WORKING, JobState.UPLOADED, JobState.CHECKED)


@dataclass(frozen=True)
class OutcomeCount:
    """How many rows of an import came out one way."""

    value: str
    label: str | Promise
    count: int


@dataclass(frozen=True)
class Numbers:
    """An import in figures."""

    outcomes: tuple[OutcomeCount, ...]
    warnings: int
    kept: int
    """Rows that an undo left as they are."""

    def of(self, *outcomes: Outcome) -> int:
        """How many rows came out one of these ways."""
        return sum(one.count for one in self.outcomes if one.value in outcomes)

    @property
    def total(self) -> int:
        """All rows."""
        return sum(one.count for one in self.outcomes)

    @property
    def came_back(self) -> int:
        """How many rows stay outside."""
        return self.of(*CAME_BACK)


def numbers(job: ImportJob) -> Numbers:
    """An import in figures, in one query."""
    rows = job.rows.order_by()
    counted = rows.values("outcome").annotate(
        rows=Count("pk"),
        warnings=Count("pk", filter=Q(has_warning=True) & ~Q(outcome__in=CAME_BACK)),
        kept=Count("pk", filter=Q(is_applied=True, is_undone=False)),
    )
    found = {one["outcome"]: one for one in counted}
    return Numbers(
        outcomes=tuple(
            OutcomeCount(outcome.value, outcome.label, found.get(outcome, {}).get("rows", 0)) for outcome in Outcome
        ),
        warnings=sum(one["warnings"] for one in found.values()),
        kept=sum(one["kept"] for one in found.values()) if job.state == JobState.UNDONE else 0,
    )


def refused(job: ImportJob) -> QuerySet[ImportRow]:
    """The rows that stay outside, in the order of the file."""
    return job.rows.filter(outcome__in=CAME_BACK).order_by("number")


def rows_of(job: ImportJob, *, show: str) -> QuerySet[ImportRow]:
    """The rows of an import that came out one way: an outcome, ``warning``, ``kept``, or all."""
    rows = job.rows.select_related("profile").defer("said", "before").order_by("number")
    if show in Outcome.values:
        return rows.filter(outcome=show)
    if show == "warning":
        return rows.filter(has_warning=True).exclude(outcome__in=CAME_BACK)
    if show == "kept":
        return rows.filter(is_applied=True, is_undone=False)
    return rows


def unfinished(*, digest: str, list_name: str) -> ImportJob | None:
    """An import of this very file into this list that has not come to its end."""
    begun = ImportJob.objects.filter(digest=digest, list_name=list_name, state__in=UNFINISHED)
    return begun.exclude(state=JobState.UNDOING).order_by("-pk").first()


def undecided() -> QuerySet[ImportJob]:
    """The imports at rest that nobody has taken over yet."""
    return ImportJob.objects.filter(state__in=[JobState.UPLOADED, JobState.CHECKED])


def working() -> Iterable[ImportJob]:
    """The imports with rows waiting, oldest first."""
    return ImportJob.objects.filter(state__in=WORKING).select_related("started_by").order_by("pk")


def files_uploaded(before: datetime) -> QuerySet[ImportJob]:
    """The imports at rest whose file was uploaded before this moment and is still kept."""
    old = ImportJob.objects.filter(created_at__lt=before).exclude(path="").exclude(state__in=WORKING)
    return old.order_by("pk")


def known_lists() -> list[str]:
    """The names of the lists that were imported before."""
    names = ImportJob.objects.order_by("list_name").values_list("list_name", flat=True)
    return list(names.distinct())
