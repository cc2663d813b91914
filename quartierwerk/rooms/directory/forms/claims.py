"""The forms of claims: asking for a link, asking the office, and deciding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.foundation.ui.guarding import Guarded
from quartierwerk.rooms.directory.models.changes import REASON_LENGTH


class LinkForm(Guarded):
    """Nothing but the guard: the address is the one on file."""


class ClaimForm(Refusable):
    """How somebody belongs to a profile."""

    note = forms.CharField(
        label=_("Wie gehören Sie dazu?"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Zum Beispiel: Ich führe das Studio und stehe im Impressum. Das lesen nur, die entscheiden."),
    )


class SettlingForm(Refusable):
    """What a reviewer decides, in sight of whom, and what they say."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Begründung"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nötig zum Ablehnen; wer gefragt hat, liest sie."),
    )

    def clean_seen(self) -> set[int]:
        """The keys of the people whom the page showed as keepers."""
        return {int(key) for key in self.cleaned_data["seen"].split(",") if key.isascii() and key.isdigit()}

    def clean(self) -> dict[str, Any] | None:
        self.cleaned_data.setdefault("seen", set())
        return self.cleaned_data
