"""Which personal fields this room keeps, why, and for how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import PersonalField

FIELDS = (
    PersonalField(
        "directory.profile.name",
        _("Name eines Profils"),
        _("Eintrag im öffentlichen Verzeichnis; bei Freiberuflichen ist es der Name einer Person"),
        _("bis zum Rückzug des Profils; danach unsichtbar bis zum Löschen auf Wunsch"),
    ),
    PersonalField(
        "directory.contact.value",
        _("Kontaktfelder"),
        _("Erreichbarkeit, so weit sichtbar, wie die Person es wählt"),
        _("bis die Person das Feld ändert oder das Profil gelöscht wird"),
    ),
    PersonalField(
        "directory.location.street",
        _("Anschrift"),
        _("finden, wo jemand arbeitet, und der Punkt auf der Karte"),
        _("bis die Person die Adresse ändert oder das Profil gelöscht wird"),
    ),
    PersonalField(
        "directory.workpicture.creator",
        _("Urheberschaft eines Bildes"),
        _("Nennung der Urheber:in, wie das Urheberrecht sie verlangt (§ 13 UrhG)"),
        _("solange das Bild gezeigt wird"),
    ),
    PersonalField(
        "directory.importrow.cells",
        _("Zeilen einer eingelesenen Liste"),
        _("zurückgeben, was nicht übernommen wurde, und einen Import zurücknehmen können"),
        _("180 Tage nach dem Hochladen; dann bleibt nur, was im Verzeichnis steht"),
    ),
    PersonalField(
        "directory.changerequest.proposer_email",
        _("Adresse zu einem Vorschlag"),
        _("der vorschlagenden Person sagen, was aus ihrem Vorschlag wird, und nachfragen können"),
        _("180 Tage nach der Entscheidung"),
    ),
    PersonalField(
        "directory.changerequest.note",
        _("Begründung eines Vorschlags"),
        _("prüfen, woher eine vorgeschlagene Angabe stammt"),
        _("180 Tage nach der Entscheidung"),
    ),
    PersonalField(
        "directory.changerequest.wanted",
        _("vorgeschlagene Angaben"),
        _("entscheiden, ob der Vorschlag übernommen wird, und Rückfragen dazu beantworten"),
        _("180 Tage nach der Entscheidung; was übernommen ist, steht im Profil"),
    ),
    PersonalField(
        "directory.remark.text",
        _("Fragen und Antworten zu einem Vorschlag"),
        _("Rückfragen zu einem Vorschlag klären"),
        _("180 Tage nach der Entscheidung"),
    ),
    PersonalField(
        "directory.claim.note",
        _("Begründung eines Anspruchs"),
        _("prüfen, ob jemand zu einem Profil gehört und es verwalten darf"),
        _("180 Tage nach der Entscheidung; wer es seither verwaltet, bleibt bekannt"),
    ),
    PersonalField(
        "directory.report.reporter_email",
        _("Adresse zu einer Meldung"),
        _("bestätigen, dass die Meldung da ist, und sagen, wie und warum entschieden wurde"),
        _("180 Tage nach der Entscheidung"),
    ),
    PersonalField(
        "directory.report.text",
        _("Text einer Meldung"),
        _("prüfen, was gemeldet ist"),
        _("180 Tage nach der Entscheidung"),
    ),
    PersonalField(
        "directory.profileversion.content",
        _("frühere Fassungen eines Profils"),
        _("nachvollziehen, wer ein Profil wann geändert hat, und eine frühere Fassung wiederherstellen"),
        _("zwei Jahre, nachdem die Fassung ersetzt wurde"),
    ),
)
