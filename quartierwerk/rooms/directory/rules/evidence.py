"""What speaks for two entries being one actor, weighed in points, and the words in which a person reads it.

The points are set by hand and held to the labelled pairs in ``tests/doubles``; ADR 27 says why no library weighs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from quartierwerk.rooms.directory.rules.doubles import Traits


class Likeness(Enum):
    """How sure it is that two entries are one actor.

    Certain means that an import leaves the row out; possible means that a person looks at the pair.
    """

    NONE = 0
    POSSIBLE = 1
    CERTAIN = 2


class Sign(TextChoices):
    """One thing that speaks for it."""

    SAME_NAME = "same_name", _("gleicher Name")
    NEAR_NAME = "near_name", _("sehr ähnlicher Name")
    PART_OF_NAME = "part_of_name", _("ein Name steckt im anderen")
    SAME_EMAIL = "same_email", _("gleiche E-Mail-Adresse")
    SAME_PHONE = "same_phone", _("gleiche Telefonnummer")
    SAME_WEBSITE = "same_website", _("gleiche Website")
    SAME_ADDRESS = "same_address", _("gleiche Adresse")


@dataclass(frozen=True)
class Evidence:
    """What was found between two entries."""

    likeness: Likeness
    score: int
    """Points; from ``ENOUGH`` on the two may be one."""
    reasons: tuple[Sign, ...] = ()


ENOUGH: Final = 60
"""From so many points on, a person looks at the pair."""
FOR: Final = {
    Sign.SAME_NAME: 75,
    Sign.NEAR_NAME: 55,
    Sign.PART_OF_NAME: 40,
    Sign.SAME_EMAIL: 85,
    Sign.SAME_PHONE: 30,
    Sign.SAME_WEBSITE: 30,
    Sign.SAME_ADDRESS: 20,
}
CONTACTS: Final = (
    # Kind of key, what it says when shared, and the points against it when both state others.
    ("mail:", Sign.SAME_EMAIL, 10),
    ("tel:", Sign.SAME_PHONE, 8),
    ("web:", Sign.SAME_WEBSITE, 25),
)
OTHER_ADDRESS: Final = 15
OTHER_BOX: Final = 3
"""Against two mailboxes at the domain of a website of theirs: many have several."""
BESIDE: Final = 20
"""Against a name that names something beside the other: its café, its friends, a branch."""

COMMON: Final = frozenset(
    "agentur architektur atelier buchhandlung buero cafe chor design film filmproduktion foto fotografie fotostudio"
    " galerie grafik haus illustration keramik kino kollektiv kultur kulturhaus kunst kunstverein laden malerei"
    " manufaktur museum musik musikschule orchester raum salon schule studio tanz theater tonstudio verein verlag"
    " werkstatt zirkus".split()
)
"""Words that many names hold: alone they name nobody."""
FILLING: Final = frozenset("am an auf bei das dem den der des die ein eine f fuer im in und von vom zu zum zur".split())
NUMERALS: Final = {
    word: str(number) for number, word in enumerate("null eins zwei drei vier fuenf sechs sieben acht neun".split())
}
STEMS_BESIDE: Final = ("foerder", "freund", "jugend", "kinder", "filiale", "zweigstelle", "niederlassung", "dependance")
ENDS_BESIDE: Final = ("cafe", "shop", "kantine", "showroom", "standort")
SHORT: Final = 6
"""In words below so many letters one letter makes another name: Hanna and Anna."""
LONG: Final = 9
"""From so many letters on, a word may hold two slips."""
KEPT: Final = 32_768
"""So many names and words are kept in memory taken apart: as many as a block of a sweep asks for again and again."""


def evidence(one: Traits, other: Traits, *, common: Iterable[str] = ()) -> Evidence:
    """What speaks for two entries being one actor; symmetric.

    ``common`` are contact keys that many share, a switchboard or a platform: they speak neither for nor against.
    """
    named, beside = _compared(*sorted((one.name, other.name)))
    reasons = [named] if named else []
    against = BESIDE if beside else 0
    left = frozenset(common)
    own = {key.removeprefix("web:") for key in (one.contacts | other.contacts) - left}
    for kind, reason, points in CONTACTS:
        mine, theirs = ({key for key in traits.contacts if key.startswith(kind)} - left for traits in (one, other))
        if mine & theirs:
            reasons.append(reason)
        elif mine and theirs:
            against += OTHER_BOX if kind == "mail:" and _domains(mine) & _domains(theirs) & own else points
    is_same_place = (one.street, one.postcode) == (other.street, other.postcode)
    if one.street and other.street:
        if is_same_place:
            reasons.append(Sign.SAME_ADDRESS)
        else:
            against += OTHER_ADDRESS
    score = sum(FOR[reason] for reason in reasons) - against
    if one.name == other.name and is_same_place:
        return Evidence(Likeness.CERTAIN, max(score, ENOUGH), tuple(reasons))
    return Evidence(Likeness.POSSIBLE if score >= ENOUGH else Likeness.NONE, score, tuple(reasons))


def likeness(one: Traits, other: Traits) -> Likeness:
    """Whether two entries are one actor; the same name at the same place is certain, also where neither has one."""
    return evidence(one, other).likeness


def in_words(reasons: Iterable[str]) -> str | Promise:
    """The reasons as a person reads them: “gleicher Name, gleiche Telefonnummer”; unknown ones are passed over."""
    known = set(Sign.values)
    return ", ".join(str(Sign(reason).label) for reason in reasons if reason in known)


def are_near(one: str, other: str) -> bool:
    """Whether two names (as ``name_key`` writes them) speak for one actor at all.

    It is asked of all who share a house, and mostly they have nothing in common: one word of the shorter name that
    the longer one lacks says so, unless only the blanks are set apart.
    """
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    if all(word in longer or any(_is_slip(word, theirs) for theirs in longer) for word in shorter):
        return _compared(*sorted((one, other)))[0] is not None
    first, second = "".join(shorter), "".join(longer)
    return (first == second or _is_slip(first, second)) and _compared(*sorted((one, other)))[0] is not None


@lru_cache(maxsize=8192)
def _compared(one: str, other: str) -> tuple[Sign | None, bool]:
    """What two names say, and whether one names something beside the other."""
    mine, theirs = _words(one), _words(other)
    if one == other or sorted(mine) == sorted(theirs) or "".join(mine) == "".join(theirs):
        return Sign.SAME_NAME, False
    left_of_mine, left_of_theirs, is_exact = _unmatched(mine, theirs)
    beside = any(map(_is_beside, left_of_mine)) != any(map(_is_beside, left_of_theirs))
    if not left_of_mine and not left_of_theirs:
        return (Sign.SAME_NAME if is_exact else Sign.NEAR_NAME), False
    if left_of_mine and left_of_theirs:
        joined = _is_slip("".join(mine), "".join(theirs)) and len(left_of_mine) != len(left_of_theirs)
        return (Sign.NEAR_NAME, False) if joined else (None, beside)
    shorter = theirs if left_of_mine else mine
    is_telling = any(word not in COMMON for word in shorter)
    return (Sign.PART_OF_NAME if is_telling else None), beside


@lru_cache(maxsize=KEPT)
def _words(name: str) -> tuple[str, ...]:
    words = tuple(NUMERALS.get(word, word) for word in name.split() if word not in FILLING)
    return words or tuple(name.split())


def _unmatched(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[list[str], list[str], bool]:
    """The words of either name that the other one lacks, and whether all others agree to the letter."""
    left = list(theirs)
    rest = []
    for word in mine:
        if word in left:
            left.remove(word)
        else:
            rest.append(word)
    alone = []
    is_exact = True
    for word in rest:
        near = next((other for other in left if _is_slip(word, other)), None)
        if near is None:
            alone.append(word)
        else:
            left.remove(near)
            is_exact = False
    return alone, left, is_exact


def _is_slip(one: str, other: str) -> bool:
    """Whether two words are one but for slips of typing or hearing; numbers never are."""
    heard, theirs = _heard(one), _heard(other)
    if heard is None or theirs is None:
        return False
    if heard == theirs:
        return True
    if abs(len(one) - len(other)) > 2:
        return False
    slips = OSA.distance(one, other, score_cutoff=2)
    shorter = min(len(one), len(other))
    if slips == 1:
        return shorter >= SHORT or sorted(one) == sorted(other)
    return slips == 2 and shorter >= LONG


@lru_cache(maxsize=KEPT)
def _heard(word: str) -> str | None:
    """A word as it is heard, roughly: doubled letters and silent ones count once; None where it holds a number."""
    if any(map(str.isdigit, word)):
        return None
    word = "".join(letter for before, letter in zip(" " + word, word, strict=False) if letter != before)
    for written, heard in (("th", "t"), ("ph", "f"), ("ck", "k"), ("c", "k"), ("y", "i"), ("dt", "t")):
        word = word.replace(written, heard)
    return word[:1] + word[1:].replace("h", "")


def _is_beside(word: str) -> bool:
    return word.startswith(STEMS_BESIDE) or word.endswith(ENDS_BESIDE)


def _domains(boxes: Iterable[str]) -> set[str]:
    return {box.rpartition("@")[2] for box in boxes}
