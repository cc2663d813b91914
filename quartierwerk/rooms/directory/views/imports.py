"""The office's imports: list, upload, columns, dry run, run, undo, and the rows that came back."""

from __future__ import annotations

import tempfile
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import sheets
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import Refusable, posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.lists import listed, page_of
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Choice, Step, address
from quartierwerk.rooms.directory import actions, exchange, permissions
from quartierwerk.rooms.directory.forms.imports import ColumnsForm, UploadForm
from quartierwerk.rooms.directory.models import ImportJob, ImportRow
from quartierwerk.rooms.directory.queries.imports import CAME_BACK, Numbers, known_lists, numbers, rows_of
from quartierwerk.rooms.directory.rules import JobState, Outcome

PATIENCE = 2.0
"""So many seconds a page works on an import itself; a usual list is done then, the rest is the worker's."""
SAMPLES = 3
BADGES = {
    Outcome.WAITING: "neutral",
    Outcome.ERROR: "danger",
    Outcome.CERTAIN_DOUBLE: "warning",
    Outcome.POSSIBLE_DOUBLE: "warning",
    Outcome.NEW: "success",
    Outcome.CHANGED: "info",
    Outcome.UNCHANGED: "neutral",
}
HOW = {
    "equal": gettext_lazy("gleich benannt"),
    "known": gettext_lazy("erkannt"),
    "similar": gettext_lazy("ähnlich, bitte prüfen"),
    "remembered": gettext_lazy("wie beim letzten Mal"),
    "chosen": gettext_lazy("von Ihnen gewählt"),
}


@only(permissions.may_import)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All imports, newest first."""
    jobs = ImportJob.objects.select_related("started_by")
    words = ngettext_lazy("Import", "Importe")
    return listed(request, "directory/imports.html", jobs, words=words, heading=_("Importe"))


@only(permissions.may_import)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A file comes in."""
    form = UploadForm(posted(request), request.FILES or None)
    if form.is_valid() and form.does(lambda: actions.upload(_file(form), actor=request.user)):
        return redirect("directory:import_columns", form.result.pk)
    return page(
        request,
        "directory/import_upload.html",
        heading=_("Liste importieren"),
        form=form,
        known_lists=known_lists(),
        steps=_steps(0),
        submit=_("Hochladen"),
        cancel_url=reverse("directory:imports"),
    )


@only(permissions.may_import)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What each column means; saving it begins the dry run."""
    job = _job(request, pk)
    if job.state not in {JobState.UPLOADED, JobState.CHECKED}:
        return redirect("directory:import", job.pk)
    mapping = sheets.Mapping.from_json(job.mapping)
    form = ColumnsForm(posted(request), mapping=mapping, columns=exchange.COLUMNS)
    if form.is_valid() and form.does(lambda: actions.check_import(job, actor=request.user, keys=form.keys)):
        exchange.push(form.result, actor=request.user, seconds=PATIENCE)
        return redirect("directory:import", job.pk)
    return page(
        request,
        "directory/import_columns.html",
        heading=_("Spalten zuordnen"),
        job=job,
        form=form,
        lines=_lines(job, form, mapping),
        steps=_steps(1),
        submit=_("Prüflauf starten"),
        cancel_url=reverse("directory:imports"),
    )


@only(permissions.may_import)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """An import where it stands: on its way, checked, done or taken back, with every row."""
    job = _job(request, pk)
    found = numbers(job)
    wanted = request.GET.get("show", "")
    shown = page_of(request, rows_of(job, show=wanted))
    return page(
        request,
        "directory/import.html",
        heading=job.list_name,
        job=job,
        numbers=found,
        going_in=found.of(Outcome.NEW, Outcome.POSSIBLE_DOUBLE, Outcome.CHANGED),
        steps=_steps(
            {JobState.UPLOADED: 1, JobState.CHECKING: 2, JobState.CHECKED: 2}.get(JobState(job.state), 3), job
        ),
        filters=_filters(request, job, found, wanted) if job.is_staged else [],
        page=shown,
        rows=[_line(row, job) for row in shown],
        here=request.get_full_path(),
    )


@only(permissions.may_import)
@require_POST
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """The checked rows go in."""
    return _take_step(request, pk, actions.run_import)


@only(permissions.may_import)
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows are checked once more."""
    return _take_step(request, pk, actions.check_import)


@only(permissions.may_import)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """The import is taken back, after a second look."""
    job = _job(request, pk)
    if request.method == "POST":
        return _take_step(request, pk, actions.undo_import)
    found = numbers(job)
    return page(
        request,
        "directory/import_undo.html",
        heading=_("Import „%(list)s“ zurücknehmen?") % {"list": job.list_name},
        job=job,
        form=Refusable(),
        new=found.of(Outcome.NEW, Outcome.POSSIBLE_DOUBLE),
        changed=found.of(Outcome.CHANGED),
        cancel_url=reverse("directory:import", args=[job.pk]),
    )


@only(permissions.may_import)
@require_safe
def refused(request: HttpRequest, pk: int) -> FileResponse:
    """The rows that stay outside, as a file that can be corrected and uploaded again."""
    job = _job(request, pk)
    if not job.is_staged or not job.path or not job.file.exists():
        raise Http404
    ending = "xlsx" if job.file.suffix == ".xlsx" else "csv"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"zeilen.{ending}"
        exchange.write_refused(job, path)
        # The open file outlives its name.
        file = path.open("rb")
    mark = _("zurueckgewiesen")
    return FileResponse(file, as_attachment=True, filename=f"{Path(job.filename).stem}-{mark}.{ending}")


def _take_step(request: HttpRequest, pk: int, verb: Any) -> HttpResponse:
    job = _job(request, pk)
    one_step(request, lambda: exchange.push(verb(job, actor=request.user), actor=request.user, seconds=PATIENCE))
    return redirect("directory:import", pk)


def _file(form: UploadForm) -> actions.Upload:
    file = form.cleaned_data["file"]
    return actions.Upload(
        file=file.file, filename=file.name, list_name=form.cleaned_data["list_name"], columns=exchange.COLUMNS
    )


def _job(request: HttpRequest, pk: int) -> ImportJob:
    return get_object_or_404(ImportJob.objects.select_related("started_by"), pk=pk)


def _steps(current: int, job: ImportJob | None = None) -> list[Step]:
    """The way of an import with the step one is at."""
    labels = (_("Datei"), _("Spalten"), _("Prüflauf"), _("Übernahme"))
    is_over = job is not None and job.state in {JobState.DONE, JobState.UNDONE}
    failed = job is not None and job.state == JobState.FAILED
    states = ["done" if n < current or is_over else "current" if n == current else "todo" for n in range(len(labels))]
    if failed:
        states = ["problem", "todo", "todo", "todo"]
    return [Step(label, state) for label, state in zip(labels, states, strict=True)]


def _lines(job: ImportJob, form: ColumnsForm, mapping: sheets.Mapping) -> list[dict[str, Any]]:
    """Each column with its field, how it came to be proposed, and what the first rows hold."""
    samples = list(zip_longest(*_first_rows(job), fillvalue=""))
    return [
        {
            "field": form[f"column_{number}"],
            "how": HOW.get(mapping.how.get(heading, ""), ""),
            "is_guess": mapping.how.get(heading) == "similar",
            "samples": [cell for cell in (samples[number] if number < len(samples) else ()) if cell.strip()],
        }
        for number, heading in enumerate(mapping.headings)
    ]


def _first_rows(job: ImportJob) -> list[tuple[str, ...]]:
    try:
        with sheets.open_table(job.file, name=job.filename, **job.layout) as table:
            return [row.cells for row, _number in zip(table.rows(), range(SAMPLES), strict=False)]
    except (sheets.SheetError, OSError):
        # The check says it in its own words.
        return []


def _filters(request: HttpRequest, job: ImportJob, found: Numbers, wanted: str) -> list[Choice]:
    """The ways in which rows came out, with their numbers; what is empty is not offered."""
    choices = [("", _("alle"), found.total)]
    choices += [(one.value, one.label, one.count) for one in found.outcomes]
    choices += [("warning", _("mit Warnung"), found.warnings)]
    if job.state == JobState.UNDONE:
        choices += [("kept", _("behalten"), found.kept)]
    return [
        Choice(
            value,
            label,
            count,
            on=value == wanted,
            url=address(request, show=value) if value else address(request, drop="show"),
        )
        for value, label, count in choices
        if count or not value
    ]


def _line(row: ImportRow, job: ImportJob) -> dict[str, Any]:
    """A row for the table: what it is called, how it came out, why, and where it leads."""
    name = sheets.Mapping.from_json(job.mapping).heading_of("name")
    cell = row.cells[job.headings.index(name)] if name in job.headings and row.cells else ""
    return {
        "number": row.number,
        "name": sheets.clean_cell(cell).text,
        "label": row.get_outcome_display(),
        "badge": BADGES[Outcome(row.outcome)],
        "has_warning": row.has_warning and row.outcome not in CAME_BACK,
        # A row that stays outside says why, and nothing else.
        "sentences": (row.findings or row.notes) if row.outcome in CAME_BACK else row.sentences,
        "profile": row.profile,
    }
