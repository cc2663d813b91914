"""Which personal fields the trail holds, why, and for how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import PersonalField

FIELDS = (
    PersonalField(
        "audit.auditrow.actor",
        _("wer wann was geändert hat"),
        _("Änderungen nachweisen; was darin persönlich ist, steht nur als Prüfsumme"),
        _("auf Dauer"),
    ),
)
