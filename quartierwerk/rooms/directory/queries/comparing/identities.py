"""Which rows of a list stand for which profiles, from what the same list said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from quartierwerk.rooms.directory.models import ImportJob, ImportRow, Profile
from quartierwerk.rooms.directory.queries.comparing.keys import match_key
from quartierwerk.rooms.directory.rules import Outcome, Said

WENT_IN = frozenset({Outcome.NEW, Outcome.POSSIBLE_DOUBLE, Outcome.CHANGED, Outcome.UNCHANGED})
"""What a row is when the directory says what the row says."""


@dataclass(frozen=True)
class Identity:
    """The profile that a row of the same list already stands for, and what the list said the last time."""

    profile: int
    base: Said | None


def identities(job: ImportJob, rows: Sequence[ImportRow]) -> dict[int, Identity]:
    """For each row (by its key in the database) the profile that its list already stands for."""
    of_list = Profile.objects.filter(source=job.list_name)
    earlier = (
        ImportRow.objects.filter(row_key__in=[row.row_key for row in rows], job__list_name=job.list_name)
        .filter(is_applied=True, is_undone=False, profile__isnull=False, outcome__in=WENT_IN)
        .exclude(job=job)
    )
    last = {row.row_key: row for row in _latest(earlier)}
    numbers = {row.pk: row.said["external_id"] for row in rows if row.said.get("external_id")}
    by_number = dict(of_list.filter(external_id__in=numbers.values()).values_list("external_id", "pk"))
    keys = {row.pk: match_key(row) for row in rows}
    unnamed = of_list.filter(match_key__in=keys.values()).order_by("-pk")
    by_key = {key: (pk, number) for key, pk, number in unnamed.values_list("match_key", "pk", "external_id")}
    found: dict[int, Identity] = {}
    claimed: set[int] = set()
    for row in rows:
        said_last = last.get(row.row_key)
        profile = by_number.get(numbers.get(row.pk, ""))
        if profile is None and said_last is not None:
            profile = said_last.profile_id
        if profile is None and (match := by_key.get(keys[row.pk])) and not (row.pk in numbers and match[1]):
            # A list that has got numbers since: its rows without one are recognised a last time.
            profile = match[0]
        # One profile stands for one row; a second row that points there is looked at as a double.
        if profile is not None and profile not in claimed:
            claimed.add(profile)
            same = said_last is not None and said_last.profile_id == profile
            found[row.pk] = Identity(profile, said_last.said if same and said_last else None)
    return found


def _latest(rows: QuerySet[ImportRow]) -> list[ImportRow]:
    """Of the rows with the same key the latest one."""
    place = Window(RowNumber(), partition_by=[F("row_key")], order_by="-pk")
    return list(rows.order_by().defer("cells", "before").annotate(place=place).filter(place=1))
