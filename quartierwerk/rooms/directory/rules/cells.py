"""What single cells of a stranger's list mean: addresses, numbers, dates, yes and no."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from quartierwerk.rooms.directory.rules.content import AccessFact, Kind, Site
from quartierwerk.rooms.directory.rules.doubles import fold

NOTHING = frozenset(
    {"", "-", "--", "---", "–", "—", "/", ".", "?", "??", "n/a", "n.a.", "na", "k. a.", "k.a.", "ka", "keine", "keiner"}
    | {
        "keine angabe",
        "keine angaben",
        "unbekannt",
        "ohne",
        "entfällt",
        "nicht bekannt",
        "nicht vorhanden",
        "none",
        "null",
    }
    | {"#n/a", "#nv", "#wert!", "#bezug!", "(leer)", "leer"}
)
YES = frozenset({"ja", "j", "yes", "y", "x", "1", "wahr", "true", "✓", "✔", "✔️", "☑", "ok", "gerne", "gern"})
NO = frozenset({"nein", "n", "no", "0", "falsch", "false", "✗", "✘", "☐", "nicht", "nein danke"})

KINDS: dict[Kind, str] = {
    Kind.COMPANY: "firma unternehmen betrieb agentur büro studio company business gmbh ug gbr kg ag geschäft laden "
    "handel wirtschaftsunternehmen kapitalgesellschaft personengesellschaft start-up startup",
    Kind.FREELANCER: "freiberuflich freiberufler freiberuflerin freischaffend freie freier selbständig selbstständig "
    "selbständige selbstständige selbständiger selbstständiger soloselbstständig solo-selbstständig "
    "einzelunternehmen einzelunternehmer einzelunternehmerin einzelperson person künstler künstlerin freelancer "
    "freelance freiberuflichkeit",
    Kind.ASSOCIATION: "verein e.v. ev association initiative verband förderverein trägerverein club genossenschaft",
    Kind.INSTITUTION: "einrichtung institution hochschule museum schule stiftung behörde amt bildungseinrichtung "
    "kultureinrichtung öffentlich bibliothek archiv",
    Kind.VENUE: "veranstaltungsort spielstätte bühne ort location venue raum veranstaltungsstätte theater galerie",
    Kind.COLLECTIVE: "kollektiv gruppe netzwerk collective ensemble band künstlergruppe projektgruppe "
    "ateliergemeinschaft gemeinschaft interessengemeinschaft",
}
_KINDS = {fold(word): kind for kind, words in KINDS.items() for word in words.split()}
_KINDS |= {kind.value: kind for kind in Kind}

ACCESS: dict[AccessFact, tuple[str, ...]] = {
    AccessFact.STEP_FREE: (
        "stufenlos",
        "stufenfrei",
        "barrierefrei",
        "rollstuhlgerecht",
        "ebenerdig",
        "rampe",
        "wheelchair",
        "step free",
        "accessible",
        "rollstuhl",
    ),
    AccessFact.WHEELCHAIR_TOILET: (
        "rollstuhlgerechtes wc",
        "behinderten wc",
        "behindertentoilette",
        "barrierefreies wc",
        "wc",
        "wheelchair accessible toilet",
        "accessible toilet",
    ),
    AccessFact.LIFT: ("aufzug", "fahrstuhl", "lift", "elevator"),
    AccessFact.PARKING: ("behindertenparkplatz", "behindertenparkplaetze", "parkplatz", "accessible parking"),
    AccessFact.INDUCTION_LOOP: (
        "induktive hoeranlage",
        "induktionsschleife",
        "hoerschleife",
        "hoeranlage",
        "induction loop",
    ),
    AccessFact.SIGN_LANGUAGE: ("gebaerdensprache", "dgs", "sign language"),
    AccessFact.TACTILE: ("leitsystem", "taktil", "blindenleitsystem", "tastbar", "tactile"),
    AccessFact.ASSISTANCE_DOG: ("assistenzhund", "blindenhund", "assistance dog"),
    AccessFact.QUIET_HOURS: ("ruhige stunden", "stille stunde", "quiet hours"),
}

NUMBER = r"\d{1,4}\s?[a-zA-Z]?(?:\s?[-–/+]\s?(?:\d{1,4}\s?[a-zA-Z]?|[a-zA-Z]))*(?![\w.])"
_STREET_NUMBER = re.compile(rf"(?P<street>.*?[^\W\d_][.)]?)[\s,]*(?P<number>{NUMBER})\s*(?P<rest>[^\d].*)?", re.DOTALL)
_POSTCODE_TOWN = re.compile(r"(?:(?:DE?|D)[\s–-]*)?(?P<postcode>\d{5})(?:\.0)?(?!\d)[\s,]*(?P<town>[^\d]*)")
_SHORT_POSTCODE = re.compile(r"\d{4}(?:\.0)?")
_COUNTRY = re.compile(r"[\s,]*\b(?:Deutschland|Germany)\b\s*$", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s*(?:[;|\n•·]|\s/\s|\s[-–]\s)\s*")
_ADDRESS = re.compile(r"[^\s,;|<>()\[\]\"„“]+@[^\s,;|<>()\[\]\"„“]+")
_YEAR = re.compile(r"(?<!\d)(1[2-9]\d\d|20\d\d)(?:\.0)?(?!\d)")
_FAX = re.compile(r"^\W*(?:tele)?fax\b", re.IGNORECASE)
_CALLED = re.compile(r"^\W*(?:telefon|tel|fon|phone|mobil(?:telefon)?|handy|mob|büro|t|m)\b\.?\s*:?\s*", re.IGNORECASE)
_WEB = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}(?:/\S*)?", re.IGNORECASE)


class Several(NamedTuple):
    """The values of one cell, and what of it is none."""

    values: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


class Address(NamedTuple):
    """An address from up to five cells, and whether its postcode had lost its zero."""

    site: Site
    was_padded: bool


def without_placeholder(text: str) -> str:
    """The text, or nothing where it only says so: “k. A.”, “-”, “#NV”."""
    stripped = text.strip()
    return "" if stripped.casefold() in NOTHING else stripped


def pieces(text: str) -> list[str]:
    """The values of a cell with several: split at lines, semicolons and bars, else at commas, else at slashes."""
    parts = _pieces(text, _SEPARATORS.split)
    parts = [piece for part in parts for piece in _pieces(part, lambda given: given.split(","))]
    parts = [piece for part in parts for piece in _pieces(part, lambda given: given.split("/"))]
    return list(dict.fromkeys(parts))


def _pieces(text: str, split: object) -> list[str]:
    return [piece for given in split(text) if (piece := given.strip(" \t\n\r,;|/•·–-"))]  # type: ignore[operator]


def yes_no(text: str) -> bool | None:
    """Yes, no, or neither (also for an empty cell)."""
    word = text.strip().casefold().rstrip(".!")
    return True if word in YES else False if word in NO else None


def kind(text: str) -> Kind | None:
    """The kind of actor that a word means, also the first known of several."""
    words = [fold(text), *map(fold, pieces(text)), *fold(text).split()]
    return next((_KINDS[word] for word in words if word in _KINDS), None)


def access_fact(text: str) -> AccessFact | None:
    """The fact about accessibility that some words state; the most precise wins."""
    folded = fold(text)
    for fact in AccessFact:
        if folded in {fold(fact.value), fold(str(fact.label))}:
            return fact
    known = sorted(
        ((fold(word), fact) for fact, words in ACCESS.items() for word in words), key=lambda pair: -len(pair[0])
    )
    return next((fact for word, fact in known if re.search(rf"\b{word}", folded)), None)


def address(street: str, house_number: str, postcode: str, town: str, addition: str) -> Address:
    """An address, however its parts are spread over the cells."""
    lines = [part.strip() for part in re.split(r"[\n,;|]+", _COUNTRY.sub("", street)) if part.strip()]
    street, found_postcode, found_town, extra = _street_line(lines)
    number = house_number
    if not number and (match := _STREET_NUMBER.fullmatch(street)) and not _is_date(match["street"]):
        street, number = match["street"], match["number"]
        extra = [*extra, (match["rest"] or "").strip(" ,()-–")]
    elif number and street.casefold().endswith(f" {number.casefold()}"):
        street = street[: -len(number)].rstrip(" ,")
    code, place, was_padded = _postcode_and_town(postcode, town)
    site = Site(
        street=" ".join(street.split()),
        house_number=re.sub(r"\s+", " ", number.removesuffix(".0")).strip(),
        postcode=code or found_postcode,
        town=place or found_town,
        addition=", ".join(part for part in (addition, *extra) if part),
    )
    return Address(site, was_padded)


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


def _postcode_and_town(postcode: str, town: str) -> tuple[str, str, bool]:
    """Postcode and town from cells that may hold both, and whether a zero had to be put back."""
    if _SHORT_POSTCODE.fullmatch(postcode):
        # Spreadsheets take “01067” for a number.
        return f"0{postcode[:4]}", town, True
    for given in (f"{postcode} {town}".strip(), postcode, town):
        if match := _POSTCODE_TOWN.fullmatch(given):
            return match["postcode"], match["town"].strip(" ,") or (town if town != given else ""), False
    if not postcode:
        return "", town, False
    if not any(c.isdigit() for c in postcode) and not town:
        return "", postcode, False
    return postcode, town, False


def is_by_hand(precision: str) -> bool:
    """Whether a point counts as set by hand: always, unless its list says that it was worked out."""
    return fold(precision) in {"", "pin", "von hand", "by hand", "stecknadel"}


def degrees(text: str) -> float | None:
    """Degrees with a point or a comma; nothing for anything else."""
    try:
        return float(text.strip().replace(",", ".").removesuffix("°"))
    except ValueError:
        return None


def emails(text: str) -> Several:
    """Every address in a cell; a cell with none is handed on as it is, so that it is refused by name."""
    found = tuple(dict.fromkeys(match[0].removeprefix("mailto:").strip(".:") for match in _ADDRESS.finditer(text)))
    return Several(found or ((text,) if text else ()))


def phones(text: str) -> Several:
    """Every number in a cell, without its name; fax numbers and mere words are left out."""
    values, left_out = [], []
    for piece in _number_pieces(text):
        number = _CALLED.sub("", piece).strip(" .,;:")
        digits = sum(c.isdigit() for c in number)
        if _FAX.match(piece) or not digits:
            left_out.append(piece)
        else:
            # A remark behind the number (“… (nur vormittags)”) is no part of it; “(0)” inside is.
            values.append(re.sub(r"\s*\([^()]*[^\d\s()][^()]*\)\s*$", "", number))
    return Several(tuple(dict.fromkeys(values)), tuple(left_out))


def _number_pieces(text: str) -> list[str]:
    """Cut at separators; at a slash only between two whole numbers, since “0231/50220” is one."""
    found: list[str] = []
    for part in re.split(
        r"\s*(?:[;|,\n]|\bund\b|\boder\b|(?=\b(?:tele)?fax\b)|(?<=\d)\s+(?=(?:mobil|handy|tel)\b))\s*",
        text,
        flags=re.IGNORECASE,
    ):
        halves = [half.strip() for half in part.split("/")]
        if len(halves) > 1 and all(sum(c.isdigit() for c in half) >= 6 for half in halves):
            found += halves
        else:
            found.append(part.strip())
    return [part for part in found if part]


def websites(text: str) -> Several:
    """Every web address in a cell; a cell with none is handed on as it is, so that it is refused by name."""
    without_mail = _ADDRESS.sub(" ", text)
    found = tuple(dict.fromkeys(match[0].rstrip(".,;)|") for match in _WEB.finditer(without_mail)))
    return Several(found or ((text,) if text else ()))


def persons(text: str) -> Several:
    """The people to ask; commas stay, since “Beispiel, Maxi” is one person."""
    return Several(tuple(dict.fromkeys(piece for part in re.split(r"[;|\n]| / ", text) if (piece := part.strip(" ,")))))


def links(text: str) -> list[tuple[str, str]]:
    """Links with their labels: “Instagram: https://…”; without a label the host is it."""
    found = []
    for part in re.split(r"[;|\n]+|,\s+(?=\S+\.)", text):
        if match := _WEB.search(part):
            label = part[: match.start()].strip(" :–-,")
            found.append((label[:80] or _host(match[0]), match[0].rstrip(".,;)")))
        elif part.strip():
            found.append((part.strip()[:80], part.strip()))
    return found


def _host(url: str) -> str:
    try:
        return (urlsplit(url if "://" in url else f"https://{url}").hostname or url).removeprefix("www.")[:80]
    except ValueError:
        return url[:80]


def year(text: str) -> int | None:
    """The year in “gegr. 1998”, “01.04.1998” or “1998.0”."""
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def day(text: str) -> date | None:
    """A day as ISO or German dates have it; a month means its first day, a bare year its last."""
    for pattern, order in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?", (0, 1, 2)),
        (r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{2}|\d{4})", (2, 1, 0)),
        (r"(\d{1,2})/(\d{1,2})/(\d{4})", (2, 1, 0)),
    ):
        if match := re.fullmatch(pattern, text.strip()):
            parts = [int(part) for part in match.groups()]
            return _date(*(parts[place] for place in order))
    if match := re.fullmatch(r"(\d{1,2})[./](\d{4})", text.strip()):
        return _date(int(match[2]), int(match[1]), 1)
    if re.fullmatch(r"(?:ende |seit )?(1[2-9]\d\d|20\d\d)(?:\.0)?", text.strip().casefold()):
        found = year(text)
        return date(found, 12, 31) if found else None
    return None


def _date(the_year: int, month: int, the_day: int) -> date | None:
    try:
        return date(the_year + 2000 if the_year < 100 else the_year, month, the_day)
    except ValueError:
        return None
