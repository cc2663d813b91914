"""Pages for some only: the gate before a view, and who stands before it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def only(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """Let those through whom ``may(person)`` lets; a visitor is asked to sign in, everybody else gets a 403."""

    def gate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            if not may(request.user):
                raise PermissionDenied
            return view(request, *arguments, **named)

        return login_required(guarded)

    return gate


def actor_of(request: HttpRequest) -> Any:
    """Whoever is signed in, as a verb that is open to anyone takes them; None for a visitor."""
    return request.user if request.user.is_authenticated else None
