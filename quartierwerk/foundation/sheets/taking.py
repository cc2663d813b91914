"""Lists that are taken over as a whole: a file comes up, each row is shown with what becomes of it, then all goes in.

A room says which columns there are, what would become of the rows, and which verb takes them in. The rows come back
with the answer and are read and planned anew; the verb refuses where it would do something else than what was seen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.sheets.lists import cells_of
from quartierwerk.foundation.sheets.mapping import Column
from quartierwerk.foundation.ui.fields import Refusable, posted
from quartierwerk.foundation.ui.pages import page

UNREADABLE = _("Die Liste ist nicht zu lesen. Bitte laden Sie die Datei noch einmal hoch.")
Cells = Sequence[dict[str, str]]


class ListFile(forms.FileField):
    """A list that the house can read; what is said of one that is too large is the message ``too_large``."""

    widget = forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"})

    def __init__(self, **rest: Any) -> None:
        super().__init__(label=_("Datei"), allow_empty_file=True, **rest)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile:
        file: UploadedFile = super().clean(data, initial)
        if file.size is not None and file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(self.error_messages["too_large"])
        return file


class UploadForm(Refusable):
    """A list comes up; what stands in its rows, and what is said of one that is too large, its room says."""

    def __init__(self, *args: Any, hint: str, too_large: str) -> None:
        super().__init__(*args)
        self.fields["file"] = ListFile(help_text=hint, error_messages={"too_large": too_large})


class SeenRows(Refusable):
    """The rows of a list as they were read, by the keys of its columns, with what somebody saw would become of them."""

    rows = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, columns: Sequence[Column] = (), most: int = 0, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.keys, self.most = [column.key for column in columns], most

    def clean_rows(self) -> list[dict[str, str]]:
        """The cells of each row; they are read anew, so nothing of them is believed."""
        try:
            rows = json.loads(self.cleaned_data["rows"])
        except (ValueError, RecursionError):
            rows = None
        if not isinstance(rows, list) or not 0 < len(rows) <= self.most:
            raise forms.ValidationError(UNREADABLE)
        return [{key: str(row.get(key, "")) for key in self.keys} for row in rows if isinstance(row, dict)]

    def clean_seen(self) -> list[str]:
        """What somebody saw, row by row."""
        return str(self.cleaned_data["seen"]).split(",")


Preview = Callable[[HttpRequest, Cells, SeenRows | None], HttpResponse]
"""Answers rows with what would become of them, and with the form that was refused, if one was."""


def uploaded(
    request: HttpRequest,
    preview: Preview,
    *,
    columns: Sequence[Column],
    most: int,
    hint: str,
    too_large: str,
    template: str = "ui/upload.html",
    **said: Any,
) -> HttpResponse:
    """Ask for a list of so many rows at most; answer it with what would become of each.

    ``said`` is the context of ``template``, which is "ui/upload.html" or extends it.
    """
    form = UploadForm(posted(request), request.FILES or None, hint=hint, too_large=too_large)

    def cells() -> Cells:
        file = form.cleaned_data["file"]
        return cells_of(file.file, file.name, columns=columns, most=most)

    if form.is_valid() and form.does(cells):
        return preview(request, form.result, None)
    return page(request, template, form=form, **said)


def looked_at(
    request: HttpRequest,
    template: str,
    cells: Cells,
    planned: Sequence[tuple[object, str]],
    *,
    badges: Mapping[str, str],
    refused: SeenRows | None,
    **said: Any,
) -> HttpResponse:
    """Show each row with what was planned for it and its outcome, and offer to take over what can be.

    ``template`` extends "ui/take_over.html". By its badge an outcome comes in (success), or does not do so (danger).
    """
    shown = [badges[outcome] for _plan, outcome in planned]
    return page(
        request,
        template,
        form=refused,
        rows=[(row, plan, badge) for row, (plan, _outcome), badge in zip(cells, planned, shown, strict=True)],
        fresh=shown.count("success"),
        refused=shown.count("danger"),
        asked=SeenRows(initial={"rows": json.dumps(cells), "seen": ",".join(outcome for _plan, outcome in planned)}),
        **said,
    )


def taken_over(
    request: HttpRequest,
    verb: Callable[[list[dict[str, str]], list[str]], object],
    preview: Preview,
    *,
    columns: Sequence[Column],
    most: int,
    said: str,
    then: str,
    again: str,
) -> HttpResponse:
    """Let the verb take in the rows and what was seen of them; where it refuses, they are shown anew with the reason.

    ``then`` and ``again`` are routes: of what it leads to, and of the upload.
    """
    form = SeenRows(request.POST, columns=columns, most=most)
    if not form.is_valid():
        messages.error(request, str(UNREADABLE))
        return redirect(again)
    if form.does(lambda: verb(form.cleaned_data["rows"], form.cleaned_data["seen"])):
        messages.success(request, said)
        return redirect(then)
    return preview(request, form.cleaned_data["rows"], form)
