"""The office's list of profiles that may be doubles."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.directory import actions, permissions, queries
from quartierwerk.rooms.directory.models import Profile

SIZE = 25


@only(permissions.may_settle)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Every marked profile beside the one it may double."""
    shown = Paginator(queries.possible_doubles(), SIZE).get_page(request.GET.get("page"))
    total = shown.paginator.count
    return page(
        request,
        "directory/doubles.html",
        heading=_("Mögliche Doppel"),
        total=total,
        total_words=ngettext("Paar", "Paare", total),
        page=shown,
    )


@only(permissions.may_settle)
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """The two are not one."""
    profile = get_object_or_404(Profile.objects.visible_to(request.user), pk=pk)
    try:
        actions.clear_double(profile, actor=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("„%(name)s“ gilt nicht mehr als Doppel.") % {"name": profile.name})
    return redirect("directory:doubles")
