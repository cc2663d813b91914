"""The office's list of applications under many choices of filters, through the real server, beside its rows by hand.

Both must show the same rows. How many queries an answer asks is counted in this process, by the same addresses.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quartierwerk.rooms.funding.models import Application
from tests.bench import docket
from tests.bench.entering import session_of
from tests.bench.filters import Asked, asked
from tests.bench.server import serving
from tests.bench.timing import interleaved, summary

TICK = re.compile(rb'name="antrag" value="(\d+)"')


def measure(*, standing: int, count: int, rounds: int, mode: str) -> dict[str, Any]:
    """Milliseconds of the page and of its rows by hand, in turns, and the most queries that an answer asked."""
    officer = docket.fill(standing)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    choices, session = list(asked(count, officer=officer)), session_of(officer)
    with serving(mode=mode) as visitor:
        office = visitor.another(session=session)
        for one in choices:
            shown = [int(key) for key in TICK.findall(office.get(one.address)[1])]
            if shown != [row[0] for row in one.by_hand()]:
                raise RuntimeError(f"{one.address} shows other rows.")
        ways = {"page": lambda one: office.get(one.address), "raw": Asked.by_hand}
        taken = interleaved(choices, ways, rounds=rounds)
    return {
        "standing": Application.objects.filter(submitted_at__isnull=False).count(),
        "questions": count,
        "most_queries": max(_queries(choices, session)),
    } | {name: summary(times["wall"]) for name, times in taken.items()}


def _queries(choices: list[Asked], session: str) -> list[int]:
    """How many each answer asks; the first one only fills what the house keeps in memory."""
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    counts = []
    for one in [choices[0], *choices]:
        with CaptureQueriesContext(connection) as asked_for:
            client.get(one.address)
        counts.append(len(asked_for))
    return counts[1:]
