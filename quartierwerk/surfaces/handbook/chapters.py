"""The chapters as they lie in ``docs/handbuch``: read once, made into HTML, cut into sections that can be found."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from markdown_it.token import Token

from quartierwerk.foundation.folding import words as folded
from quartierwerk.foundation.ui import prose
from quartierwerk.foundation.ui.prose import TAGS, markdown, rendered

PAGES = Path(__file__).parent / "pages"
"""A link to ``docs/handbuch``; the released package holds the files themselves."""
SUMMARY = "english"
"""The page that sums the handbook up in English."""
PICTURES = "bilder/"
ALLOWED = TAGS | {"h1", "img"}
ATTRIBUTES = {**prose.ATTRIBUTES, "img": {"src", "alt", "loading"}}
MOST_FOUND = 20
SNIPPET = 160


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One chapter: what it is called, whom it is for, and which pages of the house it explains."""

    slug: str
    group: str
    explains: tuple[str, ...]
    title: str
    lead: str
    """Its first paragraph, which the table of contents shows."""


@dataclass(frozen=True)
class Section:
    """A part of a chapter under one heading, as it is searched."""

    chapter: Chapter
    heading: str
    anchor: str
    """Empty for what stands before the first heading."""
    text: str


@dataclass(frozen=True)
class Finding:
    """A section in which all words were found, with the piece of text around the first."""

    section: Section
    snippet: str


@cache
def contents() -> tuple[Chapter, ...]:
    """All chapters in their order."""
    told = tomllib.loads((PAGES / "inhalt.toml").read_text(encoding="utf-8"))
    return tuple(_chapter(row["slug"], row["for"], tuple(row["explains"])) for row in told["chapters"])


def chapter_of(slug: str) -> Chapter | None:
    """The chapter of this short name."""
    return next((chapter for chapter in contents() if chapter.slug == slug), None)


def shown(slug: str) -> SafeString:
    """A page as HTML, its pictures and links leading to where they are served."""
    tokens = markdown().parse(_text(slug))
    _lead_home(tokens)
    return rendered(tokens, tags=ALLOWED, attributes=ATTRIBUTES)


def headings(slug: str) -> list[tuple[str, str]]:
    """The headings of a page with their anchors."""
    return [(section.heading, section.anchor) for section in _sections(slug) if section.anchor]


def find(text: str) -> list[Finding]:
    """The sections that hold every word, those that have one in their heading first."""
    wanted = folded(text)
    if not wanted:
        return []
    found = []
    for section in (section for chapter in contents() for section in _sections(chapter.slug)):
        head, body = folded(f"{section.chapter.title} {section.heading}"), folded(section.text)
        if all(any(word.startswith(piece) for word in (*head, *body)) for piece in wanted):
            is_titled = any(word.startswith(piece) for word in head for piece in wanted)
            found.append((not is_titled, Finding(section, _snippet(section.text, wanted))))
    return [finding for _rank, finding in sorted(found, key=lambda pair: pair[0])][:MOST_FOUND]


def pictures(slug: str) -> list[str]:
    """The files of the pictures that a page shows, as it names them."""
    return [str(image.attrs["src"]) for image in _inside(markdown().parse(_text(slug)), "image")]


def links(slug: str) -> list[str]:
    """Where a page leads to."""
    return [str(link.attrs["href"]) for link in _inside(markdown().parse(_text(slug)), "link_open")]


def _text(slug: str) -> str:
    return (PAGES / f"{slug}.md").read_text(encoding="utf-8")


def _chapter(slug: str, group: str, explains: tuple[str, ...]) -> Chapter:
    inline = [token.content for token in markdown().parse(_text(slug)) if token.type == "inline"]
    return Chapter(slug=slug, group=group, explains=explains, title=inline[0], lead=inline[1])


@cache
def _sections(slug: str) -> tuple[Section, ...]:
    chapter = chapter_of(slug) or _chapter(slug, "", ())
    parts = re.split(r"^## +(.+)$", _text(slug), flags=re.MULTILINE)
    plain = [" ".join(strip_tags(markdown().render(part)).split()) for part in parts[::2]]
    plain[0] = plain[0].removeprefix(chapter.title).strip()
    heads = ["", *parts[1::2]]
    return tuple(Section(chapter, head, _anchor(head), text) for head, text in zip(heads, plain, strict=True))


def _anchor(heading: str) -> str:
    return "-".join(folded(heading))


def _lead_home(tokens: Sequence[Token]) -> None:
    """Headings get anchors; links between pages and the paths of pictures become addresses of the house."""
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and token.tag != "h1" and following:
            token.attrSet("id", _anchor(following.content))
        elif token.type == "th_open":
            token.attrSet("scope", "col")
    for image in _inside(tokens, "image"):
        image.attrSet("src", static(f"handbuch/{str(image.attrs['src']).removeprefix(PICTURES)}"))
        image.attrSet("loading", "lazy")
    for link in _inside(tokens, "link_open"):
        page, dot_md, anchor = str(link.attrs["href"]).partition(".md")
        if dot_md:
            link.attrSet("href", reverse("handbook:chapter", args=[page]) + anchor)


def _inside(tokens: Sequence[Token], kind: str) -> list[Token]:
    return [child for token in tokens for child in token.children or () if child.type == kind]


def _snippet(text: str, wanted: tuple[str, ...]) -> str:
    """About a line of the text, from the sentence in which the first word is."""
    sentences = re.split(r"(?<=[.!?]) ", text)
    hit = next((number for number, said in enumerate(sentences) if any(w.startswith(wanted) for w in folded(said))), 0)
    piece = " ".join(sentences[hit:])
    return piece if len(piece) <= SNIPPET else piece[:SNIPPET].rsplit(" ", 1)[0] + " …"
