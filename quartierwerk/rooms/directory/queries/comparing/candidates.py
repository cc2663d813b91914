"""What a row may double: the profiles and the earlier rows of its file that share a key and have nearly its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import ImportClue, ImportJob, ImportRow, Location, Merger, Profile
from quartierwerk.rooms.directory.queries.comparing.keys import first_of, match_key, number_of
from quartierwerk.rooms.directory.queries.doubles import MOST_OF_A_NAME, keys_of, neighbours, traits_of
from quartierwerk.rooms.directory.rules import Traits

_Place = tuple[str, ...]
"""Street, number, postcode and town of a profile's first address."""


@dataclass(frozen=True)
class Candidate:
    """An entry that a row may double: a profile, or an earlier row of the same file."""

    traits: Traits
    name: str
    address: str = ""
    profile: int | None = None
    row: ImportRow | None = None
    is_withdrawn: bool = False


def profiles_near(rows: Sequence[ImportRow], traits: Mapping[int, Traits]) -> tuple[list[Candidate], set[str]]:
    """The profiles that these rows may double, and the keys that too many share to tell them apart.

    ``traits`` are by the rows' keys in the database.
    """
    near = neighbours(traits[row.pk] for row in rows)
    found = {profile for row in rows for profile in near.of(traits[row.pk])}
    # What is withdrawn, merged, or called like many: an entry that says just this is not taken in again.
    same = Profile.objects.filter(match_key__in={match_key(row) for row in rows})
    found |= {one["pk"] for one in first_of(same, "match_key", "pk", most=MOST_OF_A_NAME)}
    return _as_candidates(found), near.common


def rows_near(job: ImportJob, rows: Sequence[ImportRow], traits: Mapping[int, Traits]) -> Iterator[Candidate]:
    """The rows of earlier blocks of the same file that these may double, in their order."""
    rivals: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        for key in keys_of(traits[row.pk]):
            rivals[number_of(key)].append(traits[row.pk].name)
    same = {number_of(f"row {row.row_key}") for row in rows}
    clues = ImportClue.objects.filter(job=job, key__in=[*rivals, *same])
    found = {
        clue["row_id"]
        for clue in first_of(clues, "key", "row_id", "row__said__name", most=MOST_OF_A_NAME)
        if clue["key"] in same or _is_near(rules.name_key(clue["row__said__name"]), rivals[clue["key"]])
    }
    for row in ImportRow.objects.filter(pk__in=found).defer("cells", "before").order_by("number"):
        yield Candidate(rules.traits_of(rules.content_of_said(row.said)), row.said["name"], row=row)


def hidden_by_undo(keys: Iterable[int]) -> set[int]:
    """Profiles that are hidden only because an import was taken back, and that nobody has touched since."""
    undone = ImportRow.objects.filter(profile__in=list(keys), is_undone=True, version_after=F("profile__version"))
    withdrawn = undone.filter(profile__state=rules.State.WITHDRAWN)
    return set(withdrawn.values_list("profile_id", flat=True))


def _as_candidates(keys: set[int]) -> list[Candidate]:
    traits = traits_of(keys)
    sites = {
        profile: tuple(words)
        for profile, *words in Location.objects.filter(profile__in=keys, position=0)
        .order_by()
        .values_list("profile", "street", "house_number", "postcode", "town")
    }
    rows = list(Profile.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "name", "state"))
    withdrawn = [pk for pk, _name, state in rows if state == rules.State.WITHDRAWN]
    undone = hidden_by_undo(withdrawn) if withdrawn else set()
    merged = [pk for pk, _name, state in rows if state == rules.State.MERGED]
    aliases = Merger.objects.filter(away__in=merged, undone_at=None).values_list("away", "leads_to", "leads_to__name")
    stand_for = {away: (stays, name) for away, stays, name in aliases} if merged else {}
    return [
        Candidate(
            traits=traits[pk],
            name=stand_for.get(pk, (pk, name))[1],
            address=_in_words(sites.get(pk)),
            profile=stand_for.get(pk, (pk, name))[0],
            is_withdrawn=state == rules.State.WITHDRAWN,
        )
        for pk, name, state in rows
        if pk not in undone
    ]


def _is_near(name: str, names: Iterable[str]) -> bool:
    return any(rules.are_near(name, other) for other in names)


def _in_words(site: _Place | None) -> str:
    street, number, postcode, town = site or ("", "", "", "")
    return f"{street} {number}, {postcode} {town}".strip(" ,")
