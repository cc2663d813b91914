"""The days of a round."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.funding.rules import Span


class RoundForm(Refusable):
    """A round: its name, its days, and when people may hope for an answer."""

    name = forms.CharField(label=_("Name"), max_length=rules.LONGEST_NAME, help_text=_("Zum Beispiel: Frühjahr 2027."))
    opens_on = DayField(label=_("Erster Tag"))
    closes_on = DayField(label=_("Letzter Tag"), help_text=_("Anträge gehen bis zum Ende dieses Tages ein."))
    decided_on = DayField(label=_("Entscheidung voraussichtlich am"), required=False)
    needs_until = DayField(
        label=_("Bedarf anmelden bis"),
        required=False,
        help_text=_("Nur wo die Bedingungen eine Bedarfsanmeldung verlangen. Leer: solange die Runde läuft."),
    )
    is_sealed = forms.BooleanField(
        label=_("Bis zum Ende versiegelt"),
        required=False,
        help_text=_("Das Büro liest die Anträge erst, wenn die Runde vorbei ist. Das steht ab dem ersten Tag fest."),
    )

    def calling(self, programme: Programme) -> actions.Calling:
        """What the verb takes."""
        given = self.cleaned_data
        return actions.Calling(
            programme=programme,
            name=given["name"],
            span=Span(given["opens_on"], given["closes_on"]),
            decided_on=given["decided_on"],
            needs_until=given["needs_until"],
            is_sealed=given["is_sealed"],
        )
