"""Completes short entries with hand-written sentences that are true of their profession and kind."""

from __future__ import annotations

from random import Random

from quartierwerk.rooms.directory.demo.entries import Entry
from quartierwerk.rooms.directory.demo.vocabulary import table
from quartierwerk.rooms.directory.rules.content import Kind

Pair = tuple[str, str]


class Phrases:
    """Hands out sentences in turn: of those that fit, the one that was used least."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.rows = table("sentences.csv", delimiter="|")
        self.used = dict.fromkeys((row["de"] for row in self.rows), 0)
        random.shuffle(self.rows)

    def complete(self, entry: Entry) -> Pair:
        """The whole text of an entry in German and, if it has an English beginning, in English."""
        if not entry.is_short:
            return entry.de, entry.en
        added = [self._next("middle", entry)]
        if self.random.random() < 0.55:
            added.append(self._next("end", entry))
        german = " ".join((entry.de, *(pair[0] for pair in added)))
        english = " ".join((entry.en, *(pair[1] for pair in added))) if entry.en else ""
        return german, english

    def wish(self, entry: Entry) -> Pair:
        """What an entry offers or seeks in working together; empty for most."""
        if self.random.random() > 0.26:
            return "", ""
        return self._next("wish", entry)

    def _next(self, part: str, entry: Entry) -> Pair:
        fitting = [row for row in self.rows if row["part"] == part and _fits(row, entry)]
        row = min(fitting, key=lambda row: self.used[row["de"]])
        self.used[row["de"]] += 1
        return row["de"], row["en"]


def _fits(row: dict[str, str], entry: Entry) -> bool:
    return (
        row["sector"] in ("*", entry.sectors[0])
        and row["voice"] == ("ich" if entry.kind is Kind.FREELANCER else "wir")
        and (not row["jobs"] or entry.jobs[0] in row["jobs"].split())
        and (not row["kinds"] or entry.kind in row["kinds"].split())
    )
