"""What somebody writes in an application: what the money is for, what it costs, who pays for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import money
from quartierwerk.foundation.ui.fields import Euros
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.forms.answers import Answering, Asked, filled_in
from quartierwerk.rooms.funding.models import Enclosure, Project
from quartierwerk.rooms.funding.rules import (
    Content,
    Expense,
    Income,
    IncomeKind,
    Plan,
    Promise,
    QuestionKind,
    Section,
    Start,
    Terms,
)

SHOWN_EXPENSES, SHOWN_INCOMES = 3, 2


class Rows(NamedTuple):
    """Rows of fields, of which not all are shown at once."""

    shown: list[list[BoundField]]
    folded: list[list[BoundField]]


class ApplicationForm(Answering):
    """Nothing is demanded while it is being written; what it lacks is said beside it."""

    need = forms.CharField(
        label=_("Wofür Sie das Geld brauchen"),
        required=False,
        max_length=rules.LONGEST_NEED,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In einfachen Worten. Was das Projekt ist, steht schon auf seiner Seite."),
    )
    asked = Euros(label=_("Beantragt"), required=False, help_text=_("So viel soll das Programm geben."))
    hours = forms.IntegerField(
        label=_("Stunden Ehrenamt"), required=False, min_value=0, max_value=rules.MOST_VOLUNTEER_HOURS
    )
    has_not_begun = forms.BooleanField(
        label=_("Das Projekt hat noch nicht begonnen"),
        required=False,
        help_text=_("Begonnen ist, was schon bestellt, beauftragt oder unterschrieben ist."),
    )
    is_subsidiary = forms.BooleanField(label=_("Niemand sonst kann das Projekt fördern"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        terms: Terms,
        project: Project,
        sections: Sequence[Section] = (),
        enclosures: Sequence[Enclosure] = (),
    ) -> None:
        super().__init__(data, initial=_from_project(project))
        self.terms = terms
        self.ask(sections, enclosures=enclosures)
        if not terms.volunteer_rate_cents:
            del self.fields["hours"]
        if terms.start == Start.FROM_APPLICATION:
            del self.fields["has_not_begun"]
        if not terms.is_subsidiary:
            del self.fields["is_subsidiary"]
        for number in range(rules.MOST_EXPENSES):
            self.fields |= {
                f"cost_{number}": forms.CharField(label=_("Was"), required=False, max_length=rules.LONGEST_LINE),
                f"cents_{number}": Euros(label=_("Betrag"), required=False),
                f"not_eligible_{number}": forms.BooleanField(label=_("nicht förderfähig"), required=False),
            }
        for number in range(rules.MOST_INCOMES):
            self.fields |= {
                f"source_{number}": forms.CharField(label=_("Von wem"), required=False, max_length=rules.LONGEST_LINE),
                f"kind_{number}": forms.ChoiceField(label=_("Art"), required=False, choices=IncomeKind.choices),
                f"state_{number}": forms.ChoiceField(label=_("Stand"), required=False, choices=Promise.choices),
                f"money_{number}": Euros(label=_("Betrag"), required=False),
            }

    @property
    def expense_rows(self) -> Rows:
        """The fields of each expense."""
        return self._rows(rules.MOST_EXPENSES, SHOWN_EXPENSES, ("cost", "cents", "not_eligible"))

    @property
    def income_rows(self) -> Rows:
        """The fields of each source of money."""
        return self._rows(rules.MOST_INCOMES, SHOWN_INCOMES, ("source", "money", "kind", "state"))

    def _rows(self, most: int, least: int, names: Sequence[str]) -> Rows:
        """Rows of fields: those that are shown at once, with all that hold something, and those behind a fold."""
        rows = [[self[f"{name}_{number}"] for name in names] for number in range(most)]
        filled = [number for number, row in enumerate(rows) if row[0].value() or row[1].value()]
        shown = max(least, filled[-1] + 1 if filled else 0)
        return Rows(rows[:shown], rows[shown:])

    @property
    def declarations(self) -> list[BoundField]:
        """What has to be declared under these terms."""
        return [self[name] for name in ("has_not_begun", "is_subsidiary") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """A line with a sum needs a name, and the other way round."""
        given = super().clean() or {}
        pairs = [(f"cost_{number}", f"cents_{number}") for number in range(rules.MOST_EXPENSES)]
        pairs += [(f"source_{number}", f"money_{number}") for number in range(rules.MOST_INCOMES)]
        for name, sum_name in pairs:
            if name in self.errors or sum_name in self.errors:
                continue
            if given.get(sum_name) and not given.get(name):
                self.add_error(name, _("Bitte sagen Sie, was das ist."))
            elif given.get(name) and not given.get(sum_name):
                self.add_error(sum_name, _("Bitte nennen Sie den Betrag."))
        return given

    @property
    def content(self) -> Content:
        """What was written, as the rules take it."""
        given = self.cleaned_data
        expenses = (
            Expense(
                title=given[f"cost_{number}"],
                cents=given[f"cents_{number}"],
                is_eligible=not given[f"not_eligible_{number}"],
            )
            for number in range(rules.MOST_EXPENSES)
            if given[f"cost_{number}"]
        )
        incomes = (
            Income(
                kind=IncomeKind(given[f"kind_{number}"] or IncomeKind.OWN),
                title=given[f"source_{number}"],
                cents=given[f"money_{number}"],
                promise=Promise(given[f"state_{number}"] or Promise.ASKED),
            )
            for number in range(rules.MOST_INCOMES)
            if given[f"source_{number}"]
        )
        plan = Plan(
            expenses=tuple(expenses),
            incomes=tuple(incomes),
            volunteer_minutes=(given.get("hours") or 0) * 60,
            asked_cents=given["asked"] or 0,
        )
        return Content(
            need=given["need"].strip(),
            plan=plan,
            has_not_begun=given.get("has_not_begun", False),
            is_subsidiary=given.get("is_subsidiary", False),
            answers=self.answers,
        )


class CorrectionForm(ApplicationForm):
    """An answer to the office, and with it what the application says from then on; its files stay as they are."""

    answer = forms.CharField(
        label=_("Ihre Antwort"), max_length=rules.LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 6})
    )

    @property
    def questions(self) -> list[tuple[Section, list[Asked]]]:
        """The questions without those that are answered by files."""
        found = [
            (section, [one for one in asked if one.question.kind != QuestionKind.FILES])
            for section, asked in super().questions
        ]
        return [(section, asked) for section, asked in found if asked]


def as_typed(said: Content, *, sections: Sequence[Section]) -> dict[str, list[str]]:
    """What an application says, field by field as a browser sends it."""
    shown = taken_over(said, sections=sections)
    shown |= {f"state_{number}": [one.promise.value] for number, one in enumerate(said.plan.incomes)}
    declared = {"has_not_begun": said.has_not_begun, "is_subsidiary": said.is_subsidiary}
    return shown | {name: ["on"] for name, is_on in declared.items() if is_on}


def taken_over(earlier: Content, *, sections: Sequence[Section]) -> dict[str, list[str]]:
    """An earlier application as the draft of a new one, field by field as a browser sends it.

    What holds for the earlier project only is left out: what others promised, what was declared, files.
    """
    plan = earlier.plan
    shown: dict[str, Any] = {"need": earlier.need, "asked": _typed(plan.asked_cents)}
    if plan.volunteer_minutes:
        shown["hours"] = plan.volunteer_minutes // 60
    for number, expense in enumerate(plan.expenses[: rules.MOST_EXPENSES]):
        shown |= {f"cost_{number}": expense.title, f"cents_{number}": _typed(expense.cents)}
        if not expense.is_eligible:
            shown[f"not_eligible_{number}"] = "on"
    for number, income in enumerate(plan.incomes[: rules.MOST_INCOMES]):
        shown |= {
            f"source_{number}": income.title,
            f"money_{number}": _typed(income.cents),
            f"kind_{number}": income.kind.value,
            f"state_{number}": Promise.ASKED.value,
        }
    sums = {rules.field_of(one.key) for one in rules.questions(sections) if one.kind == QuestionKind.MONEY}
    for name, answer in filled_in(sections, rules.fitting(sections, earlier.answers)).items():
        shown[name] = _typed(answer) if name in sums else answer
    return {name: list(map(str, said if isinstance(said, list) else [said])) for name, said in shown.items()}


def _typed(cents: int) -> str:
    return money.written(cents).replace("€", "").strip()


def _from_project(project: Project) -> dict[str, Any]:
    """What the project knows already: its money from elsewhere."""
    known: dict[str, Any] = {}
    for number, one in enumerate(project.contributions.all()[: rules.MOST_INCOMES]):
        known |= {
            f"source_{number}": one.source,
            f"kind_{number}": one.kind,
            f"state_{number}": one.state,
            f"money_{number}": one.cents,
        }
    return known
