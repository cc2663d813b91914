"""Official boundaries from a file, as the command line takes them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext

from quartierwerk.foundation.ui import writing
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import actions
from quartierwerk.rooms.places.exchange.summary import Summary
from quartierwerk.rooms.places.rules import Finding, PlaceKind


@dataclass(frozen=True)
class About:
    """What the command line says of a file of boundaries."""

    kind: PlaceKind
    valid_from: date
    source: str
    creates_missing: bool = False
    moves_outline: bool = False


def import_boundaries(path: Path, *, about: About, actor: Person, dry_run: bool) -> Summary:
    """Check a file of boundaries and, unless it is a dry run, draw it as a whole; raises RuleBroken if unreadable."""
    file = actions.BoundaryFile(
        content=path.read_bytes(),
        filename=path.name,
        kind=about.kind,
        valid_from=about.valid_from,
        source=about.source or path.stem,
        creates_missing=about.creates_missing,
        moves_outline=about.moves_outline,
    )
    survey = actions.check_survey(file, actor=actor)
    errors = sum(finding.is_error for finding in survey.findings)
    said = [_line(finding) for finding in survey.findings]
    said += [
        f"{change['name']}: {writing.number(change['before_m2'])} → {writing.number(change['after_m2'])} m²"
        for change in survey.outcome["changes"]
    ]
    if errors:
        said.append(gettext("Nichts wurde übernommen: %(count)d Fehler.") % {"count": errors})
    elif not survey.can_be_drawn:
        said.append(gettext("Die Datei sagt, was schon gilt. Es gibt nichts zu übernehmen."))
    elif dry_run:
        said.append(gettext("Das war ein Prüflauf; an den Grenzen hat sich nichts geändert."))
    else:
        actions.draw_survey(survey, actor=actor)
        said.append(gettext("Die Grenzen sind übernommen."))
    return Summary(said, came_back=errors)


def _line(finding: Finding) -> str:
    """A finding as one line: what, where, at which point, how large."""
    where = f"{finding.lat:.5f}, {finding.lon:.5f}" if finding.lat is not None else ""
    size = f"{writing.number(round(finding.area_m2))} m²" if finding.area_m2 else ""
    head = ", ".join(filter(None, (finding.place, where, size)))
    since = gettext("ab %(day)s") % {"day": finding.on.isoformat()} if finding.on else ""
    return " · ".join(filter(None, (f"{finding.label}: {head}" if head else finding.label, since, finding.sentence)))
