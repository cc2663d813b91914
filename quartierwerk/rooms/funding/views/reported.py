"""What was reported elsewhere of a year: the office's list, entering, putting right, striking."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation.errors import MovedOn
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import actions, permissions, queries
from quartierwerk.rooms.funding.forms.figures import ReportedForm
from quartierwerk.rooms.funding.models import ReportedFigure


@only(permissions.may_report)
@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """All that was entered, by year."""
    return listed(
        request,
        "funding/reported.html",
        queries.reported_anywhere(),
        words=ngettext_lazy("berichtete Zahl", "berichtete Zahlen"),
        heading=_("Berichtete Zahlen"),
    )


@only(permissions.may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def report_year(request: HttpRequest) -> HttpResponse:
    """A year of which a source says something."""
    form = ReportedForm(posted(request))
    if form.is_valid() and form.does(lambda: actions.report_year(form.reported, actor=request.user)):
        messages.success(request, _("Eingetragen."))
        return redirect("funding:reported")
    return page(
        request,
        "funding/reported_form.html",
        heading=_("Berichtete Zahl eintragen"),
        form=form,
        submit=_("Eintragen"),
        cancel_url=reverse("funding:reported"),
    )


@only(permissions.may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_reported(request: HttpRequest, pk: int) -> HttpResponse:
    """What was entered, put right."""
    figure = get_object_or_404(ReportedFigure, pk=pk)
    form = ReportedForm(posted(request), figure=figure)
    if form.is_valid() and form.does(
        lambda: actions.correct_reported(
            figure, actor=request.user, reported=form.reported, based_on=form.cleaned_data["based_on"]
        )
    ):
        messages.success(request, _("Gespeichert."))
        return redirect("funding:reported")
    if isinstance(form.refusal, MovedOn):
        form.start_from(ReportedFigure.objects.get(pk=pk).reported.digest)
    return page(
        request,
        "funding/reported_form.html",
        heading=_("Berichtete Zahl berichtigen"),
        figure=figure,
        form=form,
        cancel_url=reverse("funding:reported"),
    )


@only(permissions.may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def drop_reported(request: HttpRequest, pk: int) -> HttpResponse:
    """What was entered by mistake, struck after a second look."""
    figure = get_object_or_404(ReportedFigure, pk=pk)
    return second_look(
        request,
        lambda: actions.drop_reported(figure, actor=request.user),
        said=_("Gestrichen."),
        back=Crumb(str(figure), figure.get_absolute_url()),
        heading=_("Berichtete Zahl streichen?"),
        lead=str(figure),
        submit=_("Streichen"),
        then=reverse("funding:reported"),
        is_grave=True,
    )
