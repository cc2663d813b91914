"""Letters: what kinds there are, which legal shape each takes, the steps it goes, and what it says as a value; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.steps import Steps
from quartierwerk.rooms.funding.rules.cases import GRANTING, Outcome
from quartierwerk.rooms.funding.rules.letter_texts import ClauseText
from quartierwerk.rooms.funding.rules.terms import Grantor, Terms

LONGEST_ADDRESSEE = 500
MOST_LINES_OF_ADDRESS = 6
"""So many show in the window of an envelope."""
LONGEST_NOTE_ON_SERVICE = 500
LETTER_WITHIN = timedelta(days=7)
"""So long a letter waits for its next step before it is marked."""
MOST_AT_ONCE = 1_000
"""So many letters one run takes at most."""


def tidy_address(typed: str) -> str:
    """An address as it is kept: line by line, without what is empty."""
    return "\n".join(line.strip() for line in typed.splitlines() if line.strip())


def fits_an_envelope(address: str) -> bool:
    """Whether an address shows in the window of an envelope."""
    return len(address) <= LONGEST_ADDRESSEE and len(address.split("\n")) <= MOST_LINES_OF_ADDRESS


class LetterKind(TextChoices):
    """What a letter is about."""

    GRANT = "grant", pgettext_lazy("letter", "Bewilligung")
    REJECTION = "rejection", pgettext_lazy("letter", "Ablehnung")
    EARLY_START = "early_start", pgettext_lazy("letter", "vorzeitiger Beginn")
    AMENDING = "amending", pgettext_lazy("letter", "Änderung")
    HEARING = "hearing", pgettext_lazy("letter", "Anhörung")
    CLAIM = "claim", pgettext_lazy("letter", "Rückforderung")
    INTEREST = "interest", pgettext_lazy("letter", "Zinsen")


GRANTS = frozenset({LetterKind.GRANT, LetterKind.AMENDING})
"""Letters that promise money."""
RECOVERS = frozenset({LetterKind.HEARING, LetterKind.CLAIM, LetterKind.INTEREST})
"""Letters about money that is claimed back, and what it bears."""


class Instrument(TextChoices):
    """The legal shape of a letter; it follows from who grants."""

    NOTICE = "notice", pgettext_lazy("instrument", "Bescheid")
    CONTRACT = "contract", pgettext_lazy("instrument", "Vertrag")
    PROMISE = "promise", pgettext_lazy("instrument", "Zusage")
    PLAIN = "plain", pgettext_lazy("instrument", "Schreiben")


class LetterState(TextChoices):
    """How far a letter has got."""

    DRAFTED = "drafted", pgettext_lazy("letter", "entworfen")
    APPROVED = "approved", pgettext_lazy("letter", "freigegeben")
    ISSUED = "issued", pgettext_lazy("letter", "ausgefertigt")
    SERVED = "served", pgettext_lazy("letter", "bekannt gegeben")
    DISCARDED = "discarded", pgettext_lazy("letter", "verworfen")


LETTER_STEPS = Steps(
    {
        LetterState.DRAFTED: {LetterState.APPROVED, LetterState.DISCARDED},
        LetterState.APPROVED: {LetterState.ISSUED, LetterState.DISCARDED},
        LetterState.ISSUED: {LetterState.SERVED},
        LetterState.SERVED: {LetterState.SERVED},  # served once more, because the first time did not reach anybody
    }
)
STANDING = frozenset({LetterState.ISSUED, LetterState.SERVED})
"""Letters that left the office's hands: their bytes are kept for good."""

TITLES = {
    (LetterKind.GRANT, Instrument.NOTICE): _("Zuwendungsbescheid"),
    (LetterKind.GRANT, Instrument.CONTRACT): _("Fördervertrag"),
    (LetterKind.GRANT, Instrument.PROMISE): _("Förderzusage"),
    (LetterKind.AMENDING, Instrument.NOTICE): _("Änderungsbescheid"),
    (LetterKind.AMENDING, Instrument.CONTRACT): _("Änderung des Fördervertrags"),
    (LetterKind.AMENDING, Instrument.PROMISE): _("Änderung der Förderzusage"),
    (LetterKind.REJECTION, Instrument.NOTICE): _("Ablehnungsbescheid"),
    (LetterKind.REJECTION, Instrument.PLAIN): _("Entscheidung über Ihren Antrag"),
    (LetterKind.EARLY_START, Instrument.NOTICE): _("Zulassung des vorzeitigen Maßnahmenbeginns"),
    (LetterKind.EARLY_START, Instrument.PLAIN): _("Zustimmung zum vorzeitigen Beginn"),
    (LetterKind.HEARING, Instrument.PLAIN): _("Anhörung zu einer Rückforderung"),
    (LetterKind.CLAIM, Instrument.NOTICE): _("Rückforderungsbescheid"),
    (LetterKind.CLAIM, Instrument.PLAIN): _("Rückforderung"),
    (LetterKind.INTEREST, Instrument.NOTICE): _("Zinsbescheid"),
    (LetterKind.INTEREST, Instrument.PLAIN): _("Zinsen zu einer Rückforderung"),
}
"""What each letter is called; a pair that does not stand here there is not."""


def kind_of(outcome: Outcome | str, *, has_letter: bool) -> LetterKind:
    """What a letter about a decision is; ``has_letter`` says that one about an earlier decision was issued."""
    if outcome not in GRANTING:
        return LetterKind.REJECTION
    return LetterKind.AMENDING if has_letter else LetterKind.GRANT


def instrument_of(kind: LetterKind, terms: Terms) -> Instrument:
    """The city decides by notice (Verwaltungsakt); an association has no power to, and promises or contracts.

    Who is heard is only asked: that decides nothing yet.
    """
    if kind == LetterKind.HEARING:
        return Instrument.PLAIN
    if terms.grantor == Grantor.CITY:
        return Instrument.NOTICE
    if kind not in GRANTS:
        return Instrument.PLAIN
    return Instrument.CONTRACT if terms.is_by_contract else Instrument.PROMISE


def letter_number(application: str, count: int) -> str:
    """The number of a letter: that of the application and which of its letters it is."""
    return f"{application}/{count}"


class Days(NamedTuple):
    """The days that a letter speaks of; None where it does not."""

    starts_on: date
    ends_on: date
    """The first and the last day of the project."""
    approved_from: date | None = None
    approved_until: date | None = None
    """Between which the money can be spent (Bewilligungszeitraum)."""
    proof_due: date | None = None
    early_from: date | None = None
    decided_on: date | None = None
    heard_until: date | None = None
    """Until when whoever is heard can say something."""
    interest_from: date | None = None
    interest_until: date | None = None
    """For which days interest is claimed; both count."""


@dataclass(frozen=True, kw_only=True)
class LetterContent:
    """What a letter says, pinned: texts with their versions, the sum in digits and words, days; sums in cents."""

    kind: LetterKind
    instrument: Instrument
    number: str
    title: str
    addressee: str
    """Line by line, as it stands in the window of the envelope."""
    programme: str
    project: str
    cents: int
    """What is granted; 0 where nothing is."""
    sum_in_words: str
    asked_cents: int
    days: Days
    basis: str
    opening: str
    closing: str
    clauses: tuple[ClauseText, ...] = ()
    conditions: str = ""
    """What the decision demands besides."""
    reason: str = ""
    remedy: str = ""
    """How to go to court (Rechtsbehelfsbelehrung); empty where there is nothing to go against."""
    supersedes: str = ""
    """The number of the letter that this one takes the place of."""
    page: Mapping[str, Any] = field(default_factory=dict)
    """All of it laid out as the document shows it, so that it is made again from this alone."""
    sender: Mapping[str, Any] = field(default_factory=dict)
    """Who sends, as the house was called then."""
    claimed_cents: int = 0
    """What is claimed back, or may be after the hearing."""
    weighing: str = ""
    """What whoever was heard has said, and how the office weighs it."""
    interest_cents: int = 0
    """What the claimed sum bears."""
    reckoning: str = ""
    """How the interest is reckoned, line by line."""
    aid: str = ""
    """That the grant is de-minimis aid, in the words of the law office; empty where it is none."""

    @property
    def as_json(self) -> dict[str, Any]:
        """As it lies in the database: days in ISO, sums in cents.

        What only letters about claims, interest or aid say stands in those alone, so that sums over earlier letters
        stay the same.
        """
        days = {name: day.isoformat() if day else None for name, day in self.days._asdict().items()}
        clauses = [one.as_json for one in self.clauses]
        said = {**vars(self), "kind": self.kind.value, "instrument": self.instrument.value}
        said |= {"days": days, "clauses": clauses}
        if self.kind not in RECOVERS:
            del days["heard_until"], said["claimed_cents"], said["weighing"]
        if self.kind != LetterKind.INTEREST:
            del days["interest_from"], days["interest_until"], said["interest_cents"], said["reckoning"]
        if not self.aid:
            del said["aid"]
        return said

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> LetterContent:
        """As it was kept."""
        days = {name: date.fromisoformat(day) if day else None for name, day in kept["days"].items()}
        read = {
            "kind": LetterKind(kept["kind"]),
            "instrument": Instrument(kept["instrument"]),
            "days": Days(**days),  # type: ignore[arg-type]  # the first two are always there
            "clauses": tuple(ClauseText.read(one) for one in kept["clauses"]),
        }
        return cls(**{**kept, **read})

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, in one order whatever the machine."""
        return hashlib.sha256(json.dumps(self.as_json, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def texts(self) -> dict[str, str]:
        """Every text in it that came from a version of texts, by what it is."""
        clauses = {f"clause:{one.key}": one.text for one in self.clauses}
        return {name: getattr(self, name) for name in ("opening", "closing", "remedy", "aid")} | clauses

    def with_page(self, page: Mapping[str, Any], sender: Mapping[str, Any]) -> LetterContent:
        """The same, laid out."""
        return replace(self, page=page, sender=sender)
