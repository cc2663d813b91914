"""What the office says of a seal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.directory.models.changes import REASON_LENGTH


class RevokingForm(Refusable):
    """Why a seal is revoked."""

    reason = forms.CharField(
        label=_("Begründung"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wer das Profil verwaltet, liest sie."),
    )
