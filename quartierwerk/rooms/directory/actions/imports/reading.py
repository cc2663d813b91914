"""Reading the rows of a file: from cells to what a profile says, with what a person has to know about each."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from quartierwerk.foundation import sheets
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.actions.imports.steps import Tools
from quartierwerk.rooms.directory.models import ImportJob, ImportRow
from quartierwerk.rooms.directory.queries.comparing import row_key
from quartierwerk.rooms.directory.rules import Outcome
from quartierwerk.rooms.places.rules import Precision

log = logging.getLogger(__name__)


class RowReader:
    """Reads the rows of one block by the mapping of their job."""

    def __init__(self, job: ImportJob, tools: Tools, *, this_year: int) -> None:
        self._job = job
        self._tools = tools
        self._this_year = this_year
        mapping = sheets.Mapping.from_json(job.mapping)
        places = {heading: place for place, heading in enumerate(mapping.headings)}
        self._columns = [(key, heading, places[heading]) for heading, key in mapping.keys.items()]

    def read(self, row: ImportRow) -> rules.ProfileContent | None:
        """Read a row anew; None where it can't go in. What nobody expected stops this row alone."""
        row.said, row.row_key, row.profile, row.is_applied, row.is_undone = None, "", None, False, False
        row.findings, row.outcome, row.has_warning = [], Outcome.ERROR, False
        try:
            reading, notes = self._reading(row)
        except Exception:
            log.exception("Row %s of import %s could not be read.", row.number, self._job.pk)
            row.notes = [_("Diese Zeile ließ sich nicht lesen. Der Fehler ist im Protokoll vermerkt.")]
            return None
        # Beside the reasons for a refusal nothing else counts: they are what a person has to mend.
        errors = [str(problem.sentence) for problem in reading.problems if problem.is_error]
        warnings = [str(problem.sentence) for problem in reading.problems if not problem.is_error]
        row.notes = list(dict.fromkeys(errors or [*notes, *warnings]))
        if errors:
            return None
        row.has_warning = bool(row.notes)
        row.said, row.row_key = reading.said, row_key(reading.said)
        return reading.content

    def _reading(self, row: ImportRow) -> tuple[rules.Reading, list[str]]:
        cells: dict[str, str] = {}
        notes = list(row.file_notes)
        for key, heading, place in self._columns:
            cleaned = sheets.clean_cell(row.cells[place], multiline=key in rules.MULTILINE)
            cells[key] = cleaned.text
            notes += [f"{heading}: {note}" for note in cleaned.notes]
        reading = rules.read_row(cells, book=self._tools.book, this_year=self._this_year)
        return reading, notes

    def look_up(self, rows: Iterable[ImportRow], contents: Mapping[int, rules.ProfileContent]) -> None:
        """Say of each row whether the register knows its address."""
        streets = (site.street for content in contents.values() for site in content.sites)
        self._tools.writer.geocoder.prepare(streets)
        for row in rows:
            if notes := self._about_addresses(contents[row.pk]):
                row.notes, row.has_warning = [*row.notes, *notes], True

    def _about_addresses(self, content: rules.ProfileContent) -> list[str]:
        if not content.sites:
            return []
        first, *further = content.sites
        found = [self._about_address(first)]
        for site in further:
            if sentence := self._about_address(site):
                found.append(f"{rules.write_sites([site])}: {sentence}")
        return [sentence for sentence in found if sentence]

    def _about_address(self, site: rules.Site) -> str:
        """What is odd about the point of an address; empty when it is exact or set by hand."""
        if site.pin:
            return ""
        point = self._tools.writer.geocoder.find(
            street=site.street, house_number=site.house_number, postcode=site.postcode, town=site.town
        )
        if point is None:
            return _("Adresse nicht gefunden; das Profil erscheint nicht auf der Karte.")
        if point.precision == Precision.STREET:
            return _("Die Hausnummer ist nicht bekannt; der Punkt auf der Karte ist ungefähr.")
        if point.precision == Precision.POSTCODE:
            return _("Die Straße ist nicht bekannt; der Punkt auf der Karte liegt in der Mitte der Postleitzahl.")
        return ""
