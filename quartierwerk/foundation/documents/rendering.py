"""From a template and plain data to a document that everybody can read, with eyes or ears, now and in thirty years."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst
from django.apps import apps
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

import quartierwerk
from quartierwerk.foundation import clock
from quartierwerk.foundation.documents.lettering import FONTS, showable
from quartierwerk.foundation.house.holding import house, offered
from quartierwerk.foundation.kept.memory import held
from quartierwerk.foundation.ui.context import PRODUCT
from quartierwerk.foundation.ui.writing import when

ROOT = Path(quartierwerk.__file__).parent
"""Templates reach nothing above; ``/foundation/documents/typst/house.typ`` is named from here."""
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
"""To keep for long (ISO 19005-2, level A) and to read with any aid (ISO 14289-1); Typst refuses what breaks them."""
WITH_ENCLOSURES: list[typst.PDFStandard] = ["a-3a", "ua-1"]
"""The same with other files inside it (ISO 19005-3), which the second part allows for some of them only."""
REGIONS = {"de": "DE", "en": "GB"}
_FROM_ELSEWHERE = '"@'


class BrokenDocument(Exception):
    """A template or what it was given makes no document; the sentence is for whoever writes the template."""


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a document, inside it."""

    name: str
    """As a file is called, each once in a document."""
    data: bytes
    media_type: str
    about: str
    """What it is, for whoever cannot open it."""


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str | Promise,
    language: str,
    at: datetime,
    sender: Mapping[str, Any] | None = None,
    enclosed: Sequence[Enclosure] = (),
) -> bytes:
    """The document as a PDF; the same template, data and moment make the same bytes.

    ``template`` is “room/name” for ``<room>/documents/<name>.typ``. ``data`` holds text (lazy text too), days and
    moments, whole numbers, booleans, None, and lists and mappings of these; it is shown and never read as markup. All
    of it is written in ``language``, or in German where the city does not offer that. ``at`` is when it was made.
    ``sender`` is what ``sending_house()`` said once, for a document that is made again when the house has moved.
    A template that attaches ``given.enclosed`` holds ``enclosed`` too; it is for a few megabytes, not for many.
    Raises BrokenDocument.
    """
    source = _source(template)
    language = offered(language)
    with held(), translation.override(language):
        given = {
            "data": _plain(data, template),
            "title": showable(str(title)),
            "language": language,
            "region": REGIONS[language],
            "on": when(clock.local(at).date(), "short"),
            "words": {"page": gettext("Seite {page} von {pages}")},
            "house": _plain(sending_house() if sender is None else sender, template),
        }
    try:
        if enclosed:
            given["enclosed"] = [vars(one) | {"data": list(one.data)} for one in enclosed]
        compiler = typst.Compiler(
            source, root=ROOT, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"given": json.dumps(given)}
        )
        standards = WITH_ENCLOSURES if enclosed else STANDARDS
        made = compiler.compile(format="pdf", pdf_standards=standards, timestamp=int(at.timestamp()))
    except typst.TypstError as error:
        raise BrokenDocument(f"“{template}” makes no document. {error.diagnostic or error.message}") from error
    assert isinstance(made, bytes)  # noqa: S101 - one PDF, never a list of pages
    return made


def pins(template: str) -> dict[str, str]:
    """What the bytes of a document hang on besides its data: with the same pins the same data make the same bytes."""
    layout = hashlib.sha256()
    for file in (_source(template), ROOT / "foundation" / "documents" / "typst" / "house.typ"):
        layout.update(file.read_bytes())
    return {"layout": layout.hexdigest(), "faces": _faces(), "compiler": f"typst {version('typst')}"}


@cache
def _faces() -> str:
    faces = hashlib.sha256()
    for file in sorted(one for one in FONTS.rglob("*") if one.is_file()):
        faces.update(file.read_bytes())
    return faces.hexdigest()


def _source(template: str) -> Path:
    """The file of a template; raises BrokenDocument where there is none or it asks for something from elsewhere."""
    room, _, name = template.partition("/")
    try:
        file = Path(apps.get_app_config(room).path) / "documents" / f"{name}.typ"
        text = file.read_text(encoding="utf-8")
    except (LookupError, FileNotFoundError) as error:
        raise BrokenDocument(f"There is no document “{template}”; it would be {room}/documents/{name}.typ.") from error
    if _FROM_ELSEWHERE in text:
        # Typst would fetch the package from the internet and has no switch against it.
        raise BrokenDocument(f"“{template}” imports a package; the house loads nothing from elsewhere.")
    return file


@cache
def _fonts() -> typst.Fonts:
    """Our own faces only, so that a document looks the same wherever it is made."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def sending_house() -> dict[str, Any]:
    """Who sends: the name, the address line by line and in one line, as far as the city has said them."""
    here, legal = house(), house().legal
    town = f"{legal.get('postcode', '')} {legal.get('town', '')}".strip()
    address = [line for line in (legal.get("publisher", ""), legal.get("street", ""), town) if line]
    reach = [line for line in (legal.get("phone", ""), here.contact_email) if line]
    return {
        "name": f"{PRODUCT} {here.title}".strip(),
        "accent": here.accent,
        "sender": [*address, *reach],
        "return": " · ".join(address),
    }


def _plain(value: Any, template: str) -> Any:
    """What JSON can carry, everything else written for the reader of the active language."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str | Promise):
        return showable(str(value))
    if isinstance(value, date):
        return when(value, "short")
    if isinstance(value, Mapping):
        return {str(name): _plain(one, template) for name, one in value.items()}
    if isinstance(value, Iterable):
        return [_plain(one, template) for one in value]
    raise BrokenDocument(f"“{template}” is given {value!r}. Write it as text before: only its caller knows how.")
