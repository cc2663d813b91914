"""Thanks for money that came in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.funding import queries, rules
from quartierwerk.rooms.funding.models import Contribution
from quartierwerk.rooms.funding.rules import Gratitude, MoneyReceipt, ThanksWay


class ThanksForm(Refusable):
    """How, with which words and for what somebody is thanked."""

    way = forms.ChoiceField(label=_("Weg"), choices=ThanksWay.choices, initial=ThanksWay.MAIL)
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        required=False,
        help_text=_("Für den Dank per E-Mail. Nach drei Monaten vergisst das Haus sie."),
    )
    postal = forms.CharField(
        label=_("Anschrift"),
        required=False,
        max_length=rules.LONGEST_ADDRESSEE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Für das Fenster des Umschlags, mit Namen. Nach drei Monaten vergisst das Haus sie."),
    )
    text = forms.CharField(label=_("Dank"), max_length=rules.LONGEST_THANKS, widget=forms.Textarea(attrs={"rows": 14}))
    received_on = DayField(label=_("Tag des Eingangs"))
    purpose = forms.CharField(
        label=_("Zweck"), max_length=rules.LONGEST_PURPOSE, help_text=_("Zum Beispiel: Bühne und Technik.")
    )

    def __init__(self, data: Any, *, contribution: Contribution) -> None:
        came = contribution.received_at
        super().__init__(
            data,
            initial={
                "text": queries.thanks_composed(contribution),
                "received_on": clock.local(came).date() if came else clock.today(),
                "purpose": _("Durchführung des Projekts"),
            },
        )
        self._contribution = contribution

    @property
    def gratitude(self) -> Gratitude:
        """What the verb takes."""
        given = {name: self.cleaned_data[name] for name in Gratitude.__dataclass_fields__}
        return Gratitude(**given | {"way": ThanksWay(given["way"])})

    @property
    def receipt(self) -> MoneyReceipt:
        """What would be confirmed with it."""
        money = self._contribution
        return MoneyReceipt(
            source=money.source,
            cents=money.cents,
            received_on=self.cleaned_data["received_on"],
            project=money.project.title,
            purpose=" ".join(self.cleaned_data["purpose"].split()),
        )
