"""The page of figures over many cases, many years and all districts, through the real server, as a visitor sees it.

Half of the choices are the whole, the way most people come to it; the others narrow it to years, a district or a
pillar. How many queries an answer asks is counted in this process, by the same addresses. What an answer counted
stays in memory until somebody takes a step; so the slow ones are those that nobody has asked for before.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit import trail
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.budget.models import Pillar
from quartierwerk.rooms.funding.models import Application, Project
from quartierwerk.rooms.funding.tests.world import World
from quartierwerk.rooms.places import demo as places
from quartierwerk.rooms.places.models import City, District
from tests.bench.server import serving
from tests.bench.timing import interleaved, summary

SEED = 20261130
PAGE, EMPTY = "/foerderung/zahlen/", "/suche/"


def measure(*, standing: int, years: int, count: int, rounds: int, mode: str) -> dict[str, Any]:
    """Milliseconds of the page and of the empty one, in turns, and the most queries that an answer asked."""
    if not City.objects.exists():
        places.load(actor=system("bench"))
    World(standing, years=years, seed=SEED)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    choices = list(_choices(count, years=years))
    with serving(mode=mode) as visitor:
        answer, body = visitor.get(PAGE)
        if answer.status != 200:
            raise RuntimeError(f"{PAGE} answers {answer.status}.")
        ways = {"page": visitor.get, "empty": lambda _address: visitor.get(EMPTY)}
        taken = interleaved(choices, ways, rounds=rounds)
    return {
        "projects": Project.objects.count(),
        "applications": Application.objects.count(),
        "years": years,
        "districts": District.objects.count(),
        "bytes": len(body),
        "most_queries": max(map(_queries, choices)),
    } | {name: summary(times["wall"]) for name, times in taken.items()}


def _choices(count: int, *, years: int) -> Iterator[str]:
    """So many addresses, fixed by a seed."""
    dice, last = Random(SEED), clock.today().year
    districts = list(District.objects.values_list("slug", flat=True))
    pillars = list(Pillar.objects.values_list("pk", flat=True))
    for number in range(count):
        since = last - dice.randrange(years)
        narrowed = dice.choice(
            [
                {"lead": dice.choice(districts)},
                {"pillar": dice.choice(pillars)},
                {"since": since, "until": dice.randint(since, last)},
            ]
        )
        yield PAGE if number % 2 == 0 else f"{PAGE}?{urlencode(narrowed)}"


def _queries(address: str) -> int:
    """How many an answer asks that nobody has asked for since the last step of somebody."""
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.get(address)
    trail.write([AuditRow(at=clock.now(), verb="bench.step", subject=PAGE)])
    with CaptureQueriesContext(connection) as asked_for:
        client.get(address)
    return len(asked_for)
