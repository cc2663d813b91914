"""Where in a TOML file each value stands, so that a mistake can be pointed at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

Way = tuple[str | int, ...]
"""The way to a value: ``("districts", 2, "slug")`` is the slug of the third district."""

HEADER = re.compile(r"\s*\[(?P<many>\[?)\s*(?P<name>[^\[\]]+?)\s*\]")
KEY = re.compile(r"""\s*(?P<key>[\w-]+|"[^"]*"|'[^']*')\s*=""")
QUOTES = ('"""', "'''")


def lines_of(text: str) -> dict[Way, int]:
    """The line, counted from 1, of every table and key; what is written inside another value is not found."""
    found: dict[Way, int] = {}
    counted: dict[str, int] = defaultdict(int)
    table: Way = ()
    open_with = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if open_with:
            open_with = "" if open_with in line else open_with
            continue
        if header := HEADER.match(line):
            name = header["name"]
            table = tuple(part.strip().strip("\"'") for part in name.split("."))
            if header["many"]:
                table = (*table, counted[name])
                counted[name] += 1
            found[table] = number
        elif key := KEY.match(line):
            found[(*table, key["key"].strip("\"'"))] = number
            open_with = next((mark for mark in QUOTES if line.count(mark) == 1), "")
    return found


def line_of(where: Way, lines: Mapping[Way, int]) -> int | None:
    """The line of a value, or of the nearest thing around it; None where nothing of it is written."""
    for length in range(len(where), 0, -1):
        if where[:length] in lines:
            return lines[where[:length]]
    return None
