"""The office's files of boundaries: list, upload with dry run, what would come of it, taking over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.places import actions, permissions, queries
from quartierwerk.rooms.places.forms.surveys import SurveyForm
from quartierwerk.rooms.places.models import Survey
from quartierwerk.rooms.places.rules import PlaceKind, SurveyState

MOST_FINDINGS = 200
"""So many findings stand on the page; a file with more is wrong as a whole."""


@only(permissions.may_survey)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All files, newest first."""
    words = ngettext_lazy("Datei", "Dateien")
    return listed(request, "places/surveys.html", queries.surveys(), words=words, heading=_("Grenzen"))


@only(permissions.may_survey)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A file comes in and is checked at once."""
    form = SurveyForm(posted(request), request.FILES or None)
    if form.is_valid() and form.does(lambda: actions.check_survey(_file(form), actor=request.user)):
        return redirect("places:survey", form.result.pk)
    return page(
        request,
        "places/survey_upload.html",
        heading=_("Grenzen importieren"),
        form=form,
        submit=_("Prüfen"),
        cancel_url=reverse("places:surveys"),
    )


@only(permissions.may_survey)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What would come of a file, on a map beside what holds; or what came of it."""
    survey = get_object_or_404(Survey.objects.defer("content"), pk=pk)
    findings = survey.findings
    preview = queries.preview(survey)
    return page(
        request,
        "places/survey.html",
        heading=survey.filename,
        survey=survey,
        errors=[finding for finding in findings if finding.is_error][:MOST_FINDINGS],
        hints=[finding for finding in findings if not finding.is_error][:MOST_FINDINGS],
        holes=[] if survey.state == SurveyState.DRAWN else survey.holes[:MOST_FINDINGS],
        changes=survey.outcome["changes"],
        unchanged=survey.outcome["unchanged"],
        preview=preview,
        layer="districts" if survey.kind == PlaceKind.DISTRICT else "quarters",
        is_to_come=survey.valid_from > clock.today(),
    )


@only(permissions.may_survey)
@require_POST
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """The boundaries of a checked file are drawn."""
    survey = get_object_or_404(Survey, pk=pk)
    said = _("Übernommen. Die Standorte werden in wenigen Augenblicken neu zugeordnet.")
    one_step(request, lambda: actions.draw_survey(survey, actor=request.user), said=said)
    return redirect("places:survey", survey.pk)


@only(permissions.may_survey)
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """A file is checked once more."""
    survey = get_object_or_404(Survey, pk=pk)
    one_step(request, lambda: actions.check_again(survey, actor=request.user))
    return redirect("places:survey", survey.pk)


@only(permissions.may_survey)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The holes that are ticked belong to another municipality."""
    survey = get_object_or_404(Survey, pk=pk)
    ticked = request.POST.getlist("enclave")
    one_step(request, lambda: actions.confirm_enclaves(survey, enclaves=ticked, actor=request.user))
    return redirect("places:survey", survey.pk)


def _file(form: SurveyForm) -> actions.BoundaryFile:
    given = form.cleaned_data
    return actions.BoundaryFile(
        content=given["file"].read(),
        filename=given["file"].name,
        kind=PlaceKind(given["kind"]),
        valid_from=given["valid_from"],
        source=given["source"],
        creates_missing=given["creates_missing"],
        moves_outline=given["moves_outline"],
    )
