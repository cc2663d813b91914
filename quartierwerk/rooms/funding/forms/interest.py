"""Interest on money that is claimed back: a rate, and for which days it is claimed or why it is waived."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Percent, Refusable
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import Rate


class SignedPercent(Percent):
    """A rate that may be below nothing; basis points."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Not every keypad for decimals has a minus sign."""
        return {"autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        """Integer basis points, or None where nothing was written."""
        typed = str(value or "").replace("−", "-").strip()
        found = super().to_python(typed.removeprefix("-"))
        return -found if found is not None and typed.startswith("-") else found


class RateForm(Refusable):
    """A base rate, what comes on top of it, and where that is written."""

    since = DayField(label=_("Gilt ab"), help_text=_("Der 1. Januar oder der 1. Juli."))
    base_bp = SignedPercent(
        label=_("Basiszinssatz in Prozent"), help_text=_("Er kann auch unter null liegen, zum Beispiel -0,88.")
    )
    above_bp = Percent(
        label=_("Prozentpunkte darüber"),
        help_text=_("Nach § 49a Abs. 3 VwVfG NRW sind es fünf, wenn nichts anderes gilt."),
    )
    source = forms.CharField(
        label=_("Quelle"),
        max_length=rules.LONGEST_SOURCE_OF_RATE,
        help_text=_("Wo der Zinssatz steht, mit Tag, zum Beispiel im Bundesanzeiger."),
    )

    @property
    def rate(self) -> Rate:
        """What was filled in, as the verb takes it."""
        return Rate(**self.cleaned_data)


class InterestForm(Refusable):
    """For which days interest is claimed, and why."""

    first_on = DayField(
        label=_("Erster Tag"),
        help_text=_(
            "Zinsen fallen an, seit die Bewilligung unwirksam ist. Das kann auch der Tag der Auszahlung sein; ob, sagt "
            "das Rechtsamt."
        ),
    )
    last_on = DayField(label=_("Letzter Tag"), help_text=_("Höchstens heute."))
    reason = forms.CharField(
        label=_("Warum Zinsen erhoben werden"),
        max_length=rules.LONGEST_WEIGHING,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Das steht im Schreiben. Sagen Sie auch, warum Sie nicht darauf verzichten."),
    )


class WaivingForm(Refusable):
    """Why no interest is claimed."""

    reason = forms.CharField(
        label=_("Warum auf Zinsen verzichtet wird"),
        max_length=rules.LONGEST_WEIGHING,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Etwa weil niemand etwas dafür konnte und das Geld rechtzeitig zurückkam."),
    )
