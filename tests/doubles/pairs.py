"""Reading the labelled pairs, and measuring how well the rules tell them apart."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.rules import Contact, ContactType, Likeness, ProfileContent, Site

FOLDER = Path(__file__).parent
PLATFORMS = frozenset({"web:linkbaum.example", "web:kuenstlerseiten.example", "web:portfolio-plattform.example"})
"""Hosts that stand for those which hundreds share; a directory knows them by counting."""
FIELDS = {ContactType.WEBSITE: "website", ContactType.PHONE: "phone", ContactType.EMAIL: "email"}


@dataclass(frozen=True)
class Pair:
    """Two entries, and whether they are one actor."""

    actor: str
    kind: str
    is_one: bool
    one: ProfileContent
    other: ProfileContent


@dataclass(frozen=True)
class Figures:
    """How well a half is told apart: shares from 0 to 1, and the pairs that were judged wrong."""

    precision: float
    recall: float
    certain_precision: float
    wrong: Sequence[tuple[Pair, rules.Evidence]]


def read(half: str) -> list[Pair]:
    """The pairs of half ``a`` or ``b``."""
    with (FOLDER / f"pairs_{half}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Pair(row["actor"], row["kind"], row["same"] == "yes", _entry(row, "one"), _entry(row, "other"))
            for row in csv.DictReader(file, delimiter=";")
        ]


def measured(pairs: Sequence[Pair]) -> Figures:
    """What the rules say of these pairs, held against their labels."""
    found = [(pair, rules.evidence(*map(rules.traits_of, (pair.one, pair.other)), common=PLATFORMS)) for pair in pairs]
    told = [pair for pair, evidence in found if evidence.likeness is not Likeness.NONE]
    certain = [pair for pair, evidence in found if evidence.likeness is Likeness.CERTAIN]
    right = sum(pair.is_one for pair in told)
    return Figures(
        precision=right / len(told),
        recall=right / sum(pair.is_one for pair in pairs),
        certain_precision=sum(pair.is_one for pair in certain) / len(certain),
        wrong=[(pair, one) for pair, one in found if pair.is_one != (one.likeness is not Likeness.NONE)],
    )


def _entry(row: dict[str, str], side: str) -> ProfileContent:
    said = {name.removeprefix(f"{side}_"): value for name, value in row.items() if name.startswith(f"{side}_")}
    contacts = tuple(Contact(type=kind, value=said[name]) for kind, name in FIELDS.items() if said[name])
    site = Site(**{name: said[name] for name in ("street", "house_number", "postcode", "town")})
    return ProfileContent(name=said["name"], sites=(site,), contacts=contacts)
