"""Small ways of writing that the directory's pages share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quartierwerk.foundation.ui import writing
from quartierwerk.foundation.ui.drawing import draw
from quartierwerk.foundation.ui.markup import NOTHING, fill, joined
from quartierwerk.foundation.ui.showing import show
from quartierwerk.rooms.directory.queries.cards import Card

register = template.Library()
CARD_SIZES = "(max-width: 39.99rem) 10rem, 18rem"
"""How wide a picture stands on a card: small beside the words on a telephone, above them elsewhere."""
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
    return fill('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 – escaped above


@register.simple_tag
def profile_cards(cards: Iterable[Card], level: int = 2) -> SafeString:
    """Profiles as a grid of cards, their names as headings of this ``level``."""
    return fill('<ul class="cards profiles">{}</ul>', joined([_profile_card(card, level) for card in cards]))


def _profile_card(card: Card, level: int) -> SafeString:
    return fill(
        '<li class="card{}"><div class="card__picture">{}</div>'
        '<div class="profiles__words"><p class="card__kicker">{}</p>'
        '<h{} class="card__title"><a href="{}">{}</a></h{}>{}{}{}{}{}</div></li>\n',
        f" hue-{card.hue}" if card.hue else "",
        _picture(card),
        " · ".join(filter(None, (str(card.kind), card.place, writing.distance(card.metres) if card.metres else ""))),
        level,
        card.url,
        card.title,
        level,
        fill('<p class="card__line">{}</p>', card.line) if card.line else NOTHING,
        fill('<p class="card__text" lang="{}">{}</p>', card.text_language, card.text) if card.text else NOTHING,
        fill('<p class="card__meta profiles__seal"><span>{}</span></p>', _("Von der Stadt bestätigt"))
        if card.is_sealed
        else NOTHING,
        fill('<p class="card__meta"><span>{}</span></p>', state) if (state := _state(card)) else NOTHING,
        fill('<p class="card__meta profiles__stale"><span>{}</span></p>', stale)
        if (stale := _stale(card))
        else NOTHING,
    )


def _picture(card: Card) -> SafeString:
    return show(card.picture, sizes=CARD_SIZES) if card.picture else draw(card.title, hue=card.hue)


def _stale(card: Card) -> str:
    """When it was confirmed last, if that is long ago and it has not closed anyway."""
    if card.stale_since is None or card.is_closed:
        return ""
    return _("Zuletzt bestätigt im %(month)s") % {"month": writing.when(card.stale_since, "month")}


def _state(card: Card) -> str:
    if card.is_closed:
        return _("geschlossen")
    return _("offen für Kooperation") if card.is_open_for_cooperation else ""
