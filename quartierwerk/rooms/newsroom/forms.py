"""The shapes of a page, of a report of a barrier, and of its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.foundation.ui.guarding import Guarded
from quartierwerk.foundation.ui.prose import MARKUP
from quartierwerk.rooms.newsroom import rules


class WordingForm(Refusable):
    """What a page is to say; the English fields are there where the city offers English."""

    title_de = forms.CharField(label=_("Titel"), max_length=rules.LONGEST_TITLE)
    text_de = forms.CharField(
        label=_("Text"),
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 24, "lang": "de"}),
        help_text=MARKUP,
    )
    title_en = forms.CharField(label=_("Titel auf Englisch"), required=False, max_length=rules.LONGEST_TITLE)
    text_en = forms.CharField(
        label=_("Text auf Englisch"),
        required=False,
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 24, "lang": "en"}),
        help_text=_("Bleibt er leer, sehen englische Gäste den deutschen Text mit einem Hinweis."),
    )
    note = forms.CharField(
        label=_("Was haben Sie geändert?"),
        required=False,
        max_length=rules.LONGEST_NOTE,
        help_text=_("Steht im Verlauf, den nur das Büro sieht."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if "en" not in house().languages:
            del self.fields["title_en"], self.fields["text_en"]

    def wording(self, before: rules.Wording) -> rules.Wording:
        """What the verb takes; English that is not offered stays as it was."""
        given = self.cleaned_data
        return rules.Wording(**{name: given.get(name, said) for name, said in vars(before).items()})


class BarrierForm(Guarded):
    """Where, what, and where the answer goes."""

    page = forms.CharField(
        label=_("Auf welcher Seite?"),
        required=False,
        max_length=rules.LONGEST_ADDRESS,
        help_text=_(
            "Die Adresse der Seite, zum Beispiel /verzeichnis/. Lassen Sie es leer, wenn Sie sie nicht wissen."
        ),
    )
    text = forms.CharField(
        label=_("Was geht nicht, oder was brauchen Sie?"),
        max_length=rules.LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Wenn Sie mögen, nennen Sie auch Ihr Gerät und Ihr Hilfsmittel."),
    )
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        required=False,
        max_length=250,
        help_text=_("Dorthin geht die Antwort. Ohne Adresse beheben wir es, wenn wir können, ohne uns zu melden."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AnswerForm(Refusable):
    """What the office says to a report."""

    text = forms.CharField(
        label=_("Ihre Antwort"), max_length=rules.LONGEST_REPORT, widget=forms.Textarea(attrs={"rows": 7})
    )
