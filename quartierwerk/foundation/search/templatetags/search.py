"""Cards of indexed things on any page, without importing the room they live in."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from quartierwerk.foundation.search import registry
from quartierwerk.foundation.search.documents import PUBLIC, SIGNED_IN, Audience

register = template.Library()


@register.simple_tag(takes_context=True)
def card(context: template.Context, reference: str) -> SafeString | str:
    """The card of any indexed thing: ``{% card motion.subject %}``; nothing where the reader may not see it."""
    found = registry.card(reference, audience=_audience(context))
    return _rendered(reference, found) if found else ""


@register.inclusion_tag("search/_related.html", takes_context=True)
def related(context: template.Context, reference: str, limit: int = 12) -> dict[str, Any]:
    """The cards of all that is about a thing: ``{% related place.reference %}``."""
    return {"hits": registry.related(reference, audience=_audience(context), limit=limit)}


def _rendered(reference: str, found: dict[str, Any]) -> SafeString:
    return render_to_string("search/_card.html", {"card": found, "reference": reference})


def _audience(context: template.Context) -> Audience:
    request = context.get("request")
    return SIGNED_IN if request is not None and request.user.is_authenticated else PUBLIC
