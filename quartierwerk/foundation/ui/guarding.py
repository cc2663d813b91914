"""What guards a form that anyone may send: a trap for machines, and a signed note of when the page was shown."""

from __future__ import annotations

from typing import Any, Self, cast

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Unhurried

LEAST_SECONDS = 3
"""Nobody reads the page and writes faster."""
MOST_SECONDS = 24 * 60 * 60
SIGNER = TimestampSigner(salt="ui.shown")


class Guarded(Unhurried):
    """A form with a field that only machines fill in, and a stamp that says when its page was shown.

    The stamp may carry a word on which the answer depends; nobody can make one up.
    """

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
            self.add_error(None, _("Bitte senden Sie noch einmal. Ihr Text ist noch da."))
        else:
            if not _is_older(self.cleaned_data["stamp"], seconds=LEAST_SECONDS):
                self.add_error(None, _("Das ging schneller, als ein Mensch schreibt. Bitte senden Sie noch einmal."))
        return self.cleaned_data

    @property
    def carried(self) -> str:
        """The word that the page carried when it was shown first; empty where no stamp of ours came back."""
        try:
            return SIGNER.unsign(self.data.get("stamp", ""))
        except BadSignature:
            return ""

    def with_fresh_stamp(self, word: str = "shown") -> Self:
        """The form as it is shown: what was typed stays, the time begins anew, and so does its word if it has none."""
        fresh = SIGNER.sign(self.carried or word)
        if self.is_bound:
            data = cast(QueryDict, self.data).copy()
            data["stamp"] = fresh
            self.data = data
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
