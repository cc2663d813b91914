"""What somebody fills in to see what a programme could give them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Euros, Refusable
from quartierwerk.rooms.funding.rules import Expense, Income, IncomeKind, Plan, Terms

MOST_HOURS = 100_000


class ReckoningForm(Refusable):
    """A plan in five figures; nothing of it is kept."""

    ausgaben = Euros(label=_("Ausgaben in Geld"), help_text=_("Alles, was bezahlt werden muss."))
    davon_nicht = Euros(
        label=_("davon nicht förderfähig"), required=False, help_text=_("Zum Beispiel Bewirtung; leer heißt: nichts.")
    )
    eigene = Euros(label=_("Eigene Mittel"), required=False)
    dritte = Euros(
        label=_("Mittel von Dritten"), required=False, help_text=_("Spenden, Sponsoring, andere Förderungen.")
    )
    einnahmen = Euros(label=_("Eigene Einnahmen"), required=False, help_text=_("Eintritt, Verkauf, Standgebühren."))
    stunden = forms.IntegerField(label=_("Stunden Ehrenamt"), required=False, min_value=0, max_value=MOST_HOURS)

    def __init__(self, data: Any, *, terms: Terms) -> None:
        super().__init__(data)
        if not terms.volunteer_rate_cents:
            del self.fields["stunden"]

    def clean(self) -> dict[str, Any]:
        """No more can be ineligible than is spent."""
        given = super().clean() or {}
        if (given.get("davon_nicht") or 0) > (given.get("ausgaben") or 0):
            self.add_error("davon_nicht", _("Das ist mehr als alle Ausgaben."))
        return given

    @property
    def plan(self) -> Plan:
        """What was filled in, as the rules take it."""
        given = self.cleaned_data
        spent, ineligible = given["ausgaben"], given["davon_nicht"] or 0
        kinds = ((IncomeKind.OWN, "eigene"), (IncomeKind.THIRD_PARTY, "dritte"), (IncomeKind.TAKINGS, "einnahmen"))
        return Plan(
            expenses=(
                Expense(title="", cents=spent - ineligible),
                Expense(title="", cents=ineligible, is_eligible=False),
            ),
            incomes=[Income(kind=kind, title="", cents=given[name] or 0) for kind, name in kinds],
            volunteer_minutes=(given.get("stunden") or 0) * 60,
        )
