"""Which personal fields this room keeps, why, and for how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import PersonalField

FIELDS = (
    PersonalField(
        "accounts.person.email",
        _("E-Mail-Adresse eines Kontos"),
        _("Anmelden mit einem Code und Mails, um die jemand gebeten hat"),
        _("bis zum Löschen des Kontos; unbestätigte Adressen sieben Tage"),
    ),
    PersonalField(
        "accounts.person.name",
        _("Name einer Person"),
        _("Anrede, und wer eine Aufgabe hat"),
        _("bis zum Löschen des Kontos"),
    ),
    PersonalField(
        "accounts.person.language", _("Sprache einer Person"), _("Sprache der Mails"), _("bis zum Löschen des Kontos")
    ),
    PersonalField(
        "accounts.person.last_login",
        _("letzte Anmeldung"),
        _("unbenutzte Konten erkennen"),
        _("bis zum Löschen des Kontos"),
    ),
    PersonalField(
        "accounts.invitation.email",
        _("Adresse einer eingeladenen Person"),
        _("jemandem eine Rolle anbieten, der noch kein Konto haben muss"),
        _("30 Tage nach dem Ende der Einladung; angenommene, solange das Konto besteht"),
    ),
    PersonalField(
        "accounts.device.agent",
        _("Browser und System eines Geräts"),
        _("sehen und beenden können, wo man angemeldet ist; ohne Netzadresse"),
        _("bis zum Abmelden, höchstens 14 Tage nach dem letzten Besuch"),
    ),
    PersonalField(
        "accounts.role.scope",
        _("Rollen einer Person"),
        _("wer was tun darf"),
        _("solange die Rolle gilt; danach als Nachweis bis zum Löschen des Kontos"),
    ),
    PersonalField(
        "accounts.deputyship.deputy",
        _("Vertretungen"),
        _("wer wen an welchen Tagen vertritt"),
        _("als Nachweis, wer für wen gehandelt hat, bis zum Löschen eines der Konten"),
    ),
    PersonalField(
        "accounts.errand.name",
        _("Name in einem Auftrag"),
        _("für wen ohne Konto das Büro nach Anruf, Brief oder Gespräch gehandelt hat"),
        _("zwei Jahre"),
    ),
    PersonalField(
        "accounts.assignment.person",
        _("Zuständigkeit für eine Sache"),
        _("im Büro wissen, wer sich worum kümmert"),
        _("30 Tage, nachdem die Sache nicht mehr wartet, oder bis zum Ausscheiden"),
    ),
)
