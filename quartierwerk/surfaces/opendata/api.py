"""The open interface ``/api/v1``: the rooms' routers under one roof, read-only, without keys."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from quartierwerk.foundation.gathering import gather
from quartierwerk.surfaces.opendata import examples, problems

DESCRIPTION = """What the city's creative economy shows in public: read-only, without a key, from any web page.

Lists answer `{total, items, next}` and take the filters of the page for people by the same names; several values of one
filter are alternatives. Follow `next` (or the header `Link`) until it is null: its cursor is a place in the order, so
what comes or goes on the way neither skips nor repeats anything else. Every answer has an `ETag`; sent as
`If-None-Match` it costs next to nothing to ask whether anything is new. Errors are problems as RFC 9457 has them."""


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
        describe_headers(schema)
        examples.describe(schema)
        return schema


def describe_headers(schema: dict[str, Any]) -> None:
    """Name what stands in the headers: the tag of every answer, and the next page at every list that has pages."""
    tag = {
        "description": "Send it as If-None-Match: as long as nothing has changed, the answer is 304 without a body.",
        "schema": {"type": "string"},
        "example": 'W/"5d2c1f0a9b8e7d6c5b4a3f2e"',
    }
    link = {
        "description": "The next page, as in “next”; missing on the last one.",
        "schema": {"type": "string"},
        "example": f'<{settings.SITE_URL}/api/v1/profiles?limit=20&cursor=…>; rel="next"',
    }
    for operations in schema["paths"].values():
        for operation in operations.values():
            is_list = any(parameter["name"] == "cursor" for parameter in operation.get("parameters", []))
            operation["responses"][200]["headers"] = {"ETag": tag, **({"Link": link} if is_list else {})}
            operation["responses"][304] = {"description": "Not Modified", "headers": {"ETag": tag}}


api = OpenInterface(
    title="Quartierwerk",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api-v1",
    openapi_extra={"info": {"contact": {"url": settings.SITE_URL}}},
)
problems.install(api)
for room in gather("api", floor="rooms."):
    api.add_router("", room.router)
