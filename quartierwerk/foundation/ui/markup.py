"""HTML put together in Python, for what stands on a page dozens of times; everything else is a template.

A template's loop costs several times as much as its words. ``fill`` escapes whatever is not marked as safe, as Django's
``format_html`` does, whose checks cost more than the escaping itself.
"""

from __future__ import annotations

from html import escape

from django.utils.functional import Promise
from django.utils.safestring import SafeString

NOTHING = SafeString("")


def fill(pattern: str, /, *values: object) -> SafeString:
    """The pattern with the values in its ``{}``; the pattern is ours, the values may be anybody's."""
    return SafeString(pattern.format(*map(escaped, values)))


def joined(pieces: list[SafeString]) -> SafeString:
    """Pieces that are markup already, one after the other."""
    return SafeString("".join(pieces))


def escaped(value: object) -> str:
    """Text as it may stand between tags and in quoted attributes; markup stays as it is."""
    if isinstance(value, Promise):
        value = str(value)
    return value if isinstance(value, SafeString) else escape(str(value))
