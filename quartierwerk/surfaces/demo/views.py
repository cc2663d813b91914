"""Pages of the demo: the cast, and the mails that would have been sent."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.surfaces.demo.cast import CAST, part_of, token_for
from quartierwerk.surfaces.demo.city import reset_mark

BACKEND = "quartierwerk.surfaces.demo.entering.ByLink"
LANDING = {"officer": "portal:work"} | dict.fromkeys(("treasurer", "auditor", "administration"), "budget:pots")
"""Where somebody of the cast begins, if not in their own corner."""


@require_safe
@never_cache
def cast(request: HttpRequest) -> HttpResponse:
    """Who can be played in the demo."""
    return page(
        request,
        "demo/cast.html",
        cast=[(part, token_for(part)) for part in CAST],
        may_reset=settings.PRACTICE and is_officer(request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as one of the cast; the link asks, the button does it."""
    part = part_of(token)
    if part is None:
        raise Http404
    if request.method == "POST":
        login(request, get_object_or_404(Person, email=part.email), backend=BACKEND)
        return redirect(LANDING.get(part.key, "portal:mine"))
    return page(request, "demo/enter.html", part=part)


@only(is_officer)
@require_POST
@never_cache
def reset(request: HttpRequest) -> HttpResponse:
    """Ask for the practice house to be put back to its beginning; the process that runs it does so."""
    if not settings.PRACTICE:
        raise Http404
    reset_mark().touch()
    return page(request, "demo/reset.html")


@require_safe
@never_cache
def mails(request: HttpRequest) -> HttpResponse:
    """The mails of the demo, newest first."""
    return page(request, "demo/mails.html", mails=OutgoingMail.objects.order_by("-pk")[:100])


@require_safe
@never_cache
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as its reader would have got it."""
    return page(request, "demo/mail.html", mail=get_object_or_404(OutgoingMail, pk=pk))
