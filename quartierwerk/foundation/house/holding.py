"""The house at hand: read once for a request or a piece of work, like the language that is active."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import translate_url
from django.utils.translation import get_language

from quartierwerk.foundation.house.models import LANGUAGES, THE_ONE, House

_held: ContextVar[list[House] | None] = ContextVar("held_house", default=None)
"""Empty as long as nobody has asked."""


def house() -> House:
    """Whose house this is; one that nobody has founded has no name and the product's own words."""
    held = _held.get()
    if held is None:
        return _read()
    if not held:
        held.append(_read())
    return held[0]


def _read() -> House:
    return House.objects.filter(pk=THE_ONE).first() or House()


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Within this block the house is read at most once, and only if somebody asks."""
    before = _held.set([])
    try:
        yield
    finally:
        _held.reset(before)


def offered(code: str) -> str:
    """This language if the city offers it, else German."""
    return code if code in house().languages else LANGUAGES[0]


class HoldHouse:
    """Middleware: holds the house during a request and leads away from a language that the city does not offer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with held():
            # German is always offered, so its pages need no look into the database here.
            if (get_language() or LANGUAGES[0]) == LANGUAGES[0] or offered(get_language()) != LANGUAGES[0]:
                return self.get_response(request)
            return _in_german(request)


def _in_german(request: HttpRequest) -> HttpResponse:
    """The same page in German; a form that was sent in the other language has no other side."""
    here = request.get_full_path()
    there = translate_url(here, LANGUAGES[0])
    if there == here or request.method not in ("GET", "HEAD"):
        raise Http404
    return HttpResponseRedirect(there)
