"""Telling whoever makes a new entry that there may be one: while they type, and before it is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.limits.counting import address_of, hit
from quartierwerk.foundation.ui.gates import actor_of
from quartierwerk.rooms.directory import permissions, queries
from quartierwerk.rooms.directory.forms.profile import ProfileForms

SECONDS, MOST_LOOKS = 600, 120
"""So often in so many seconds one sender may look while typing."""


class MayExist(RuleBroken):
    """There are entries that resemble the new one, and nobody has looked at them yet."""

    sentence = _(
        "Ähnliche Einträge gibt es schon. Bitte sehen Sie unten nach, ob dieser dabei ist. "
        "Ist er es nicht, senden Sie noch einmal."
    )
    field = "name"

    def __init__(self, found: list[queries.Alike]) -> None:
        super().__init__()
        self.found = found


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """The box of those that the half-filled form resembles, for the page to put in; nothing is kept."""
    sender = f"person:{request.user.pk}" if request.user.is_authenticated else address_of(request)
    if not hit(f"directory.alike:{sender}", most=MOST_LOOKS, seconds=SECONDS):
        return HttpResponse(status=429, headers={"Retry-After": str(SECONDS)})
    form = ProfileForms(words=queries.words(), data=request.POST)
    return render(request, "directory/_alike_found.html", context(request, _found(request, form)))


def stop_unseen(request: HttpRequest, form: ProfileForms) -> None:
    """Refuse a new entry that resembles others, unless the page has shown all of them already."""
    found = _found(request, form)
    seen = set(request.POST.get("seen", "").split(","))
    if not {str(one.profile.pk) for one in found} <= seen:
        raise MayExist(found)


def found_by(form: ProfileForms) -> list[queries.Alike]:
    """Those for which a new entry was refused just now."""
    return form.refusal.found if isinstance(form.refusal, MayExist) else []


def context(request: HttpRequest, found: list[queries.Alike]) -> dict[str, Any]:
    """What the templates show of them."""
    return {
        "found": found,
        "seen": ",".join(str(one.profile.pk) for one in found),
        "may_propose": not permissions.may_create(actor_of(request)),
    }


def _found(request: HttpRequest, form: ProfileForms) -> list[queries.Alike]:
    content = form.so_far()
    return queries.alike(content, person=actor_of(request)) if content.name else []
