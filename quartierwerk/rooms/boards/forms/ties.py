"""What somebody is bound to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.boards.forms.meetings import AddressesField, WithAddresses
from quartierwerk.rooms.boards.rules import TieKind


class TieForm(WithAddresses):
    """A tie of one's own."""

    to = AddressesField(
        label=_("Woran"),
        most=1,
        max_length=500,
        widget=forms.TextInput,
        help_text=_("Die Adresse der Seite, etwa eines Profils im Verzeichnis, so wie sie oben im Browser steht."),
    )
    kind = forms.ChoiceField(label=_("Art der Bindung"), choices=TieKind.choices)
