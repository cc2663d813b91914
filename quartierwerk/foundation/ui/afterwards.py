"""Work that nobody waits for: done when the answer is on its way."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponseBase

log = logging.getLogger(__name__)
Answer = TypeVar("Answer", bound=HttpResponseBase)


def afterwards(answer: Answer, work: Callable[[], object]) -> Answer:
    """Let ``work`` be done once the answer is sent; what goes wrong then is written down, for nobody hears it."""

    def done() -> None:
        try:
            work()
        except Exception:
            log.exception("Work after the answer failed.")

    # The server closes the answer when it is sent (PEP 3333), and with it what hangs on it.
    answer._resource_closers.append(done)  # type: ignore[attr-defined]
    return answer
