"""What a pot or a case stands at, as a bar with its figures."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.budget.rules import Sums
from quartierwerk.rooms.budget.rules.flows import pieces

register = template.Library()

STATES = (
    ("paid", _("ausgezahlt")),
    ("committed", _("festgelegt")),
    ("reserved", _("reserviert")),
    ("available", _("verfügbar")),
)


@register.inclusion_tag("budget/_sums.html")
def sums(stood: Sums, label: str = "") -> dict[str, Any]:
    """The five sums of a pot; the bar is as long as its funds."""
    return {"total": stood.funds, "label": label} | _parts(stood, STATES)


@register.inclusion_tag("budget/_sums.html")
def held(earmark: Any) -> dict[str, Any]:
    """The three sums of a case."""
    stood = Sums(reserved=earmark.reserved, committed=earmark.committed, paid=earmark.paid)
    return {"total": None, "label": ""} | _parts(stood, STATES[:3])


def _parts(stood: Sums, states: Any) -> dict[str, Any]:
    cents = [getattr(stood, name) for name, _label in states]
    return {
        "parts": [
            (name, label, sum_, start, length)
            for (name, label), sum_, (start, length) in zip(states, cents, pieces(cents), strict=True)
        ],
        "is_empty": not any(cents),
    }
