"""Finding the body that an address names, for whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.words import in_sentence, word
from quartierwerk.foundation.ui.gates import require
from quartierwerk.rooms.boards.models import Body


def body_of(request: HttpRequest, slug: str) -> Body:
    """The body of this address, if whoever asks sees it."""
    return get_object_or_404(Body.objects.visible_to(request.user).select_related("district"), slug=slug)


def kept(request: HttpRequest, slug: str, may: Callable[[Any, Body], bool]) -> Body:
    """The same, for a page on which ``may`` decides who works with it."""
    body = body_of(request, slug)
    needed = _("Zuständigkeit für dieses Gremium, im Büro oder im %(district)s") % {
        "district": in_sentence(word("district"))
    }
    require(may(request.user, body), needed=needed)
    return body


def day_of(said: str) -> date:
    """The day that an address names, today where it names none that there is."""
    try:
        day = parse_date(said)
    except ValueError:  # such as 2026-02-30
        day = None
    first, last = clock.DAYS
    return day if day is not None and first <= day <= last else clock.today()
