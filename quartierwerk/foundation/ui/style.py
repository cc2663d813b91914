"""The style page: every component with all its states, to look at and to test against."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.components import components
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Bar, Chip, Choice, Facet, Page, Step
from quartierwerk.foundation.ui.showing import Shown
from quartierwerk.foundation.ui.templatetags import ui  # noqa: F401 - the tags list themselves as components

LONG = "Stadtbezirksmarketingprojektförderung"


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("Name"), help_text=_("So, wie er im Verzeichnis stehen soll."), max_length=80)
    long = forms.CharField(label=LONG, required=False, initial=LONG)
    email = forms.EmailField(label=_("E-Mail"), required=False)
    kind = forms.ChoiceField(label=_("Art"), choices=[("", "–"), ("a", _("Atelier")), ("b", LONG)])
    about = forms.CharField(label=_("Über Sie"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    on = forms.DateField(label=_("Tag"), required=False, initial=date(2026, 6, 3))
    at = forms.TimeField(label=_("Uhrzeit"), required=False)
    moment = forms.DateTimeField(label=_("Beginn"), required=False)
    amount = forms.IntegerField(label=_("Anzahl"), required=False, min_value=0)
    way = forms.ChoiceField(
        label=_("Wie dürfen wir antworten?"),
        widget=forms.RadioSelect,
        choices=[("mail", _("Per E-Mail")), ("phone", _("Am Telefon")), ("post", _("Per Post"))],
    )
    sectors = forms.MultipleChoiceField(
        label=_("Teilmärkte"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(number), label) for number, label in enumerate(("Design", "Musik", "Buch", "Kunst", LONG))],
        help_text=_("Mehrere sind möglich."),
    )
    picture = forms.FileField(label=_("Bild"), required=False, help_text=_("JPEG oder PNG, höchstens 20 MB."))
    agreed = forms.BooleanField(label=_("Ich habe die Hinweise zum Datenschutz gelesen."))
    locked = forms.CharField(label=_("Nummer"), initial="2026-0042", disabled=True, required=False)


def show(request: HttpRequest) -> HttpResponse:
    """Every component with its states; public, because it holds nothing but samples."""
    return page(request, "ui/style.html", components=components(), **samples())


def _sample_picture(focus: str) -> Shown:
    """The sign of the house as if somebody had uploaded it."""
    file = static("ui/mark.svg")
    return Shown(src=file, srcset=f"{file} 640w", avif=f"{file} 640w", width=640, height=640, focus=focus)


def samples() -> dict[str, Any]:
    """The values that the samples show."""
    districts = ("Westen", "Norden", "Osten", "Hafen", "Süden", "Mitte", "Aue", "Berg", "Feld", "Hof", "Markt", LONG)
    return {
        "long": LONG,
        "form": SampleForm(),
        "wrong_form": SampleForm({"email": "keine Adresse", "on": "gestern", "long": LONG}),
        "day": date(2026, 6, 3),
        "start": datetime(2026, 6, 3, 16, 30, tzinfo=UTC),
        "end": datetime(2026, 6, 3, 18, 0, tzinfo=UTC),
        "last": date(2026, 6, 5),
        "chips": [Chip("Hafen", "?", _("Stadtbezirk")), Chip(LONG, "?"), Chip("Kooperation gesucht", "?")],
        "facet": Facet(
            "district",
            _("Stadtbezirk"),
            [
                Choice(str(number), label, count=240 // number, on=number in (2, 4), hue=number)
                for number, label in enumerate(districts, start=1)
            ],
        ),
        "page_one": Page(items=[], number=1, size=20, total=468),
        "page_mid": Page(items=[], number=11, size=20, total=468),
        "steps": [
            Step(_("Angaben"), "done", _("gespeichert 14:32")),
            Step(_("Kosten"), "problem", _("Summe stimmt nicht")),
            Step(LONG, "current"),
            Step(_("Absenden")),
        ],
        "hues": range(1, 13),
        "pictures": [_sample_picture(focus) for focus in ("focus-x-50 focus-y-0", "", "focus-x-50 focus-y-100")],
        "names": ("Kollektiv Kohlenstaub", "Druckwerk", "Studio Sieben", LONG, "Radau e. V.", "Hofatelier"),
        "bars": [
            Bar("Am Fluss", 128, 1000, share=61, url="#bars"),
            Bar(LONG, 82, 640, share=39),
            Bar("Auf dem Berg", 0, 0, share=0),
        ],
        "rows": [
            ("Hafenlichter", "Hafen", 124000, date(2026, 6, 3), "success"),
            (LONG, "Norden", -4990, date(2025, 11, 30), "warning"),
            ("Offene Werkstatt", "Westen", 1250000, date(2026, 1, 9), "neutral"),
        ],
    }
