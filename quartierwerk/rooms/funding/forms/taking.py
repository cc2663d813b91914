"""A list of running cases: its file, and its rows as somebody has looked at them."""

from __future__ import annotations

import json

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.funding.rules.taking import KEYS, MOST_CASES


class CaseUploadForm(Refusable):
    """A list of running cases."""

    file = forms.FileField(
        label=_("Datei"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        help_text=_("CSV oder XLSX mit einer Zeile für jeden Antrag; die Vorlage zeigt alle Spalten."),
    )

    def clean_file(self) -> UploadedFile:
        """A list that the house can read."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(_("Die Datei ist zu groß für eine Liste von Anträgen."))
        return file


class CaseListForm(Refusable):
    """The rows of a list as they were read, with what somebody saw would become of them."""

    rows = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=MOST_CASES * 10)

    def clean_rows(self) -> list[dict[str, str]]:
        """The cells of each row; they are read anew, so nothing of them is believed."""
        try:
            rows = json.loads(self.cleaned_data["rows"])
        except (ValueError, RecursionError):
            rows = None
        if not isinstance(rows, list) or not 0 < len(rows) <= MOST_CASES:
            raise forms.ValidationError(_("Die Liste ist nicht zu lesen. Bitte laden Sie die Datei noch einmal hoch."))
        return [{key: str(row.get(key, "")) for key in KEYS} for row in rows if isinstance(row, dict)]

    def clean_seen(self) -> list[str]:
        """What somebody saw, row by row."""
        return str(self.cleaned_data["seen"]).split(",")
