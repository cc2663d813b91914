"""Texts of letters: clauses, remedy texts, openings and closings, by version, with a closed set of blanks; pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quartierwerk.foundation.errors import Problem

LONGEST_CLAUSE = 1_500
LONGEST_PASSAGE = 3_000
LONGEST_KEY_OF_CLAUSE = 30
MOST_CLAUSES = 30
PLACEHOLDERS = {
    "number": gettext_lazy("Nummer des Schreibens"),
    "application": gettext_lazy("Nummer des Antrags"),
    "submitted_on": gettext_lazy("Tag des Antrags"),
    "programme": gettext_lazy("Name des Programms"),
    "project": gettext_lazy("Name des Projekts"),
    "sum": gettext_lazy("Summe in Ziffern"),
    "sum_in_words": gettext_lazy("Summe in Worten"),
    "asked": gettext_lazy("beantragte Summe"),
    "starts_on": gettext_lazy("erster Tag des Projekts"),
    "ends_on": gettext_lazy("letzter Tag des Projekts"),
    "approved_from": gettext_lazy("Beginn des Bewilligungszeitraums"),
    "approved_until": gettext_lazy("Ende des Bewilligungszeitraums"),
    "proof_due": gettext_lazy("Tag, an dem der Verwendungsnachweis fällig ist"),
    "proof": gettext_lazy("woraus der Verwendungsnachweis besteht, als Satz"),
    "payout": gettext_lazy("wann ausgezahlt wird, als Satz"),
    "early_from": gettext_lazy("Tag, ab dem das Projekt vorher beginnen darf"),
    "decided_on": gettext_lazy("Tag der Entscheidung"),
    "basis": gettext_lazy("Grundlage der Förderung"),
    "supersedes": gettext_lazy("Nummer des Schreibens, das ersetzt wird"),
    "claimed": gettext_lazy("zurückgeforderte Summe in Ziffern"),
    "claimed_in_words": gettext_lazy("zurückgeforderte Summe in Worten"),
    "heard_until": gettext_lazy("Tag, bis zu dem man sich äußern kann"),
    "interest": gettext_lazy("Zinsen in Ziffern"),
    "interest_in_words": gettext_lazy("Zinsen in Worten"),
    "interest_from": gettext_lazy("erster Tag, für den Zinsen zu zahlen sind"),
    "interest_until": gettext_lazy("letzter Tag, für den Zinsen zu zahlen sind"),
}
"""The blanks that a text may have; no others, so that none is ever printed empty."""
_BLANK = re.compile(r"\{([^{}]*)\}")
_OPEN = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]")
_KEY = re.compile(r"[a-z0-9-]+")


class ClauseKind(TextChoices):
    """What a collateral clause does (Nebenbestimmung, § 36 VwVfG NRW)."""

    OBLIGATION = "obligation", pgettext_lazy("clause", "Auflage")
    CONDITION = "condition", pgettext_lazy("clause", "Bedingung")
    TIME_LIMIT = "time_limit", pgettext_lazy("clause", "Befristung")
    REVOCATION = "revocation", pgettext_lazy("clause", "Widerrufsvorbehalt")


class Part(TextChoices):
    """Which part of a letter a passage is."""

    OPENING = "opening", pgettext_lazy("passage", "Einleitung")
    REMEDY = "remedy", pgettext_lazy("passage", "Rechtsbehelfsbelehrung")
    CLOSING = "closing", pgettext_lazy("passage", "Schluss")
    AID = "aid", pgettext_lazy("passage", "De-minimis-Beihilfe")


@dataclass(frozen=True)
class ClauseText:
    """One clause: what it is about, what it does, and its words."""

    key: str
    """What it is about, in small letters; two of one key contradict each other in one letter."""
    kind: ClauseKind
    text: str

    @property
    def as_json(self) -> dict[str, str]:
        """As it lies in the database."""
        return {"key": self.key, "kind": self.kind.value, "text": self.text}

    @classmethod
    def read(cls, kept: Mapping[str, str]) -> ClauseText:
        """As it was kept."""
        return cls(kept["key"], ClauseKind(kept["kind"]), kept["text"])


def unknown_blanks(text: str) -> list[str]:
    """The blanks in a text that there are not."""
    return [name for name in _BLANK.findall(text) if name not in PLACEHOLDERS]


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its blanks filled; one for which there is no value stays, and the linter sees it."""
    return _BLANK.sub(lambda found: values.get(found[1]) or found[0], text)


def open_places(text: str) -> list[str]:
    """What is still to be filled in: blanks without a value, and what stands in square brackets."""
    return _OPEN.findall(text)


def text_problem(text: str, *, longest: int) -> str:
    """Why a text cannot be laid down, as a sentence; empty where it can."""
    if not text.strip():
        return _("Hier fehlt der Text.")
    if len(text) > longest:
        return _("Dieser Text ist zu lang.")
    if unknown := unknown_blanks(text):
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        sentence = _("Den Platzhalter „{%(name)s}“ gibt es nicht. Möglich sind: %(known)s.")
        return sentence % {"name": unknown[0], "known": known}
    if text.count("{") != text.count("}") or len(_BLANK.findall(text)) != text.count("{"):
        return _("Eine geschweifte Klammer ist nicht geschlossen.")
    return ""


def clause_problems(clauses: Sequence[ClauseText]) -> list[Problem]:
    """Why these clauses cannot be one set, each at the field to be changed; empty where they can."""
    if not clauses:
        return [Problem("text_0", _("Bitte legen Sie mindestens eine Nebenbestimmung fest."))]
    if len(clauses) > MOST_CLAUSES:
        return [Problem("text_0", _("So viele Nebenbestimmungen passen nicht in ein Schreiben."))]
    found = []
    for number, one in enumerate(clauses):
        if not _KEY.fullmatch(one.key) or len(one.key) > LONGEST_KEY_OF_CLAUSE:
            sentence = _("Das Stichwort besteht aus Kleinbuchstaben, Ziffern und Bindestrichen.")
            found.append(Problem(f"key_{number}", sentence))
        if said := text_problem(one.text, longest=LONGEST_CLAUSE):
            found.append(Problem(f"text_{number}", said))
    found += [
        Problem(f"key_{number}", _("Dieses Stichwort steht zweimal da; die Bestimmungen widersprächen sich."))
        for number in doubled(clauses)
    ]
    return found


def doubled(clauses: Iterable[ClauseText]) -> list[int]:
    """The places of clauses whose key another one before them has."""
    seen: set[str] = set()
    found = []
    for number, one in enumerate(clauses):
        if one.key in seen:
            found.append(number)
        seen.add(one.key)
    return found


@dataclass(frozen=True)
class Proposed:
    """A passage as the house proposes it; ``kind`` is empty where it is for letters of every kind."""

    part: Part
    instrument: str
    text: str
    kind: str = ""


@cache
def _proposals() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "letters.toml").read_text(encoding="utf-8"))


def proposed_clauses(grantor: str) -> tuple[ClauseText, ...]:
    """The clauses that the house proposes for who grants."""
    return tuple(ClauseText.read(one) for one in _proposals()["clauses"][grantor])


def proposed_passages() -> tuple[Proposed, ...]:
    """The passages that the house proposes."""
    return tuple(Proposed(**row | {"part": Part(row["part"])}) for row in _proposals()["passages"])
