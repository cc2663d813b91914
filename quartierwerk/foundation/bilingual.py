"""Texts in two columns, German and English; German is the fallback."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

register = template.Library()


def language() -> str:
    """The reader's language: ``de`` or ``en``."""
    return "en" if (get_language() or "de").startswith("en") else "de"


def text(thing: object, name: str) -> str:
    """The text ``name`` in the reader's language, else the German one, else the English one."""
    german = getattr(thing, f"{name}_de", "") or ""
    english = getattr(thing, f"{name}_en", "") or ""
    return (english or german) if language() == "en" else (german or english)


@register.filter(name="text")
def text_filter(thing: object, name: str) -> str:
    """``{{ profile|text:"about" }}``."""
    return text(thing, name)


@register.filter
def text_language(thing: object, name: str) -> str:
    """The language the text is really in, for the ``lang`` attribute."""
    other = "de" if language() == "en" else "en"
    return language() if getattr(thing, f"{name}_{language()}", "") else other
