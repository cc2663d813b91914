"""What is written to everybody on a body."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.boards.actions import Letter


class LetterForm(Refusable):
    """Subject and text."""

    subject = forms.CharField(label=_("Betreff"), max_length=150)
    text = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 12}))

    @property
    def letter(self) -> Letter:
        """What was written, as the verb takes it."""
        return Letter(**self.cleaned_data)
