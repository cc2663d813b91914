"""What a project shows of itself: a picture, a spot on the map, what became of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.files.focus import MIDDLE, STEP, Focus
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import Project
from quartierwerk.rooms.funding.rules import Caption, Told


class CaptionForm(Refusable):
    """What is said of a picture."""

    alt = forms.CharField(
        label=_("Bildbeschreibung"),
        max_length=rules.LONGEST_ALT,
        help_text=_("Was ist zu sehen? Ein Satz für Menschen, die das Bild nicht sehen."),
    )
    credit = forms.CharField(
        label=_("Wer hat das Bild gemacht?"),
        max_length=rules.LONGEST_CREDIT,
        help_text=_("Der Name steht öffentlich am Bild."),
    )
    licence = forms.CharField(
        label=_("Lizenz des Bildes"),
        max_length=rules.LONGEST_LICENCE,
        required=False,
        help_text=_("Zum Beispiel CC-BY-4.0; leer heißt: alle Rechte vorbehalten."),
    )

    @property
    def caption(self) -> Caption:
        """What the verbs take."""
        return Caption(**{name: self.cleaned_data[name] for name in Caption.__dataclass_fields__})


class PictureForm(CaptionForm):
    """A picture with what is said of it, and that it may be published."""

    picture = forms.FileField(
        label=_("Bild"),
        help_text=_("JPEG, PNG, WebP, AVIF oder GIF, höchstens 20 MB. Angaben der Kamera werden entfernt."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    focus_x = forms.IntegerField(
        label=_("Von links, in Prozent"), required=False, initial=50, min_value=0, max_value=100, step_size=STEP
    )
    focus_y = forms.IntegerField(
        label=_("Von oben, in Prozent"), required=False, initial=50, min_value=0, max_value=100, step_size=STEP
    )
    may_be_published = forms.BooleanField(
        label=_("Das Bild darf veröffentlicht werden"),
        help_text=_(
            "Ich habe die Rechte daran, und wer darauf zu erkennen ist, ist einverstanden, bei Kindern die Eltern."
        ),
    )

    def showing(self, project: Project) -> actions.Showing:
        """What the verb takes; a focal point that is not said lies in the middle."""
        given = self.cleaned_data
        x, y = given["focus_x"], given["focus_y"]
        return actions.Showing(
            project=project,
            content=given["picture"],
            caption=self.caption,
            may_be_published=given["may_be_published"],
            focus=Focus(MIDDLE.x if x is None else x / 100, MIDDLE.y if y is None else y / 100),
        )


class SpotForm(Refusable):
    """Where a project stands on the map: an address, or a point in degrees."""

    address = forms.CharField(
        label=_("Adresse"),
        max_length=160,
        required=False,
        help_text=_("Straße und Hausnummer des Orts, an dem es stattfindet. Bitte keine private Adresse."),
    )
    lat = forms.FloatField(
        label=_("Breite"),
        required=False,
        min_value=-90,
        max_value=90,
        help_text=_("Nord, zum Beispiel 51,5136"),
        localize=True,
    )
    lon = forms.FloatField(
        label=_("Länge"),
        required=False,
        min_value=-180,
        max_value=180,
        help_text=_("Ost, zum Beispiel 7,4653"),
        localize=True,
    )

    def clean(self) -> dict[str, Any]:
        """An address is looked up where it is given; else the point counts, which has two numbers."""
        given = super().clean() or self.cleaned_data
        if address := given.get("address", "").strip():
            found = queries.spot_at(address)
            if found is None:
                self.add_error("address", _("Diese Adresse steht in keinem Register. Setzen Sie den Punkt von Hand."))
            else:
                given["lat"], given["lon"] = found
        elif (given.get("lat") is None) != (given.get("lon") is None):
            self.add_error("lat", _("Ein Punkt hat zwei Zahlen: Breite und Länge."))
        return given


class EffectForm(Refusable):
    """What became of a project."""

    text = forms.CharField(
        label=_("Was daraus wurde"),
        max_length=rules.LONGEST_CLOSING,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Für alle zu lesen, in einfachen Worten. Bitte ohne Namen von Privatpersonen."),
    )
    participants = forms.IntegerField(
        label=_("Wie viele dabei waren"),
        min_value=0,
        max_value=rules.MOST_PARTICIPANTS,
        help_text=_("Ungefähr genügt."),
    )
    volunteer_hours = forms.IntegerField(
        label=_("Stunden Ehrenamt"), min_value=0, max_value=rules.MOST_VOLUNTEER_HOURS, help_text=_("Alle zusammen.")
    )

    @property
    def told(self) -> Told:
        """What the verb takes."""
        return Told(**{name: self.cleaned_data[name] for name in Told.__dataclass_fields__})
