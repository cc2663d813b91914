"""Saying cheaply whether an answer is still the one that somebody has: tags, 304, and who may keep what for how long.

Everything that the house shows is changed through the door, which leaves a line in the trail, and found through an
index, which counts its commits. So the trail's end, the indexes' serial numbers, the day, the code and the question
decide together what an answer says; they are read in a few milliseconds, before anything of it is built. Whatever
changes in the house changes every tag: too often is no harm, too seldom would be.

A tag is weak: two answers under one tag say the same and may be packed differently.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

import quartierwerk
from quartierwerk.foundation import clock
from quartierwerk.foundation.audit import trail
from quartierwerk.foundation.search import marks

View = Callable[..., HttpResponseBase]


def tag(request: HttpRequest, *parts: Hashable, follows_data: bool = True) -> str:
    """The tag of the answer to this address; ``parts`` are what else decides about it, like the reader's rights."""
    data = (trail.mark(), marks(), clock.today()) if follows_data else ()
    host = request.META.get("HTTP_X_FORWARDED_HOST"), request.META.get("HTTP_HOST")
    facts = (_code(), data, request.scheme, host, request.get_full_path(), parts)
    return f'W/"{hashlib.sha256(repr(facts).encode()).hexdigest()[:24]}"'


def is_known(request: HttpRequest, tag: str) -> bool:
    """Whether whoever asks has the answer of this tag already, and says so."""
    return tag.removeprefix("W/") in {one.removeprefix("W/") for one in parse_etags(_asked(request))}


def not_modified(tag: str) -> HttpResponseNotModified:
    """304: what you have still holds."""
    return HttpResponseNotModified(headers={"ETag": tag})


def wants_any(request: HttpRequest) -> bool:
    """``If-None-Match: *``: whether there is an answer at all, which only building it tells."""
    return _asked(request).strip() == "*"


def tagged(*, seconds: int, rights: Callable[[Any], Hashable] | None = None) -> Callable[[View], View]:
    """A page for machines with a tag: 304 where nothing has changed, and never shared once somebody is signed in.

    ``seconds`` is how long anybody may keep it without asking. ``rights`` says what a person may see beyond others;
    without it the answer is the same for everybody. Whoever is signed in keeps it for themselves and asks each time.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            reader: Any = request.user if rights and request.user.is_authenticated else None
            own = (reader.pk, rights(reader)) if rights and reader is not None else ()
            current = tag(request, get_language(), own)
            response = not_modified(current) if is_known(request, current) else view(request, *args, **kwargs)
            if response.status_code >= 400:
                response["Cache-Control"] = "no-store"
                return response
            response["ETag"] = current
            response["Cache-Control"] = "private, no-cache" if own else f"public, max-age={seconds}"
            if rights:
                patch_vary_headers(response, ["Cookie"])
            return response

        return answer

    return decorate


def _asked(request: HttpRequest) -> str:
    return request.META.get("HTTP_IF_NONE_MATCH", "")


@functools.lru_cache(maxsize=1)
def _code() -> str:
    """What this code and its words are: another release may say the same data differently."""
    root = Path(quartierwerk.__file__).parent
    digest = hashlib.sha256()
    for pattern in ("**/*.py", "**/*.mo"):
        for path in sorted(root.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
