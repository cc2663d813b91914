"""What a body is and is called; on which day one looks at it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.house.words import word_lazy
from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.foundation.ui.prose import MARKUP
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.rules import BodyKind, Wording
from quartierwerk.rooms.places.models import District, Place


class WordingForm(Refusable):
    """What is said of a body; the English fields are there where the city offers English."""

    name_de = forms.CharField(label=_("Name"), max_length=rules.LONGEST_NAME)
    name_en = forms.CharField(label=_("Name auf Englisch"), required=False, max_length=rules.LONGEST_NAME)
    is_public = forms.BooleanField(
        label=_("öffentlich sichtbar"),
        required=False,
        help_text=_("Alle sehen dann das Gremium, seine Regeln und die Namen auf seinen Sitzen, keine Adressen."),
    )
    statutes_de = forms.CharField(
        label=_("Satzung oder Geschäftsordnung"),
        required=False,
        max_length=rules.LONGEST_STATUTES,
        widget=forms.Textarea(attrs={"rows": 16, "lang": "de"}),
        help_text=MARKUP,
    )
    statutes_en = forms.CharField(
        label=_("Satzung oder Geschäftsordnung auf Englisch"),
        required=False,
        max_length=rules.LONGEST_STATUTES,
        widget=forms.Textarea(attrs={"rows": 10, "lang": "en"}),
        help_text=_("Eine Übersetzung zum Lesen; es gilt der deutsche Text."),
    )
    based_on = forms.CharField(widget=forms.HiddenInput, required=False)
    """Of what was there when somebody began to write."""

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if "en" not in house().languages:
            del self.fields["name_en"], self.fields["statutes_en"]

    def wording(self, before: Wording) -> Wording:
        """What the verb takes; English that is not offered stays as it was."""
        given = self.cleaned_data
        return Wording(**{name: given.get(name, said) for name, said in vars(before).items()})


class FoundingForm(WordingForm):
    """The same, with what is said once."""

    kind = forms.ChoiceField(label=_("Art"), choices=BodyKind.choices)
    district = forms.ModelChoiceField(
        label=word_lazy("district"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=_("ganze Stadt"),
    )
    since_on = DayField(label=_("Besteht seit"))
    field_order = ("kind", "name_de", "name_en", "district", "since_on", "is_public", "statutes_de", "statutes_en")

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["district"].queryset = District.objects.all()


class DissolvingForm(Refusable):
    """The last day of a body."""

    until_on = DayField(
        label=_("Letzter Tag"),
        help_text=_("Alle Sitze enden mit diesem Tag. Das Gremium bleibt mit seiner Geschichte lesbar."),
    )


class DayForm(forms.Form):
    """The day on which one looks at a body."""

    am = DayField(label=_("Am Tag"))
