"""Small ways of writing that the directory's pages share."""

from __future__ import annotations

import json
import re
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from quartierwerk.foundation.ui import writing

register = template.Library()
ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@register.filter
def bare(address: str) -> str:
    """A web address as people say it: ``https://www.atelier.example/`` → ``atelier.example``."""
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")


@register.filter
def dialled(number: str) -> str:
    """A telephone number as a ``tel:`` link wants it."""
    return re.sub(r"[^\d+]", "", number)


@register.filter
def distance(metres: float) -> str:
    """A way as people say it: 400 m, 1,2 km."""
    return writing.distance(metres)


@register.simple_tag
def structured_data(values: dict[str, Any]) -> SafeString:
    """A block of JSON-LD; it is data, so the policy for scripts doesn't touch it."""
    text = json.dumps(values, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 – escaped above
