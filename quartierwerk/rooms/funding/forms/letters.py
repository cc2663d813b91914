"""The forms of letters: drafting one, serving one, and the texts that they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import ClauseKind, ClauseText, Instrument, LetterKind, Part, Way

SPARE_ROWS = 3
"""So many empty clauses stand below those that there are."""


class DraftingForm(Refusable):
    """To whom a letter goes, between which days money can be spent, and one more clause for this case."""

    addressee = forms.CharField(
        label=_("Anschrift"),
        max_length=rules.LONGEST_ADDRESSEE,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "de"}),
        help_text=_("Name, Straße, Ort: je eine Zeile, höchstens sechs."),
    )
    reason = forms.CharField(
        label=_("Begründung"),
        required=False,
        max_length=rules.LONGEST_REASON_OF_DECISION,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "de"}),
        help_text=_("Wie sie im Schreiben steht. Eine Ablehnung braucht eine."),
    )
    approved_from = DayField(label=_("Bewilligungszeitraum von"))
    approved_until = DayField(
        label=_("Bewilligungszeitraum bis"), help_text=_("Bis dahin darf Geld ausgegeben werden.")
    )
    extra_kind = forms.ChoiceField(
        label=_("Weitere Nebenbestimmung"), required=False, choices=[("", _("keine")), *ClauseKind.choices]
    )
    extra_key = forms.SlugField(
        label=_("Stichwort dazu"),
        required=False,
        max_length=rules.LONGEST_KEY_OF_CLAUSE,
        help_text=_("Ein Wort in Kleinbuchstaben, worum es geht: „plakat“."),
    )
    extra_text = forms.CharField(
        label=_("Wortlaut dazu"),
        required=False,
        max_length=rules.LONGEST_CLAUSE,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "de"}),
    )

    def __init__(self, data: Any, *, initial: dict[str, Any], has_money: bool, is_decided: bool) -> None:
        super().__init__(data, initial=initial)
        if not is_decided:
            del self.fields["reason"]
        if not has_money:
            for name in ("approved_from", "approved_until", "extra_kind", "extra_key", "extra_text"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A clause has a kind, a key and words, or there is none."""
        given = super().clean() or {}
        parts = [given.get(name) for name in ("extra_kind", "extra_key", "extra_text")]
        if any(parts) and not all(parts):
            self.add_error("extra_text", _("Eine Nebenbestimmung braucht Art, Stichwort und Wortlaut."))
        text = given.get("extra_text")
        if text and (said := rules.text_problem(text, longest=rules.LONGEST_CLAUSE)):
            self.add_error("extra_text", said)
        return given

    @property
    def wishes(self) -> dict[str, Any]:
        """What was filled in, as ``Drafting`` takes it."""
        given = self.cleaned_data
        extra = None
        if given.get("extra_kind"):
            extra = ClauseText(given["extra_key"], ClauseKind(given["extra_kind"]), given["extra_text"].strip())
        return {
            "addressee": given["addressee"],
            "reason": given.get("reason", "").strip(),
            "approved_from": given.get("approved_from"),
            "approved_until": given.get("approved_until"),
            "extra": extra,
        }


class ServingForm(Refusable):
    """How a letter goes out, and when."""

    way = forms.ChoiceField(label=_("Weg"), choices=Way.choices, widget=forms.RadioSelect)
    given_on = DayField(
        label=_("am"), help_text=_("Tag der Aufgabe zur Post oder der Übergabe. Im Portal zählt immer heute.")
    )
    note = forms.CharField(
        label=_("Warum noch einmal"),
        required=False,
        max_length=rules.LONGEST_NOTE_ON_SERVICE,
        help_text=_("Nur wenn das Schreiben schon bekannt gegeben ist oder im Portal liegt."),
    )

    def __init__(self, data: Any, *, initial: dict[str, Any], takes_portal: bool) -> None:
        super().__init__(data, initial=initial)
        if not takes_portal:
            self.fields["way"].choices = [one for one in Way.choices if one[0] != Way.PORTAL]  # type: ignore[attr-defined]


class ClausesForm(Refusable):
    """The clauses of who grants, row by row."""

    valid_from = DayField(label=_("Gilt ab"))
    basis = forms.CharField(
        label=_("Grundlage"), max_length=rules.LONGEST_BASIS, help_text=_("Woher die Texte kommen, mit Tag.")
    )

    def __init__(self, data: Any, *, clauses: tuple[ClauseText, ...], initial: dict[str, Any]) -> None:
        given = initial | {
            f"{name}_{number}": value for number, one in enumerate(clauses) for name, value in one.as_json.items()
        }
        super().__init__(data, initial=given)
        self.count = min(len(clauses) + SPARE_ROWS, rules.MOST_CLAUSES)
        for number in range(self.count):
            self.fields[f"key_{number}"] = forms.CharField(
                label=_("Stichwort %(number)d") % {"number": number + 1},
                required=False,
                max_length=rules.LONGEST_KEY_OF_CLAUSE,
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("Art"), required=False, choices=[("", "–"), *ClauseKind.choices]
            )
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Wortlaut"),
                required=False,
                max_length=rules.LONGEST_CLAUSE,
                widget=forms.Textarea(attrs={"rows": 3, "lang": "de"}),
            )

    @property
    def rows(self) -> Iterator[list[BoundField]]:
        """The fields of each clause."""
        for number in range(self.count):
            yield [self[f"{name}_{number}"] for name in ("key", "kind", "text")]

    def clean(self) -> dict[str, Any]:
        """A row is filled in whole, or not at all."""
        given = super().clean() or {}
        for number in range(self.count):
            parts = [given.get(f"{name}_{number}") for name in ("key", "kind", "text")]
            if any(parts) and not all(parts):
                self.add_error(f"text_{number}", _("Eine Nebenbestimmung braucht Stichwort, Art und Wortlaut."))
        return given

    @property
    def clauses(self) -> tuple[ClauseText, ...]:
        """What was filled in."""
        given = self.cleaned_data
        return tuple(
            ClauseText(given[f"key_{number}"], ClauseKind(given[f"kind_{number}"]), given[f"text_{number}"])
            for number in range(self.count)
            if given[f"key_{number}"]
        )


class PassageForm(Refusable):
    """One part of letters."""

    part = forms.ChoiceField(label=_("Teil"), choices=Part.choices)
    instrument = forms.ChoiceField(label=_("Form"), choices=Instrument.choices)
    kind = forms.ChoiceField(
        label=_("Art des Schreibens"), required=False, choices=[("", _("alle")), *LetterKind.choices]
    )
    text = forms.CharField(
        label=_("Text"), max_length=rules.LONGEST_PASSAGE, widget=forms.Textarea(attrs={"rows": 8, "lang": "de"})
    )
    valid_from = DayField(label=_("Gilt ab"))
