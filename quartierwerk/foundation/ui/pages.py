"""Answering with a page, whole or in part, and the pages of the kit itself."""

from __future__ import annotations

import logging
import secrets
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils.cache import patch_vary_headers

from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.ui.fields import Doing
from quartierwerk.foundation.ui.gates import RightMissing

log = logging.getLogger(__name__)
FRAGMENT = "ui/fragment.html"


def page(request: HttpRequest, template: str, *, status: int | None = None, **context: Any) -> HttpResponse:
    """Render a page; HTMX gets the template's partial named like its target, else the content without the frame.

    Without a ``status`` the ``form`` of the page says how it went, and after a refusal when to try again.

    A fragment is the same template's partial, not a second view: with ``hx-target="#results"`` the
    template's ``{% partialdef results %}`` answers. A template without such a partial answers with
    its ``content`` block, from which ``hx-select`` takes what it needs.
    """
    form = context.get("form")
    refusal = None
    if isinstance(form, Doing):
        status, refusal = status or form.status, form.refusal
    part = _wanted_part(request, template)
    if part is None:
        response = render(request, template, context, status=status)
    elif part:
        response = render(request, f"{template}#{part}", context, status=status)
    else:
        response = render(request, template, {**context, "page_base": FRAGMENT}, status=status)
    if refusal is not None and refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    patch_vary_headers(response, ["HX-Request", "HX-Target", "HX-Boosted"])
    return response


def _wanted_part(request: HttpRequest, template: str) -> str | None:
    """None: the whole page; empty: its content; else the name of a partial that the template has."""
    htmx = getattr(request, "htmx", None)
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return None
    target = htmx.target or ""
    if target.isidentifier():
        try:
            get_template(f"{template}#{target}")
        except TemplateDoesNotExist:
            return ""
        return target
    return ""


def not_yet(request: HttpRequest, refusal: Exception, *, seconds: int = 60) -> HttpResponse:
    """503: what is asked for will be there in a moment; says why, and when to come back."""
    response = render(request, "503.html", {"reason": str(refusal)}, status=503)
    response["Retry-After"] = str(seconds)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request was malformed, perhaps on purpose, so the answer stands alone."""
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: says why and which right is missing, if the refusal knows, and who can give it."""
    context = {
        "reason": str(exception) if exception else "",
        "missing": exception if isinstance(exception, RightMissing) else None,
        "contact_email": house().contact_email,
    }
    return render(request, "403.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: needs neither the database nor hashed file names; its number stands in the log, beside what broke."""
    number = secrets.token_hex(4)
    kind = sys.exc_info()[0]
    log.error("Error number %s: %s at %s %s", number, kind and kind.__name__, request.method, request.path)
    return HttpResponse(render_to_string("500.html", {"number": number}), status=500)
