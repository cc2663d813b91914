"""What the office fills in about an application, and what whoever applied answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.days import DayField, MomentField
from quartierwerk.foundation.ui.fields import Euros, Refusable
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards.models import Meeting
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.actions import Asking, Assessing, Deciding
from quartierwerk.rooms.funding.models import Application, Assessment
from quartierwerk.rooms.funding.rules import Line, Mark


class PotChoice(forms.ModelChoiceField):
    """A choice of a pot, whose label says what is free in it."""

    def label_from_instance(self, obj: Pot) -> str:
        return gettext("%(pot)s: %(sum)s verfügbar") % {"pot": obj, "sum": money(obj.available)}


class MeetingChoice(forms.ModelChoiceField):
    """A choice of a meeting, called by its body and day."""

    def label_from_instance(self, obj: Meeting) -> str:
        return f"{obj.body.name}: {obj}"


class CheckForm(Refusable):
    """Each point of the formal check, and a note."""

    note = forms.CharField(
        label=_("Prüfvermerk"),
        required=False,
        max_length=rules.LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nur für das Büro."),
    )

    def __init__(self, data: Any, *, lines: Iterable[Line], note: str = "") -> None:
        super().__init__(data, initial={"note": note})
        self.keys = []
        for line in lines:
            self.keys.append(line.key)
            self.fields[f"mark_{line.key}"] = forms.ChoiceField(
                label=line.sentence, choices=Mark.choices, initial=line.mark, widget=forms.RadioSelect
            )
        self.order_fields([*(f"mark_{key}" for key in self.keys), "note"])

    @property
    def marks(self) -> dict[str, Mark]:
        """What each point came to."""
        return {key: Mark(self.cleaned_data[f"mark_{key}"]) for key in self.keys}


class TakingForm(Refusable):
    """Who looks after a case."""

    clerk = forms.ModelChoiceField(
        label=_("Sachbearbeitung"), queryset=Person.objects.none(), empty_label=_("Bitte wählen")
    )

    def __init__(self, data: Any, *, people: Any, clerk: Person | None) -> None:
        super().__init__(data, initial={"clerk": clerk})
        self.fields["clerk"].queryset = people


class AskingForm(Refusable):
    """What is missing, and until when it is wanted."""

    question = forms.CharField(
        label=_("Was fehlt?"), max_length=rules.LONGEST_QUESTION, widget=forms.Textarea(attrs={"rows": 5})
    )
    due_on = DayField(label=_("Antwort bis"))

    @property
    def asking(self) -> Asking:
        """As the verb takes it."""
        return Asking(question=self.cleaned_data["question"], due_on=self.cleaned_data["due_on"])


class AnswerForm(Refusable):
    """The answer of whoever applied."""

    answer = forms.CharField(
        label=_("Ihre Antwort"), max_length=rules.LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 6})
    )


class EarlyStartForm(Refusable):
    """From when a project may begin, and why."""

    from_on = DayField(label=_("Das Projekt darf beginnen ab"))
    note = forms.CharField(
        label=_("Warum"),
        required=False,
        max_length=rules.LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nur für das Büro."),
    )


class AssessingForm(Refusable):
    """What the office makes of an application."""

    title = forms.CharField(
        label=_("Überschrift"), max_length=rules.LONGEST_TITLE, help_text=_("Ohne Namen von Privatpersonen.")
    )
    summary = forms.CharField(
        label=_("Worum es geht"),
        max_length=rules.LONGEST_SUMMARY_FOR_BODY,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Das liest, wer entscheidet. Ohne Namen von Privatpersonen und ohne Kontaktdaten."),
    )
    cents = Euros(label=_("Das Büro schlägt vor"), help_text=_("0, wenn Sie eine Ablehnung vorschlagen."))
    conditions = forms.CharField(
        label=_("Unter diesen Bedingungen"),
        required=False,
        max_length=rules.LONGEST_CONDITIONS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sie stehen in der Beschlussvorlage und später im Schreiben."),
    )
    note = forms.CharField(
        label=_("Votum, nur für das Büro"),
        required=False,
        max_length=rules.LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def assessing(self) -> Assessing:
        """As the verb takes it."""
        return Assessing(**self.cleaned_data)


def usual_assessment(application: Application, latest: Assessment | None) -> dict[str, Any]:
    """What stands in the form at first: the latest assessment, else what the project says of itself in public."""
    if latest is not None:
        return {name: getattr(latest, name) for name in ("title", "summary", "cents", "conditions", "note")}
    project = application.project
    return {"title": project.title, "summary": project.summary, "cents": application.asked_cents}


class DecidingForm(Refusable):
    """What the office decides."""

    cents = Euros(label=_("Bewilligt werden"), help_text=_("0, wenn Sie ablehnen."))
    pot = PotChoice(
        label=_("Aus dem Topf"),
        queryset=Pot.objects.none(),
        required=False,
        empty_label=_("Bitte wählen"),
        help_text=_("Das Geld ist sofort gebunden. Bei einer Ablehnung bleibt das Feld leer."),
    )
    reason = forms.CharField(
        label=_("Begründung"),
        required=False,
        max_length=rules.LONGEST_REASON_OF_DECISION,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nötig, wenn Sie weniger bewilligen als beantragt ist. Sie steht im Schreiben."),
    )
    conditions = forms.CharField(
        label=_("Unter diesen Bedingungen"),
        required=False,
        max_length=rules.LONGEST_CONDITIONS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, pots: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["pot"].queryset = pots

    @property
    def deciding(self) -> Deciding:
        """As the verb takes it; a refusal holds no money, whatever pot is chosen."""
        given = self.cleaned_data
        return Deciding(**given | {"pot": given["pot"] if given["cents"] else None})


class AmendingForm(Refusable):
    """What is granted from now on, and why."""

    cents = Euros(label=_("Bewilligt sind dann insgesamt"))
    reason = forms.CharField(
        label=_("Begründung"),
        max_length=rules.LONGEST_REASON_OF_DECISION,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Sie steht im Schreiben."),
    )
    conditions = forms.CharField(
        label=_("Unter diesen Bedingungen"),
        required=False,
        max_length=rules.LONGEST_CONDITIONS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RefusingForm(Refusable):
    """Why an application does not pass."""

    reason = forms.CharField(
        label=_("Begründung"),
        max_length=rules.LONGEST_REASON_OF_DECISION,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Sie steht im Schreiben."),
    )


class BringingForm(Refusable):
    """Which meeting decides, and out of which pot."""

    meeting = MeetingChoice(label=_("Sitzung"), queryset=Meeting.objects.none(), empty_label=_("Bitte wählen"))
    pot = PotChoice(label=_("Aus dem Topf"), queryset=Pot.objects.none(), empty_label=_("Bitte wählen"))
    closes_at = MomentField(
        label=_("Die Jury bewertet bis"), required=False, help_text=_("Leer: bis zum Beginn der Sitzung.")
    )

    def __init__(self, data: Any, *, meetings: Any, pots: Any, is_scored: bool) -> None:
        super().__init__(data)
        self.fields["meeting"].queryset = meetings
        self.fields["pot"].queryset = pots
        if not is_scored:
            del self.fields["closes_at"]


class MessageForm(Refusable):
    """What somebody writes on a case."""

    text = forms.CharField(
        label=_("Nachricht"), max_length=rules.LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 5})
    )
