"""Reading a row of a stranger's list: cells in, a profile's content out, with a sentence for all that is odd.

Lists come out of many hands: street and number in one cell, “PLZ/Ort”, three phone numbers with a remark,
“Fotograf/in”. What can be understood is understood; what can't be is said, and never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.directory.rules import cells as tell
from quartierwerk.rooms.directory.rules.access import access
from quartierwerk.rooms.directory.rules.addresses import address, read_sites
from quartierwerk.rooms.directory.rules.checking import Problem, normalised, problems, with_scheme
from quartierwerk.rooms.directory.rules.content import AccessFact, Opening, ProfileContent
from quartierwerk.rooms.directory.rules.hours import is_crowded, joined, overlap
from quartierwerk.rooms.directory.rules.limits import LENGTHS, MOST
from quartierwerk.rooms.directory.rules.merging import (
    ADDRESS,
    NOTHING_SAID,
    SHORT,
    TEXTS,
    Said,
    content_of_said,
    further_of,
    parts_of,
)
from quartierwerk.rooms.directory.rules.openings import read_opening
from quartierwerk.rooms.directory.rules.wordbook import Wordbook

MULTILINE = frozenset({"about_de", "about_en", "about_plain", "opening", "keywords", "links"})
MULTILINE |= {"street", "further_sites"}
"""Columns in which a line break says something."""


@dataclass(frozen=True)
class Reading:
    """What a row says: the parts that its list states, and what is to be said about it."""

    said: Said
    content: ProfileContent
    """The content of a new profile that says just this."""
    problems: tuple[Problem, ...]

    @property
    def is_acceptable(self) -> bool:
        """Whether the row can go in."""
        return not any(problem.is_error for problem in self.problems)

    @property
    def has_warning(self) -> bool:
        """Whether something comes along that a person should look at."""
        return any(not problem.is_error for problem in self.problems)


@dataclass
class _Row:
    """A row while it is being read."""

    cells: Mapping[str, str]
    book: Wordbook
    said: Said = field(default_factory=dict)
    found: list[Problem] = field(default_factory=list)

    def cell(self, key: str) -> str:
        """A cell's text; what only says that there is nothing is nothing."""
        return tell.without_placeholder(self.cells.get(key, ""))

    def has(self, *keys: str) -> bool:
        """Whether the list has one of these columns."""
        return any(key in self.cells for key in keys)

    def warn(self, name: str, sentence: str | Promise) -> None:
        """Note what did not make it into the profile, or was changed on the way."""
        self.found.append(Problem(name, sentence, is_error=False))


def read_row(cells: Mapping[str, str], *, book: Wordbook, this_year: int) -> Reading:
    """The reading of one row; ``cells`` are cleaned texts by the keys of the columns that the list has."""
    row = _Row(cells, book)
    row.said["name"] = row.cell("name")
    for read in READERS:
        read(row)
    content = normalised(content_of_said(row.said))
    # A list without a column for it can't be asked for the sector, row by row.
    is_asked = row.has("sectors", "professions")
    row.found += [one for one in problems(content, this_year=this_year) if is_asked or one.field != "sectors"]
    parts = parts_of(content)
    said = {part: value if value in NOTHING_SAID else parts[part] for part, value in row.said.items()}
    return Reading(said, content, tuple(_each_once(row.found)))


def _each_once(found: list[Problem]) -> list[Problem]:
    return list({(problem.field, str(problem.sentence)): problem for problem in found}.values())


def _plain(row: _Row) -> None:
    for key in (*TEXTS, *SHORT):
        if row.has(key):
            row.said[key] = row.cell(key)
    licence = row.said.get("licence", "")
    if len(licence) > LENGTHS["licence"]:
        row.said["licence"] = ""
        row.warn("licence", _("Die Lizenz ist zu lang und wurde nicht übernommen."))


def _kind(row: _Row) -> None:
    if not row.has("kind"):
        return
    text = row.cell("kind")
    kind = tell.kind(text)
    if text and kind is None:
        row.warn("kind", _("Die Art „%(value)s“ ist nicht bekannt.") % {"value": text[:60]})
    row.said["kind"] = kind.value if kind else ""


def _words(row: _Row) -> None:
    """Sectors, professions and keywords; a word in the wrong column finds the right one."""
    sectors = row.book.read(row.cell("sectors"), first="sectors")
    professions = row.book.read(row.cell("professions"), first="professions")
    keywords = tell.pieces(row.cell("keywords"))
    # A list without a column of professions names them among its keywords.
    among = () if row.has("professions") else row.book.read(row.cell("keywords"), first="professions").professions
    for word in sectors.unknown:
        row.warn(
            "sectors",
            _("Der Bereich „%(value)s“ ist nicht bekannt und steht nun bei den Stichwörtern.") % {"value": word},
        )
    for word in professions.unknown:
        row.warn(
            "professions",
            _("Der Beruf „%(value)s“ ist nicht bekannt und steht nun bei den Stichwörtern.") % {"value": word},
        )
    keywords += [word for word in (*sectors.unknown, *professions.unknown) if word not in keywords]
    if len(keywords) > MOST["keywords"]:
        sentence = _("Mehr als %(most)d Stichwörter: Nur die ersten %(most)d wurden übernommen.")
        row.warn("keywords", sentence % {"most": MOST["keywords"]})
    work = tuple(dict.fromkeys((*professions.professions, *sectors.professions, *among)))
    implied = [slug for slug in map(row.book.sector_of, work) if slug]
    if row.has("sectors", "professions"):
        # A list that names the trade alone still tells the sector; one that names the sector has the last word.
        named = (*sectors.sectors, *professions.sectors)
        row.said["sectors"] = list(dict.fromkeys(named or implied))
    if row.has("professions") or work:
        row.said["professions"] = list(work)
    if row.has("keywords") or keywords:
        row.said["keywords"] = keywords[: MOST["keywords"]]


def _site(row: _Row) -> None:
    if not row.has(*ADDRESS):
        return
    site = address(*(row.cell(key) for key in ADDRESS))
    for key in ADDRESS:
        # What was found in another cell is said too: “Sächsische Str. 12” in “Straße” names the number.
        if row.has(key) or getattr(site, key):
            row.said[key] = getattr(site, key)


def _further_sites(row: _Row) -> None:
    """The addresses beside the first; where there is none, the first of them takes its place."""
    if not row.has("further_sites"):
        return
    sites = read_sites(row.cell("further_sites"))
    if sites and not any(row.said.get(key) for key in (*ADDRESS, "pin")):
        row.said |= {key: getattr(sites[0], key) for key in ADDRESS}
        sites = sites[1:]
    row.said["further_sites"] = further_of(sites)


def _pin(row: _Row) -> None:
    """A point by hand; one that an export has only worked out is left to be worked out again."""
    if not row.has("lat", "lon") or not tell.is_by_hand(row.cell("precision")):
        return
    texts = row.cell("lat"), row.cell("lon")
    if not any(texts):
        row.said["pin"] = None
        return
    lat, lon = map(tell.degrees, texts)
    if lat is None or lon is None:
        row.warn(
            "sites",
            _("Die Koordinaten „%(lat)s / %(lon)s“ sind nicht lesbar.") % dict(zip(("lat", "lon"), texts, strict=True)),
        )
        return
    row.said["pin"] = [lat, lon]


def _contacts(row: _Row) -> None:
    readers: dict[str, Callable[[str], tell.Several]] = {
        "email": tell.emails,
        "phone": tell.phones,
        "mobile": tell.phones,
        "website": tell.websites,
        "person": tell.persons,
    }
    for key, read in readers.items():
        if not row.has(key):
            continue
        several = read(row.cell(key))
        row.said[key] = list(several.values)
        for left_out in several.left_out:
            row.warn("contacts", _("„%(value)s“ wurde nicht übernommen.") % {"value": left_out[:80]})


def _links(row: _Row) -> None:
    if not row.has("links"):
        return
    kept = []
    for label, url in tell.links(row.cell("links")):
        if len(with_scheme(url)) > LENGTHS["link_url"]:
            row.warn("links", _("Der Link „%(value)s…“ ist zu lang und wurde nicht übernommen.") % {"value": url[:80]})
        else:
            kept.append([label, url])
    row.said["links"] = kept


def _opening(row: _Row) -> None:
    if not row.has("opening"):
        return
    text = row.cell("opening")
    opening = read_opening(text)
    if overlap(opening.spans):
        row.warn("opening", _("Öffnungszeiten eines Tages überschneiden sich und wurden zusammengefasst."))
        opening = replace(opening, spans=joined(opening.spans))
    if is_crowded(opening.spans):
        row.warn("opening", _("Zu viele Öffnungszeiten an einem Tag: Der Text steht nun als Hinweis im Profil."))
        opening = Opening(note=" ".join(text.split()))
    most = LENGTHS["opening_note"]
    if len(opening.note) > most:
        sentence = _("Der Hinweis zu den Öffnungszeiten wurde auf %(most)d Zeichen gekürzt.")
        row.warn("opening", sentence % {"most": most})
        opening = replace(opening, note=opening.note[: most - 1].rstrip() + "…")
    row.said["opening"] = parts_of(ProfileContent(name="", opening=opening))["opening"]


def _access(row: _Row) -> None:
    if not row.has("access"):
        return
    text = row.cell("access")
    is_yes = tell.yes_no(text)
    if is_yes is not None:
        row.said["access"] = [AccessFact.STEP_FREE.value] if is_yes else []
        return
    found = access(text)
    for words in found.denied:
        row.warn(
            "access",
            _("Barrierefreiheit: „%(value)s“ ist verneint oder eingeschränkt und wurde nicht übernommen.")
            % {"value": words[:80]},
        )
    for word in found.unknown:
        row.warn("access", _("Die Angabe zur Barrierefreiheit „%(value)s“ ist nicht bekannt.") % {"value": word[:60]})
    row.said["access"] = [fact.value for fact in found.facts]


def _cooperation(row: _Row) -> None:
    if not row.has("is_open_for_cooperation"):
        return
    text = row.cell("is_open_for_cooperation")
    is_yes = tell.yes_no(text)
    if is_yes is None and tell.begins_with_no(text):
        is_yes = False
        row.warn(
            "is_open_for_cooperation",
            _("Kooperation: „%(value)s“ wurde als Nein gelesen; der Text selbst wurde nicht übernommen.")
            % {"value": text[:80]},
        )
    elif is_yes is None and tell.is_doubtful(text):
        row.warn(
            "is_open_for_cooperation",
            _("Kooperation: „%(value)s“ ist kein klares Ja und wurde nicht übernommen.") % {"value": text[:80]},
        )
    elif is_yes is None and text:
        # “Suche Musiker für ein Hörspiel” in a column for yes and no is a yes with its reason.
        is_yes = True
        if not row.said.get("cooperation_de"):
            row.said["cooperation_de"] = text
    row.said["is_open_for_cooperation"] = is_yes


def _dates(row: _Row) -> None:
    if row.has("founded"):
        text = row.cell("founded")
        year = tell.year(text)
        if text and year is None:
            row.warn("founded", _("Das Gründungsjahr „%(value)s“ ist nicht lesbar.") % {"value": text[:40]})
        row.said["founded"] = year
    if row.has("closed_on"):
        text = row.cell("closed_on")
        day = tell.day(text)
        if text and day is None:
            row.warn("closed_on", _("Das Datum „%(value)s“ ist nicht lesbar.") % {"value": text[:40]})
        row.said["closed_on"] = day.isoformat() if day else None


READERS = (
    *(_plain, _kind, _words, _site, _pin, _further_sites, _contacts, _links),
    *(_opening, _access, _cooperation, _dates),
)
"""What reads a row, in this order: later ones see what earlier ones have found."""
