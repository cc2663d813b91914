"""Which personal fields rate limits hold, why, and for how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import PersonalField

FIELDS = (
    PersonalField(
        "limits.hit.key",
        _("Prüfsumme der Netzadresse"),
        _("Missbrauch von Formularen und Anmeldung verhindern"),
        _("bis zum Ende des Zeitfensters, höchstens ein Tag"),
    ),
)
