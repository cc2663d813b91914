"""When a body may decide and what it has decided: quorum, majority, recusal; pure, counted in seats and votes.

Every body has its own dated rules. Nothing here knows a body, and no formula holds for all: what statutes leave open is
a value of ``Quorum`` or ``Majority``. A finding carries its whole reasoning, since the minutes print it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class QuorumMode(TextChoices):
    """When a body asks whether enough of it are there."""

    CHECKED = "checked", _("wird vor jeder Abstimmung geprüft")
    PRESUMED = "presumed", _("gilt als gegeben, bis sie jemand bezweifelt")


class Base(TextChoices):
    """Of what a majority is a share (Bezugsgröße)."""

    CAST = "cast", _("abgegebene Ja- und Nein-Stimmen")
    VALID = "valid", _("gültige Stimmen mit Enthaltungen")
    PRESENT = "present", _("anwesende Stimmberechtigte")
    SEATS = "seats", _("alle stimmberechtigten Sitze")


class Tie(TextChoices):
    """What as many for as against mean (Stimmengleichheit)."""

    REJECTED = "rejected", _("ist abgelehnt")
    CHAIR = "chair", _("die Stimme des Vorsitzes entscheidet")


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """How many voting seats have to be there (Beschlussfähigkeit)."""

    share: Fraction = Fraction(0)
    """Of the voting seats that count."""
    is_more_than: bool = True
    """Whether more than that share is needed, or that share is enough."""
    least: int = 1
    """So many in any case; a body of nobody decides nothing."""
    mode: QuorumMode = QuorumMode.CHECKED
    is_waived_second_time: bool = False
    """Whether a second meeting, called for the same items and saying so, decides with whoever comes."""
    do_recused_count: bool = True
    """Whether a recused seat counts among those of which a share is needed (as the statutes say)."""

    def needed(self, seats: int) -> int:
        """How many have to be there of so many that count."""
        share = self.share * seats
        enough = int(share) + 1 if self.is_more_than else -int(-share // 1)
        return max(self.least, min(enough, seats) if self.share else 0)


@dataclass(frozen=True, kw_only=True)
class Majority:
    """How many votes carry a motion (Mehrheit)."""

    base: Base = Base.CAST
    share: Fraction = Fraction(1, 2)
    is_more_than: bool = True
    """Whether more than the share is needed (simple majority), or the share is enough (two thirds)."""
    tie: Tie = Tie.REJECTED


class Here(NamedTuple):
    """Who is there for one item, in voting seats."""

    seats: int
    """All voting seats of the body that are filled."""
    present: int
    """Of these, those that are there and not recused."""
    recused: int = 0
    """Those that may not take part in this item, there or not."""


class Votes(NamedTuple):
    """What was voted, in voting seats."""

    yes: int
    no: int
    abstained: int = 0
    invalid: int = 0

    @property
    def all(self) -> int:
        """How many took part."""
        return sum(self)


class QuorumFinding(NamedTuple):
    """Whether enough are there, and why."""

    is_met: bool
    present: int
    needed: int
    of: int
    """The seats of which a share is needed."""
    is_presumed: bool = False
    is_waived: bool = False


class Result(NamedTuple):
    """What a vote comes to, and why."""

    is_carried: bool
    votes: Votes
    base: int
    """The number of which a share was needed."""
    needed: int
    """So many votes in favour carried it."""
    is_tied: bool = False
    by_chair: bool = False


def quorum(rule: Quorum, here: Here, *, is_second: bool = False, is_challenged: bool = False) -> QuorumFinding:
    """Whether a body can decide on an item now (Feststellung der Beschlussfähigkeit)."""
    of = here.seats if rule.do_recused_count else here.seats - here.recused
    if is_second and rule.is_waived_second_time:
        return QuorumFinding(here.present >= 1, here.present, 1, of, is_waived=True)
    needed = rule.needed(of)
    is_presumed = rule.mode == QuorumMode.PRESUMED and not is_challenged and here.present >= 1
    return QuorumFinding(is_presumed or here.present >= needed, here.present, needed, of, is_presumed=is_presumed)


def result(rule: Majority, here: Here, votes: Votes, *, chair: bool | None = None) -> Result:
    """Whether a motion is carried; ``chair`` is how the chair voted, None where nobody chaired or they abstained.

    Raises ValueError for more votes than seats that were entitled: that is no result but a mistake in counting.
    """
    if min(votes) < 0 or votes.all > here.present:
        raise ValueError("There are more votes than seats that may vote.")
    base = {
        Base.CAST: votes.yes + votes.no,
        Base.VALID: votes.yes + votes.no + votes.abstained,
        Base.PRESENT: here.present,
        Base.SEATS: here.seats,
    }[rule.base]
    share = rule.share * base
    needed = max(1, int(share) + 1 if rule.is_more_than else -int(-share // 1))
    is_tied = votes.yes == votes.no and votes.yes > 0
    by_chair = is_tied and rule.tie == Tie.CHAIR and chair is True and rule.is_more_than and votes.yes >= share
    return Result(votes.yes >= needed or by_chair, votes, base, needed, is_tied, by_chair)


class Relation(NamedTuple):
    """A person is bound to something: by reference, and by which tie (Angehörige, Organ, Arbeitsverhältnis …)."""

    to: str
    kind: str


def conflicts(relations: Iterable[Relation], *, parties: Collection[str]) -> list[Relation]:
    """The ties for which somebody has to be recused from an item with these parties (§ 31 GO NRW, § 34 BGB)."""
    concerned = frozenset(parties)
    return sorted({relation for relation in relations if relation.to in concerned})
