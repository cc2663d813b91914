"""The forms of the queue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable


class ReasonForm(Refusable):
    """Why a step is taken, where it needs a reason."""

    def __init__(self, data: Any, *, is_needed: bool, longest: int) -> None:
        super().__init__(data)
        self.fields["reason"] = forms.CharField(
            label=_("Begründung"), max_length=longest, required=is_needed, widget=forms.Textarea(attrs={"rows": 4})
        )
