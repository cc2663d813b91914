"""The open interface ``/api/v1``: the rooms' routers under one roof, read-only, without keys."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from quartierwerk.rooms.directory.api import router as directory
from quartierwerk.rooms.places.api import router as places
from quartierwerk.surfaces.opendata import problems

DESCRIPTION = """What the city's creative economy shows in public: read-only, without a key, from any web page.

Lists answer `{total, items, next}` and take the filters of the page for people by the same names; several values of one
filter are alternatives. Follow `next` (or the header `Link`) until it is null: its cursor is a place in the order, so
what comes or goes on the way neither skips nor repeats anything else. Errors are problems as RFC 9457 has them."""


class OpenInterface(NinjaAPI):
    """The interface; its own description names the problems that every address may answer with."""

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """A list names its next page in the header too, for tools that follow links and read no body (RFC 8288)."""
        response = super().create_response(request, data, **options)
        if isinstance(data, dict) and data.get("next"):
            response["Link"] = f'<{data["next"]}>; rel="next"'
        return response

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        problems.describe(schema)
        describe_links(schema)
        return schema


def describe_links(schema: dict[str, Any]) -> None:
    """Name the header of the next page at every list that has pages."""
    link = {
        "description": "The next page, as in “next”; missing on the last one.",
        "schema": {"type": "string"},
        "example": f'<{settings.SITE_URL}/api/v1/profiles?limit=20&cursor=…>; rel="next"',
    }
    for operations in schema["paths"].values():
        for operation in operations.values():
            if any(parameter["name"] == "cursor" for parameter in operation.get("parameters", [])):
                operation["responses"][200]["headers"] = {"Link": link}


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
