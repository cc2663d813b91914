"""Whom an applicant lets write along."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import actions, permissions, queries
from quartierwerk.rooms.funding.forms.coapplicants import ShareForm

NEEDED = gettext_lazy("ein Antrag, den Sie selbst gestellt haben")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Who writes an application along; one more, or one less by a button."""
    application = get_object_or_404(queries.applications(request.user), pk=pk)
    require(permissions.may_write(request.user, application), needed=NEEDED)
    gone = request.POST.get("unshare", "")
    if gone.isdecimal() and len(gone) < 19:
        unshare = partial(actions.unshare, application, actor=request.user, coapplicant=int(gone))
        one_step(request, unshare, said=_("Die Person liest und schreibt nicht mehr mit."))
        return redirect("funding:share", pk)
    form = ShareForm(posted(request))
    if form.is_valid() and form.does(lambda: actions.share(application, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("Die Person ist eingeladen."))
        return redirect("funding:share", pk)
    return page(
        request,
        "funding/share.html",
        heading=_("Gemeinsam schreiben"),
        application=application,
        programme=application.programme,
        coapplicants=application.coapplicants.all(),
        form=form,
        submit=_("Einladen"),
        cancel_url=application.get_absolute_url(),
    )
