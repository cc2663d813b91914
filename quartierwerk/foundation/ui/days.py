"""Days and moments as the house can count with them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock

SENTENCE = _("Bitte nennen Sie einen Tag zwischen 1900 und 2199.")


class DayField(forms.DateField):
    """A day with which the house can count: one day on and back is one too."""

    widget = forms.DateInput

    def __init__(self, **rest: Any) -> None:
        super().__init__(**rest)
        first, last = clock.DAYS
        self.validators += [MinValueValidator(first, message=SENTENCE), MaxValueValidator(last, message=SENTENCE)]


class MomentField(forms.DateTimeField):
    """A moment on such a day."""

    widget = forms.DateTimeInput

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        first, last = clock.DAYS
        if found is not None and not first <= found.date() <= last:
            raise forms.ValidationError(SENTENCE)
        return found
