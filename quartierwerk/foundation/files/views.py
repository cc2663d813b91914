"""Serving stored pictures."""

import uuid

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from quartierwerk.foundation.files.models import Kind
from quartierwerk.foundation.files.storing import path_of

FOR_GOOD = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=60"
"""Seconds until a browser asks again for what the worker has yet to make."""


@require_safe
def picture(request: HttpRequest, key: uuid.UUID, width: int, kind: Kind) -> FileResponse:
    """One variant; its bytes never change under its address, so it may be kept for good.

    As long as the smaller kind is not made, its address answers the other one, which says what it is.
    """
    for made in dict.fromkeys((kind, Kind.WEBP)):
        try:
            handle = path_of(key, width, made).open("rb")
        except FileNotFoundError:
            continue
        answer = FileResponse(handle, content_type=made.type)
        answer["Cache-Control"] = FOR_GOOD if made is kind else FOR_NOW
        return answer
    raise Http404
