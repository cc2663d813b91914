"""The shapes of an import: the file with its list's name, and what each column means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.sheets import Column, Mapping
from quartierwerk.foundation.ui.fields import Refusable


class UploadForm(Refusable):
    """A file and the name of the list that it holds."""

    file = forms.FileField(
        label=_("Datei"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        help_text=_("CSV oder XLSX, wie sie ist: Titelzeilen, Leerzeilen und die Kodierung werden erkannt."),
    )
    list_name = forms.CharField(
        label=_("Name der Liste"),
        max_length=80,
        help_text=_("Kommt dieselbe Liste wieder, werden unter diesem Namen ihre Einträge erkannt und aktualisiert."),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > settings.UPLOAD_MAX_BYTES:
            most = settings.UPLOAD_MAX_BYTES // 2**20
            raise forms.ValidationError(
                _("Die Datei ist größer als %(most)d MB. Bitte teilen Sie die Liste auf.") % {"most": most}
            )
        return file

    def refuse(self, refusal: RuleBroken) -> Self:
        """What names no field of its own is about the file."""
        refusal.field = refusal.field or "file"
        return super().refuse(refusal)


class ColumnField(forms.ChoiceField):
    """What a column means; “not at all” is an answer too, so that no column counts as optional."""

    def validate(self, value: str) -> None:
        if value:
            super().validate(value)


class ColumnsForm(Refusable):
    """For each heading of the file the field of the directory that it feeds, or none."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, mapping: Mapping, columns: Sequence[Column], **rest: Any) -> None:
        super().__init__(data, **rest)
        self.mapping = mapping
        self.labels = {column.key: column.label for column in columns}
        choices = [("", _("nicht übernehmen")), *self.labels.items()]
        for number, heading in enumerate(mapping.headings):
            initial = mapping.keys.get(heading, "")
            self.fields[f"column_{number}"] = ColumnField(label=heading, choices=choices, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for number, heading in enumerate(self.mapping.headings):
            key = cleaned.get(f"column_{number}", "")
            if key and key in taken:
                words = {"field": self.labels[key], "other": taken[key]}
                self.add_error(f"column_{number}", _("„%(field)s“ ist schon „%(other)s“ zugeordnet.") % words)
            elif key:
                taken[key] = heading
        if "name" not in taken and not self.errors:
            self.add_error(None, _("Bitte ordnen Sie eine Spalte dem Namen zu."))
        return cleaned

    @property
    def keys(self) -> dict[str, str]:
        """What was chosen, by heading."""
        return {heading: self.cleaned_data[f"column_{number}"] for number, heading in enumerate(self.mapping.headings)}
