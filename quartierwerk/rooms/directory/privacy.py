"""Which personal data this room keeps, why, for how long, and what becomes of them when an account is erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.privacy import Basis, Erasure, Fate, PersonalData, Term, each, rows
from quartierwerk.rooms.directory import actions, queries, rules
from quartierwerk.rooms.directory.models import Digest, Remark, Report

PERSONAL = (
    PersonalData(
        kind="directory.profiles",
        label=_("Profile"),
        fields=(
            *(f"directory.profile.{field}" for field in ("name", "slug", "sort_key", "match_key", "name_key")),
            "directory.contact.value",
            "directory.location.street",
            "directory.workpicture.creator",
        ),
        purpose=_("Eintrag im öffentlichen Verzeichnis: gefunden und erreicht werden, so weit die Person es wählt"),
        basis=Basis.TASK,
        retention=_("bis zum Rückzug des Profils; danach unsichtbar bis zum Löschen auf Wunsch"),
        rows=queries.rows_of_kept,
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_(
                "Ein Profil gehört dem Unternehmen oder der Person, von der es handelt, nicht dem Konto. Es bleibt bei "
                "den anderen Verwaltenden; wer als Letztes verwaltet, übergibt es vorher oder zieht es zurück."
            ),
        ),
    ),
    PersonalData(
        kind="directory.proposals",
        label=pgettext_lazy("proposal", "Vorschläge"),
        fields=(
            *(f"directory.changerequest.{field}" for field in ("proposer_email", "note", "base", "wanted", "reason")),
            "directory.remark.text",
        ),
        purpose=_("entscheiden, nachfragen und sagen können, was aus einem Vorschlag wird"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_PROPOSER_FOR,
            since=_("nach der Entscheidung; was übernommen ist, steht im Profil"),
            due=queries.beyond_proposers_term,
            forget=each(queries.beyond_proposers_term, actions.forget_proposer),
        ),
        rows=queries.rows_of_proposals,
        erasure=Erasure(
            fate=Fate.DELETED,
            words=_("Offene werden zurückgenommen; Ihre Worte und die vorgeschlagenen Angaben verschwinden."),
            verb=actions.erase_proposals,
        ),
    ),
    PersonalData(
        kind="directory.remarks",
        label=_("Bemerkungen zu Vorschlägen"),
        fields=("directory.remark.text",),
        purpose=_("Rückfragen zu einem Vorschlag klären"),
        basis=Basis.TASK,
        retention=_("mit dem Vorschlag, zu dem sie gehören"),
        rows=lambda person: rows(Remark.objects.filter(author=person), "at", "text"),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Rückfragen zu Vorschlägen anderer bleiben ohne Ihren Namen, bis jene Vorschläge gelöscht werden."),
        ),
    ),
    PersonalData(
        kind="directory.claims",
        label=_("Ansprüche"),
        fields=("directory.claim.note", "directory.claim.reason", "directory.claim.digest"),
        purpose=_("prüfen, ob jemand zu einem Profil gehört und es verwalten darf"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_CLAIM_FOR,
            since=_("nach der Entscheidung; wer das Profil seither verwaltet, bleibt bekannt"),
            due=queries.beyond_claims_term,
            forget=each(queries.beyond_claims_term, actions.forget_claim),
        ),
        rows=lambda person: rows(
            queries.all_claims_of(person), "profile", "state", "created_at", "decided_at", "note", "reason"
        ),
        erasure=Erasure(
            fate=Fate.DELETED,
            words=_("Offene werden zurückgenommen, Ihre Worte gelöscht; der Vermerk bleibt ohne Ihren Namen."),
            verb=actions.erase_claims,
            first=actions.lock_claimed,
        ),
    ),
    PersonalData(
        kind="directory.versions",
        label=_("Frühere Fassungen von Profilen"),
        fields=("directory.profileversion.content",),
        purpose=_("nachvollziehen, wer ein Profil wann geändert hat, und eine frühere Fassung wiederherstellen"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_VERSIONS_FOR,
            since=_("nachdem die Fassung ersetzt wurde"),
            due=queries.versions_replaced,
            forget=actions.forget_versions,
        ),
        rows=lambda person: rows(queries.versions_replaced_by(person), "profile", "number", "replaced_at", "how"),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Wer eine Fassung ersetzt hat, steht dort ohne Namen; die Fassungen gehen zwei Jahre danach."),
        ),
    ),
    PersonalData(
        kind="directory.imports",
        label=_("Eingelesene Listen"),
        fields=tuple(f"directory.importrow.{field}" for field in ("cells", "said", "before")),
        purpose=_("zurückgeben, was nicht übernommen wurde, und einen Import zurücknehmen können"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_FILE_FOR,
            since=_("nach dem Hochladen; dann bleibt nur, was im Verzeichnis steht"),
            due=queries.files_uploaded,
            forget=each(queries.files_uploaded, actions.forget_file),
        ),
    ),
    PersonalData(
        kind="directory.reports",
        label=_("Meldungen"),
        fields=tuple(f"directory.report.{field}" for field in ("reporter_email", "text", "answer")),
        purpose=_("prüfen, was gemeldet ist, und sagen, wie und warum entschieden wurde"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_REPORTER_FOR,
            since=_("nach der Entscheidung"),
            due=queries.beyond_reporters_term,
            forget=each(queries.beyond_reporters_term, actions.forget_reporter),
        ),
        rows=lambda person: rows(
            Report.objects.filter(reporter=person).select_related("profile"),
            "profile",
            "reason",
            "text",
            "created_at",
            "state",
            "answer",
        ),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Was Sie gemeldet haben, wird ohne Ihren Namen weiter geprüft und nach seiner Frist gelöscht."),
        ),
    ),
    PersonalData(
        kind="directory.askings",
        label=_("Fragen, ob ein Eintrag noch stimmt"),
        fields=("directory.asking.note",),
        purpose=_("festhalten, wer am Telefon bestätigt hat, dass ein Eintrag noch stimmt"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_ASKINGS_FOR,
            since=_("nach der Antwort"),
            due=queries.askings_answered,
            forget=actions.forget_askings,
        ),
    ),
    PersonalData(
        kind="directory.digests",
        label=_("Übersicht per Mail"),
        fields=("directory.digest.person",),
        purpose=_("wissen, wer im Büro die Übersicht bekommen möchte"),
        basis=Basis.TASK,
        retention=_("bis zum Löschen des Kontos; danach ohne Namen"),
        rows=lambda person: rows(Digest.objects.filter(person=person), "is_wanted", "looked_at"),
        erasure=Erasure(
            fate=Fate.ANONYMISED, words=_("Es kommt keine Übersicht mehr; dass es eine gab, steht ohne Namen da.")
        ),
    ),
    PersonalData(
        kind="directory.seals",
        label=_("Siegel"),
        fields=("directory.seal.reason",),
        purpose=_("den Verwaltenden sagen, warum die Stadt den Eintrag nicht mehr bestätigt"),
        basis=Basis.TASK,
        retention=_("solange das Profil besteht"),
    ),
)

VIEWED = {
    "directory.claim": _("Ihr Anspruch auf ein Profil"),
    "directory.request": _("Ihr Vorschlag zum Verzeichnis"),
    "directory.report": _("Ihre Meldung zu einem Eintrag"),
}
