"""Nothing of the demo city stands in the code: its names live in the demo's data only."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from tests.architecture.house import PACKAGE, at

DATA = sorted((PACKAGE / "rooms" / "places" / "demo" / "data").glob("*.csv"))
KINDS = {".py", ".html", ".txt", ".js", ".css", ".svg", ".toml", ".csv", ".po", ".xml"}
ANY_CITY = {"City", "Hafen"}
"""Everyday names that many cities have."""


def names() -> set[str]:
    found = {"Dortmund"}
    for path in DATA:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines, delimiter=";")
            if "center_lat" not in (rows.fieldnames or []):
                continue  # people and themes, not places
            for row in rows:
                found |= {row["name"], row.get("name_en", ""), row["slug"], *row.get("aliases", "").split(",")}
    return {name for name in found if name and name.capitalize() not in ANY_CITY}


def mentions(package: Path, forbidden: set[str]) -> list[str]:
    """Lines of code, templates and texts that name a place of the demo city, alone or with an ending."""
    pattern = re.compile("|".join(rf"\b{re.escape(name)}(?:s|r|er)?\b" for name in sorted(forbidden)), re.IGNORECASE)
    return [
        f"{at(path, number)} {found[0]}"
        for path in sorted(package.rglob("*"))
        if path.suffix in KINDS and path.is_file() and not {"demo", "tests", "vendor"} & set(path.parts)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (found := pattern.search(line))
    ]


def test_no_place_of_the_demo_city_stands_outside_its_data():
    assert mentions(PACKAGE, names()) == []


def test_a_place_of_the_demo_city_is_noticed(tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "city.py").write_text('NAME = "Dortmund"\n')
    (tmp_path / "views.py").write_text('TITLE = "Kreatives"\nHINT = "Das Dortmunder Verzeichnis"\n')
    (tmp_path / "page.html").write_text("<p>Hafen, City, nordstadt</p>\n")

    assert mentions(tmp_path, names()) == ["page.html:1 nordstadt", "views.py:2 Dortmunder"]
