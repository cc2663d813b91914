"""Markdown as the house takes it from people and from its own handbook: CommonMark, no HTML, cleaned afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = frozenset(
    {*("h2", "h3", "p", "br", "ul", "ol", "li", "strong", "em", "code", "a", "blockquote")}
    | {*("table", "thead", "tbody", "tr", "th", "td")}
)
ATTRIBUTES: Mapping[str, set[str]] = {"a": {"href"}, "h2": {"id"}, "h3": {"id"}, "th": {"scope"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
MARKUP = _(
    "Überschriften beginnen mit ## und einem Leerzeichen, Aufzählungen mit einem Bindestrich. "
    "**Fett** steht zwischen Sternen, ein Link so: [Text](https://adresse)."
)
"""Says below a field how such a text is written."""
HEADINGS = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
"""The page has its own first heading, and two further levels are enough."""


@cache
def markdown() -> MarkdownIt:
    """CommonMark with tables; HTML in a text is shown as it is written."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def rendered(
    tokens: Sequence[Token], *, tags: frozenset[str] = TAGS, attributes: Mapping[str, set[str]] = ATTRIBUTES
) -> SafeString:
    """Parsed Markdown as HTML that holds nothing but these tags and attributes."""
    html = markdown().renderer.render(tokens, markdown().options, {})
    clean = nh3.clean(html, tags=set(tags), attributes=dict(attributes), link_rel=None, url_schemes=SCHEMES)
    return mark_safe(clean)  # noqa: S308 – cleaned


def prose(text: str) -> SafeString:
    """A text that somebody wrote in Markdown, as HTML under the heading of its page."""
    tokens = markdown().parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = HEADINGS.get(token.tag, token.tag)
        elif token.type == "th_open":
            token.attrSet("scope", "col")
    return rendered(tokens)
