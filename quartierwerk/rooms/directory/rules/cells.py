"""What single cells of a stranger's list mean: numbers, links, dates, yes and no."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from quartierwerk.rooms.directory.rules.content import Kind
from quartierwerk.rooms.directory.rules.doubles import fold
from quartierwerk.rooms.directory.rules.limits import LENGTHS

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

# Words, folded, that take back or limit what a cell says.
NONE_OF_IT = re.compile(r"\b(?:kein\w*|ohne|weder|without)\b")
"""Says “no” of what follows."""
NOT_SO = re.compile(
    r"\b(?:nicht\w*|nein|nie|niemals|noe|no|not|teilweise|teils|bedingt|eingeschraenkt\w*|kaum|unklar|unsicher|"
    r"vielleicht|eventuell|evtl|partly|partially|maybe)\b"
)
"""Says “no” or “not quite” of anything in the sentence."""
_BEGINS_WITH_NO = re.compile(r"(?:nein|noe|no)\b")
_LABEL = LENGTHS["link_label"]
SEPARATORS = re.compile(r"\s*(?:[;|\n•·]|\s/\s|\s[-–]\s)\s*")
_ADDRESS = re.compile(r"[^\s,;|<>()\[\]\"„“]+@[^\s,;|<>()\[\]\"„“]+")
_YEAR = re.compile(r"(?<!\d)(1[2-9]\d\d|20\d\d)(?:\.0)?(?!\d)")
_FAX = re.compile(r"^\W*(?:tele)?fax\b", re.IGNORECASE)
_CALLED = re.compile(r"^\W*(?:telefon|tel|fon|phone|mobil(?:telefon)?|handy|mob|büro|t|m)\b\.?\s*:?\s*", re.IGNORECASE)
_WEB = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}(?:/\S*)?", re.IGNORECASE)


class Several(NamedTuple):
    """The values of one cell, and what of it is none."""

    values: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def without_placeholder(text: str) -> str:
    """The text, or nothing where it only says so: “k. A.”, “-”, “#NV”."""
    stripped = text.strip()
    return "" if stripped.casefold() in NOTHING else stripped


def pieces(text: str) -> list[str]:
    """The values of a cell with several: split at lines, semicolons and bars, else at commas, else at slashes."""
    parts = cut(text, SEPARATORS.split)
    parts = [piece for part in parts for piece in cut(part, lambda given: given.split(","))]
    parts = [piece for part in parts for piece in cut(part, lambda given: given.split("/"))]
    return list(dict.fromkeys(parts))


def cut(text: str, split: Callable[[str], list[str]]) -> list[str]:
    """The pieces of a text without what only separates them."""
    return [piece for given in split(text) if (piece := given.strip(" \t\n\r,;|/•·–-"))]


def yes_no(text: str) -> bool | None:
    """Yes, no, or neither (also for an empty cell)."""
    word = text.strip().casefold().rstrip(".!")
    return True if word in YES else False if word in NO else None


def is_doubtful(text: str) -> bool:
    """Whether the words deny, limit or doubt what they speak of: “nicht”, “keine”, “teilweise”."""
    folded = fold(text)
    return bool(NONE_OF_IT.search(folded) or NOT_SO.search(folded))


def begins_with_no(text: str) -> bool:
    """Whether a sentence is a no with its reason: “Nein, derzeit nicht”."""
    return bool(_BEGINS_WITH_NO.match(fold(text)))


def kind(text: str) -> Kind | None:
    """The kind of actor that a word means, also the first known of several."""
    if is_doubtful(text):
        return None
    words = [fold(text), *map(fold, pieces(text)), *fold(text).split()]
    return next((_KINDS[word] for word in words if word in _KINDS), None)


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
    for piece in _numbercut(text):
        number = _CALLED.sub("", piece).strip(" .,;:")
        digits = sum(c.isdigit() for c in number)
        if _FAX.match(piece) or not digits:
            left_out.append(piece)
        else:
            # A remark behind the number (“… (nur vormittags)”) is no part of it; “(0)” inside is.
            values.append(re.sub(r"\s*\([^()]*[^\d\s()][^()]*\)\s*$", "", number))
    return Several(tuple(dict.fromkeys(values)), tuple(left_out))


def _numbercut(text: str) -> list[str]:
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
            found.append((label[:_LABEL] or _host(match[0]), match[0].rstrip(".,;)")))
        elif part.strip():
            found.append((part.strip()[:_LABEL], part.strip()))
    return found


def _host(url: str) -> str:
    try:
        return (urlsplit(url if "://" in url else f"https://{url}").hostname or url).removeprefix("www.")[:_LABEL]
    except ValueError:
        return url[:_LABEL]


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
