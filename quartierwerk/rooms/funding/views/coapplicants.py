"""Whom an applicant lets write along."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quartierwerk.foundation.limits.counting import DAY, limit
from quartierwerk.foundation.references import number_in
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.forms.coapplicants import ShareForm
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.views._cases import own

MOST_INVITATIONS_A_DAY = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Who writes an application along; one more, or one less by a button."""
    application = own(request, pk)
    gone = number_in(request.POST.get("unshare", ""))
    if gone is not None:
        unshare = partial(actions.unshare, application, actor=request.user, coapplicant=gone)
        one_step(request, unshare, said=_("Die Person liest und schreibt nicht mehr mit."))
        return redirect("funding:share", pk)
    form = ShareForm(posted(request))
    if form.is_valid() and form.does(partial(_share, request, application, form)):
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


def _share(request: HttpRequest, application: Application, form: ShareForm) -> Application:
    limit(f"share:{request.user.pk}", most=MOST_INVITATIONS_A_DAY, seconds=DAY, field="email")
    return actions.share(application, actor=request.user, **form.cleaned_data)
