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
from quartierwerk.foundation.ui.parts import Text

View = Callable[..., HttpResponseBase]


class RightMissing(PermissionDenied):
    """Somebody lacks a right; the page for it says what is needed and who gives it, else the role in the staff unit."""

    def __init__(self, *, needed: Text = "", givers: Text = "") -> None:
        office = word("office")
        self.needed = needed or _("Rolle „%(office)s“") % {"office": office}
        self.givers = givers or office
        super().__init__()


def require(is_allowed: bool, *, needed: Text = "", givers: Text = "") -> None:
    """Go on only with the right: the gate of a page about one thing, called where the thing is known."""
    if not is_allowed:
        raise RightMissing(needed=needed, givers=givers)


def only(may: Callable[[Any], bool], *, needed: Text = "", givers: Text = "") -> Callable[[View], View]:
    """Let those through whom ``may(person)`` lets; a visitor is asked to sign in, others are told what is missing.

    What lies behind is a page of work: it looks like one, and no search engine keeps it.
    """

    def gate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            require(may(request.user), needed=needed, givers=givers)
            at_work(request)
            answer = view(request, *arguments, **named)
            answer["X-Robots-Tag"] = "noindex"
            return answer

        return login_required(guarded)

    return gate


def at_work(request: HttpRequest) -> None:
    """Let the page look like the workplace, calm and dense, where whoever asks is here to decide."""
    request.is_at_work = True  # type: ignore[attr-defined]


def actor_of(request: HttpRequest) -> Any:
    """Whoever is signed in, as a verb that is open to anyone takes them; None for a visitor."""
    return request.user if request.user.is_authenticated else None
