"""The shape of a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.newsroom import rules

MARKUP = _(
    "Überschriften beginnen mit ## und einem Leerzeichen, Aufzählungen mit einem Bindestrich. "
    "**Fett** steht zwischen Sternen, ein Link so: [Text](https://adresse)."
)


class WordingForm(Refusable):
    """What a page is to say; the English fields are there where the city offers English."""

    title_de = forms.CharField(label=_("Titel"), max_length=rules.LONGEST_TITLE)
    text_de = forms.CharField(
        label=_("Text"),
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 24, "lang": "de"}),
        help_text=MARKUP,
    )
    title_en = forms.CharField(label=_("Titel auf Englisch"), required=False, max_length=rules.LONGEST_TITLE)
    text_en = forms.CharField(
        label=_("Text auf Englisch"),
        required=False,
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 24, "lang": "en"}),
        help_text=_("Bleibt er leer, sehen englische Gäste den deutschen Text mit einem Hinweis."),
    )
    note = forms.CharField(
        label=_("Was haben Sie geändert?"),
        required=False,
        max_length=rules.LONGEST_NOTE,
        help_text=_("Steht im Verlauf, den nur das Büro sieht."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if "en" not in house().languages:
            del self.fields["title_en"], self.fields["text_en"]

    def wording(self, before: rules.Wording) -> rules.Wording:
        """What the verb takes; English that is not offered stays as it was."""
        given = self.cleaned_data
        return rules.Wording(**{name: given.get(name, said) for name, said in vars(before).items()})
