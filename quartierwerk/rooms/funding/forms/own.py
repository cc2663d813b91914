"""What an own project asks of its board, how that is put on an agenda, invoices, and the report at the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Euros, Refusable
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.boards.models import Meeting
from quartierwerk.rooms.boards.rules import LONGEST_TITLE
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.forms.applications import Rows
from quartierwerk.rooms.funding.models import Demand, Project
from quartierwerk.rooms.funding.rules import Bill, Expense

SHOWN_LINES = 3
NO_NAMES = _("Bitte ohne Namen von Privatpersonen.")


class DemandForm(Refusable):
    """What is to be spent on what, and what the board is to resolve."""

    wording = forms.CharField(
        label=_("Vorschlag für den Beschluss"),
        max_length=rules.LONGEST_WORDING_OF_DEMAND,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Das Gremium kann ihn ändern. Bitte ohne Namen von Privatpersonen."),
    )

    def __init__(self, data: Any, *, project: Project) -> None:
        wording = gettext("Die genannten Ausgaben des Projekts „%(title)s“ werden gegen Rechnung bezahlt.")
        super().__init__(data, initial={"wording": wording % {"title": project.title}})
        self.project = project
        for number in range(rules.MOST_EXPENSES):
            self.fields |= {
                f"cost_{number}": forms.CharField(label=_("Was"), required=False, max_length=rules.LONGEST_LINE),
                f"cents_{number}": Euros(label=_("Betrag"), required=False),
            }

    @property
    def rows(self) -> Rows:
        """The fields of each line: those that are shown at once, and those behind a fold."""
        rows = [[self[f"cost_{number}"], self[f"cents_{number}"]] for number in range(rules.MOST_EXPENSES)]
        filled = [number for number, row in enumerate(rows) if any(cell.value() for cell in row)]
        shown = max(SHOWN_LINES, filled[-1] + 1 if filled else 0)
        return Rows(rows[:shown], rows[shown:])

    def clean(self) -> dict[str, Any]:
        """A line with a sum needs a name, and the other way round."""
        given = super().clean() or {}
        for number in range(rules.MOST_EXPENSES):
            name, cents = f"cost_{number}", f"cents_{number}"
            if name in self.errors or cents in self.errors:
                continue
            if given.get(cents) and not given.get(name):
                self.add_error(name, _("Bitte sagen Sie, was das ist."))
            elif given.get(name) and not given.get(cents):
                self.add_error(cents, _("Bitte nennen Sie den Betrag."))
        return given

    @property
    def need(self) -> actions.Need:
        """What the verb takes."""
        given = self.cleaned_data
        lines = (
            Expense(title=given[f"cost_{number}"], cents=given[f"cents_{number}"])
            for number in range(rules.MOST_EXPENSES)
            if given[f"cost_{number}"]
        )
        return actions.Need(project=self.project, expenses=tuple(lines), wording=given["wording"])


class MeetingChoice(forms.ModelChoiceField):
    """A choice of a meeting, whose label says when it is and whether people are invited already."""

    def label_from_instance(self, obj: Meeting) -> str:
        return f"{when(obj.starts_at, 'full')} · {obj.get_state_display()}"


class PotLeftChoice(forms.ModelChoiceField):
    """A choice of a pot, whose label says what it would still hold."""

    left: dict[int, queries.PotLeft]

    def label_from_instance(self, obj: Pot) -> str:
        known = self.left[obj.pk]
        said = {"year": obj.year, "pot": obj, "free": money(obj.available), "left": money(known.left)}
        if known.asked:
            return gettext("%(year)s · %(pot)s: %(free)s verfügbar, nach allem Angefragten %(left)s") % said
        return gettext("%(year)s · %(pot)s: %(free)s verfügbar") % said


class TablingForm(Refusable):
    """In which meeting, out of which pot, how much, and in which words."""

    meeting = MeetingChoice(label=_("Sitzung"), queryset=Meeting.objects.none(), widget=forms.RadioSelect)
    pot = PotLeftChoice(label=_("Topf"), queryset=Pot.objects.none(), widget=forms.RadioSelect)
    cents = Euros(label=_("Betrag in Euro"))
    title = forms.CharField(label=_("Tagesordnungspunkt"), max_length=LONGEST_TITLE)
    wording = forms.CharField(
        label=_("Beschlussvorschlag"),
        max_length=rules.LONGEST_WORDING_OF_DEMAND,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_NAMES,
    )

    def __init__(self, data: Any, *, demand: Demand, pots: list[queries.PotLeft]) -> None:
        project = demand.project
        meetings = queries.board_meetings(project)
        first = meetings.first()
        super().__init__(
            data,
            initial={
                "cents": demand.cents,
                "title": project.title,
                "wording": demand.wording,
                "meeting": first.pk if first else None,
                "pot": pots[0].pot.pk if pots else None,
            },
        )
        self.demand = demand
        for name, rows in (("meeting", meetings), ("pot", queries.own_pots(project))):
            field: Any = self.fields[name]
            field.left = {one.pot.pk: one for one in pots}
            field.empty_label = None
            field.queryset = rows

    @property
    def tabling(self) -> actions.Tabling:
        """What the verb takes."""
        return actions.Tabling(demand=self.demand, **self.cleaned_data)


class InvoiceForm(Refusable):
    """An invoice as it lies on the table."""

    payee = forms.CharField(
        label=_("Wer das Geld bekommt"),
        max_length=rules.LONGEST_PAYEE,
        help_text=_("Wie es auf der Rechnung steht. Der Name wird nie veröffentlicht."),
    )
    number = forms.CharField(label=_("Rechnungsnummer"), max_length=rules.LONGEST_INVOICE_NUMBER)
    dated_on = DayField(label=_("Datum der Rechnung"))
    cents = Euros(label=_("Betrag in Euro"), help_text=_("Der ganze Betrag, mit Umsatzsteuer."))
    iban = forms.CharField(
        label=_("IBAN"),
        max_length=rules.LONGEST_IBAN + 10,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    line = forms.ChoiceField(label=_("Wofür"))

    def __init__(self, data: Any, *, project: Project) -> None:
        super().__init__(data)
        self.project = project
        lines = [(one.title, one.title) for one in queries.planned_lines(project)]
        choice: Any = self.fields["line"]
        choice.choices = lines if len(lines) == 1 else [("", _("Bitte wählen")), *lines]

    @property
    def handed(self) -> actions.Handed:
        """What the verb takes."""
        return actions.Handed(project=self.project, bill=Bill(**self.cleaned_data))


class RefusalForm(Refusable):
    """Why an invoice is not paid."""

    reason = forms.CharField(
        label=_("Warum"),
        max_length=rules.LONGEST_REFUSAL,
        help_text=_("Das liest, wer die Rechnung eingereicht hat."),
    )


class ClosingForm(Refusable):
    """How a project ended."""

    text = forms.CharField(
        label=_("Was stattgefunden hat"),
        max_length=rules.LONGEST_CLOSING,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=NO_NAMES,
    )
    participants = forms.IntegerField(
        label=_("Wie viele dabei waren"), min_value=0, max_value=rules.MOST_PARTICIPANTS, help_text=_("Ungefähr.")
    )
    volunteer_hours = forms.IntegerField(
        label=_("Stunden Ehrenamt"),
        min_value=0,
        max_value=rules.MOST_VOLUNTEER_HOURS,
        help_text=_("Alle Helfenden zusammen."),
    )

    def account(self, project: Project) -> actions.Account:
        """What the verb takes."""
        return actions.Account(project=project, **self.cleaned_data)
