"""A view of the directory as a file."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from quartierwerk.foundation.sheets import FORMATS
from quartierwerk.rooms.directory import exchange, queries


@require_safe
def download(request: HttpRequest, format: str) -> StreamingHttpResponse | FileResponse:
    """All that the list shows under these filters, with the reader's rights."""
    if format not in FORMATS:
        raise Http404
    wanted = queries.Wanted.from_address(request.GET)
    keys = queries.every_key(wanted)
    return exchange.download(keys, person=request.user, format=format)
