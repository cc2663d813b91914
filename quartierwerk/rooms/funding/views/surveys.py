"""The short survey after a case, for whoever applied."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.forms.surveys import SurveyForm
from quartierwerk.rooms.funding.views._cases import seen


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """How it was: four marks and a remark, all of them voluntary."""
    application = seen(request, pk)
    require(permissions.may_answer_survey(request.user, application), needed=_("eigener Antrag, der beschieden ist"))
    form = SurveyForm(posted(request))
    if form.is_valid() and form.does(
        lambda: actions.answer_survey(application, actor=request.user, experience=form.experience)
    ):
        messages.success(request, _("Danke für Ihre Antwort."))
        return redirect(application)
    return page(
        request,
        "funding/survey.html",
        heading=_("Wie war es?"),
        application=application,
        form=form,
        is_open=queries.is_asked(application),
        least_answers=rules.LEAST_ANSWERS,
        submit=_("Absenden"),
        cancel_url=application.get_absolute_url(),
    )
