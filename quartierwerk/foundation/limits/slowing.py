"""How often somebody may send a form that is open to anyone."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.functional import Promise

from quartierwerk.foundation.limits.counting import HOUR, TooMany, address_of, hit

MOST_PER_SENDER = 5


def slow_down(
    request: HttpRequest,
    kind: str,
    *,
    bounds: Mapping[str, int],
    said: str | Promise,
    most: int = MOST_PER_SENDER,
) -> None:
    """Refuse what comes more than ``most`` times of a kind (“directory.message”) from one place within an hour.

    The refusal says ``said``.

    ``bounds`` says how many may be about one thing; they hold when the senders' network addresses change.
    """
    sender = f"person:{request.user.pk}" if request.user.is_authenticated else address_of(request)
    keys = {sender: most} | dict(bounds)
    calm = [hit(f"{kind}:{key}", most=bound, seconds=HOUR) for key, bound in keys.items()]
    if not all(calm):
        raise TooMany(said)
