"""The tiles of the operator's base map, read from the one file that holds them all."""

from __future__ import annotations

import gzip

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quartierwerk.rooms.places import queries


@require_safe
@cache_control(public=True, max_age=60 * 60 * 24 * 365, immutable=True)
def tile(request: HttpRequest, version: str, zoom: int, across: int, down: int) -> HttpResponse:
    """One tile as it lies in the file; the version in the address changes with the file, so it is kept for long."""
    if not settings.MAP_FILE:
        raise Http404
    found = queries.tile(zoom, across, down)
    if found is None:
        return HttpResponse(status=204)  # to the map library this is an empty tile, not a fault
    answer = HttpResponse(found.content, content_type=found.content_type)
    if found.is_gzipped:
        patch_vary_headers(answer, ("Accept-Encoding",))
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            answer["Content-Encoding"] = "gzip"
        else:
            answer.content = gzip.decompress(found.content)
    return answer
