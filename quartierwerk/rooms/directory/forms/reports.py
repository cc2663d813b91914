"""The form by which anybody reports an entry, and the office's word on it."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.foundation.ui.guarding import Guarded
from quartierwerk.rooms.directory.models.changes import REASON_LENGTH
from quartierwerk.rooms.directory.rules import ReportReason


class ReportForm(Guarded):
    """Why, in words, and where the reporter hears of it."""

    reason = forms.ChoiceField(label=_("Warum"), choices=ReportReason.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Was genau?"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Welche Stelle, und woran wir es prüfen können. Bei Rechten: wessen, und woher sie stammen."),
    )
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        required=False,
        max_length=250,
        help_text=_("Dorthin schreiben wir, dass die Meldung da ist und was daraus wird. Sie geht auch ohne."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, data: QueryDict | None, *, is_signed_in: bool) -> None:
        super().__init__(data)
        if is_signed_in:
            del self.fields["email"]


class CaseForm(Refusable):
    """Why a report is upheld or dismissed."""

    words = forms.CharField(
        label=_("Ihre Begründung"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Was Sie geprüft und was Sie getan haben. Wer gemeldet hat, liest sie."),
    )
