"""Importing a list as the command line does: rows a second, and the most memory above what the process needs idle."""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count
from tqdm import tqdm

from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import exchange
from quartierwerk.rooms.directory.demo.bulk import bulk_contents
from quartierwerk.rooms.directory.demo.vocabulary import professions, sectors
from quartierwerk.rooms.directory.models import ImportRow, Profile
from quartierwerk.rooms.directory.rules.content import ContactType, ProfileContent
from tests.bench import memory

SEED = 2
"""Not the seed of the directory's own profiles: the list brings other people to the same addresses."""
HEADINGS = (
    "Name", "Art", "Teilmärkte", "Berufe", "Stichwörter", "In einem Satz", "Text", "Straße", "Hausnummer", "PLZ", "Ort",
    "E-Mail", "Website", "offen für Kooperation", "Gegründet",
)  # fmt: skip


def measure(*, step: str, rows: int, path: str) -> dict[str, Any]:
    """``write`` the list or ``read`` it into the directory: two steps, for one must not use the other's memory."""
    return _write(Path(path), rows) if step == "write" else _read(Path(path), rows)


def _read(path: Path, rows: int) -> dict[str, Any]:
    actor, before = system("command-line"), Profile.objects.count()
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    idle, start, cpu = memory.held(), time.perf_counter(), time.process_time()
    with tqdm(desc=f"import {rows:,} into {before:,}", file=sys.stderr, disable=rows < 1000, mininterval=2) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        exchange.import_file(path, actor=actor, list_name="Firmenindex", dry_run=False, progress=progress)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = memory.most_held() - idle
    outcomes = ImportRow.objects.order_by().values_list("outcome").annotate(Count("pk"))
    return {
        "rows": rows,
        "before": before,
        "added": Profile.objects.count() - before,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "idle_mb": idle,
        "above_idle_mb": peak,
        "outcomes": dict(outcomes),
    }


def _write(path: Path, rows: int) -> dict[str, Any]:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(HEADINGS)
        lines.writerows(_line(content) for content in bulk_contents(rows, seed=SEED))
    return {"rows": rows, "bytes": path.stat().st_size}


SECTORS = {words.slug: words.name_de for words in sectors()}
PROFESSIONS = {words.slug: words.name_de for words in professions()}


def _line(content: ProfileContent) -> list[str]:
    site = content.sites[0] if content.sites else None
    reached = {contact.type: contact.value for contact in content.contacts}
    return [
        content.name,
        str(content.kind.label),
        "; ".join(SECTORS[slug] for slug in content.sectors),
        "; ".join(PROFESSIONS[slug] for slug in content.professions),
        "; ".join(content.keywords),
        content.tagline_de,
        content.about_de,
        *((site.street, site.house_number, site.postcode, site.town) if site else ("", "", "", "")),
        reached[ContactType.EMAIL],
        reached[ContactType.WEBSITE],
        "ja" if content.is_open_for_cooperation else "nein",
        str(content.founded),
    ]
