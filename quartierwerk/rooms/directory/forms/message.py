"""The shape of a message to an actor, with its traps for machines."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.directory import actions

LEAST_SECONDS = 3
"""Nobody reads the page and writes a message faster."""
MOST_SECONDS = 24 * 60 * 60
SIGNER = TimestampSigner(salt="directory.message")


class MessageForm(Refusable):
    """Name, address, text; a field that only machines fill in, and a signed note of when the page was shown."""

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
    homepage = forms.CharField(
        label=_("Bitte leer lassen"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(
                _("Dieses Feld bleibt leer. Bitte löschen Sie den Inhalt und senden Sie noch einmal.")
            )
        return ""

    def clean(self) -> dict[str, Any] | None:
        """Refuse what came too fast or from a page that is a day old; a second try with the new stamp goes through."""
        try:
            SIGNER.unsign(self.cleaned_data.get("stamp", ""), max_age=MOST_SECONDS)
        except SignatureExpired:
            self.add_error(
                None, _("Die Seite war lange offen. Ihr Text ist noch da; bitte senden Sie ihn noch einmal.")
            )
        except BadSignature:
            self.add_error(None, _("Bitte senden Sie die Nachricht noch einmal. Ihr Text ist noch da."))
        else:
            if not _is_older(self.cleaned_data["stamp"], seconds=LEAST_SECONDS):
                self.add_error(
                    None, _("Das ging schneller, als ein Mensch schreibt. Bitte senden Sie die Nachricht noch einmal.")
                )
        return self.cleaned_data

    def message(self) -> actions.Message:
        """What the verb takes."""
        given = self.cleaned_data
        return actions.Message(sender_name=given["sender_name"], sender_email=given["sender_email"], text=given["text"])

    def with_fresh_stamp(self) -> Self:
        """The form as it is shown: what was typed stays, the time begins anew."""
        fresh = SIGNER.sign("shown")
        if self.is_bound:
            self.data = self.data.copy()
            self.data["stamp"] = fresh
        else:
            self.initial["stamp"] = fresh
        return self


def _is_older(stamp: str, *, seconds: int) -> bool:
    """Whether a stamp that is known to be ours was signed at least so long ago."""
    try:
        SIGNER.unsign(stamp, max_age=seconds)
    except SignatureExpired:
        return True
    return False
