"""Annual reports: of which year, and what each part says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable, Resumable
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import AnnualReport
from quartierwerk.rooms.funding.rules import ReportPart, ReportTexts


class BeginReportForm(Refusable):
    """Of which year."""

    year = forms.IntegerField(
        label=_("Jahr"),
        min_value=rules.FIRST_REPORTED_YEAR,
        max_value=2199,
        help_text=_(
            "Ist zu diesem Jahr schon ein Bericht veröffentlicht, entsteht eine neue Auflage mit seinen Texten."
        ),
    )


class PublishReportForm(Resumable):
    """The state of the texts on which somebody has looked."""

    seen_as = "version"
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ReportForm(PublishReportForm):
    """What each part says; a text area for each."""

    def __init__(self, data: Any, *, report: AnnualReport) -> None:
        said = {part.value: text for part, text in report.said.items()}
        super().__init__(data, initial=said | {"version": report.version})
        for part in ReportPart:
            self.fields[part.value] = forms.CharField(
                label=part.label,
                required=False,
                max_length=rules.LONGEST_PART,
                widget=forms.Textarea(attrs={"rows": 5}),
                help_text=_("Kann leer bleiben und fehlt dann im Bericht.") if part in rules.FRAME else "",
            )

    @property
    def texts(self) -> ReportTexts:
        """What was written, as the verb takes it."""
        return {part: self.cleaned_data[part.value] for part in ReportPart}
