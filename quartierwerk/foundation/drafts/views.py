"""Where forms with ``data-draft`` save themselves while somebody types."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.ui import writing


@login_required
@require_POST
def save(request: HttpRequest, form: str) -> JsonResponse:
    """Keep what was typed; answers with the version to send next time, or 409 where another window was faster."""
    return kept(request, form, person=request.user, about=request.POST.get("draft_about", ""))


def kept(request: HttpRequest, form: str, *, person: Any, about: str) -> JsonResponse:
    """The same for a draft of somebody, whoever sends it: a room that lets several write asks for their right first."""
    try:
        draft = keeping.keep(form, person=person, about=about, post=request.POST)
    except keeping.DraftMovedOn as refusal:
        return JsonResponse({"said": str(refusal)}, status=409)
    except RuleBroken as refusal:
        return JsonResponse({"said": str(refusal)}, status=refusal.status)
    said = _("gespeichert %(time)s") % {"time": writing.when(draft.saved_at, "time")}
    return JsonResponse({"version": draft.version, "said": said})


@login_required
@require_POST
def discard(request: HttpRequest, form: str) -> HttpResponse:
    """Throw the draft away and go back to where the person was."""
    keeping.discard(form, person=request.user, about=request.POST.get("draft_about", ""))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else settings.LOGIN_REDIRECT_URL)
