"""The shape of a message to an actor."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.guarding import Guarded
from quartierwerk.rooms.directory import actions


class MessageForm(Guarded):
    """Name, address, text."""

    sender_name = forms.CharField(
        label=_("Ihr Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    sender_email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        max_length=250,
        help_text=_("Dorthin geht die Antwort."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = forms.CharField(label=_("Ihre Nachricht"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))

    def message(self) -> actions.Message:
        """What the verb takes."""
        given = self.cleaned_data
        return actions.Message(sender_name=given["sender_name"], sender_email=given["sender_email"], text=given["text"])
