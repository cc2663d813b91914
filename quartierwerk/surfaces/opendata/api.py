"""The open interface ``/api/v1``: the rooms' routers under one roof, read-only, without keys."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from quartierwerk.rooms.directory.api import router as directory
from quartierwerk.rooms.places.api import router as places
from quartierwerk.surfaces.opendata import problems

DESCRIPTION = """What the city's creative economy shows in public: read-only, without a key, from any web page.

Lists answer `{total, items, next}` and take the filters of the page for people by the same names; several values of one
filter are alternatives. Follow `next` until it is null. Errors are problems as RFC 9457 has them."""


class OpenInterface(NinjaAPI):
    """The interface; its own description names the problems that every address may answer with."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        problems.describe(schema)
        return schema


api = OpenInterface(
    title="Quartierwerk",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api-v1",
    openapi_extra={"info": {"contact": {"url": settings.SITE_URL}}},
)
problems.install(api)
api.add_router("", directory)
api.add_router("", places)
