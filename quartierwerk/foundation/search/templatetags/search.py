"""Cards of indexed things on any page, without importing the room they live in."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import translation
from django.utils.safestring import SafeString

from quartierwerk.foundation import bilingual
from quartierwerk.foundation.search import registry
from quartierwerk.foundation.search.documents import PUBLIC, SIGNED_IN, Audience

register = template.Library()


@register.simple_tag(takes_context=True)
def card(context: template.Context, reference: str) -> SafeString | str:
    """The card of any indexed thing: ``{% card motion.subject %}``; nothing where the reader may not see it."""
    found = registry.card(reference, audience=_audience(context))
    return _rendered(reference, found) if found else ""


@register.inclusion_tag("search/_related.html", takes_context=True)
def related(context: template.Context, reference: str, limit: int = 8, heading: str = "") -> dict[str, Any]:
    """The cards of all that is about a thing, under a heading: ``{% related place.reference heading=_("Hier") %}``."""
    hits = registry.related(reference, audience=_audience(context), limit=limit)
    return {"heading": heading, "entries": [(hit.reference, for_reader(hit.card)) for hit in hits]}


def _rendered(reference: str, found: dict[str, Any]) -> SafeString:
    return render_to_string("search/_card.html", {"card": for_reader(found), "reference": reference})


@register.filter
def for_reader(found: dict[str, Any]) -> dict[str, Any]:
    """A card in the reader's language: English texts end in ``_en``, and the address leads to the page's language."""
    language = bilingual.language()
    end = "_en" if language == "en" else ""
    texts = {name: found.get(name + end) or found.get(name, "") for name in ("title", "line", "kicker")}
    return found | texts | {"url": _address(found.get("url", ""), language)}


def _address(url: str, language: str) -> str:
    """The address in the reader's language; Django reads it only in the language of whoever wrote the index."""
    for written_in, _name in settings.LANGUAGES:
        with translation.override(written_in):
            address = translate_url(url, language)
        if address != url:
            return address
    return url


def _audience(context: template.Context) -> Audience:
    request = context.get("request")
    return SIGNED_IN if request is not None and request.user.is_authenticated else PUBLIC
