"""The forms of the queue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable

LONGEST_REASON = 2000


class ReasonForm(Refusable):
    """Why a step is taken, where it needs a reason."""

    reason = forms.CharField(
        label=_("Begründung"), max_length=LONGEST_REASON, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Any, *, is_needed: bool) -> None:
        super().__init__(data)
        self.fields["reason"].required = is_needed
