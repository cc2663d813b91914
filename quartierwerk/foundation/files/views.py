"""Serving stored pictures."""

import uuid

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from quartierwerk.foundation.files.models import Kind
from quartierwerk.foundation.files.storing import path_of


@require_safe
def picture(request: HttpRequest, key: uuid.UUID, width: int, kind: Kind) -> FileResponse:
    """One variant; its bytes never change under its address, so it may be kept for good."""
    try:
        handle = path_of(key, width, kind).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(handle, content_type=kind.type)
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
