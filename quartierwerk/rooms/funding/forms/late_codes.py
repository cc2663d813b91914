"""Codes to rounds that are over: issuing one, and using one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Project, Round


class LateCodeForm(Refusable):
    """Who may come late, why, and until when."""

    purpose = forms.CharField(
        label=_("Für wen und warum"),
        max_length=rules.LONGEST_PURPOSE_OF_CODE,
        help_text=_("Liest nur das Büro. Zum Beispiel: Verein Hofmusik, Krankheit in der letzten Woche."),
    )
    valid_until = DayField(label=_("Gilt bis"), help_text=_("Bis zum Ende dieses Tages muss der Antrag da sein."))

    def lateness(self, called: Round) -> actions.Lateness:
        """What the verb takes."""
        return actions.Lateness(called=called, **self.cleaned_data)


class CodeField(forms.CharField):
    """A code as it was typed; the verb reads it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Zugangscode"),
            max_length=40,
            help_text=_("Zwölf Zeichen in drei Gruppen; Sie haben ihn vom Büro."),
            **options,
        )
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class RedeemForm(Refusable):
    """The code for an application that is being written."""

    code = CodeField()


class LateBeginningForm(Refusable):
    """The code, and for which project one begins with it."""

    code = CodeField()
    project = forms.ModelChoiceField(label=_("Projekt"), queryset=Project.objects.none(), empty_label=_("Bitte wählen"))

    def __init__(self, data: Any, *, projects: Any) -> None:
        super().__init__(data)
        self.fields["project"].queryset = projects
