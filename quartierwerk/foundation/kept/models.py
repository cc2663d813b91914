"""The marks of watched tables."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mark(models.Model):
    """What state a watched table is in: another mark after each change (Stand). Written by triggers alone."""

    watched = models.CharField(_("Tabelle"), max_length=63, primary_key=True)
    """The table's name in the database."""
    mark = models.CharField(_("Stand"), max_length=36)
    """A random word."""

    class Meta:
        verbose_name = _("Stand einer Tabelle")
        verbose_name_plural = _("Stände von Tabellen")

    def __str__(self) -> str:
        return self.watched
