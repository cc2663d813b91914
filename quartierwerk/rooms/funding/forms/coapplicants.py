"""Whom an applicant lets write along."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable


class ShareForm(Refusable):
    """One person, by their address."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"), help_text=_("Mit ihr meldet sich die Person an. Sie bekommt eine Nachricht.")
    )
    may_write = forms.BooleanField(
        label=_("darf schreiben"), required=False, initial=True, help_text=_("Sonst liest die Person nur mit.")
    )
