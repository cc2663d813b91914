"""The house at hand."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import translate_url
from django.utils.translation import get_language

from quartierwerk.foundation.house.models import LANGUAGES, THE_ONE, House
from quartierwerk.foundation.kept.memory import held, kept


@kept(House)
def house() -> House:
    """Whose house this is; one that nobody has founded has no name and the product's own words."""
    return House.objects.filter(pk=THE_ONE).first() or House()


def offered(code: str) -> str:
    """This language if the city offers it, else German."""
    return code if code in house().languages else LANGUAGES[0]


class HoldHouse:
    """Middleware: holds what is kept during a request and leads away from a language that the city does not offer."""

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
