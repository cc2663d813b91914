"""How far a letter has got, as a badge."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.templatetags.ui import badge
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.funding.models import Letter
from quartierwerk.rooms.funding.rules import LetterState

register = template.Library()
LOOKS: dict[str, dict[str, str]] = {
    LetterState.DRAFTED: {"kind": "warning", "icon": "edit"},
    LetterState.APPROVED: {"kind": "info", "icon": "check"},
    LetterState.ISSUED: {"kind": "info", "icon": "lock"},
    LetterState.SERVED: {"kind": "success", "icon": "check"},
    LetterState.DISCARDED: {"kind": "neutral"},
}


@register.simple_tag
def letter_state(letter: Letter) -> SafeString:
    """The badge of a letter; one in the portal says until when it can be retrieved."""
    service, today = letter.service, clock.today()
    if letter.state == LetterState.ISSUED and service is not None:
        if service.is_open(on=today):
            return badge(_("im Portal bis %(day)s") % {"day": when(service.until_on, "short")}, "warning", "clock")
        return badge(_("nicht abgerufen"), "danger", "clock")
    return badge(str(letter.get_state_display()), **LOOKS[letter.state])
