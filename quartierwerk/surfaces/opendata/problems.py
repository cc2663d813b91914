"""Errors of the open interface, in the one form that RFC 9457 describes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field


class Problem(Schema):
    """An error as RFC 9457 has it (application/problem+json)."""

    type: str = Field("about:blank", description="Kind of problem; about:blank means: what the status says.")
    title: str = Field(description="The problem in a few words, in English.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field("", description="What is wrong in this case.")
    errors: list[str] = Field([], description="One sentence per parameter that is wrong.")


def answer(
    request: HttpRequest, *, status: int, title: str, detail: str = "", errors: tuple[str, ...] = ()
) -> HttpResponse:
    """A problem as an HTTP answer."""
    problem = Problem(title=title, status=status, detail=detail, errors=list(errors))
    return HttpResponse(problem.model_dump_json(), status=status, content_type="application/problem+json")


def install(api: NinjaAPI) -> None:
    """Let every error of the interface leave in this form."""

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        told = tuple(f"{_where(found)}: {found['msg']}" for found in error.errors)
        return answer(request, status=422, title="Invalid parameters", errors=told)

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(request, status=404, title="Not found")

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(request, status=error.status_code, title=str(error))


def _where(found: dict[str, Any]) -> str:
    return ".".join(str(part) for part in found.get("loc", ())[1:])
