"""What a jury scores by, what is put before it, and what a member gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.bilingual import text
from quartierwerk.foundation.ui.days import MomentField
from quartierwerk.foundation.ui.fields import Euros, Refusable
from quartierwerk.rooms.boards import actions, rules
from quartierwerk.rooms.boards.forms.meetings import ADDRESSES, AddressesField, PotChoice, WithAddresses
from quartierwerk.rooms.boards.models import Candidate, Item, Scoring, Seat
from quartierwerk.rooms.boards.rules import Criterion
from quartierwerk.rooms.budget.models import Pot

ROWS = 8
"""So many criteria fit on the page."""
LONGEST_CRITERION = 120
MOST_BUTTONS = 10
"""Up to so many points are chosen by buttons; more are written."""


class UntilForm(Refusable):
    """Until when scores are taken."""

    closes_at = MomentField(label=_("Bewertung bis"))


class RubricForm(UntilForm):
    """By what a jury scores: a row for each criterion, rows without a name do not count."""

    pot = PotChoice(
        label=_("Topf"),
        queryset=Pot.objects.none(),
        required=False,
        empty_label=_("kein Geld"),
        help_text=_("Was in ihm verfügbar ist, zieht die Linie in der Rangfolge."),
    )

    def __init__(self, data: Any, *, item: Item, pots: Any) -> None:
        super().__init__(data)
        self.item = item
        if pots.exists():
            self.fields["pot"].queryset = pots
        else:
            del self.fields["pot"]
        for number in range(ROWS):
            proposed = rules.PROPOSED_RUBRIC[number] if number < len(rules.PROPOSED_RUBRIC) else None
            self.fields |= _row_of(number, proposed)

    @property
    def rows(self) -> Iterator[list[BoundField]]:
        """The fields of each row."""
        for number in range(ROWS):
            yield [self[f"{name}_{number}"] for name in ("name_de", "name_en", "weight", "most")]

    @property
    def rubric(self) -> actions.Rubric:
        """What the verb takes."""
        given = self.cleaned_data
        criteria = [
            Criterion(
                key=f"c{number + 1}",
                name_de=given[f"name_de_{number}"],
                name_en=given[f"name_en_{number}"],
                weight=given[f"weight_{number}"] or 1,
                most=given[f"most_{number}"] or Criterion.most,
            )
            for number in range(ROWS)
            if given[f"name_de_{number}"]
        ]
        return actions.Rubric(item=self.item, criteria=criteria, closes_at=given["closes_at"], pot=given.get("pot"))


def _row_of(number: int, proposed: Criterion | None) -> dict[str, forms.Field]:
    name = {"required": False, "max_length": LONGEST_CRITERION}
    scale = {"required": False, "min_value": 1}
    before = proposed or Criterion(key="", name_de="")
    return {
        f"name_de_{number}": forms.CharField(label=_("Name"), initial=before.name_de, **name),
        f"name_en_{number}": forms.CharField(label=_("auf Englisch"), initial=before.name_en, **name),
        f"weight_{number}": forms.IntegerField(
            label=_("Gewicht"), initial=before.weight, max_value=rules.MOST_WEIGHT, **scale
        ),
        f"most_{number}": forms.IntegerField(
            label=_("Höchstpunktzahl"), initial=before.most, max_value=rules.MOST_POINTS, **scale
        ),
    }


class EntryForm(WithAddresses):
    """What is put before a jury."""

    title = forms.CharField(
        label=_("Titel"),
        max_length=rules.LONGEST_TITLE,
        help_text=_("Worum es geht, ohne den Namen von Personen. Ihn sehen auch befangene Mitglieder."),
    )
    text = forms.CharField(
        label=_("Text für die Jury"),
        max_length=rules.LONGEST_ITEM,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Eine Fassung ohne Namen: Wer bewertet, soll nicht wissen, wer dahintersteht."),
    )
    cents = Euros(label=_("Beantragter Betrag in Euro"))
    parties = AddressesField(
        label=_("Beteiligte"),
        required=False,
        help_text=_("Wen das Vorhaben betrifft, damit das Haus Befangenheiten vorschlägt. Adressen, eine je Zeile."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    papers = AddressesField(
        label=_("Unterlagen"), required=False, help_text=ADDRESSES, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_cents(self) -> int:
        """More than nothing."""
        cents: int = self.cleaned_data["cents"]
        if not cents:
            raise forms.ValidationError(_("Bitte geben Sie an, wie viel beantragt ist."))
        return cents

    def entry(self, scoring: Scoring) -> actions.Entry:
        """What the verb takes."""
        return actions.Entry(scoring=scoring, **self.cleaned_data)


class ScoreForm(Refusable):
    """What a member of the jury gives a candidate: points for each criterion, or an abstention."""

    def __init__(self, data: Any, *, rubric: Sequence[Criterion]) -> None:
        super().__init__(data)
        self.rubric = rubric
        is_abstained = bool(data and data.get("is_abstained"))
        for one in rubric:
            self.fields[f"points_{one.key}"] = _points_of(one, is_required=not is_abstained)
        self.fields["is_abstained"] = forms.BooleanField(
            label=_("Ich enthalte mich"), required=False, help_text=_("Dann zählen keine Punkte von Ihnen.")
        )
        self.fields["comment"] = forms.CharField(
            label=_("Anmerkung"),
            required=False,
            max_length=rules.LONGEST_COMMENT,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("Die anderen lesen sie, sobald sie selbst bewertet haben."),
        )

    def given(self, candidate: Candidate, seat: Seat) -> actions.Given:
        """What the verb takes."""
        said = self.cleaned_data
        points = None if said["is_abstained"] else {one.key: said[f"points_{one.key}"] for one in self.rubric}
        return actions.Given(candidate=candidate, seat=seat, points=points, comment=said["comment"])


def _points_of(criterion: Criterion, *, is_required: bool) -> forms.Field:
    scale = {"most": criterion.most, "weight": criterion.weight}
    said = {
        "label": text(criterion, "name"),
        "required": is_required,
        "help_text": _("0 bis %(most)s Punkte, Gewicht %(weight)s") % scale,
        "error_messages": {"required": _("Bitte geben Sie Punkte, oder enthalten Sie sich.")},
    }
    if criterion.most > MOST_BUTTONS:
        return forms.IntegerField(min_value=0, max_value=criterion.most, **said)
    choices = [(number, str(number)) for number in range(criterion.most + 1)]
    return forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None, widget=forms.RadioSelect, **said)
