"""Profiles with their vocabulary and a small city, made through the doors that the product uses."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from PIL import Image

from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions as accounts
from quartierwerk.rooms.accounts.models import Person, Role
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests.factories import NOON
from quartierwerk.rooms.directory import actions, queries, rules
from quartierwerk.rooms.directory.models import ChangeRequest, Claim, DoublePair, Profile, Report, Sector, Synonym
from quartierwerk.rooms.places import actions as places
from quartierwerk.rooms.places.models import City, Place
from quartierwerk.rooms.places.rules import PlaceKind

NORTH = (51.530, 7.460)
"""A point in the district Innenstadt-Nord and in the quarter Nordstadt."""
SOUTH = (51.470, 7.500)
"""A point in the district Hörde and in no quarter."""

SECTORS = (
    rules.SectorWords(slug="design", name_de="Design", name_en="Design"),
    rules.SectorWords(slug="musik", name_de="Musik", name_en="Music"),
)
PROFESSIONS = (
    rules.ProfessionWords(
        slug="fotografie",
        sector="design",
        name_de="Fotografie",
        name_en="Photography",
        other_names=("Fotograf", "Fotografin"),
    ),
    rules.ProfessionWords(slug="grafik", sector="design", name_de="Grafikdesign", name_en="Graphic design"),
    rules.ProfessionWords(slug="komposition", sector="musik", name_de="Komposition", name_en="Composition"),
)


def vocabulary() -> None:
    """Two sectors and three professions; a second call changes nothing."""
    if not Sector.objects.exists():
        actions.define_sectors(SECTORS, actor=system("test"))
        actions.define_professions(PROFESSIONS, actor=system("test"))


def city() -> Place:
    """A city of two districts, drawn schematically, with one quarter; a second call finds the first's."""
    known = City.objects.first()
    if known is not None:
        return known
    actor = system("test")
    found = places.found_city(
        Place(slug="dortmund", name="Dortmund", center_lat=51.51, center_lon=7.47), actor=actor, at=NOON
    )
    for slug, name, (lat, lon), hue in (
        ("innenstadt-nord", "Innenstadt-Nord", NORTH, 2),
        ("hoerde", "Hörde", SOUTH, 8),
    ):
        place = Place(
            kind=PlaceKind.DISTRICT, slug=slug, name=name, center_lat=lat, center_lon=lon, parent=found, hue=hue
        )
        places.create_place(place, actor=actor, at=NOON)
    north = Place.objects.get(slug="innenstadt-nord")
    places.create_place(
        Place(
            kind=PlaceKind.QUARTER,
            slug="nordstadt",
            name="Nordstadt",
            parent=north,
            center_lat=NORTH[0],
            center_lon=NORTH[1],
            radius_m=900,
            hue=2,
        ),
        actor=actor,
        at=NOON,
    )
    north.aliases = ["Nordstadt"]
    north.save(update_fields=["aliases"])
    places.draw_schematic(found, actor=actor, valid_from=date(2020, 1, 1), at=NOON)
    return found


def content(**changes: Any) -> rules.ProfileContent:
    """What a small photo studio says about itself."""
    values: dict[str, Any] = {
        "name": "Lichtwerk Nord",
        "kind": rules.Kind.FREELANCER,
        "sectors": ("design",),
        "professions": ("fotografie",),
        "tagline_de": "Porträts bei Tageslicht",
        "about_de": "Wir fotografieren Menschen an ihrem Arbeitsplatz.",
        "contacts": (email(),),
    }
    return rules.ProfileContent(**values | changes)


def email(value: str = "post@lichtwerk.example", *, visibility: str = rules.Visibility.PUBLIC) -> rules.Contact:
    """A contact field with an address."""
    return rules.Contact(type=rules.ContactType.EMAIL, value=value, visibility=rules.Visibility(visibility))


def phone(value: str = "0231 123456", *, visibility: str = rules.Visibility.PUBLIC) -> rules.Contact:
    """A contact field with a number."""
    return rules.Contact(type=rules.ContactType.PHONE, value=value, visibility=rules.Visibility(visibility))


def site(pin: tuple[float, float] | None = NORTH, **changes: str) -> rules.Site:
    """An address whose point was set by hand, so that no register is needed."""
    values = {"street": "Münsterstraße", "house_number": "12", "postcode": "44145", "town": "Dortmund"}
    return rules.Site(pin=pin, **values | changes)


def profile(*, at: datetime = NOON, source: str = "office", **changes: Any) -> Profile:
    """A public profile, taken in by the office; keywords replace what ``content`` says."""
    vocabulary()
    return actions.create(content(**changes), actor=system("test"), source=source, at=at)


def profiles(count: int, **changes: Any) -> list[Profile]:
    """Several profiles with names of their own."""
    return [profile(name=f"Atelier {number}", **changes) for number in range(1, count + 1)]


def pair(one: Profile, other: Profile, *, at: datetime = NOON) -> DoublePair:
    """Two profiles that were found to be alike; without anything in common they are proposed all the same."""
    elder, younger = sorted((one, other), key=lambda profile: profile.pk)
    reasons = [rules.Sign.NEAR_NAME.value]
    return DoublePair.objects.create(one=elder, other=younger, score=rules.ENOUGH, reasons=reasons, found_at=at)


def withdrawn(**changes: Any) -> Profile:
    """A profile that has left public view."""
    return actions.withdraw(profile(**changes), actor=system("test"), at=NOON)


def proposal(
    of: Profile | None,
    *,
    actor: Person | None = None,
    note: str = "",
    email: str = "",
    based_on: int | None = None,
    at: datetime | None = None,
    **changes: Any,
) -> ChangeRequest:
    """A change to a profile, or a new entry, as somebody proposes it who is shown what strangers are shown."""
    if of is None:
        shown = content(contacts=())
    else:
        shown = queries.shown_at(of.version if based_on is None else based_on, profile=of, person=actor)
    wanted = actions.Proposal(
        content=replace(shown, **changes),
        profile=of,
        based_on=based_on if based_on is not None else of.version if of else 0,
        note=note,
        email=email,
    )
    return actions.propose(wanted, actor=actor, **({"at": at} if at else {}))


def report(
    of: Profile,
    *,
    actor: Person | None = None,
    reason: str = rules.ReportReason.OTHER,
    text: str = "Das Bild ist von mir.",
    email: str = "",
    at: datetime | None = None,
) -> Report:
    """A report about an entry."""
    complaint = actions.Complaint(profile=of, reason=rules.ReportReason(reason), text=text, email=email)
    return actions.report(complaint, actor=actor, **({"at": at} if at else {}))


def edited(known: Profile, *, actor: Person, **changes: Any) -> Profile:
    """A profile after somebody has changed these parts of what it says."""
    return actions.edit(known, actor=actor, content=replace(queries.content_of(known), **changes))


def picture(*, size: tuple[int, int] = (900, 600), color: str = "#375") -> io.BytesIO:
    """A picture file as somebody uploads it."""
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, "JPEG")
    file.seek(0)
    file.name = "werk.jpg"
    return file


def work(shown_on: Profile, **changes: Any) -> Profile:
    """A piece of work with its picture on a profile."""
    values = {"title_de": "Frühschicht", "alt_de": "Eine Bäckerin im Gegenlicht", "creator": "Lichtwerk Nord"}
    piece = rules.WorkContent(**values | changes)
    return actions.add_work(shown_on, actor=system("test"), work=piece, picture=picture())


def synonyms(*words: str) -> Synonym:
    """A group of words that mean the same."""
    return actions.set_synonyms(Synonym(), actor=system("test"), words=words, at=NOON)


def person(name: str, *, email: str = "") -> Person:
    """Somebody who can sign in."""
    address = email or f"{name.lower().replace(' ', '.')}@personen.example"
    return accounts.join(Person(name=name, email=address), actor=None, at=NOON)


def make_admin(who: Person, *, of: Profile) -> Person:
    """Somebody who keeps a profile."""
    role = Role(person=who, name=RoleName.PROFILE_ADMIN, scope=of.reference, source="test", valid_from=date(2020, 1, 1))
    accounts.grant(role, actor=system("test"), at=NOON)
    return who


def make_officer(who: Person) -> Person:
    """Somebody who works in the staff unit of the city."""
    scope = reference(city())
    role = Role(person=who, name=RoleName.OFFICER, scope=scope, source="test", valid_from=date(2020, 1, 1))
    accounts.grant(role, actor=system("test"), at=NOON)
    return who


def sent_link(profile: Profile, *, at: datetime | None = None) -> tuple[Claim, str]:
    """A claim whose link is in the mailbox of a profile, and the secret in that link."""
    claim = actions.send_link(actions.Wish(profile=profile), actor=None, language="de", at=at)
    mail = OutgoingMail.objects.latest("pk")
    found = re.search(r"/ansprueche/link/([^/\s]+)/", mail.text)
    assert found
    return claim, found[1]


def claim(profile: Profile, *, by: Person | None, note: str = "Ich führe es.", at: datetime | None = None) -> Claim:
    """A claim that waits for the office."""
    return actions.claim(actions.Wish(profile=profile, note=note), actor=by, at=at)
