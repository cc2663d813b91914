"""What came in on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.forms.late_codes import CodeField
from quartierwerk.rooms.funding.models import Programme, Project


class PaperForm(Refusable):
    """For which project somebody applied on paper, when it came, and where letters go."""

    project = forms.ModelChoiceField(label=_("Projekt"), queryset=Project.objects.none(), empty_label=_("Bitte wählen"))
    received_on = DayField(label=_("Eingegangen am"), help_text=_("Laut Eingangsstempel. Von diesem Tag an zählt er."))
    postal = forms.CharField(
        label=_("Wer den Antrag stellt"),
        max_length=rules.LONGEST_ADDRESSEE,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "de"}),
        help_text=_("Name, Straße, Ort: je eine Zeile, höchstens sechs. Dorthin gehen die Schreiben."),
    )
    code = CodeField(required=False)

    def __init__(self, data: Any, *, projects: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial={"received_on": clock.today()} | initial)
        self.fields["project"].queryset = projects
        self.fields["code"].help_text = _("Nur wenn er nach dem Ende der Runde kam und Sie ihn trotzdem annehmen.")

    def received(self, programme: Programme) -> actions.Received:
        """What the verb takes."""
        return actions.Received(programme=programme, **self.cleaned_data)
