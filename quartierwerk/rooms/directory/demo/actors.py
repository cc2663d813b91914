"""The invented actors of the demo city, put together the same way every time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random

from quartierwerk.rooms.accounts.demo.people import people
from quartierwerk.rooms.directory.demo.artwork import describe
from quartierwerk.rooms.directory.demo.contacts import ContactBook
from quartierwerk.rooms.directory.demo.entries import Entry, entries
from quartierwerk.rooms.directory.demo.phrases import Phrases
from quartierwerk.rooms.directory.demo.places import Addresses
from quartierwerk.rooms.directory.demo.shapes import DemoActor, DemoWork
from quartierwerk.rooms.directory.demo.vocabulary import table
from quartierwerk.rooms.directory.rules.content import (
    AccessFact,
    Kind,
    Opening,
    OpeningMode,
    ProfileContent,
    Site,
    Visibility,
)
from quartierwerk.rooms.directory.rules.openings import read_opening

SEED = 44137
UNCLAIMED = 60
STALE = 25
IN_COMPANY_LIST = 462
BEYOND_REGISTER, UNKNOWN_STREET, NONSENSE = 8, 7, 5

LEGAL_FORMS: dict[Kind, tuple[str, ...]] = {
    Kind.COMPANY: ("GmbH", "GbR", "Einzelunternehmen", "Einzelunternehmen", "UG (haftungsbeschränkt)", "OHG"),
    Kind.FREELANCER: ("", "Freiberuflich", "Einzelunternehmen"),
    Kind.ASSOCIATION: ("e. V.",),
    Kind.INSTITUTION: ("gGmbH", "e. V.", "gUG (haftungsbeschränkt)"),
    Kind.VENUE: ("e. V.", "GmbH", "gGmbH", "GbR"),
    Kind.COLLECTIVE: ("GbR", "", "e. V."),
}
HOURS = (
    "Di-Fr 11-18; Sa 11-15",
    "Mo-Fr 9-17",
    "Mi-Fr 14-19; Sa 12-16",
    "Di-Sa 12-18",
    "Do-So 15-20",
    "Mo-Do 10-16",
    "Mi 16-20; Sa 11-14",
)
NOTES = (
    "",
    "",
    "In den Schulferien kürzer, bitte vorher anrufen.",
    "Letzter Samstag im Monat geschlossen.",
    "Und nach Vereinbarung.",
)
ACCESS = (
    "step_free",
    "step_free",
    "step_free wheelchair_toilet",
    "step_free lift",
    "step_free wheelchair_toilet parking",
    "parking",
    "assistance_dog",
    "step_free assistance_dog",
    "lift wheelchair_toilet step_free",
    "quiet_hours step_free",
)


YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")
LONG_SINCE = re.compile(r"[Ss]eit (?:\w+ )?Jahre|[Ss]eit der Schulzeit")
# Nobody made podcasts in 1990.
EARLIEST = {
    "podcast": 2012, "virtual-reality": 2014, "online-marketing": 2003, "webvideo": 2006, "webdesign": 1998,
    "ux-design": 2005, "coworking": 2008, "games": 1998, "servicedesign": 2008, "kabarett": 1986, "werbetechnik": 1985,
}  # fmt: skip


@dataclass
class Makers:
    """What hands out names, addresses and numbers, each from its own stream so that one doesn't shift the other."""

    names: Iterator[str]
    addresses: Addresses
    contacts: ContactBook
    phrases: Phrases
    titles: dict[str, list[dict[str, str]]] = field(default_factory=dict)


@cache
def _actors() -> tuple[DemoActor, ...]:
    written = entries()
    makers = Makers(
        names=people(Random(SEED + 1), taken={entry.name for entry in written}),
        addresses=Addresses(Random(SEED + 2)),
        contacts=ContactBook(Random(SEED + 3)),
        phrases=Phrases(Random(SEED + 4)),
        titles=_titles(),
    )
    random = Random(SEED)
    found = [_actor(entry, makers=makers, random=random) for entry in written]
    found = _with_traits(found, written=written, makers=makers, random=random)
    found += _duplicates(found, makers=makers, random=random)
    return tuple(_numbered(found, random=random))


def actors() -> list[DemoActor]:
    """All invented actors, in alphabetical order."""
    return list(_actors())


def _actor(entry: Entry, *, makers: Makers, random: Random) -> DemoActor:
    name = entry.name or next(makers.names)
    district, quarter = ("", "") if entry.at == "none" else makers.addresses.area(entry.at)
    about_de, about_en = makers.phrases.complete(entry)
    founded = entry.since or _founded(entry, random=random)
    created = random.randrange(20, 1100)
    hue = random.randrange(0, 360, 5)
    cooperation = entry.coop if entry.coop[0] or entry.coop[1] else makers.phrases.wish(entry)
    content = ProfileContent(
        name=name,
        kind=entry.kind,
        sectors=entry.sectors,
        professions=entry.jobs,
        keywords=entry.words,
        tagline_de=entry.line[0],
        tagline_en=entry.line[1] if about_en else "",
        about_de=about_de,
        about_en=about_en,
        about_plain=entry.plain,
        sites=() if not district else (makers.addresses.site(district=district, quarter=quarter),),
        opening=_opening(entry, random=random),
        contacts=makers.contacts.fields(
            name, kind=entry.kind, person="" if entry.kind is Kind.FREELANCER else next(makers.names)
        ),
        links=makers.contacts.links(name),
        access=_access(entry, random=random) if district else (),
        is_open_for_cooperation=bool(cooperation[0] or cooperation[1]),
        cooperation_de=cooperation[0],
        cooperation_en=cooperation[1] if about_en else "",
        founded=founded,
        legal_form=entry.form or random.choice(LEGAL_FORMS[entry.kind]),
        licence=random.choice(("", "", "", "", "CC-BY-4.0", "CC0-1.0")),
    )
    return DemoActor(
        content=content,
        works=_works(entry, name=name, since=max(2012, founded or 0), hue=hue, makers=makers, random=random),
        days_ago_created=created,
        days_ago_confirmed=random.randrange(5, min(created, 330) + 1),
        is_claimed=True,
        trait=entry.trait or ("no_location" if not district else "closed" if entry.closed else ""),
        in_company_list=True,
        hue=hue,
        district=district,
        quarter=quarter,
    )


def _founded(entry: Entry, *, random: Random) -> int | None:
    """The year in the name or text if there is one, else a likely one for such an actor."""
    if told := YEAR.search(f"{entry.name} {entry.line[0]}"):
        return int(told[0])
    earliest = max(EARLIEST.get(entry.jobs[0], 1985), 1992 if entry.kind is Kind.FREELANCER else 1985)
    latest = max(2010, earliest + 1) if LONG_SINCE.search(entry.de) else 2026
    if entry.kind is Kind.FREELANCER and random.random() < 0.25:
        return None
    if earliest == 1985 and random.random() < 0.08:
        return random.randrange(1903, 1985)
    return max(random.randrange(earliest, latest), random.randrange(earliest, latest))


def _opening(entry: Entry, *, random: Random) -> Opening:
    if entry.open == "Termin":
        return Opening(mode=OpeningMode.BY_APPOINTMENT)
    if entry.open:
        return read_opening(entry.open)
    if entry.kind is Kind.VENUE or set(entry.jobs) & {"buchhandlung", "antiquariat", "galerie", "coworking", "kino"}:
        return replace(read_opening(random.choice(HOURS)), note=random.choice(NOTES))
    if random.random() < 0.4:
        return Opening(mode=OpeningMode.BY_APPOINTMENT, note=random.choice(("", "", "Am besten per E-Mail anfragen.")))
    return Opening()


def _access(entry: Entry, *, random: Random) -> tuple[AccessFact, ...]:
    if entry.access:
        return tuple(AccessFact(fact) for fact in entry.access)
    share = 0.2 if entry.kind is Kind.FREELANCER else 0.5
    return tuple(AccessFact(fact) for fact in random.choice(ACCESS).split()) if random.random() < share else ()


def _titles() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in table("works.csv", delimiter="|"):
        found.setdefault(row["sector"], []).append(row)
    return found


def _works(entry: Entry, *, name: str, since: int, hue: int, makers: Makers, random: Random) -> tuple[DemoWork, ...]:
    wanted = random.choice((0, 1, 1)) if entry.works is None else entry.works
    sector = entry.sectors[0]
    found: list[DemoWork] = []
    for number in range(1, wanted + 1):
        titles = makers.titles[sector]
        row = next((row for row in titles if not row["jobs"] or entry.jobs[0] in row["jobs"].split()), None)
        if row is None:
            break
        titles.remove(row)
        seed, work_hue = f"{sector}:{name}:{number}", (hue + 25 * number) % 360
        seen = describe(seed, hue=work_hue)
        found.append(
            DemoWork(
                title_de=row["title_de"],
                title_en=row["title_en"],
                year=random.randrange(since, 2027),
                about_de=row["about_de"],
                about_en=row["about_en"],
                alt_de=seen.de,
                alt_en=seen.en,
                seed=seed,
                hue=work_hue,
            )
        )
    return tuple(found)


def _with_traits(
    found: list[DemoActor], *, written: tuple[Entry, ...], makers: Makers, random: Random
) -> list[DemoActor]:
    """Marks unclaimed and stale entries, English-only and closed ones, and moves some addresses out of the register."""
    found = [_by_entry(actor, entry=entry) for actor, entry in zip(found, written, strict=True)]
    plain = [index for index, actor in enumerate(found) if not actor.trait]
    short = [index for index in plain if written[index].is_short]
    unclaimed = random.sample(short, min(UNCLAIMED, len(short)))
    for index in unclaimed:
        found[index] = _unclaimed(found[index], entry=written[index])
    rest = [index for index in plain if index not in set(unclaimed)]
    for index in random.sample(rest, min(STALE, len(rest) // 2)):
        age = random.randrange(400, 900)
        found[index] = replace(
            found[index], trait="stale", days_ago_confirmed=age, days_ago_created=age + random.randrange(0, 290)
        )
    located = [index for index in rest if found[index].content.sites and not found[index].trait]
    strays = random.sample(located, min(BEYOND_REGISTER + UNKNOWN_STREET + NONSENSE, len(located)))
    for position, index in enumerate(strays):
        actor = found[index]
        if position < BEYOND_REGISTER:
            site = makers.addresses.beyond(district=actor.district, quarter=actor.quarter)
        elif position < BEYOND_REGISTER + UNKNOWN_STREET:
            site = makers.addresses.unknown_street(district=actor.district)
        else:
            site = next(makers.addresses.nonsense)
        found[index] = _at(actor, site=site)
    return found


def _by_entry(actor: DemoActor, *, entry: Entry) -> DemoActor:
    if entry.closed:
        opening = Opening(mode=OpeningMode.CLOSED_FOR_NOW) if "vorübergehend" in entry.closed else Opening()
        content = replace(actor.content, closed_on=entry.closed_on, moved_on_to=entry.closed, opening=opening)
        return replace(actor, content=content, trait="closed", days_ago_created=1190, days_ago_confirmed=200)
    if not entry.de and entry.en:
        return replace(actor, trait="english_only", in_company_list=False)
    return actor


def _at(actor: DemoActor, *, site: Site) -> DemoActor:
    is_lost = site.postcode in ("", "00000", "99999", "4413", "44xxx")
    return replace(
        actor,
        content=replace(actor.content, sites=(site,)),
        district="" if is_lost else actor.district,
        quarter="",
    )


def _unclaimed(actor: DemoActor, *, entry: Entry) -> DemoActor:
    """An entry that nobody has taken over says only what the old list said."""
    content = ProfileContent(
        name=actor.content.name,
        kind=actor.content.kind,
        sectors=actor.content.sectors,
        professions=actor.content.professions,
        keywords=actor.content.keywords,
        about_de=entry.de,
        sites=actor.content.sites,
        contacts=tuple(replace(contact, visibility=Visibility.PUBLIC) for contact in actor.content.contacts[:3]),
        legal_form=actor.content.legal_form,
    )
    return replace(
        actor, content=content, works=(), is_claimed=False, trait="unclaimed",
        days_ago_created=1195, days_ago_confirmed=1195,
    )  # fmt: skip


def _duplicates(found: list[DemoActor], *, makers: Makers, random: Random) -> list[DemoActor]:
    """Second entries of the same actors, written a little differently."""
    by_name = {actor.content.name: actor for actor in found}
    copies = []
    for row in table("duplicates.csv", delimiter="|"):
        first = by_name[row["of"]]
        has_moved = row["change"] == "moved"
        district, quarter = makers.addresses.area("" if has_moved else first.quarter or first.district)
        site = makers.addresses.site(district=district, quarter=quarter)
        content = replace(
            first.content,
            name=row["name"],
            tagline_de="",
            tagline_en="",
            about_de=row["de"],
            about_en="",
            about_plain="",
            keywords=first.content.keywords[:1],
            sites=(site,) if has_moved else first.content.sites,
            contacts=first.content.contacts[: 2 if row["change"] == "phone" else 1],
            links=(),
            access=(),
            opening=Opening(),
            cooperation_de="",
            cooperation_en="",
            is_open_for_cooperation=False,
            licence="",
        )
        copies.append(
            replace(
                first,
                content=content,
                works=(),
                trait="duplicate",
                duplicate_of=first.content.name,
                in_company_list=row["in_list"] == "1",
                district=district,
                quarter=quarter,
                days_ago_created=random.randrange(30, 400),
                days_ago_confirmed=30,
            )
        )
    return copies


def _numbered(found: list[DemoActor], *, random: Random) -> Iterator[DemoActor]:
    """The newest leave the company list until it has its length; the rest get their running number in it."""
    leavable = [actor for actor in found if actor.in_company_list and actor.is_claimed and not actor.trait]
    leavable.sort(key=lambda actor: (-(actor.content.founded or 0), actor.content.name))
    listed = sum(actor.in_company_list for actor in found)
    leaving = {actor.content.name for actor in leavable[: max(listed - IN_COMPANY_LIST, 0)]}
    number = 0
    for actor in sorted(found, key=lambda actor: sorting_key(actor.content.name)):
        if not actor.in_company_list or actor.content.name in leaving:
            yield replace(actor, in_company_list=False)
            continue
        # Numbers have gaps, because entries were deleted over the years.
        number += random.choice((1, 1, 1, 1, 1, 2))
        yield replace(actor, content=replace(actor.content, external_id=str(number)))


def sorting_key(name: str) -> str:
    """A name as a German list sorts it."""
    return name.casefold().replace("ß", "ss").translate(str.maketrans("äöü", "aou"))
