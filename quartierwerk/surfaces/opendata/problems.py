"""Errors of the open interface, in the one form that RFC 9457 describes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError
from pydantic import Field

from quartierwerk.foundation.paging import CursorRefused
from quartierwerk.foundation.search import NotReady

MEDIA_TYPE = "application/problem+json"


class Problem(Schema):
    """An error as RFC 9457 has it (application/problem+json)."""

    type: str = Field("about:blank", description="Kind of problem; about:blank means: what the status says.")
    title: str = Field(description="The problem in a few words, in English.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field("", description="What is wrong in this case.")
    errors: list[str] = Field([], description="One sentence per parameter that is wrong.")


def answer(*, status: int, title: str = "", detail: str = "", errors: tuple[str, ...] = ()) -> HttpResponse:
    """A problem as an HTTP answer."""
    problem = Problem(title=title or HTTPStatus(status).phrase, status=status, detail=detail, errors=list(errors))
    return HttpResponse(problem.model_dump_json(), status=status, content_type=MEDIA_TYPE)


def install(api: NinjaAPI) -> None:
    """Let what an address of the interface refuses leave in this form."""

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        told = tuple(f"{_where(found)}: {found['msg']}" for found in error.errors)
        return answer(status=422, title="Invalid parameters", errors=told)

    @api.exception_handler(CursorRefused)
    def cursor_refused(request: HttpRequest, error: CursorRefused) -> HttpResponse:
        return answer(status=400, title="Cursor refused", detail=str(error), errors=("cursor: see detail",))

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(status=404, detail="There is nothing public under this address.")

    @api.exception_handler(NotReady)
    def not_ready(request: HttpRequest, error: NotReady) -> HttpResponse:
        response = answer(status=503, detail="The search index is being built. Nothing is lost; ask again in a minute.")
        response["Retry-After"] = "60"
        return response


def describe(schema: dict[str, Any]) -> None:
    """Name the problems in the interface's own description, for each operation that can answer with them."""
    schema["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            statuses = [400, 404] if "{" in path else [400, 422, 503]
            operation["responses"] |= {status: _described(status) for status in statuses}


def _described(status: int) -> dict[str, Any]:
    content = {
        "schema": {"$ref": "#/components/schemas/Problem"},
        "example": {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": "",
            "errors": [],
        },
    }
    return {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: content}}


def _where(found: dict[str, Any]) -> str:
    """The parameter's own name; which value of a list is wrong stands in the message."""
    return next(part for part in reversed(found["loc"]) if isinstance(part, str))
