"""De-minimis aid: whether a grant goes to an undertaking, and its entry in the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Euros, Refusable
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import AidCheck
from quartierwerk.rooms.funding.rules import NO, YES, AidFinding


class AidForm(Refusable):
    """Whether an undertaking gets the money, which one, and what others granted it."""

    is_undertaking = forms.ChoiceField(
        label=_("Geht die Förderung an ein Unternehmen?"),
        choices=[(YES, _("Ja, sie ist eine De-minimis-Beihilfe")), (NO, _("Nein, sie ist keine"))],
        widget=forms.RadioSelect,
        help_text=_("Ein Unternehmen ist, wer etwas auf einem Markt anbietet: auch Selbstständige und mancher Verein."),
    )
    undertaking = forms.CharField(
        label=_("Unternehmen"),
        required=False,
        max_length=rules.LONGEST_UNDERTAKING,
        help_text=_(
            "Wenn ja: der Name wie im Register. Firmen, die zusammengehören, zählen als ein Unternehmen; schreiben Sie "
            "den Namen immer gleich."
        ),
    )
    sector = forms.CharField(
        label=_("Wirtschaftszweig"),
        required=False,
        max_length=rules.LONGEST_SECTOR,
        help_text=_("Wenn ja: die Klasse nach NACE, zum Beispiel 90.02."),
    )
    declared_cents = Euros(
        label=_("Beihilfen von anderen in den letzten drei Jahren"),
        required=False,
        help_text=_("Nach der Erklärung des Unternehmens, ohne das, was hier im Haus steht. Leer: keine."),
    )

    @property
    def finding(self) -> AidFinding:
        """What was filled in, as the verb takes it."""
        given = self.cleaned_data
        return AidFinding(
            is_undertaking=given["is_undertaking"] == YES,
            undertaking=given["undertaking"],
            sector=given["sector"],
            declared_cents=given["declared_cents"] or 0,
        )


def as_found(check: AidCheck | None, *, carrier: str) -> dict[str, Any]:
    """The fields as they stand at first: what was found last, else who carries the project out."""
    if check is None:
        return {"undertaking": carrier}
    yes = YES if check.is_undertaking else NO
    return {name: value for name, value in vars(check.finding).items() if value} | {"is_undertaking": yes}


class AidEntryForm(Refusable):
    """Since when aid stands in the register, and under which number."""

    entered_on = DayField(label=_("Eingetragen am"))
    number = forms.CharField(label=_("Nummer im Register"), max_length=rules.LONGEST_REGISTER_NUMBER)
