"""How far a letter has got, as a badge, and the letters of an application for whoever looks at it."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.templatetags.ui import badge
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.funding import permissions
from quartierwerk.rooms.funding.models import Application, Letter
from quartierwerk.rooms.funding.queries import letters as reading
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


@register.simple_tag(takes_context=True)
def letters_of(context: Context, application: Application) -> dict[str, Any]:
    """The letters of an application that the reader sees, and whether the office has one to draft."""
    person = context["request"].user
    may_draft = permissions.may_draft(person)
    return {
        "letters": list(reading.letters_of(application, person)),
        "is_to_reader": application.applicant_id == person.pk,
        "may_draft": may_draft and reading.to_draft(person).filter(pk=application.pk).exists(),
    }
