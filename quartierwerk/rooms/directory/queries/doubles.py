"""Looking for profiles that are one actor: by keys they share, never each with each.

Every question runs over an index, and a key that many share brings nobody: a platform's host, a switchboard, a house
full of studios. What is found is then weighed by ``rules.evidence``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise

from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Contact, DoublePair, Location, Merger, Profile
from quartierwerk.rooms.directory.rules import Evidence, Likeness, PairState, State, Traits

MOST_ALIKE = 5
"""So many are shown to somebody who makes a new entry."""
MOST_OF_A_NAME, MOST_OF_A_CONTACT, MOST_OF_AN_ADDRESS = 10, 20, 80
"""So many profiles may share a name, a contact field or an address before it tells nobody apart any more."""


@dataclass(frozen=True)
class Found:
    """Two profiles that may be one, the elder first."""

    one: int
    other: int
    evidence: Evidence


@dataclass
class Neighbours:
    """The profiles that share keys with some entries, and the keys that too many share."""

    sharing: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    """Key → number and name key of each profile that has it."""
    common: set[str] = field(default_factory=set)
    only_compared: bool = False

    def gather(
        self,
        things: QuerySet[Any],
        by: str,
        values: Collection[str],
        *,
        most: int,
        of: str = "profile__",
        prefix: str = "",
    ) -> None:
        """Add what shares one kind of key; the database counts, and of a common key nothing is read but the number."""
        if not values:
            return
        shown = things.filter(**{f"{of}state": State.PUBLIC}).order_by()
        counted = dict(shown.filter(**{f"{by}__in": list(values)}).values_list(by).annotate(number=Count("pk")))
        self.common |= {f"{prefix}{key}" for key, number in counted.items() if number > most}
        few = [key for key, number in counted.items() if number <= most]
        if self.only_compared:
            shown = shown.filter(**{f"{of}compared_version": F(f"{of}version")})
        if few:
            rows = shown.filter(**{f"{by}__in": few}).values_list(by, f"{of}pk", f"{of}name_key")
            for key, profile, name in rows.iterator(chunk_size=5_000):
                self.sharing[f"{prefix}{key}"].append((profile, name))

    def add(self, profile: int, traits: Traits) -> None:
        """Let those who come later meet this profile too."""
        for key in keys_of(traits):
            if key not in self.common:
                self.sharing[key].append((profile, traits.name))

    def of(self, traits: Traits) -> set[int]:
        """Those that may come to ``rules.ENOUGH`` with this entry; nobody who could is left out.

        A mailbox is enough by itself; any other key needs a name that speaks for it, or a second key.
        """
        met: dict[int, int] = defaultdict(int)
        found = set()
        for key in keys_of(traits):
            for profile, name in self.sharing.get(key, ()):
                met[profile] += 1
                if met[profile] > 1 or key.startswith("mail:") or rules.are_near(traits.name, name):
                    found.add(profile)
        return found


def keys_of(traits: Traits) -> list[str]:
    """Where to look for entries that are like this one: they share at least one of these."""
    address = address_of(traits)
    return [f"name {traits.name}", *sorted(traits.contacts), *([f"at {address}"] if address else [])]


def address_of(traits: Traits) -> str:
    """Postcode and street with number, as one key; empty without a street."""
    return f"{traits.postcode} {traits.street}"[:160] if traits.street else ""


def neighbours(
    entries: Iterable[Traits], *, fields: QuerySet[Contact] | None = None, only_compared: bool = False
) -> Neighbours:
    """The public profiles that share a key with one of these entries, in six questions.

    ``fields`` are the contact fields that may tell anything (all of them). ``only_compared`` leaves profiles out that
    wait for their own turn; counted are all.
    """
    names, contacts, addresses = set(), set(), set()
    for traits in entries:
        names.add(traits.name)
        contacts |= traits.contacts
        if address := address_of(traits):
            addresses.add(address)
    found = Neighbours(only_compared=only_compared)
    found.gather(Profile.objects.all(), "name_key", names, most=MOST_OF_A_NAME, of="", prefix="name ")
    found.gather(Contact.objects.all() if fields is None else fields, "match_key", contacts, most=MOST_OF_A_CONTACT)
    first = Location.objects.filter(position=0)
    found.gather(first, "match_key", addresses, most=MOST_OF_AN_ADDRESS, prefix="at ")
    return found


def traits_of(keys: Collection[int], *, fields: QuerySet[Contact] | None = None) -> dict[int, Traits]:
    """What these profiles are compared by, from their rows, in three questions; ``fields`` as in ``neighbours``."""
    sites = {
        profile: (rules.street_key(street, number), postcode.strip())
        for profile, street, number, postcode in Location.objects.filter(profile__in=keys, position=0)
        .order_by()
        .values_list("profile", "street", "house_number", "postcode")
    }
    contacts: dict[int, set[str]] = defaultdict(set)
    stated = Contact.objects.all() if fields is None else fields
    stated = stated.filter(profile__in=keys).exclude(match_key="").order_by()
    for profile, key in stated.values_list("profile", "match_key"):
        contacts[profile].add(key)
    names = Profile.objects.filter(pk__in=keys).order_by().values_list("pk", "name_key")
    return {pk: Traits(name, *sites.get(pk, ("", "")), frozenset(contacts[pk])) for pk, name in names}


def waiting(*, limit: int) -> dict[int, int]:
    """The next profiles that have changed since doubles of them were looked for, each with its version."""
    rows = Profile.objects.exclude(compared_version=F("version")).order_by("pk")
    return dict(rows.values_list("pk", "version")[:limit])


@dataclass(frozen=True)
class Alike:
    """A profile that a new entry may double."""

    profile: Profile
    evidence: Evidence

    @property
    def why(self) -> str | Promise:
        """What speaks for it, in words."""
        return rules.in_words(self.evidence.reasons)


@dataclass(frozen=True)
class Looked:
    """What a look for doubles of some profiles has brought."""

    versions: Mapping[int, int]
    """Number → version in which each was read."""
    found: Sequence[Found]


def look_for(versions: Mapping[int, int]) -> Looked:
    """The pairs that these waiting profiles (number → version) are part of, each once; it writes nothing.

    What waits itself and is not among them is passed over: its own turn comes, and then these have been compared.
    """
    public = Profile.objects.filter(pk__in=list(versions), state=State.PUBLIC)
    mine = traits_of(list(public.values_list("pk", flat=True)))
    near = neighbours(mine.values(), only_compared=True)
    pairs = set()
    for pk, traits in mine.items():
        # Where another worker got through some of these meanwhile, they stand in the stock too, beside themselves.
        pairs |= {(min(pk, other), max(pk, other)) for other in near.of(traits) if other != pk}
        near.add(pk, traits)
    theirs = mine | traits_of({pk for pair in pairs for pk in pair} - mine.keys())
    found = (Found(*pair, rules.evidence(*(theirs[pk] for pk in pair), common=near.common)) for pair in sorted(pairs))
    return Looked(versions, [pair for pair in found if pair.evidence.likeness is not Likeness.NONE])


def alike(content: rules.ProfileContent, *, person: Any) -> list[Alike]:
    """The public profiles that a new entry may double, the likeliest first.

    Only contact fields that this person may see tell anything: else whoever knows a hidden number or a mail address
    would learn here whose it is.
    """
    mine, fields = rules.traits_of(content), Contact.objects.visible_to(person)
    near = neighbours([mine], fields=fields)
    others = traits_of(near.of(mine), fields=fields).items()
    found = {pk: rules.evidence(mine, traits, common=near.common) for pk, traits in others}
    weighed = {pk: one for pk, one in found.items() if one.likeness is not Likeness.NONE}
    likely = sorted(weighed, key=lambda pk: (-weighed[pk].score, pk))
    shown = Profile.objects.visible_to(None).prefetch_related("locations").in_bulk(likely[:MOST_ALIKE])
    return [Alike(shown[pk], weighed[pk]) for pk in likely if pk in shown]


def open_pairs() -> QuerySet[DoublePair]:
    """The pairs that nobody has answered yet, both still public, the likeliest first."""
    both = Q(one__state=State.PUBLIC, other__state=State.PUBLIC, state=PairState.PROPOSED)
    return DoublePair.objects.filter(both).select_related("one", "other")


def best_pair_of(profile: Profile) -> DoublePair | None:
    """The likeliest open pair that a profile is part of."""
    return open_pairs().filter(Q(one=profile) | Q(other=profile)).first()


def remaining_of(key: int, *, person: Any = None) -> Profile | None:
    """The profile that the address of a merged one leads to; None where it was not merged or they may not see it."""
    merged = Profile.objects.filter(pk=key, state=State.MERGED).values("pk")  # a number too large finds nothing
    return Profile.objects.visible_to(person).filter(aliases__away__in=merged, aliases__undone_at=None).first()


def mergers_into(profile: Profile) -> QuerySet[Merger]:
    """What was merged into a profile and can still be undone, the latest first."""
    return Merger.objects.filter(into=profile, leads_to=profile, undone_at=None).select_related("away")


def known_pairs(pairs: Sequence[Found]) -> dict[tuple[int, int], DoublePair]:
    """Those of these pairs that were proposed before, whatever was answered."""
    known = DoublePair.objects.filter(one__in={pair.one for pair in pairs}).order_by()
    return {(pair.one_id, pair.other_id): pair for pair in known}
