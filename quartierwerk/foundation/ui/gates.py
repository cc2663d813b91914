"""Pages for some only: the gate before a view, and who stands before it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from quartierwerk.foundation.house.words import word

View = Callable[..., HttpResponseBase]


class RightMissing(PermissionDenied):
    """Somebody lacks a right; the page for it says which one, and who can give it."""

    def __init__(self, *, needed: str, givers: str) -> None:
        self.needed, self.givers = needed, givers
        super().__init__()


def office_only() -> RightMissing:
    """The refusal of a page that is for the staff unit, in the city's own word for it."""
    office = word("office")
    return RightMissing(needed=_("Rolle „%(office)s“") % {"office": office}, givers=office)


def only(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """Let those through whom ``may(person)`` lets, the staff unit; a visitor is asked to sign in, others get a 403."""

    def gate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            if not may(request.user):
                raise office_only()
            return view(request, *arguments, **named)

        return login_required(guarded)

    return gate


def actor_of(request: HttpRequest) -> Any:
    """Whoever is signed in, as a verb that is open to anyone takes them; None for a visitor."""
    return request.user if request.user.is_authenticated else None
