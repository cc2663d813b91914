"""The shape of a work with its picture, and of a pin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.files.focus import MIDDLE, STEP, Focus
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Work


class WorkForm(Refusable):
    """A piece of work with one picture; the description for those who don't see it is compulsory."""

    picture = forms.FileField(
        label=_("Bild"),
        help_text=_("JPEG, PNG, WebP, AVIF oder GIF, höchstens 20 MB. Angaben der Kamera werden entfernt."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    alt_de = forms.CharField(
        label=_("Bildbeschreibung"),
        max_length=250,
        help_text=_("Was ist zu sehen? Ein Satz für Menschen, die das Bild nicht sehen."),
    )
    alt_en = forms.CharField(label=_("Bildbeschreibung auf Englisch"), max_length=250, required=False)
    title_de = forms.CharField(label=_("Titel"), max_length=120)
    title_en = forms.CharField(label=_("Titel auf Englisch"), max_length=120, required=False)
    about_de = forms.CharField(
        label=_("Beschreibung"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    about_en = forms.CharField(
        label=_("Beschreibung auf Englisch"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    year = forms.IntegerField(label=_("Jahr"), required=False, min_value=1200, max_value=2200)
    creator = forms.CharField(label=_("Wer hat das Bild gemacht?"), max_length=120)
    licence = forms.CharField(
        label=_("Lizenz des Bildes"),
        max_length=40,
        required=False,
        help_text=_("Zum Beispiel CC-BY-4.0; leer heißt: alle Rechte vorbehalten."),
    )

    focus_x = forms.IntegerField(
        label=_("Von links, in Prozent"), required=False, initial=50, min_value=0, max_value=100, step_size=STEP
    )
    focus_y = forms.IntegerField(
        label=_("Von oben, in Prozent"), required=False, initial=50, min_value=0, max_value=100, step_size=STEP
    )

    def work(self) -> rules.WorkContent:
        """What the verb takes, beside the picture; a focal point that is not said lies in the middle."""
        given = dict(self.cleaned_data)
        given.pop("picture", None)
        x, y = given.pop("focus_x"), given.pop("focus_y")
        focus = Focus(MIDDLE.x if x is None else x / 100, MIDDLE.y if y is None else y / 100)
        return rules.WorkContent(focus=focus, **given)


class WorkTextsForm(WorkForm):
    """The same without the picture, for a work that is shown already."""

    picture = None

    @staticmethod
    def initial_of(work: Work) -> dict[str, Any]:
        """What is said of the work and of its first picture now."""
        said = {name: getattr(work, name) for name in ("title_de", "title_en", "about_de", "about_en", "year")}
        for picture in list(work.pictures.all())[:1]:
            said |= {name: getattr(picture, name) for name in ("alt_de", "alt_en", "creator", "licence")}
            said["focus_x"], said["focus_y"] = picture.picture.focus.percent
        return said


class PinForm(Refusable):
    """A point set by hand, in degrees."""

    lat = forms.FloatField(
        label=_("Breite"), min_value=-90, max_value=90, help_text=_("Nord, zum Beispiel 51,5136"), localize=True
    )
    lon = forms.FloatField(
        label=_("Länge"), min_value=-180, max_value=180, help_text=_("Ost, zum Beispiel 7,4653"), localize=True
    )
