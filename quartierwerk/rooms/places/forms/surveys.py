"""A file of official boundaries, and what is to become of it."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.house.words import word_lazy
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.rules.survey import KINDS


class SurveyForm(Refusable):
    """The file, the kind of places in it, and the day from which its boundaries hold."""

    file = forms.FileField(
        label=_("Datei"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".geojson,.json"}),
        help_text=_("GeoJSON in Grad (WGS 84, EPSG:4326) mit einer Fläche je Ort, wie die Vermessung es ausgibt."),
    )
    kind = forms.ChoiceField(
        label=_("Art der Orte"),
        choices=[(kind, word_lazy(kind)) for kind in Place.Kind.values if kind in KINDS],
        widget=forms.RadioSelect,
        initial=KINDS[0],
    )
    valid_from = forms.DateField(
        label=_("Gilt ab"),
        widget=forms.DateInput,
        help_text=_(
            "Ein Tag in der Vergangenheit oder in der Zukunft. Was über frühere Tage gesagt ist, bleibt; "
            "eine künftige Grenze gilt erst an ihrem Tag."
        ),
    )
    source = forms.CharField(
        label=_("Quelle"),
        max_length=200,
        help_text=_("Wer die Grenzen vermessen hat; steht auf der Seite jedes Ortes."),
    )
    creates_missing = forms.BooleanField(label=_("Orte anlegen, die es noch nicht gibt"), required=False)
    moves_outline = forms.BooleanField(
        label=_("Die Stadtgrenze ändert sich"),
        required=False,
        help_text=_("Nur dann darf eine Fläche am Rand aus der Stadt fallen."),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > settings.UPLOAD_MAX_BYTES:
            most = settings.UPLOAD_MAX_BYTES // 2**20
            raise forms.ValidationError(
                _("Die Datei ist größer als %(most)d MB. Bitte vereinfachen Sie die Umrisse.") % {"most": most}
            )
        return file
