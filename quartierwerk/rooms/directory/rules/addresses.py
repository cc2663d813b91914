"""Addresses, however a list spreads them over its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from quartierwerk.rooms.directory.rules.content import Site

NUMBER = r"\d{1,4}\s?[a-zA-Z]?(?:\s?[-–/+]\s?(?:\d{1,4}\s?[a-zA-Z]?|[a-zA-Z]))*(?![\w.])"
_STREET_NUMBER = re.compile(rf"(?P<street>.*?[^\W\d_][.)]?)[\s,]*(?P<number>{NUMBER})\s*(?P<rest>[^\d].*)?", re.DOTALL)
_POSTCODE_TOWN = re.compile(r"(?:(?:DE?|D)[\s–-]*)?(?P<postcode>\d{5})(?:\.0)?(?!\d)[\s,]*(?P<town>[^\d]*)")
_SHORT_POSTCODE = re.compile(r"(?P<postcode>\d{4})(?:\.0)?(?:[\s,]+(?P<town>[^\d]+))?")
_COUNTRY = re.compile(r"[\s,]*\b(?:Deutschland|Germany)\b\s*$", re.IGNORECASE)


def address(street: str, house_number: str, postcode: str, town: str, addition: str) -> Site:
    """An address, however its parts are spread over the cells."""
    lines = [part.strip() for part in re.split(r"[\n,;|]+", _COUNTRY.sub("", street)) if part.strip()]
    street, found_postcode, found_town, extra = _street_line(lines)
    number = house_number
    if not number and (match := _STREET_NUMBER.fullmatch(street)) and not _is_date(match["street"]):
        street, number = match["street"], match["number"]
        extra = [*extra, (match["rest"] or "").strip(" ,()-–")]
    elif number and street.casefold().endswith(f" {number.casefold()}"):
        street = street[: -len(number)].rstrip(" ,")
    code, place = _postcode_and_town(postcode, town)
    return Site(
        street=" ".join(street.split()),
        house_number=re.sub(r"\s+", " ", number.removesuffix(".0")).strip(),
        postcode=code or found_postcode,
        town=place or found_town,
        addition=", ".join(part for part in (addition, *extra) if part),
    )


def read_address(text: str) -> Site:
    """An address in one line, as somebody types it into a search box."""
    return address(text, "", "", "", "")


def _is_date(street: str) -> bool:
    """“Straße des 17. Juni” has no number."""
    return bool(re.search(r"\bdes\s*$", street))


def _street_line(lines: list[str]) -> tuple[str, str, str, list[str]]:
    """Of the lines of a cell the one with the street, the postcode and town, and what is left."""
    street, postcode, town = "", "", ""
    extra: list[str] = []
    for line in lines:
        if match := _POSTCODE_TOWN.fullmatch(line):
            postcode, town = match["postcode"], match["town"].strip(" ,")
        elif not street:
            street = line
        elif not _STREET_NUMBER.fullmatch(street) and re.fullmatch(NUMBER, line):
            street = f"{street} {line}"
        elif not _STREET_NUMBER.fullmatch(street) and _STREET_NUMBER.fullmatch(line):
            # “Hinterhof, Sächsische Straße 12”: the line with a number is the street.
            street, extra = line, [*extra, street]
        else:
            extra.append(line)
    return street, postcode, town, extra


def _postcode_and_town(postcode: str, town: str) -> tuple[str, str]:
    """Postcode and town from cells that may hold both."""
    if match := _SHORT_POSTCODE.fullmatch(postcode):
        return match["postcode"], match["town"] or town
    for given in (f"{postcode} {town}".strip(), postcode, town):
        if match := _POSTCODE_TOWN.fullmatch(given):
            return match["postcode"], match["town"].strip(" ,") or (town if town != given else "")
    if not postcode:
        return "", town
    if not any(c.isdigit() for c in postcode) and not town:
        return "", postcode
    return postcode, town


def write_sites(sites: Iterable[Site]) -> str:
    """Addresses as one readable cell: “Ostring 7, Hinterhof, 50667 Köln; …”."""
    return "; ".join(filter(None, map(_in_words, sites)))


def read_sites(text: str) -> tuple[Site, ...]:
    """The addresses in a cell with several, one a line or between semicolons."""
    found = (address(piece, "", "", "", "") for piece in re.split(r"[\n;|]+", text) if piece.strip(" ,"))
    return tuple(dict.fromkeys(site for site in found if site != Site()))


def _in_words(site: Site) -> str:
    parts = (f"{site.street} {site.house_number}", site.addition, f"{site.postcode} {site.town}")
    return ", ".join(clean for part in parts if (clean := " ".join(re.sub(r"[;|]", ",", part).split()).strip(" ,")))
