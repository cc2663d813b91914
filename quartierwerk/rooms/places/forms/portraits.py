"""What the office says of a place: words, profile, themes, and whom to ask."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.places.models import ContactPerson, Theme

LINES = _("Je Zeile eine, höchstens zwölf.")


class WordsForm(Refusable):
    """The text of a place and the names it goes by."""

    text_de = forms.CharField(
        label=_("Text"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    text_en = forms.CharField(
        label=_("Text auf Englisch"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    name_en = forms.CharField(label=_("Name auf Englisch"), max_length=100, required=False)
    aliases = forms.CharField(
        label=_("Weitere Namen"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wie die Leute den Ort nennen, je Zeile ein Name; die Suche versteht sie."),
    )

    def clean_aliases(self) -> list[str]:
        return [alias.strip() for alias in re.split(r"[\n,;]", self.cleaned_data["aliases"]) if alias.strip()]


class ProfileForm(Refusable):
    """A version of a place's profile."""

    valid_from = forms.DateField(label=_("Gilt ab"), widget=forms.DateInput)
    strengths_de = forms.CharField(
        label=_("Stärken"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=LINES
    )
    strengths_en = forms.CharField(
        label=_("Stärken (Englisch)"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Handlungsschwerpunkte"),
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    priorities_de = forms.CharField(
        label=_("Prioritäten"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=LINES,
    )
    priorities_en = forms.CharField(
        label=_("Prioritäten (Englisch)"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["themes"].queryset = Theme.objects.all()  # type: ignore[attr-defined]


class SpanForm(Refusable):
    """Something with a first day and perhaps a last one."""

    valid_from = forms.DateField(label=_("Von"), widget=forms.DateInput)
    last_day = forms.DateField(
        label=_("Bis (letzter Tag)"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Leer, solange kein Ende feststeht."),
    )

    @property
    def span(self) -> dict[str, date | None]:
        """The days as they are kept: the first one, and the first one afterwards."""
        last = self.cleaned_data["last_day"]
        return {"valid_from": self.cleaned_data["valid_from"], "valid_to": last + timedelta(days=1) if last else None}


class ThemeForm(SpanForm):
    """A theme of the city."""

    name_de = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name auf Englisch"), max_length=120, required=False)
    about_de = forms.CharField(
        label=_("Worum es geht"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    about_en = forms.CharField(
        label=_("Worum es geht (Englisch)"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ("name_de", "name_en", "about_de", "about_en", "valid_from", "last_day")

    def given(self, theme: Theme) -> Theme:
        """What was entered, as a theme of the same city."""
        words = {name: self.cleaned_data[name] for name in ("name_de", "name_en", "about_de", "about_en")}
        return Theme(city=theme.city, **words, **self.span)


class ContactForm(SpanForm):
    """Somebody to ask about a place."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Steht öffentlich auf der Seite des Ortes, solange die Zeit läuft."),
    )
    function_de = forms.CharField(label=_("Funktion"), max_length=160)
    function_en = forms.CharField(label=_("Funktion (Englisch)"), max_length=160, required=False)
    body_de = forms.CharField(label=_("Gremium oder Stelle"), max_length=160, required=False)
    body_en = forms.CharField(label=_("Gremium oder Stelle (Englisch)"), max_length=160, required=False)
    email = forms.EmailField(label=_("E-Mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)

    FIELDS = ("name", "function_de", "function_en", "body_de", "body_en", "email", "phone")
    field_order = (*FIELDS, "valid_from", "last_day")

    def given(self, contact: ContactPerson) -> ContactPerson:
        """What was entered, as somebody of the same place."""
        words = {name: self.cleaned_data[name] for name in self.FIELDS}
        return ContactPerson(place=contact.place, **words, **self.span)
