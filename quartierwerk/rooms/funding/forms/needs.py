"""Needs: registering one, and what the office says to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Euros, Refusable
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Programme, Project


class NeedForm(Refusable):
    """For which project one will need about how much."""

    project = forms.ModelChoiceField(label=_("Projekt"), queryset=Project.objects.none(), empty_label=_("Bitte wählen"))
    cents = Euros(label=_("Wie viel Sie ungefähr brauchen"), help_text=_("Eine Schätzung genügt."))
    text = forms.CharField(
        label=_("Wofür"),
        max_length=rules.LONGEST_NEED_IN_SHORT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Zwei, drei Sätze."),
    )

    def __init__(self, data: Any, *, projects: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["project"].queryset = projects

    def registering(self, programme: Programme) -> actions.Registering:
        """What the verb takes."""
        return actions.Registering(programme=programme, **self.cleaned_data)


class NeedAnswerForm(Refusable):
    """What the office thinks of a need."""

    text = forms.CharField(
        label=_("Ihr Hinweis"),
        max_length=rules.LONGEST_ANSWER_TO_NEED,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Ob und wie ein Antrag Aussicht hat. Entschieden wird damit nichts."),
    )
