"""What every answer of the open interface has in common, put on in one place."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from quartierwerk.foundation import freshness
from quartierwerk.surfaces.opendata import problems

PREFIX = "/api/"
METHODS = "GET, HEAD, OPTIONS"
SHARED = "public, max-age=60"
"""Answers are the same for everybody, signed in or not; a minute's delay harms nobody."""


class Openness:
    """Middleware: any web page may read, caches may keep and ask for news, HEAD is answered, every error is a problem.

    The interface knows neither the language nor the session of whoever asks, so its answers vary by nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"
        response = HttpResponse(status=204) if asked == "OPTIONS" else self._ask(request)
        response["Access-Control-Allow-Origin"] = "*"
        if asked == "OPTIONS":
            response["Allow"] = response["Access-Control-Allow-Methods"] = METHODS
            response["Access-Control-Allow-Headers"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        if asked == "HEAD":
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    def _ask(self, request: HttpRequest) -> HttpResponse:
        described = request.path_info.endswith("/openapi.json")
        tag = freshness.tag(request, follows_data=not described)
        # Only answers carry a tag, so one that is known is no address that does not exist.
        known = freshness.is_known(request, tag)
        response = freshness.not_modified(tag) if known else self.get_response(request)
        if response.status_code == 200:
            if freshness.wants_any(request):
                response = freshness.not_modified(tag)
            response["ETag"] = tag
        if response.status_code >= 400 and not response["Content-Type"].startswith(problems.MEDIA_TYPE):
            # What the framework says by itself is a page for people: an unknown address, a wrong method, a failure.
            response = problems.answer(status=response.status_code)
        if response.status_code == 405:
            response["Allow"] = METHODS
        if response.status_code == 304:
            del response["Content-Type"], response["Content-Length"]
        del response["Vary"]
        response["Cache-Control"] = SHARED if response.status_code < 400 else "no-store"
        return response
