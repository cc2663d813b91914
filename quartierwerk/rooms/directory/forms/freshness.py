"""What the office notes when somebody confirmed an entry on the phone."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.directory.models.freshness import NOTE_LENGTH


class NoteForm(Refusable):
    """A word on who confirmed it, and when."""

    note = forms.CharField(
        label=_("Notiz"),
        required=False,
        max_length=NOTE_LENGTH,
        help_text=_("Zum Beispiel: am Telefon mit der Inhaberin. Nur das Büro sieht das."),
    )
