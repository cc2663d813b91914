"""What a row may double: the profiles and the earlier rows of its file that share a key and have nearly its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Contact, ImportClue, ImportJob, ImportRow, Location, Profile
from quartierwerk.rooms.directory.queries.comparing.keys import address_of, first_of, keys_of, match_key, number_of
from quartierwerk.rooms.directory.rules import Traits

MOST_OF_A_NAME, MOST_OF_A_CONTACT, MOST_OF_AN_ADDRESS = 10, 40, 80

_Place = tuple[str, str, str, str]
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


def profiles_near(rows: Sequence[ImportRow], traits: Mapping[int, Traits]) -> list[Candidate]:
    """The profiles that these rows may double; ``traits`` by the rows' keys in the database."""
    digests, names, contacts, addresses = (defaultdict[str, list[str]](list) for _sort in range(4))
    for row in rows:
        own = traits[row.pk]
        digests[match_key(row)].append(own.name)
        names[own.name].append(own.name)
        for contact in own.contacts:
            contacts[contact].append(own.name)
        if address := address_of(own):
            addresses[address].append(own.name)
    first = Location.objects.filter(position=0)
    keys = {
        *_near(Profile.objects.all(), "match_key", names=digests, most=MOST_OF_A_NAME),
        *_near(Profile.objects.all(), "name_key", names=names, most=MOST_OF_A_NAME),
        *_near(Contact.objects.all(), "match_key", names=contacts, most=MOST_OF_A_CONTACT, of="profile__"),
        *_near(first, "match_key", names=addresses, most=MOST_OF_AN_ADDRESS, of="profile__"),
    }
    return _as_candidates(keys)


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
    first = Location.objects.filter(profile__in=keys, position=0).order_by()
    sites = {
        profile: (street, number, postcode, town)
        for profile, street, number, postcode, town in first.values_list(
            "profile", "street", "house_number", "postcode", "town"
        )
    }
    contacts: dict[int, set[str]] = defaultdict(set)
    for profile, key in (
        Contact.objects.filter(profile__in=keys).exclude(match_key="").values_list("profile", "match_key")
    ):
        contacts[profile].add(key)
    rows = list(Profile.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "name", "name_key", "state"))
    withdrawn = [pk for pk, _name, _key, state in rows if state == rules.State.WITHDRAWN]
    undone = hidden_by_undo(withdrawn) if withdrawn else set()
    return [
        Candidate(
            traits=_traits(name_key, sites.get(pk), contacts[pk]),
            name=name,
            address=_in_words(sites.get(pk)),
            profile=pk,
            is_withdrawn=state == rules.State.WITHDRAWN,
        )
        for pk, name, name_key, state in rows
        if pk not in undone
    ]


def _near(
    things: QuerySet[Any], by: str, *, names: Mapping[str, Sequence[str]], most: int, of: str = ""
) -> Iterator[int]:
    """The profiles that the keys of ``names`` lead to and that are called nearly like one of the rows of their key.

    Most who share an address or a web host don't: they are sorted out here, before anything else of them is read.
    """
    for found in first_of(things.filter(**{f"{by}__in": list(names)}), by, f"{of}pk", f"{of}name_key", most=most):
        if _is_near(found[f"{of}name_key"], names[found[by]]):
            yield found[f"{of}pk"]


def _is_near(name: str, names: Iterable[str]) -> bool:
    return any(rules.are_near(name, other) for other in names)


def _traits(name_key: str, site: _Place | None, contacts: set[str]) -> Traits:
    """What a profile is compared by, from its rows."""
    street, number, postcode, _town = site or ("", "", "", "")
    return Traits(
        name=name_key,
        street=rules.street_key(street, number),
        postcode=postcode.strip(),
        contacts=frozenset(contacts),
    )


def _in_words(site: _Place | None) -> str:
    street, number, postcode, town = site or ("", "", "", "")
    return f"{street} {number}, {postcode} {town}".strip(" ,")
