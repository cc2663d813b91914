"""Closing the house for maintenance by a file, so that it works while there is no database to ask.

Files of pages and health checks go on answering; everything else is told when to come back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui import writing

OPEN = ("/healthz", "/readyz")
"""What answers all the same: whoever looks after the house asks these."""
SECONDS = 600
"""When to come back where nobody has said when it is over."""
LEAST_SECONDS = 60


def mark() -> Path:
    """The file whose being there closes the house; it holds the time until which, or nothing."""
    return Path(settings.DATA_DIR) / "maintenance"


def begin(*, until: datetime | None) -> None:
    """Close the house; the time is only said, opening it is another command."""
    mark().parent.mkdir(parents=True, exist_ok=True)
    mark().write_text(until.isoformat() if until else "", encoding="ascii")


def end() -> bool:
    """Open the house again; says whether it was closed."""
    was_closed = is_on()
    mark().unlink(missing_ok=True)
    return was_closed


def is_on() -> bool:
    """Whether the house is closed."""
    return mark().exists()


def until() -> datetime | None:
    """Until when it is said to last, if that time is still to come."""
    try:
        said = datetime.fromisoformat(mark().read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return said if said > clock.now() else None


class Maintenance:
    """Middleware: answers in the place of a house that is closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in OPEN or not is_on():
            return self.get_response(request)
        return closed(request)


def closed(request: HttpRequest) -> HttpResponse:
    """503: what is done, how long it lasts, what is safe; needs neither database nor session."""
    last = until()
    left = last - clock.now() if last else timedelta(seconds=SECONDS)
    with translation.override(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        said = writing.when(last, "full") if last else ""
        answer = HttpResponse(render_to_string("maintenance.html", {"until": said}), status=503)
    answer["Retry-After"] = str(max(LEAST_SECONDS, int(left.total_seconds())))
    answer["Cache-Control"] = "no-store"
    # Closed on purpose is no error, and Django would write thousands of them into the log.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer
