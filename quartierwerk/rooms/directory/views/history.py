"""What a profile said before, with who changed it, when, how and why; and the way back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.lists import page_of
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.directory import actions, queries, rules
from quartierwerk.rooms.directory.views.comparing import Comparing
from quartierwerk.rooms.directory.views.editing import own_profile

SIZE = 10


@login_required
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version, newest first, with what changed after it."""
    profile = own_profile(request, pk)
    versions = profile.versions.select_related("replaced_by", "request")
    shown = page_of(request, versions, size=SIZE)
    before = shown.start_index() - 2
    after = versions[before].said if before >= 0 else queries.content_of(profile)
    comparing = Comparing()
    total = shown.paginator.count
    return page(
        request,
        "directory/history.html",
        heading=_("Verlauf von „%(name)s“") % {"name": profile.name},
        profile=profile,
        total=total,
        total_words=ngettext("frühere Fassung", "frühere Fassungen", total),
        page=shown,
        steps=[(version, comparing.reviewed(found)) for version, found in queries.steps_of(shown, after=after)],
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """An earlier version once more, after a second look."""
    profile = own_profile(request, pk)
    version = get_object_or_404(profile.versions, number=number)
    differing = rules.between(queries.content_of(profile), version.said)
    names = ", ".join(str(one.label) for one in differing)
    return second_look(
        request,
        lambda: actions.restore_version(profile, actor=request.user, number=number),
        said=_("Das Profil sagt wieder, was in Fassung %(number)d stand.") % {"number": number},
        heading=_("Fassung %(number)d wiederherstellen?") % {"number": number},
        lead=_("Das ändert: %(names)s. Die heutige Fassung bleibt im Verlauf, und auch dieser Schritt steht dort.")
        % {"names": names}
        if differing
        else _("Das Profil sagt schon jetzt, was in dieser Fassung stand."),
        submit=_("Fassung wiederherstellen"),
        back=Crumb(_("Verlauf"), reverse("directory:history", args=[pk])),
    )
