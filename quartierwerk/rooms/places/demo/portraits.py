"""What the demo city says of its places: profiles in two versions, themes, people to ask, partners; all invented.

Only the partner cities and their places on earth are real; nobody who is named here exists.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import actions
from quartierwerk.rooms.places.demo.tables import rows
from quartierwerk.rooms.places.models import ContactPerson, Place, Theme
from quartierwerk.rooms.places.rules import PlaceKind
from quartierwerk.rooms.places.rules.portraits import Portrait

YEAR = 365
SEPARATOR = "|"


def describe_all(city: Place, *, places: dict[str, Place], actor: Person, today: date, at: datetime) -> None:
    """Write themes, profiles and contact people, dated back from ``today``; add partner cities and further parts."""
    themes = {row["key"]: _theme(row, city, actor=actor, today=today, at=at) for row in rows("themes.csv")}
    for row in rows("profiles.csv"):
        _profiles(places[row["slug"]], row, themes=themes, actor=actor, today=today, at=at)
    for row in rows("contacts.csv"):
        _contact(places[row["slug"]], row, actor=actor, today=today, at=at)
    for row in rows("partners.csv"):
        partner = Place(
            kind=PlaceKind.PARTNER_CITY,
            **_words(row),
            country_de=row["country_de"],
            country_en=row["country_en"],
            partner_since=int(row["partner_since"]),
        )
        actions.create_place(partner, actor=actor, at=at)
    for row in rows("parts.csv"):
        district = places[row["district"]]
        part = Place(kind=row["kind"], **_words(row), parent=district, hue=district.hue)
        actions.create_place(part, actor=actor, at=at)


def _profiles(
    place: Place, row: dict[str, str], *, themes: dict[str, Theme], actor: Person, today: date, at: datetime
) -> None:
    """Two versions: three years ago half of what is said since last year."""
    for is_first, valid_from in ((True, _day(today, -3)), (False, _day(today, -1))):
        content = Portrait(**{name: _lines(row[name], is_first=is_first) for name in Portrait().columns()})
        chosen = [themes[key] for key in row["themes"].split(SEPARATOR)][: 1 if is_first else None]
        actions.write_profile(place, actor=actor, content=content, themes=chosen, valid_from=valid_from, at=at)


def _lines(text: str, *, is_first: bool) -> str:
    return "\n".join(text.split(SEPARATOR)[: 1 if is_first else None])


def _theme(row: dict[str, str], city: Place, *, actor: Person, today: date, at: datetime) -> Theme:
    words = {name: row[name] for name in ("name_de", "name_en", "about_de", "about_en")}
    return actions.set_theme(Theme(), actor=actor, given=Theme(city=city, **words, **_span(row, today)), at=at)


def _contact(place: Place, row: dict[str, str], *, actor: Person, today: date, at: datetime) -> None:
    words = {name: row[name] for name in ("name", "function_de", "function_en", "body_de", "body_en")}
    given = ContactPerson(place=place, **words, email=f"kreativ@{place.slug}.example", **_span(row, today))
    actions.set_contact(ContactPerson(), actor=actor, given=given, at=at)


def _words(row: dict[str, str]) -> dict[str, str | float]:
    texts = {name: row.get(name, "") for name in ("slug", "name", "name_en", "text_de", "text_en")}
    return texts | {"center_lat": float(row["center_lat"]), "center_lon": float(row["center_lon"])}


def _span(row: dict[str, str], today: date) -> dict[str, date | None]:
    ending = _day(today, int(row["to_years"])) if row["to_years"] else None
    return {"valid_from": _day(today, int(row["from_years"])), "valid_to": ending}


def _day(today: date, years: int) -> date:
    """The first day of the month that lies so many years away."""
    return (today + timedelta(days=years * YEAR)).replace(day=1)
