"""Which personal fields this room keeps, why, and for how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import PersonalField

FIELDS = (
    PersonalField(
        "newsroom.pageversion.published_by",
        _("wer eine Seite veröffentlicht hat"),
        _("nachvollziehen, wer eine Pflichtangabe wann geändert hat"),
        _("solange das Konto besteht"),
    ),
    PersonalField(
        "newsroom.barrierreport.email",
        _("Adresse zu einer Barrieremeldung"),
        _("sagen, was aus der gemeldeten Barriere wird"),
        _("180 Tage nach der Antwort"),
    ),
    PersonalField(
        "newsroom.barrierreport.text",
        _("Text einer Barrieremeldung"),
        _("die Barriere finden und beheben"),
        _("180 Tage nach der Antwort"),
    ),
)
