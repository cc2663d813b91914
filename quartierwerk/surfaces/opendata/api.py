"""The open interface ``/api/v1``: the rooms' routers under one roof, read-only, without keys."""

from __future__ import annotations

from ninja import NinjaAPI

from quartierwerk.rooms.directory.api import router as directory
from quartierwerk.rooms.places.api import router as places
from quartierwerk.surfaces.opendata import problems

api = NinjaAPI(
    title="Quartierwerk",
    version="1",
    description="What the city's creative economy shows in public. Lists answer {total, items, next} and take the page's filters by the same names.",
    docs_url=None,
    urls_namespace="api-v1",
)
problems.install(api)
api.add_router("", directory)
api.add_router("", places)
