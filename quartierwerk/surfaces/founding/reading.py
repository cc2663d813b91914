"""Reading a city's file: every mistake is gathered, each with its line, and nothing is guessed."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from math import cos, hypot, radians
from pathlib import Path
from statistics import median
from typing import Any

from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from quartierwerk.foundation.house import terms
from quartierwerk.foundation.house.models import ACCENTS, LANGUAGES, LEGAL
from quartierwerk.foundation.house.words import registered
from quartierwerk.rooms.directory.rules import ProfessionWords, SectorWords, Vocabulary, shipped_vocabulary
from quartierwerk.rooms.places.rules import PlaceKind
from quartierwerk.rooms.places.rules.kinds import HUES, next_hue
from quartierwerk.surfaces.founding.blueprint import Blueprint, Fault, Officer, Part, Refused
from quartierwerk.surfaces.founding.positions import Way
from quartierwerk.surfaces.founding.taking import NOWHERE, Reader

TEMPLATE = Path(__file__).parent / "template.toml"
"""A file to fill in, with every key explained."""
TABLES = {
    "districts": PlaceKind.DISTRICT,
    "neighbourhoods": PlaceKind.NEIGHBOURHOOD,
    "centres": PlaceKind.CENTRE,
    "quarters": PlaceKind.QUARTER,
}
"""Names of the lists of places and what they hold."""
TOP = ("city", "legal", "officer", "words", "terms", "vocabulary", *TABLES)
CITY = ("name", "name_en", "slug", "aliases", "accent", "languages", "contact_email", "since", "text", "text_en")
PLACE = ("name", "name_en", "slug", "aliases", "center", "hue", "radius_m", "district", "text", "text_en")
FORMS = ("one", "many", "one_en", "many_en")
FAR_KM = 80
"""No part of a city lies so far from its middle; where one does, latitude and longitude are mixed up."""
KM_PER_DEGREE = 111.2
DEFAULT_RADIUS_M = 600
LEAST_RADIUS_M, MOST_RADIUS_M = 50, 20_000
LONGEST_TEXT = 5_000
LONGEST_LEGAL = 300


def read(text: str, *, today: date) -> Blueprint:
    """The city that the file describes, or ``Refused`` with every mistake in it."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = str(error).partition("(at ")[2].rstrip(")")
        line = place.partition("line ")[2].partition(",")[0]
        sentence = _("Die Datei ist kein gültiges TOML. Prüfen Sie Anführungszeichen, Kommas und Klammern.")
        raise Refused([Fault(int(line) if line.isdigit() else None, "", sentence)]) from error
    reader = Reader(text)
    made = _Reading(reader, told, today).blueprint()
    if reader.faults:
        raise Refused(reader.faults)
    return made


class _Reading:
    """One file on its way to a blueprint."""

    def __init__(self, reader: Reader, told: dict[str, Any], today: date) -> None:
        self.reader, self.told, self.today = reader, told, today
        self.languages: tuple[str, ...] = LANGUAGES

    def blueprint(self) -> Blueprint:
        self.reader.strangers(self.told, (), TOP)
        city = self.reader.table(self.told, "city", required=True)
        self.reader.strangers(city, ("city",), CITY)
        name = self.reader.text(city, "name", ("city",), required=bool(city))
        self.languages = self._languages(city)
        parts = self._parts()
        middles = [part.described for part in parts if part.kind == PlaceKind.DISTRICT]
        lat, lon = (
            round(sum(middle[axis] for middle in middles) / len(middles), 5) if middles else 0.0
            for axis in ("center_lat", "center_lon")
        )
        described = self._described(city, ("city",), name=name)
        return Blueprint(
            slug=self.reader.slug(city, ("city",), name=name),
            described=described | {"center_lat": lat, "center_lon": lon},
            accent=self._accent(city),
            languages=self.languages,
            contact_email=self._email(city, "contact_email", ("city",), required=bool(city)),
            since=self._since(city),
            words=self._words(),
            terms=self._terms(),
            legal=self._legal(),
            parts=parts,
            vocabulary=self._vocabulary(),
            officer=self._officer(),
        )

    # --- The city ----------------------------------------------------------------------------------------------------

    def _languages(self, city: dict[str, Any]) -> tuple[str, ...]:
        chosen = self.reader.texts(city, "languages", ("city",)) if "languages" in city else list(LANGUAGES)
        if LANGUAGES[0] not in chosen or not set(chosen) <= set(LANGUAGES):
            self.reader.refuse(
                ("city", "languages"), _('Möglich sind ["de"] und ["de", "en"]; Deutsch gehört immer dazu.')
            )
        return tuple(code for code in LANGUAGES if code in chosen)

    def _accent(self, city: dict[str, Any]) -> str:
        accent = self.reader.text(city, "accent", ("city",)) or ACCENTS[0]
        if accent not in ACCENTS:
            self.reader.refuse(
                ("city", "accent"),
                _("Diese Farbe gibt es nicht. Möglich sind: %(names)s.") % {"names": ", ".join(ACCENTS)},
            )
        return accent

    def _email(self, table: dict[str, Any], key: str, where: Way, *, required: bool) -> str:
        value = self.reader.text(table, key, where, required=required, most=254).lower()
        return self.reader.checked(value, (*where, key), validate_email, _("Das ist keine E-Mail-Adresse."))

    def _since(self, city: dict[str, Any]) -> date:
        since = city.get("since", self.today)
        if not isinstance(since, date) or isinstance(since, datetime):
            self.reader.refuse(
                ("city", "since"), _("Hier wird ein Tag ohne Anführungszeichen erwartet: since = 2020-01-31.")
            )
            return self.today
        if since > self.today:
            self.reader.refuse(("city", "since"), _("Der Tag liegt in der Zukunft; die Karte bliebe bis dahin leer."))
        return since

    def _officer(self) -> Officer:
        table = self.reader.table(self.told, "officer", required=True)
        self.reader.strangers(table, ("officer",), ("name", "email"))
        return Officer(
            name=self.reader.text(table, "name", ("officer",), required=bool(table)),
            email=self._email(table, "email", ("officer",), required=bool(table)),
        )

    def _legal(self) -> dict[str, str]:
        table, where = self.reader.table(self.told, "legal"), ("legal",)
        self.reader.strangers(table, where, LEGAL)
        said = {key: self.reader.text(table, key, where, most=LONGEST_LEGAL) for key in LEGAL}
        for key in ("data_protection_email", "enforcement_email"):
            self.reader.checked(said[key], (*where, key), validate_email, _("Das ist keine E-Mail-Adresse."))
        no_address = _("Das ist keine Adresse im Netz; sie beginnt mit https://.")
        self.reader.checked(said["enforcement_url"], (*where, "enforcement_url"), URLValidator(["https"]), no_address)
        return {key: text for key, text in said.items() if text}

    def _words(self) -> dict[str, dict[str, str]]:
        table = self.reader.table(self.told, "words")
        self.reader.strangers(table, ("words",), registered())
        needed = FORMS if len(self.languages) > 1 else FORMS[:2]
        found = {}
        for key in registered():
            if key in table:
                forms, where = self.reader.table(table, key), ("words", key)
                self.reader.strangers(forms, where, FORMS)
                said = {form: self.reader.text(forms, form, where, required=form in needed, most=40) for form in FORMS}
                found[key] = {form: text for form, text in said.items() if text}
        return found

    def _terms(self) -> dict[str, int]:
        table, known = self.reader.table(self.told, "terms"), terms.registered()
        self.reader.strangers(table, ("terms",), known)
        return {
            key: self.reader.number(table, key, ("terms",), least=one.least, most=one.most, default=one.default)
            for key, one in known.items()
            if key in table
        }

    # --- Its parts ---------------------------------------------------------------------------------------------------

    def _described(self, row: dict[str, Any], where: Way, *, name: str) -> dict[str, Any]:
        return {
            "name": name,
            "name_en": self.reader.text(row, "name_en", where),
            "aliases": self.reader.texts(row, "aliases", where),
            "text_de": self.reader.text(row, "text", where, most=LONGEST_TEXT),
            "text_en": self.reader.text(row, "text_en", where, most=LONGEST_TEXT),
        }

    def _parts(self) -> tuple[Part, ...]:
        found: list[tuple[Way, Part]] = []
        hues: dict[str, int] = {}
        for table, kind in TABLES.items():
            for number, row in enumerate(self.reader.rows(self.told, table)):
                where = (table, number)
                part = self._part(row, where, kind=kind, hues=hues)
                found.append((where, part))
                if kind == PlaceKind.DISTRICT:
                    hues[part.slug] = part.described["hue"]
        if not hues:
            self.reader.refuse(("districts",), _("Mindestens ein Eintrag [[districts]] wird gebraucht."))
        self._doubles(found)
        self._distances(found)
        return tuple(part for _where, part in found)

    def _part(self, row: dict[str, Any], where: Way, *, kind: PlaceKind, hues: dict[str, int]) -> Part:
        self.reader.strangers(row, where, _keys(kind))
        name = self.reader.text(row, "name", where, required=True)
        within = ""
        if kind != PlaceKind.DISTRICT:
            within = self.reader.text(row, "district", where, required=True)
            if within and within not in hues:
                self.reader.refuse(
                    (*where, "district"),
                    _("Einen Eintrag [[districts]] mit dem Kurznamen „%(slug)s“ gibt es nicht.") % {"slug": within},
                )
        lat, lon = self.reader.center(row, where)
        default = next_hue(len(hues)) if kind == PlaceKind.DISTRICT else hues.get(within, 1)
        described = self._described(row, where, name=name) | {
            "center_lat": lat,
            "center_lon": lon,
            "hue": self.reader.number(row, "hue", where, least=1, most=HUES, default=default),
        }
        if kind == PlaceKind.QUARTER:
            described["radius_m"] = self.reader.number(
                row, "radius_m", where, least=LEAST_RADIUS_M, most=MOST_RADIUS_M, default=DEFAULT_RADIUS_M
            )
        return Part(kind=kind, slug=self.reader.slug(row, where, name=name), within=within, described=described)

    def _doubles(self, found: list[tuple[Way, Part]]) -> None:
        slugs = Counter((part.kind, part.slug) for _where, part in found)
        middles = Counter(_middle(part) for _where, part in found if part.kind == PlaceKind.DISTRICT)
        for where, part in found:
            if part.slug and slugs[part.kind, part.slug] > 1:
                self.reader.refuse(
                    (*where, "slug"), _("Den Kurznamen „%(slug)s“ gibt es mehrmals.") % {"slug": part.slug}
                )
            if part.kind == PlaceKind.DISTRICT and middles[_middle(part)] > 1 and _middle(part) != NOWHERE:
                self.reader.refuse((*where, "center"), _("Zwei Teile der Stadt haben dieselbe Mitte."))

    def _distances(self, found: list[tuple[Way, Part]]) -> None:
        known = [_middle(part) for _where, part in found if _middle(part) != NOWHERE]
        if not known:
            return
        middle = (median(lat for lat, _lon in known), median(lon for _lat, lon in known))
        for where, part in found:
            if _middle(part) != NOWHERE and (far := _kilometres(middle, _middle(part))) > FAR_KM:
                self.reader.refuse(
                    (*where, "center"),
                    _("Die Mitte liegt %(far)d km von den anderen entfernt. Sind Breite und Länge vertauscht?")
                    % {"far": far},
                )

    # --- Its vocabulary ----------------------------------------------------------------------------------------------

    def _vocabulary(self) -> Vocabulary:
        table = self.reader.table(self.told, "vocabulary")
        self.reader.strangers(table, ("vocabulary",), ("sectors", "professions", "synonyms"))
        if not table:
            return shipped_vocabulary()
        where = ("vocabulary",)
        sectors = [
            self._sector(row, (*where, "sectors", number))
            for number, row in enumerate(self.reader.rows(table, "sectors", where))
        ]
        if not sectors:
            self.reader.refuse(
                where,
                _("Wer eigene Wörter vorgibt, nennt mindestens einen Eintrag [[vocabulary.sectors]]."),
            )
        known = {sector.slug for sector in sectors}
        professions = [
            self._profession(row, (*where, "professions", number), known)
            for number, row in enumerate(self.reader.rows(table, "professions", where))
        ]
        self._once([sector.slug for sector in sectors], (*where, "sectors"))
        self._once([profession.slug for profession in professions], (*where, "professions"))
        return Vocabulary(sectors=tuple(sectors), professions=tuple(professions), synonyms=self._synonyms(table))

    def _sector(self, row: dict[str, Any], where: Way) -> SectorWords:
        self.reader.strangers(row, where, ("slug", "name", "name_en", "wz_codes"))
        name = self.reader.text(row, "name", where, required=True, most=80)
        return SectorWords(
            slug=self.reader.slug(row, where, name=name),
            name_de=name,
            name_en=self.reader.text(row, "name_en", where, most=80),
            wz_codes=tuple(self.reader.texts(row, "wz_codes", where)),
        )

    def _profession(self, row: dict[str, Any], where: Way, sectors: Collection[str]) -> ProfessionWords:
        self.reader.strangers(row, where, ("slug", "sector", "name", "name_en", "other_names"))
        name = self.reader.text(row, "name", where, required=True, most=80)
        sector = self.reader.text(row, "sector", where, required=True)
        if sector and sector not in sectors:
            self.reader.refuse(
                (*where, "sector"),
                _("Einen Eintrag [[vocabulary.sectors]] mit dem Kurznamen „%(slug)s“ gibt es nicht.")
                % {"slug": sector},
            )
        return ProfessionWords(
            slug=self.reader.slug(row, where, name=name),
            sector=sector,
            name_de=name,
            name_en=self.reader.text(row, "name_en", where, most=80),
            other_names=tuple(self.reader.texts(row, "other_names", where)),
        )

    def _synonyms(self, table: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
        groups, where = table.get("synonyms", []), ("vocabulary", "synonyms")
        fits = isinstance(groups, list) and all(
            isinstance(group, list) and len(set(group)) > 1 and all(isinstance(said, str) for said in group)
            for group in groups
        )
        if not fits:
            self.reader.refuse(
                where, _('Synonyme sind Gruppen aus mindestens zwei Wörtern: synonyms = [["Foto", "Lichtbild"]].')
            )
            return ()
        return tuple(tuple(group) for group in groups)

    def _once(self, slugs: list[str], where: Way) -> None:
        for number, slug in enumerate(slugs):
            if slug and slugs.count(slug) > 1:
                self.reader.refuse(
                    (*where, number, "slug"), _("Den Kurznamen „%(slug)s“ gibt es mehrmals.") % {"slug": slug}
                )


def _keys(kind: PlaceKind) -> tuple[str, ...]:
    """The keys that an entry of this kind may have."""
    left_out = {PlaceKind.DISTRICT: {"district", "radius_m"}, PlaceKind.QUARTER: set()}.get(kind, {"radius_m"})
    return tuple(key for key in PLACE if key not in left_out)


def _middle(part: Part) -> tuple[float, float]:
    return (part.described["center_lat"], part.described["center_lon"])


def _kilometres(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Roughly, as for telling neighbours from strangers."""
    wide = cos(radians(first[0])) * (first[1] - second[1])
    return KM_PER_DEGREE * hypot(first[0] - second[0], wide)
