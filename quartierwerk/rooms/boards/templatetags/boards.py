"""How far something has got, as a badge: in one place, so that one state looks the same on every page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.templatetags.ui import badge
from quartierwerk.rooms.boards.models import FollowUp, Meeting, Minutes, Objection, Resolution, Scoring
from quartierwerk.rooms.boards.rules import MeetingState, MinutesState, ScoringState

register = template.Library()

STATES: dict[type, dict[str, dict[str, str]]] = {
    Meeting: {
        MeetingState.PLANNED: {"icon": "lock"},
        MeetingState.INVITED: {"kind": "info"},
        MeetingState.OPEN: {"kind": "success"},
        MeetingState.HELD: {"kind": "neutral"},
        MeetingState.CANCELLED: {"kind": "danger"},
    },
    Minutes: {
        MinutesState.DRAFTING: {"kind": "warning"},
        MinutesState.SENT: {"kind": "info"},
        MinutesState.APPROVED: {"kind": "success"},
    },
    Scoring: {
        ScoringState.OPEN: {"kind": "neutral"},
        ScoringState.CLOSED: {"kind": "info"},
        ScoringState.ANNOUNCED: {"kind": "success"},
    },
}
"""How the states look; none is told by its colour alone."""
RESULTS = {True: (_("angenommen"), "success"), False: (_("abgelehnt"), "danger")}
ANSWERS = {
    None: (_("noch nicht beantwortet"), "warning"),
    True: (_("übernommen"), "success"),
    False: (_("abgelehnt"), "neutral"),
}


@register.simple_tag
def state(thing: Any) -> SafeString:
    """How far a meeting, minutes, a scoring, an objection or a task has got, or what a resolution came to."""
    if isinstance(thing, Resolution):
        return result(thing.is_carried)
    if isinstance(thing, Objection):
        return badge(*ANSWERS[thing.is_accepted])
    if isinstance(thing, FollowUp):
        return badge(_("erledigt"), "success") if thing.done_at else badge(_("offen"))
    return badge(thing.get_state_display(), **STATES[type(thing)][thing.state])


@register.simple_tag
def result(is_carried: bool) -> SafeString:
    """What was decided, where only that is known."""
    return badge(*RESULTS[is_carried])


@register.simple_tag
def closed() -> SafeString:
    """That not everybody sees something."""
    return badge(_("nicht öffentlich"), icon="eye-off")
