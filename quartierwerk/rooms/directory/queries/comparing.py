"""Comparing the rows of an import with the directory and with each other, block by block.

However many rows and profiles there are, a block asks a fixed number of questions, each over an index, and each
key brings a bounded number of candidates: ten thousand profiles with the same web host must not slow one row down.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Contact, ImportClue, ImportJob, ImportRow, Location, Profile
from quartierwerk.rooms.directory.queries.profiles import contents_of
from quartierwerk.rooms.directory.rules import Likeness, Outcome, Said, Traits

MOST_OF_A_NAME, MOST_OF_A_CONTACT, MOST_OF_AN_ADDRESS = 10, 40, 80
WENT_IN = frozenset({Outcome.NEW, Outcome.POSSIBLE_DOUBLE, Outcome.CHANGED, Outcome.UNCHANGED})
"""What a row is when the directory says what the row says."""

Phase = Literal["check", "apply"]
_Place = tuple[str, str, str, str]
"""Street, number, postcode and town of a profile's first address."""


@dataclass(frozen=True)
class Identity:
    """The profile that a row of the same list already stands for, and what the list said the last time."""

    profile: int
    base: Said | None


@dataclass
class Verdict:
    """What a row is found to be, and what follows from it."""

    row: ImportRow
    outcome: Outcome
    content: rules.ProfileContent
    """What the profile is to say."""
    traits: Traits
    findings: list[str] = field(default_factory=list)
    has_warning: bool = False
    profile: Profile | None = None
    """The profile that it changes or brings back."""
    before: rules.ProfileContent | None = None
    other: int | None = None
    """The profile that it doubles."""
    peer: ImportRow | None = None
    """The row of the same file that it doubles."""

    @property
    def goes_in(self) -> bool:
        """Whether the directory says afterwards what the row says."""
        return self.outcome in WENT_IN


@dataclass(frozen=True)
class _Candidate:
    """An entry that a row may double: a profile, or an earlier row of the same file."""

    traits: Traits
    name: str
    address: str = ""
    profile: int | None = None
    row: ImportRow | None = None
    is_withdrawn: bool = False


def row_key(said: Said) -> str:
    """How a list itself names a row: by its number where it has one, else by name, street and postcode."""
    if number := said.get("external_id"):
        return hashlib.sha256(f"id:{number}".encode()).hexdigest()
    return match_key_of(said)


def match_key_of(said: Said) -> str:
    """The digest of name, street and postcode that a row states."""
    return rules.match_key(said["name"], *(said.get(part) or "" for part in ("street", "house_number", "postcode")))


def _match_key(row: ImportRow) -> str:
    """The same for a row that is read; one without a number carries it already."""
    return match_key_of(row.said) if row.said.get("external_id") else row.row_key


def identities(job: ImportJob, rows: Sequence[ImportRow]) -> dict[int, Identity]:
    """For each row (by its key in the database) the profile that its list already stands for."""
    of_list = Profile.objects.filter(source=job.list_name)
    earlier = (
        ImportRow.objects.filter(row_key__in=[row.row_key for row in rows], job__list_name=job.list_name)
        .filter(is_applied=True, is_undone=False, profile__isnull=False, outcome__in=WENT_IN)
        .exclude(job=job)
    )
    last = {row.row_key: row for row in _first_of_each(earlier, "row_key", most=1, order="-pk")}
    numbers = {row.pk: row.said["external_id"] for row in rows if row.said.get("external_id")}
    by_number = dict(of_list.filter(external_id__in=numbers.values()).values_list("external_id", "pk"))
    keys = {row.pk: _match_key(row) for row in rows}
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


class Comparison:
    """The verdicts over one block of rows, in their order."""

    def __init__(
        self,
        job: ImportJob,
        rows: Sequence[ImportRow],
        *,
        phase: Phase,
        known: Mapping[int, Identity],
        profiles: Iterable[Profile],
        drafts: Mapping[int, rules.ProfileContent] | None = None,
    ) -> None:
        self.job = job
        self.phase = phase
        self._known = known
        self._profiles = {profile.pk: profile for profile in profiles}
        self._contents = contents_of(self._profiles.values())
        self._drafts = drafts or {row.pk: rules.content_of_said(row.said) for row in rows}
        self._traits = {pk: rules.traits_of(content) for pk, content in self._drafts.items()}
        self._peers: dict[str, list[_Candidate]] = defaultdict(list)
        self._taken: dict[str, int] = {}
        """Row key → number of the row of this file that had it first."""
        self._candidates: dict[str, list[_Candidate]] = defaultdict(list)
        self._undone = self._withdrawn_by_undo(self._profiles)
        unknown = [row for row in rows if not self._stands(row)]
        self._load_candidates(unknown)
        if phase == "check":
            self._load_peers(rows)
        self.verdicts = [self._judge(row) for row in rows]

    def clues(self) -> list[ImportClue]:
        """What later rows of this file need in order to recognise the rows of this block."""
        return [
            ImportClue(job_id=self.job.pk, key=_number_of(key), row_id=verdict.row.pk)
            for verdict in self.verdicts
            if verdict.goes_in
            for key in (f"row {verdict.row.row_key}", *_keys(verdict.traits))
        ]

    # --- One row -------------------------------------------------------------------------------------------------

    def _stands(self, row: ImportRow) -> bool:
        """Whether the row's own profile is in the directory."""
        known = self._known.get(row.pk)
        return known is not None and known.profile in self._profiles and known.profile not in self._undone

    def _judge(self, row: ImportRow) -> Verdict:
        verdict = self._judge_in_file(row) or self._judge_known(row) or self._judge_new(row)
        if verdict.goes_in:
            self._taken[row.row_key] = row.number
            peer = _Candidate(verdict.traits, row.said["name"], row=row)
            for key in _keys(verdict.traits):
                self._peers[key].append(peer)
        return verdict

    def _verdict(self, row: ImportRow, outcome: Outcome, **rest: Any) -> Verdict:
        return Verdict(row, outcome, rest.pop("content", self._drafts[row.pk]), self._traits[row.pk], **rest)

    def _judge_in_file(self, row: ImportRow) -> Verdict | None:
        """A row that an earlier one of the file has said already."""
        first = self._taken.get(row.row_key)
        if first is None:
            return None
        number = row.said.get("external_id")
        if number:
            sentence = _("Die Nummer „%(number)s“ steht schon in Zeile %(row)d.") % {"number": number, "row": first}
            return self._verdict(row, Outcome.ERROR, findings=[sentence])
        return self._verdict(
            row, Outcome.CERTAIN_DOUBLE, findings=[_("Steht schon in Zeile %(row)d.") % {"row": first}]
        )

    def _judge_known(self, row: ImportRow) -> Verdict | None:
        """A row whose profile came from the same list before."""
        if not self._stands(row):
            return None
        known = self._known[row.pk]
        profile, before = self._profiles[known.profile], self._contents[known.profile]
        if not profile.is_public:
            sentence = _("Das Profil ist zurückgezogen; ein Import zeigt es nicht wieder.")
            return self._verdict(row, Outcome.CERTAIN_DOUBLE, findings=[sentence], other=profile.pk)
        merged = rules.merge(before, row.said, base=known.base)
        findings = []
        if merged.kept:
            fields = ", ".join(str(label) for label in merged.kept)
            findings = [_("Von Hand geändert und darum behalten: %(fields)s.") % {"fields": fields}]
        content = rules.normalised(merged.content)
        is_same = content == before
        return self._verdict(
            row,
            Outcome.UNCHANGED if is_same else Outcome.CHANGED,
            content=content,
            findings=findings,
            has_warning=bool(findings),
            profile=profile,
            before=None if is_same else before,
        )

    def _judge_new(self, row: ImportRow) -> Verdict:
        """A row that its list has not said before: new, or a double of something."""
        known = self._known.get(row.pk)
        returning = self._profiles.get(known.profile) if known else None
        likeness, other = self._most_alike(self._traits[row.pk], but=returning.pk if returning else None)
        if other is None:
            return self._verdict(row, Outcome.NEW, profile=returning)
        outcome = Outcome.CERTAIN_DOUBLE if likeness == Likeness.CERTAIN else Outcome.POSSIBLE_DOUBLE
        return self._verdict(
            row,
            outcome,
            findings=[_sentence(other, outcome)],
            profile=returning if outcome == Outcome.POSSIBLE_DOUBLE else None,
            other=other.profile,
            peer=other.row,
        )

    def _most_alike(self, traits: Traits, *, but: int | None) -> tuple[Likeness, _Candidate | None]:
        best: tuple[Likeness, _Candidate | None] = (Likeness.NONE, None)
        for key in _keys(traits):
            for other in (*self._candidates[key], *self._peers[key]):
                if other.profile is not None and other.profile == but:
                    continue
                likeness = rules.likeness(traits, other.traits)
                if likeness == Likeness.POSSIBLE and other.is_withdrawn:
                    continue
                if likeness == Likeness.CERTAIN:
                    return likeness, other
                if likeness.value > best[0].value:
                    best = (likeness, other)
        return best

    # --- What a block reads --------------------------------------------------------------------------------------

    def _withdrawn_by_undo(self, keys: Iterable[int]) -> set[int]:
        """Profiles that are hidden only because an import was taken back, and that nobody has touched since."""
        undone = ImportRow.objects.filter(profile__in=list(keys), is_undone=True, version_after=F("profile__version"))
        withdrawn = undone.filter(profile__state=rules.State.WITHDRAWN)
        return set(withdrawn.values_list("profile_id", flat=True))

    def _load_candidates(self, rows: Sequence[ImportRow]) -> None:
        """The profiles that the rows may double, by the keys that led to them."""
        digests, names, contacts, addresses = (defaultdict[str, list[str]](list) for _sort in range(4))
        for row in rows:
            traits = self._traits[row.pk]
            digests[_match_key(row)].append(traits.name)
            names[traits.name].append(traits.name)
            for contact in traits.contacts:
                contacts[contact].append(traits.name)
            if address := _address(traits):
                addresses[address].append(traits.name)
        first = Location.objects.filter(position=0)
        keys = {
            *_near(Profile.objects.all(), "match_key", names=digests, most=MOST_OF_A_NAME),
            *_near(Profile.objects.all(), "name_key", names=names, most=MOST_OF_A_NAME),
            *_near(Contact.objects.all(), "match_key", names=contacts, most=MOST_OF_A_CONTACT, of="profile__"),
            *_near(first, "match_key", names=addresses, most=MOST_OF_AN_ADDRESS, of="profile__"),
        }
        for candidate in self._profiles_as_candidates(keys):
            for key in _keys(candidate.traits):
                self._candidates[key].append(candidate)

    def _profiles_as_candidates(self, keys: set[int]) -> list[_Candidate]:
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
        withdrawn = set()
        rows = list(Profile.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "name", "name_key", "state"))
        if hidden := [pk for pk, _name, _key, state in rows if state == rules.State.WITHDRAWN]:
            withdrawn = self._withdrawn_by_undo(hidden)
        return [
            _Candidate(
                traits=_traits(name_key, sites.get(pk), contacts[pk]),
                name=name,
                address=_in_words(sites.get(pk)),
                profile=pk,
                is_withdrawn=state == rules.State.WITHDRAWN,
            )
            for pk, name, name_key, state in rows
            if pk not in withdrawn
        ]

    def _load_peers(self, rows: Sequence[ImportRow]) -> None:
        """The rows of earlier blocks of the same file that these may double."""
        rivals: dict[int, list[str]] = defaultdict(list)
        for row in rows:
            for key in _keys(self._traits[row.pk]):
                rivals[_number_of(key)].append(self._traits[row.pk].name)
        same = {_number_of(f"row {row.row_key}") for row in rows}
        clues = ImportClue.objects.filter(job=self.job, key__in=[*rivals, *same])
        found = {
            clue["row_id"]
            for clue in _first_of(clues, "key", "row_id", "row__said__name", most=MOST_OF_A_NAME)
            if clue["key"] in same or _is_near(rules.name_key(clue["row__said__name"]), rivals[clue["key"]])
        }
        for row in ImportRow.objects.filter(pk__in=found).defer("cells", "before").order_by("number"):
            self._taken.setdefault(row.row_key, row.number)
            peer = _Candidate(rules.traits_of(rules.content_of_said(row.said)), row.said["name"], row=row)
            for key in _keys(peer.traits):
                self._peers[key].append(peer)


def _sentence(other: _Candidate, outcome: Outcome) -> str:
    """What a person reads about a double."""
    if other.row is not None:
        values: dict[str, Any] = {"name": other.name, "row": other.row.number}
        if outcome == Outcome.CERTAIN_DOUBLE:
            return _("Steht schon in Zeile %(row)d: „%(name)s“.") % values
        return _("Vielleicht dasselbe wie Zeile %(row)d: „%(name)s“.") % values
    values = {"name": other.name, "address": other.address or _("ohne Adresse")}
    if other.is_withdrawn:
        return _("Steht im Verzeichnis, ist aber zurückgezogen: „%(name)s“, %(address)s.") % values
    if outcome == Outcome.CERTAIN_DOUBLE:
        return _("Steht schon im Verzeichnis: „%(name)s“, %(address)s.") % values
    return _("Vielleicht dasselbe wie „%(name)s“, %(address)s.") % values


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


def _keys(traits: Traits) -> list[str]:
    """Where to look for entries that are like this one: they share at least one of these."""
    address = _address(traits)
    return [f"name {traits.name}", *sorted(traits.contacts), *([f"at {address}"] if address else [])]


def _address(traits: Traits) -> str:
    return f"{traits.postcode} {traits.street}"[:160] if traits.street else ""


def _number_of(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), signed=True)


def _near(
    things: QuerySet[Any], by: str, *, names: Mapping[str, Sequence[str]], most: int, of: str = ""
) -> Iterator[int]:
    """The profiles that the keys of ``names`` lead to and that are called nearly like one of the rows of their key.

    Most who share an address or a web host don't: they are sorted out here, before anything else of them is read.
    """
    for found in _first_of(things.filter(**{f"{by}__in": list(names)}), by, f"{of}pk", f"{of}name_key", most=most):
        if _is_near(found[f"{of}name_key"], names[found[by]]):
            yield found[f"{of}pk"]


def _is_near(name: str, names: Iterable[str]) -> bool:
    return any(rules.are_near(name, other) for other in names)


def _first_of(things: QuerySet[Any], by: str, *columns: str, most: int) -> Iterable[dict[str, Any]]:
    """Columns of at most so many things with the same ``by``, oldest first."""
    place = Window(RowNumber(), partition_by=[F(by)], order_by="pk")
    return things.order_by().annotate(place=place).filter(place__lte=most).values(by, *columns)


def _first_of_each(things: QuerySet[ImportRow], by: str, *, most: int, order: str) -> list[ImportRow]:
    place = Window(RowNumber(), partition_by=[F(by)], order_by=order)
    return list(things.order_by().defer("cells", "before").annotate(place=place).filter(place__lte=most))
