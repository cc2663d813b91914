"""Clusters as an HTTP answer, whole city and street: every question is another one, so nothing is remembered.

Each chooses some of the sectors, so that between a quarter and all of the profiles are counted. The whole city is
asked at its own zoom; the street views lie around points of profiles, so thickly as these lie.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

from quartierwerk.foundation.search import Bounds
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Location, Sector
from quartierwerk.rooms.places.queries import city_drawing
from tests.bench.server import serving
from tests.bench.timing import summary

CLUSTERS = "/api/v1/profiles/clusters"
SCREEN = (1280, 800)
STREET = 16.5
SEED = 20261126


def measure(*, count: int, mode: str) -> dict[str, Any]:
    """Milliseconds and bytes of each view; the first tenth of the answers only warms up."""
    found: dict[str, Any] = {}
    with serving(mode=mode) as visitor:
        for name, views in {"city": _cities, "street": _streets}.items():
            times, sizes, packed = [], [], []
            for number, address in enumerate(_addresses(views, count + count // 10)):
                start = time.perf_counter()
                answer, body = visitor.get(address)
                taken = (time.perf_counter() - start) * 1000
                if answer.status != 200:
                    raise RuntimeError(f"{address} answered with {answer.status}.")
                if number >= count // 10:
                    times.append(taken)
                    sizes.append(len(body))
                    packed.append(len(visitor.get(address, {"Accept-Encoding": "gzip"})[1]))
            found[name] = {"wall": summary(times), "most_bytes": max(sizes), "most_packed": max(packed)}
    return found


def _addresses(views: Any, count: int) -> Iterator[str]:
    dice, sectors = Random(SEED), list(Sector.objects.order_by("pk").values_list("slug", flat=True))
    view = views(dice)
    for _ in range(count):
        chosen = dice.sample(sectors, dice.randint(max(len(sectors) // 4, 1), len(sectors)))
        kinds = dice.sample([kind.value for kind in rules.Kind], dice.randint(3, len(rules.Kind)))
        shown = next(view)
        asked = [("sector", slug) for slug in chosen] + [("kind", kind) for kind in kinds]
        bounds = ",".join(f"{edge:.5f}" for edge in shown.bounds(*SCREEN))
        yield f"{CLUSTERS}?{urlencode([*asked, ('bounds', bounds), ('zoom', f'{shown.zoom:.2f}')])}"


def _cities(dice: Random) -> Iterator[rules.View]:
    whole = rules.view_of(Bounds(*city_drawing().bounds), *SCREEN)
    while True:
        yield whole


def _streets(dice: Random) -> Iterator[rules.View]:
    points = Location.objects.exclude(lat=None).order_by("pk")
    first, last = points.values_list("pk", flat=True)[0], points.reverse().values_list("pk", flat=True)[0]
    while True:
        lat, lon = points.filter(pk__gte=dice.randint(first, last)).values_list("lat", "lon")[0]
        yield rules.View(STREET, lat, lon)
