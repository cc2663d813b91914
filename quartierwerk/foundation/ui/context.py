"""What every page knows: the city, the languages, where to sign in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, get_script_prefix, reverse, translate_url
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_info

from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.ui import help
from quartierwerk.foundation.ui.banners import banners_of

PRODUCT = "Quartierwerk"


@dataclass(frozen=True)
class Language:
    """The same page in one of the languages."""

    code: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class City:
    """The city this installation belongs to, as the pages name and colour it."""

    name: str
    accent: str


def city() -> City:
    """The city as it was founded."""
    here = house()
    return City(name=here.title, accent=here.accent)


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; see the head of ``ui/base.html``."""
    return {
        "product": PRODUCT,
        "city": city(),
        "home_url": _home(),
        "practice_url": _route("demo:cast") if settings.PRACTICE else "",
        # Asked while the page is drawn: a page that never asks who is there must stay the same for all.
        "banners": partial(banners_of, request),
        "help_url": help.address_for(request),
        "page_address": settings.SITE_URL + request.get_full_path(),
        "languages": _languages(request),
        "manifest_url": _route("manifest"),
        "sign_in_url": _sign_in(request),
        "sign_out_url": _route("account_logout"),
    }


def _home() -> str:
    language = get_language() or settings.LANGUAGE_CODE
    return get_script_prefix() + ("" if language == settings.LANGUAGE_CODE else f"{language}/")


def _languages(request: HttpRequest) -> list[Language]:
    here = request.get_full_path()
    return [
        Language(
            code=code,
            name=get_language_info(code)["name_local"],
            url=translate_url(here, code),
            is_current=code == get_language(),
        )
        for code in house().languages
    ]


def _sign_in(request: HttpRequest) -> str:
    try:
        url = resolve_url(settings.LOGIN_URL)
    except NoReverseMatch:
        return ""
    return f"{url}?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else url


def _route(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
