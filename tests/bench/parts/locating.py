"""Points to places: the district and the quarters of many points, as an import and a moved boundary ask for them."""

from __future__ import annotations

import time
from random import Random
from typing import Any

from quartierwerk.rooms.places.queries import city_drawing, locator

SEED = 20261126


def measure(*, count: int) -> dict[str, Any]:
    """Seconds for so many points, evenly spread over the city and a little beyond."""
    dice, (west, south, east, north) = Random(SEED), city_drawing().bounds
    points = [(dice.uniform(south, north), dice.uniform(west, east)) for _ in range(count)]
    asked = locator()
    asked.locate_many(points[:1_000])
    start = time.perf_counter()
    found = asked.locate_many(points)
    seconds = time.perf_counter() - start
    return {"points": count, "seconds": seconds, "in_a_district": sum(one.district is not None for one in found)}
