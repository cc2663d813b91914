"""The directory's columns in files, and the ways in and out: lists that are imported, views that are exported."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.http import FileResponse, QueryDict, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from quartierwerk.foundation import clock, sheets
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.house.words import word_lazy, words_lazy
from quartierwerk.foundation.sheets import Column
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.directory import actions, queries, rules
from quartierwerk.rooms.directory.models import Contact, ImportJob, Location, Profile
from quartierwerk.rooms.directory.queries.imports import Numbers, numbers, refused, unfinished, working
from quartierwerk.rooms.directory.rules import JobState, Outcome
from quartierwerk.rooms.places.rules import Precision

Progress = Callable[[int, int], object]
Reader = Person | AnonymousUser | None
BLOCK = 500

COLUMNS = (
    Column(
        "external_id",
        gettext_lazy("Nummer"),
        ("Nr", "Nr.", "Lfd. Nr.", "laufende Nummer", "ID", "Kennung", "Number", "No."),
    ),
    Column(
        "name",
        gettext_lazy("Name"),
        (
            "Firma",
            "Firmenname",
            "Unternehmen",
            "Name der Firma",
            "Name des Unternehmens",
            "Bezeichnung",
            "Akteur",
            "Akteurin",
        )
        + (
            "Institution",
            "Organisation",
            "Company",
            "Name / Firma",
            "Firma / Name",
            "Betrieb",
            "Titel",
            "Organization",
        ),
        required=True,
    ),
    Column("kind", gettext_lazy("Art"), ("Typ", "Kategorie", "Art des Eintrags", "Akteurstyp", "Type", "Kind")),
    Column(
        "sectors",
        words_lazy("sector"),
        (
            "Teilmarkt",
            "Branche",
            "Branchen",
            "Bereich",
            "Sparte",
            "Sektor",
            "Wirtschaftszweig",
            "Sector",
            "Sectors",
            "Industry",
        )
        + ("Teilmärkte", "Teilmarkt/Teilmärkte", "Submarket"),
    ),
    Column(
        "professions",
        gettext_lazy("Berufe"),
        (
            "Beruf",
            "Tätigkeit",
            "Tätigkeiten",
            "Tätigkeitsfeld",
            "Tätigkeitsfelder",
            "Profession",
            "Professions",
            "Gewerk",
        ),
    ),
    Column(
        "keywords",
        gettext_lazy("Stichwörter"),
        ("Stichworte", "Schlagworte", "Schlagwörter", "Tags", "Keywords")
        + ("Leistung", "Leistungen", "Schwerpunkt", "Schwerpunkte"),
    ),
    Column(
        "street",
        gettext_lazy("Straße"),
        (
            "Strasse",
            "Str.",
            "Straße + Nr.",
            "Straße und Nr.",
            "Straße, Nr.",
            "Straße und Hausnummer",
            "Straße/Hausnummer",
        )
        + ("Straße Nr.", "Adresse", "Anschrift", "Street", "Address", "Straße & Hausnummer", "Postanschrift"),
    ),
    Column(
        "house_number",
        gettext_lazy("Hausnummer"),
        ("Hausnr", "Hausnr.", "Haus-Nr.", "HNr", "Nr. (Haus)", "House number", "Street number"),
    ),
    Column(
        "postcode",
        gettext_lazy("PLZ"),
        (
            "Postleitzahl",
            "PLZ/Ort",
            "PLZ Ort",
            "PLZ + Ort",
            "PLZ und Ort",
            "PLZ, Ort",
            "Postcode",
            "ZIP",
            "Postal code",
        ),
    ),
    Column("town", pgettext_lazy("address", "Ort"), ("Stadt", "Wohnort", "Firmensitz", "Town", "City")),
    Column("addition", gettext_lazy("Adresszusatz"), ("Zusatz", "Address addition", "c/o")),
    Column("lat", gettext_lazy("Breitengrad"), ("Breite", "Lat", "Latitude", "Koordinate Nord")),
    Column("lon", gettext_lazy("Längengrad"), ("Länge", "Lon", "Lng", "Long", "Longitude", "Koordinate Ost")),
    Column("precision", gettext_lazy("Genauigkeit"), ("Precision",)),
    Column(
        "email",
        gettext_lazy("E-Mail"),
        ("Mail", "E-Mail-Adresse", "Mailadresse", "eMail", "E-Mail Adresse", "Email address"),
    ),
    Column("phone", gettext_lazy("Telefon"), ("Tel", "Tel.", "Telefonnummer", "Rufnummer", "Festnetz", "Fon", "Phone")),
    Column("mobile", gettext_lazy("Mobil"), ("Handy", "Mobiltelefon", "Mobilnummer", "Mobile")),
    Column(
        "website",
        gettext_lazy("Website"),
        ("Webseite", "Homepage", "Internet", "Internetseite", "Internetadresse", "Web", "URL", "WWW", "Web-Adresse"),
    ),
    Column(
        "person",
        gettext_lazy("Ansprechperson"),
        (
            "Ansprechpartner",
            "Ansprechpartnerin",
            "Ansprechpartner/in",
            "Ansprechpartner*in",
            "Kontaktperson",
            "Contact person",
        )
        + ("Inhaber", "Inhaberin", "Inhaber/in", "Geschäftsführung", "Kontakt"),
    ),
    Column(
        "links", gettext_lazy("Links"), ("Weitere Links", "Social Media", "Soziale Medien", "Instagram", "Facebook")
    ),
    Column(
        "tagline_de", gettext_lazy("In einem Satz"), ("Kurzbeschreibung", "Kurztext", "Claim", "Untertitel", "Slogan")
    ),
    Column("tagline_en", gettext_lazy("In einem Satz (Englisch)"), ("Tagline", "Short description")),
    Column(
        "about_de",
        gettext_lazy("Text"),
        (
            "Beschreibung",
            "Über uns",
            "Profil",
            "Langtext",
            "Beschreibungstext",
            "Angebot",
            "Text (Deutsch)",
            "Bemerkung",
        )
        + ("Profiltext", "Kurzprofil"),
    ),
    Column(
        "about_en",
        gettext_lazy("Text (Englisch)"),
        ("Beschreibung (Englisch)", "Description", "Description (English)", "About"),
    ),
    Column("about_plain", gettext_lazy("Text in Leichter Sprache"), ("Leichte Sprache", "Plain language")),
    Column("opening", gettext_lazy("Öffnungszeiten"), ("Öffnungszeit", "Geöffnet", "Sprechzeiten", "Opening hours")),
    Column("access", gettext_lazy("Barrierefreiheit"), ("Barrierefrei", "Zugänglichkeit", "Accessibility")),
    Column(
        "is_open_for_cooperation",
        gettext_lazy("offen für Kooperation"),
        ("Kooperation", "Offen für Kooperationen", "Kooperationsbereitschaft", "Open for cooperation"),
    ),
    Column("cooperation_de", gettext_lazy("Kooperationswunsch"), ("Kooperationsinteresse", "Sucht")),
    Column("cooperation_en", gettext_lazy("Kooperationswunsch (Englisch)"), ("Cooperation",)),
    Column("founded", gettext_lazy("Gegründet"), ("Gründung", "Gründungsjahr", "Gegründet im Jahr", "Seit", "Founded")),
    Column("closed_on", gettext_lazy("Geschlossen am"), ("Geschlossen", "Aufgelöst am", "Erloschen am", "Closed on")),
    Column("moved_on_to", gettext_lazy("Weiter bei"), ("Nachfolge", "Verzogen nach", "Moved on to")),
    Column("legal_form", gettext_lazy("Rechtsform"), ("Gesellschaftsform", "Legal form")),
    Column("licence", gettext_lazy("Lizenz"), ("Licence", "License")),
)
"""What a list can say; the first name of each is also its heading in exports."""

KEYS = frozenset(column.key for column in COLUMNS)
OFFICE_ONLY = frozenset({"external_id", "source", "state"})
EXTRA = (
    Column("district", word_lazy("district")),
    Column("quarters", words_lazy("quarter")),
    Column("source", gettext_lazy("Quelle des Eintrags")),
    Column("state", gettext_lazy("Zustand")),
    Column("changed_on", pgettext_lazy("date", "Stand")),
    Column("profile_number", gettext_lazy("Profilnummer")),
    Column("address", gettext_lazy("Seite im Verzeichnis")),
)


# --- In ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ImportSummary:
    """How an import went, for the command line."""

    job: ImportJob
    numbers: Numbers
    is_dry_run: bool

    @property
    def came_back(self) -> int:
        """How many rows stay outside."""
        return self.numbers.came_back

    def lines(self) -> list[str]:
        """The summary in sentences."""
        lines = [*self.job.notes]
        lines += [f"{one.label}: {one.count}" for one in self.numbers.outcomes if one.count]
        if self.numbers.warnings:
            lines.append(_("mit Warnung: %(count)d") % {"count": self.numbers.warnings})
        if self.came_back:
            many = ngettext(
                "%(count)d Zeile wird nicht übernommen.", "%(count)d Zeilen werden nicht übernommen.", self.came_back
            )
            lines.append(many % {"count": self.came_back})
        if self.is_dry_run:
            lines.append(_("Das war ein Prüflauf; im Verzeichnis hat sich nichts geändert."))
        return lines


def import_file(
    path: Path,
    *,
    actor: Person,
    list_name: str,
    dry_run: bool,
    report: Path | None = None,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> ImportSummary:
    """Check a file and, unless it is a dry run, take its rows in; the same file given again after a kill goes on.

    Raises RuleBroken where nothing can be read. ``report`` receives the rows that stay outside, each with its reason.
    ``at`` dates the import back, for the demo.
    """
    job = unfinished(digest=_digest(path), list_name=" ".join(list_name.split())[:80])
    if job is None:
        with path.open("rb") as file:
            given = actions.Upload(file=file, filename=path.name, list_name=list_name, columns=COLUMNS)
            job = actions.upload(given, actor=actor, at=at)
    share = _Share(progress, steps=1 if dry_run else 2)
    if job.state != JobState.RUNNING:
        if job.state != JobState.CHECKING:
            job = actions.check_import(job, actor=actor, at=at)
        push(job, actor=actor, progress=share.step(0), at=at)
        job.refresh_from_db()
        if job.state == JobState.FAILED or not job.rows_total:
            raise RuleBroken(job.notes[-1] if job.state == JobState.FAILED else _("Die Datei enthält keine Zeilen."))
        if not dry_run:
            job = actions.run_import(job, actor=actor, at=at)
    if not dry_run:
        push(job, actor=actor, progress=share.step(1), at=at)
    job.refresh_from_db()
    if report is not None:
        write_refused(job, report)
    return ImportSummary(job, numbers(job), is_dry_run=dry_run)


def resume(*, actor: Person, progress: Progress | None = None) -> int:
    """Finish all imports that were interrupted; 0 when all their rows are in, 1 when some came back."""
    came_back = 0
    for job in list(working()):
        push(job, actor=actor, progress=progress)
        came_back += numbers(job).came_back
    return 1 if came_back else 0


def push(
    job: ImportJob,
    *,
    actor: Person,
    seconds: float | None = None,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> int:
    """Handle a job's rows block by block until its step is done or the time is up; returns how many rows it got on.

    The page, the worker and the command line may push the same job at once: each block locks it.
    """
    steps = {
        JobState.CHECKING: actions.check_block,
        JobState.RUNNING: actions.import_block,
        JobState.UNDOING: actions.undo_block,
    }
    tools: actions.Tools | None = None
    until = None if seconds is None else time.monotonic() + seconds
    job.refresh_from_db()
    state, start = job.state, job.rows_done
    while job.state == state and job.is_working and (until is None or time.monotonic() < until):
        if progress and job.is_staged:
            progress(job.rows_done, job.rows_total)
        if not job.is_staged:
            actions.stage(job, actor=actor, at=at)
        else:
            tools = tools or actions.Tools()
            steps[JobState(state)](job, actor=actor, tools=tools, at=at)
        job.refresh_from_db()
    if progress and job.is_staged:
        progress(job.rows_done, job.rows_total)
    return job.rows_done - start


def write_refused(job: ImportJob, path: Path) -> int:
    """Write the rows that stay outside as they came, with their number and the reason; returns how many."""
    waiting = refused(job).values_list("number", "notes", "findings").iterator(chunk_size=BLOCK)
    number, notes, findings = next(waiting, (0, [], []))
    with (
        sheets.open_table(job.file, name=job.filename, **job.layout) as table,
        sheets.report_writer(path, table) as report,
    ):
        for row in table.rows() if number else ():
            if row.number == number:
                report.refuse(row, findings or notes)
                number, notes, findings = next(waiting, (0, [], []))
                if not number:
                    break
        return report.count


@dataclass
class _Share:
    """Several steps on one progress bar."""

    progress: Progress | None
    steps: int

    def step(self, number: int) -> Progress | None:
        if self.progress is None:
            return None
        show = self.progress
        return lambda done, total: show(number * total + done, self.steps * total)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- Out ---------------------------------------------------------------------------------------------------------


def export_columns(person: Reader) -> tuple[Column, ...]:
    """The columns of an export: what an import understands, and what only the house knows."""
    hidden = frozenset() if is_officer(person) else OFFICE_ONLY
    return tuple(column for column in (*COLUMNS, *EXTRA) if column.key not in hidden)


def export_rows(keys: Iterable[int], *, person: Reader) -> Iterator[dict[str, Any]]:
    """The profiles with these numbers that the reader may see, as rows, in their order; a block at a time."""
    for profile in _profiles(keys, person=person):
        yield _row(profile)


def features(keys: Iterable[int], *, person: Reader) -> Iterator[dict[str, Any]]:
    """The same as GeoJSON features, at the first address of each profile."""
    shown = [column.key for column in export_columns(person) if column.key not in {"lat", "lon"}]
    for profile in _profiles(keys, person=person):
        row = _row(profile)
        properties = {key: row[key] for key in shown if row[key] not in ("", None)}
        yield sheets.point_feature(row["lat"], row["lon"], properties, id=profile.pk)


def download(keys: Iterable[int], *, person: Reader, format: str) -> StreamingHttpResponse | FileResponse:
    """A view of the directory as a file: ``csv``, ``xlsx`` or ``geojson``."""
    name = f"{_('Verzeichnis')}-{clock.today():%Y-%m-%d}"
    if format == "geojson":
        return sheets.download_geojson(features(keys, person=person), filename=name)
    columns = export_columns(person)
    return sheets.download(
        export_rows(keys, person=person), columns, format=format, filename=name, title=_("Verzeichnis")
    )


def export(format: str, *, parameters: QueryDict, person: Reader = None) -> Iterator[bytes]:
    """The bytes of a view, for the command line; ``parameters`` are those of the address bar."""
    keys = queries.every_key(queries.Wanted.from_address(parameters), person=person)
    if format == "geojson":
        yield from sheets.write_geojson(features(keys, person=person))
    elif format == "csv":
        yield from sheets.write_csv(export_rows(keys, person=person), export_columns(person))
    else:
        rows = export_rows(keys, person=person)
        with sheets.write_xlsx(rows, export_columns(person), title=_("Verzeichnis")) as file:
            while piece := file.read(1 << 16):
                yield piece


def _profiles(keys: Iterable[int], *, person: Reader) -> Iterator[Profile]:
    waiting = iter(keys)
    seen = Prefetch("contacts", Contact.objects.visible_to(person), to_attr="shown_contacts")
    while block := list(islice(waiting, BLOCK)):
        visible = Profile.objects.visible_to(person).filter(pk__in=block).with_parts().prefetch_related(seen)
        found = {profile.pk: profile for profile in visible}
        yield from (found[key] for key in block if key in found)


def _row(profile: Profile) -> dict[str, Any]:
    site = profile.main_location or Location()
    contacts = {
        kind.value: "; ".join(contact.value for contact in profile.shown_contacts if contact.type == kind)  # type: ignore[attr-defined]
        for kind in rules.ContactType
    }
    own = (
        "name",
        "tagline_de",
        "tagline_en",
        "about_de",
        "about_en",
        "about_plain",
        "cooperation_de",
        "cooperation_en",
    )
    own += ("founded", "closed_on", "moved_on_to", "legal_form", "licence", "external_id", "is_open_for_cooperation")
    opening = rules.Opening(
        mode=rules.OpeningMode(profile.opening_mode),
        spans=tuple(rules.span_from_plain(span) for span in profile.opening_spans),
        note=profile.opening_note,
    )
    return {
        **{name: getattr(profile, name) for name in own},
        **contacts,
        "kind": profile.get_kind_display(),
        "sectors": "; ".join(str(ranked.sector) for ranked in profile.profile_sectors.all()),
        "professions": "; ".join(str(profession) for profession in profile.professions.all()),
        "keywords": "; ".join(profile.keywords),
        **{name: getattr(site, name) for name in rules.ADDRESS},
        "lat": site.lat,
        "lon": site.lon,
        "precision": _precision(site.precision),
        "links": "; ".join(f"{label}: {url}" for label, url in profile.links),
        "opening": rules.write_opening(opening),
        "access": "; ".join(str(rules.AccessFact(fact).label) for fact in profile.access),
        "district": site.district.title if site.district else "",
        "quarters": "; ".join(quarter.title for quarter in site.quarters.all()) if site.pk else "",
        "source": profile.source,
        "state": profile.get_state_display(),
        "changed_on": clock.local(profile.changed_at).date(),
        "profile_number": profile.pk,
        "address": settings.SITE_URL + profile.get_absolute_url(),
    }


def _precision(precision: str) -> str:
    """How exactly the point is known, in words; an import works out again what was worked out."""
    words = {
        Precision.PIN: _("von Hand"),
        Precision.EXACT: _("Haus"),
        Precision.STREET: _("Straße"),
        Precision.POSTCODE: _("Postleitzahl"),
    }
    return words[Precision(precision)] if precision else ""


__all__ = [
    "COLUMNS",
    "ImportSummary",
    "Outcome",
    "download",
    "export",
    "export_columns",
    "export_rows",
    "features",
    "import_file",
    "push",
    "resume",
    "write_refused",
]
