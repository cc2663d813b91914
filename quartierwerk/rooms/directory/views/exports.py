"""A view of the directory as a file."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from quartierwerk.foundation import search
from quartierwerk.foundation.freshness import tagged
from quartierwerk.foundation.sheets import FORMATS
from quartierwerk.foundation.ui.pages import not_yet
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.directory import exchange, queries


@require_safe
@tagged(seconds=60, rights=is_officer)
def download(request: HttpRequest, format: str) -> StreamingHttpResponse | FileResponse | HttpResponse:
    """All that the list shows under these filters, with the reader's rights."""
    if format not in FORMATS:
        raise Http404
    wanted = queries.Wanted.from_address(request.GET)
    try:
        keys = queries.every_key(wanted)
    except search.NotReady as refusal:
        return not_yet(request, refusal)
    return exchange.download(keys, person=request.user, format=format)
