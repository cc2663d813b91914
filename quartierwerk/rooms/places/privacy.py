"""Which personal fields this room keeps, why, and for how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import PersonalField

_UNTIL = _("öffentlich bis zum letzten Tag der Amtszeit, danach nur für das Büro; zwei Jahre später gelöscht")

FIELDS = (
    PersonalField(
        "places.contactperson.name",
        _("Name einer Ansprechperson"),
        _("sagen, wen man zu einem Ort fragen kann"),
        _UNTIL,
    ),
    PersonalField(
        "places.contactperson.email",
        _("dienstliche E-Mail-Adresse"),
        _("die dienstliche Adresse, wenn die Person sie nennt"),
        _UNTIL,
    ),
    PersonalField(
        "places.contactperson.phone",
        _("dienstliche Telefonnummer"),
        _("die dienstliche Nummer, wenn die Person sie nennt"),
        _UNTIL,
    ),
)
