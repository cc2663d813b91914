"""What a programme is called and is for; its last day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Refusable, Resumable
from quartierwerk.foundation.ui.prose import MARKUP
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import Wording


class WordingForm(Resumable):
    """What is said of a programme; the English fields are there where the city offers English."""

    name_de = forms.CharField(label=_("Name"), max_length=rules.LONGEST_NAME)
    name_en = forms.CharField(label=_("Name auf Englisch"), required=False, max_length=rules.LONGEST_NAME)
    summary_de = forms.CharField(
        label=_("In einem Satz"),
        max_length=rules.LONGEST_SUMMARY,
        help_text=_("Was gefördert wird. Der Satz steht in der Übersicht aller Programme."),
        widget=forms.Textarea(attrs={"rows": 2, "lang": "de"}),
    )
    summary_en = forms.CharField(
        label=_("In einem Satz, auf Englisch"),
        required=False,
        max_length=rules.LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )
    purpose_de = forms.CharField(
        label=_("Was gefördert wird"),
        required=False,
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10, "lang": "de"}),
        help_text=MARKUP,
    )
    purpose_en = forms.CharField(
        label=_("Was gefördert wird, auf Englisch"),
        required=False,
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "en"}),
    )
    is_public = forms.BooleanField(
        label=_("öffentlich sichtbar"),
        required=False,
        help_text=_("Alle sehen dann das Programm, seine Bedingungen und seine Runden."),
    )
    based_on = forms.CharField(widget=forms.HiddenInput, required=False)
    """Of what was there when somebody began to write."""

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if "en" not in house().languages:
            for name in ("name_en", "summary_en", "purpose_en"):
                del self.fields[name]

    def wording(self, before: Wording) -> Wording:
        """What the verb takes; English that is not offered stays as it was."""
        given = self.cleaned_data
        return Wording(**{name: given.get(name, said) for name, said in vars(before).items()})


class FoundingForm(WordingForm):
    """The same, with the first day."""

    since_on = DayField(
        label=_("Besteht seit"),
        help_text=_("So weit zurück können die ersten Bedingungen reichen."),
    )
    field_order = (
        "name_de",
        "name_en",
        "summary_de",
        "summary_en",
        "since_on",
        "is_public",
        "purpose_de",
        "purpose_en",
    )


class EndingForm(Refusable):
    """The last day of a programme."""

    until_on = DayField(
        label=_("Letzter Tag"),
        required=False,
        help_text=_("Danach nimmt das Programm keine Anträge mehr an. Leer heißt: Es gibt kein Ende."),
    )
