"""The shape of a group of synonyms."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable


class SynonymForm(Refusable):
    """The words of a group, one a line or with commas."""

    words = forms.CharField(
        label=_("Wörter"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Ein Wort oder eine Wendung je Zeile. Wer eines davon sucht, findet alle."),
    )

    def clean_words(self) -> list[str]:
        return [word.strip() for word in re.split(r"[\n,;]", self.cleaned_data["words"]) if word.strip()]
