"""Making one cell harmless, on the way in and on the way out.

A cell that begins with = + - @ (or a tab or carriage return) is run as a formula by spreadsheet programs. On the
way out a CSV cell of that kind gets an apostrophe in front, as OWASP advises; that also keeps "+49 231 5022"
readable, which Excel would otherwise turn into a bare number. A text that begins with apostrophes and such a
sign gets one apostrophe more, so `restore` can take exactly one away again: nothing is lost on a round trip.

On the way in such an apostrophe is taken off, and the text behind it stands as it is, since whatever leaves the
house is protected again. A bare formula loses what makes it one.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple

from django.utils.translation import gettext as _

TRIGGERS = "=+-@\t\r"
_PROTECTED = re.compile(r"'+[=+\-@\t\r]")
_UNPROTECTED = re.compile(r"'*[=+\-@\t\r]")
_NUMBER_OR_PHONE = re.compile(r"[+\-][\d\s()/.,\-]+")
_HANDLE = re.compile(r"@[\w.]+")
_CALLS = re.compile(r"[(|!=]")
_QUOTED_AS_TEXT = re.compile(r'="([^"]*)"')

# Characters that no cell needs: controls, soft and zero-width marks, direction overrides, the byte order mark,
# halves of surrogate pairs. A zero-width joiner stays, emoji are made with it.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<![a-zA-Z][^>]*(?:>|\Z)|</?[a-zA-Z][a-zA-Z0-9:-]*(?:\s[^<>]*)?/?>", re.DOTALL)
_SILENT = re.compile(r"<(script|style)\b[^>]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_MANY_LINES = re.compile(r"\n{3,}")


class Cleaned(NamedTuple):
    """A cell that may go on into the house, and what had to be done to it."""

    text: str
    notes: tuple[str, ...] = ()


def neutralise(text: str) -> str:
    """A text that no spreadsheet program runs as a formula; `restore` undoes it exactly."""
    return "'" + text if _UNPROTECTED.match(text) else text


def restore(text: str) -> str:
    """The text as it was before `neutralise`."""
    return text[1:] if _PROTECTED.match(text) else text


def clean_cell(text: str, *, multiline: bool = False, most: int = 10_000) -> Cleaned:
    """The text of a cell without markup, control characters and formulas, with a note for each loss.

    A clean text comes through unchanged, and a clean text that `neutralise` protected comes back whole.
    """
    notes: list[str] = []
    given = restore(text.strip(" "))
    kept_as_text = given != text.strip(" ")
    plain = _plain(given, notes)
    if multiline:
        lines = _SPACES.sub(" ", plain).split("\n")
        plain = _MANY_LINES.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()
    else:
        plain = " ".join(plain.split())
    if not kept_as_text:
        plain = _without_formula(plain, notes)
    if len(plain) > most:
        plain = plain[:most].rstrip()
        notes.append(_("Auf %(most)d Zeichen gekürzt.") % {"most": most})
    return Cleaned(plain, tuple(notes))


def _plain(text: str, notes: list[str]) -> str:
    if text.isascii() and text.isprintable() and "<" not in text and "&" not in text:
        return text
    if "<" in text or "&" in text:
        before, text = text, _without_markup(text)
        if "<" in before and before != text and html.unescape(before) != text:
            notes.append(_("HTML entfernt."))
    before = _LINE_ENDS.sub("\n", text)
    text = _CONTROLS.sub("", before)
    if text != before:
        notes.append(_("Unsichtbare Steuerzeichen entfernt."))
    return unicodedata.normalize("NFC", text)


def _without_markup(text: str) -> str:
    """Tags go and entities are read until nothing changes, so that hidden tags inside entities go too."""
    for _round in range(5):
        before = text
        text = _SILENT.sub("", text)
        text = _BREAKS.sub("\n", text)
        text = _MARKUP.sub("", text)
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if text == before:
            return text
    # Whoever nests deeper than that is not writing about a shop.
    return text.replace("<", "").replace("&", "")


def _without_formula(text: str, notes: list[str]) -> str:
    if quoted := _QUOTED_AS_TEXT.fullmatch(text):
        # ="01067" is how some programs keep a leading zero in a CSV file.
        text = quoted[1].strip()
    if not text or text[0] not in TRIGGERS:
        return text
    harmless = _NUMBER_OR_PHONE.fullmatch(text) or _HANDLE.fullmatch(text)
    if text[0] != "=" and (harmless or not _CALLS.search(text)):
        return text
    notes.append(_("Formelzeichen am Anfang entfernt."))
    return text.lstrip(TRIGGERS + " '\n")
