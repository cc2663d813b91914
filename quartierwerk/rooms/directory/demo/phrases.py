"""Completes short entries with hand-written sentences of their sector."""

from __future__ import annotations

from random import Random

from quartierwerk.rooms.directory.demo.entries import Entry
from quartierwerk.rooms.directory.demo.vocabulary import table
from quartierwerk.rooms.directory.rules.content import Kind

Pair = tuple[str, str]


class Phrases:
    """Hands out sentences in turn, so that neighbours don't share one."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.rows: dict[tuple[str, str, str], list[Pair]] = {}
        for row in table("sentences.csv", delimiter="|"):
            self.rows.setdefault((row["part"], row["sector"], row["voice"]), []).append((row["de"], row["en"]))
        for choices in self.rows.values():
            random.shuffle(choices)

    def complete(self, entry: Entry) -> Pair:
        """The whole text of an entry in German and, if it has an English beginning, in English."""
        if not entry.is_short:
            return entry.de, entry.en
        voice = _voice(entry)
        added = [self._next("middle", entry.sectors[0], voice)]
        if self.random.random() < 0.55:
            added.append(self._next("end", "*", voice))
        german = " ".join((entry.de, *(pair[0] for pair in added)))
        english = " ".join((entry.en, *(pair[1] for pair in added))) if entry.en else ""
        return german, english

    def wish(self, entry: Entry) -> Pair:
        """What an entry offers or seeks in working together; empty for most."""
        if self.random.random() > 0.26:
            return "", ""
        return self._next("wish", "*", _voice(entry))

    def _next(self, part: str, sector: str, voice: str) -> Pair:
        choices = self.rows[part, sector, voice]
        choices.append(choices.pop(0))
        return choices[-1]


def _voice(entry: Entry) -> str:
    return "ich" if entry.kind is Kind.FREELANCER else "wir"
