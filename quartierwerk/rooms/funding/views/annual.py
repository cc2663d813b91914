"""Annual reports: the list and each report for everybody, and how the office writes and publishes one."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.documents.answering import answer
from quartierwerk.foundation.documents.rendering import render
from quartierwerk.foundation.errors import MovedOn
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.forms.annual import BeginReportForm, PublishReportForm, ReportForm
from quartierwerk.rooms.funding.models import AnnualReport
from quartierwerk.rooms.funding.queries import Figures, YearInFigures
from quartierwerk.rooms.funding.rules import Cut, ReportPart
from quartierwerk.rooms.funding.views._figure_tables import Table, Tables, survey_table

WORDS = ngettext_lazy("Bericht", "Berichte")


class Part(NamedTuple):
    """One part of a report as it is shown."""

    part: ReportPart
    text: str
    tables: list[Table]


@require_safe
def annual_reports(request: HttpRequest) -> HttpResponse:
    """What was published of each year; for the office drafts too."""
    return listed(
        request,
        "funding/annual_reports.html",
        queries.annual_reports(request.user),
        words=WORDS,
        heading=_("Geschäftsberichte"),
        may_report=permissions.may_report(request.user),
    )


@require_safe
def annual_report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report with its tables; a draft with the figures of today."""
    report = _seen(request, pk)
    return page(
        request,
        "funding/annual_report.html",
        heading=str(report),
        report=report,
        parts=_parts(report),
        missing=rules.unsaid(report.said) if report.is_draft else [],
    )


@require_safe
def annual_report_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a tagged PDF, in the language of the house."""
    report, language = _seen(request, pk), settings.LANGUAGE_CODE
    with translation.override(language):
        title, at = str(report), report.published_at or clock.now()
        pdf = render("funding/annual", _content(report), title=title, language=language, at=at)
    return answer(pdf, name=title, is_private=report.is_draft)


@only(permissions.may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def begin_report(request: HttpRequest) -> HttpResponse:
    """The year of which somebody wants to write a report."""
    form = BeginReportForm(posted(request), initial={"year": clock.today().year - 1})
    if form.is_valid() and form.does(lambda: actions.begin_report(form.cleaned_data["year"], actor=request.user)):
        messages.success(request, _("Der Entwurf ist angelegt. Die Texte sind Vorschläge aus den Zahlen."))
        return redirect("funding:write_report", form.result.pk)
    return page(
        request,
        "funding/report_form.html",
        heading=_("Bericht beginnen"),
        form=form,
        submit=_("Entwurf anlegen"),
        cancel_url=reverse("funding:annual_reports"),
    )


@only(permissions.may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def write_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The texts of a draft, part by part."""
    report = get_object_or_404(AnnualReport, pk=pk)
    if not report.is_draft:
        return redirect(report)
    form = ReportForm(posted(request), report=report)
    if form.is_valid() and form.does(
        lambda: actions.write_report(report, actor=request.user, texts=form.texts, version=form.cleaned_data["version"])
    ):
        messages.success(request, _("Gespeichert."))
        return redirect(report)
    if isinstance(form.refusal, MovedOn):
        form.start_from(AnnualReport.objects.get(pk=pk).version)
    return page(
        request,
        "funding/report_form.html",
        heading=_("%(report)s schreiben") % {"report": report},
        report=report,
        form=form,
        cancel_url=report.get_absolute_url(),
    )


@only(permissions.may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def publish_report(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft for everybody, after a second look."""
    report = get_object_or_404(AnnualReport, pk=pk)
    form = PublishReportForm(posted(request), initial={"version": report.version})
    return second_look(
        request,
        lambda: actions.publish_report(report, actor=request.user, version=form.cleaned_data["version"]),
        asked=form,
        said=_("Der Bericht ist veröffentlicht."),
        back=Crumb(str(report), report.get_absolute_url()),
        above=[_list()],
        heading=_("Bericht veröffentlichen?"),
        lead=str(report),
        points=[
            _("Alle können ihn lesen und als PDF laden."),
            _("Texte und Zahlen bleiben so stehen, wie sie jetzt sind. Berichtigt wird er mit einer neuen Auflage."),
        ],
        submit=_("Veröffentlichen"),
    )


@only(permissions.may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def drop_report(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft, struck after a second look."""
    report = get_object_or_404(AnnualReport, pk=pk)
    return second_look(
        request,
        lambda: actions.drop_report(report, actor=request.user),
        said=_("Der Entwurf ist verworfen."),
        back=Crumb(str(report), report.get_absolute_url()),
        above=[_list()],
        heading=_("Entwurf verwerfen?"),
        lead=str(report),
        submit=_("Verwerfen"),
        then=reverse("funding:annual_reports"),
        is_grave=True,
    )


def _seen(request: HttpRequest, pk: int) -> AnnualReport:
    return get_object_or_404(queries.annual_reports(request.user), pk=pk)


def _list() -> Crumb:
    return Crumb(_("Geschäftsberichte"), reverse("funding:annual_reports"))


def _parts(report: AnnualReport) -> list[Part]:
    """The parts that say something or show a table, in the order of the report."""
    found = queries.figures_of(report, on=clock.today())
    shown = _tables(found)
    parts = [Part(part, text, shown.get(part, [])) for part, text in report.said.items()]
    return [one for one in parts if one.text or one.part not in rules.FRAME]


def _tables(found: YearInFigures) -> dict[ReportPart, list[Table]]:
    of_year = Tables(found.figures, found.cut, found.names, way=_nowhere)
    of_years = Tables(Figures({"year": found.years}), Cut(until=found.year), found.names, way=_nowhere)
    return {
        ReportPart.APPLICATIONS: [of_year.pillars],
        ReportPart.GRANTS: [of_year.outcomes, of_year.sizes],
        ReportPart.THEMES: [of_year.themes],
        ReportPart.REACH: [of_year.reach, of_year.districts],
        ReportPart.SURVEY: [survey_table(found.averages)],
        ReportPart.YEARS: [of_years.years],
    }


def _nowhere(*_asked: Any) -> str:
    """A report stands for itself; its figures lead to no cases."""
    return ""


def _content(report: AnnualReport) -> dict[str, Any]:
    """What the document shows; all of it is text."""
    said = (
        _("Veröffentlicht am %(day)s. Die Zahlen stehen so da, wie sie an diesem Tag gezählt wurden.")
        % {"day": when(report.published_on)}
        if report.published_on
        else _("Entwurf, noch nicht veröffentlicht. Die Zahlen sind die von heute.")
    )
    return {
        "lead": said,
        "contents": _("Inhalt"),
        "parts": [
            {
                "heading": part.label,
                "text": text,
                "tables": [
                    {
                        "caption": table.caption,
                        "head": [table.head, *table.columns],
                        "rows": [[line.label, *(cell.text for cell in line.cells)] for line in table.lines],
                        "total": [table.whole.label, *(cell.text for cell in table.whole.cells)]
                        if table.whole and table.lines
                        else None,
                    }
                    for table in tables
                ],
            }
            for part, text, tables in _parts(report)
        ],
        "nothing": _("Hier gibt es noch nichts zu zählen."),
        "counts": {
            "heading": _("Was hier zählt"),
            "facts": [
                [_("Projekte"), rules.DEFINITIONS["projects"]],
                [_("mit Drittmitteln"), rules.DEFINITIONS["third_party"]],
                [_("Anträge"), rules.DEFINITIONS["applied"]],
                [_("entschieden, bewilligt, abgelehnt"), rules.DEFINITIONS["decided"]],
                [_("ausgezahlt"), rules.DEFINITIONS["paid"]],
            ],
        },
    }
