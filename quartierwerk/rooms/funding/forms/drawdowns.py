"""Naming an account, confirming one, asking for money, waiving going to court."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Euros, Refusable
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.budget.rules import LONGEST_IBAN
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Application, BankDetails
from quartierwerk.rooms.funding.rules import Account, Allowance, Call, Financing, Terms

IBAN = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class AccountForm(Refusable):
    """To which account the money goes."""

    holder = forms.CharField(
        label=_("Das Konto lautet auf"),
        max_length=rules.LONGEST_HOLDER,
        help_text=_("Wer gefördert wird, muss über das Konto verfügen: der Verein, die Gruppe oder Sie selbst."),
    )
    iban = forms.CharField(label=_("IBAN"), max_length=LONGEST_IBAN + 10, widget=forms.TextInput(attrs=IBAN))

    def naming(self, application: Application) -> actions.Naming:
        """What the verb takes."""
        return actions.Naming(application=application, account=Account(**self.cleaned_data))


class ConfirmingForm(Refusable):
    """How somebody made sure of an account."""

    note = forms.CharField(
        label=_("Wie Sie sich vergewissert haben"),
        max_length=rules.LONGEST_LOOK,
        help_text=_("Zum Beispiel: Rückruf unter der Nummer aus dem Antrag am 3. März."),
    )

    def __init__(self, data: Any, *, account: BankDetails) -> None:
        super().__init__(data)
        self.fields["note"].required = account.look_needs_words


class DrawdownForm(Refusable):
    """How much is needed, when, and what for."""

    cents = Euros(label=_("Betrag in Euro"))
    wanted_on = DayField(label=_("Gebraucht am"))
    purpose = forms.CharField(
        label=_("Wofür"),
        max_length=rules.LONGEST_DRAWN_FOR,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Was in dieser Zeit zu bezahlen ist, zum Beispiel: Bühne 800 €, Musik 450 €."),
    )
    has_spent_cover = forms.BooleanField(
        label=_("Die eigenen Mittel und die Mittel anderer sind für das Projekt verwendet."), required=False
    )

    def __init__(self, data: Any, *, allowance: Allowance, terms: Terms) -> None:
        today = clock.today()
        super().__init__(data, initial={"wanted_on": today})
        last = rules.last_wanted(allowance.grant, terms, on=today)
        self.fields["wanted_on"].help_text = _("Bis zum %(day)s. Was später fällig wird, rufen Sie später ab.") % {
            "day": when(last, "short")
        }
        if terms.financing != Financing.DEFICIT:
            del self.fields["has_spent_cover"]

    def drawing(self, application: Application) -> actions.Drawing:
        """What the verb takes."""
        return actions.Drawing(application=application, call=Call(**self.cleaned_data))


class WaivingForm(Refusable):
    """On which day a waiver came by post."""

    waived_on = DayField(label=_("Eingegangen am"), help_text=_("Laut Eingangsstempel des Verzichts."))


class NotPaidForm(Refusable):
    """Why money is not paid."""

    reason = forms.CharField(
        label=_("Warum"),
        max_length=rules.LONGEST_REFUSAL,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Das liest, wer gefördert wird, hier und in einer Mail."),
    )
