"""Which personal data this room keeps, why, for how long, and what becomes of them when an account is erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import Basis, Erasure, Fate, PersonalData, Term, each, rows
from quartierwerk.rooms.boards import actions, queries, rules

PERSONAL = (
    # Before the seats: whose they are is found by the address too, which goes with the seats.
    PersonalData(
        kind="boards.bindings",
        label=_("Bindungen"),
        fields=("boards.binding.person", "boards.binding.to", "boards.binding.kind"),
        purpose=_("Befangenheiten vorschlagen, bevor in einem Gremium beraten und abgestimmt wird"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_SEATS_FOR,
            since=_("nach dem Ende der Bindung; eine, die niemand beendet, so lange nach dem letzten Sitz der Person"),
            due=queries.bindings_over,
            forget=actions.forget_bindings,
        ),
        rows=lambda person: rows(queries.bindings_of(person), "to", "kind", "declared_at", "ended_at"),
        erasure=Erasure(
            fate=Fate.DELETED,
            words=_("Ihre Bindungen verschwinden, ebenso die Erläuterungen zu Ihren Befangenheiten."),
            verb=actions.erase_ties,
        ),
    ),
    PersonalData(
        kind="boards.seats",
        label=_("Sitze in Gremien"),
        fields=tuple(
            f"boards.seat.{field}"
            for field in ("person", "name", "email", "represents", "appointed_by", "basis", "substitute")
        ),
        purpose=_("wissen, wer in welchem Gremium saß, einladen, und Beschlüsse und Niederschriften belegen"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_SEATS_FOR,
            since=_("nach dem Ende des Sitzes; dann bleibt nur, dass es ihn gab"),
            due=queries.seats_over,
            forget=each(queries.seats_over, actions.forget),
        ),
        rows=lambda person: rows(
            queries.seats_with(person).select_related("body", "person", "substitute"),
            "body",
            "role",
            "is_voting",
            "represents",
            "appointed_by",
            "basis",
            "email",
            "substitute",
            "valid_from",
            "valid_to",
        ),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_(
                "Ihre Sitze enden heute. Ihr Name bleibt bei ihnen noch zehn Jahre, weil Niederschriften und "
                "Beschlüsse belegbar sein müssen; Ihre Adresse und Ihre Vertretungen gehen."
            ),
            verb=actions.keep_names,
        ),
    ),
    PersonalData(
        kind="boards.meetings",
        label=_("Anwesenheit, Befangenheit, namentliche Stimmen und Punkte in einer Jury"),
        fields=(
            "boards.attendance.substitute",
            "boards.recusal.reason",
            "boards.vote.choice",
            "boards.score.points",
            "boards.score.comment",
        ),
        purpose=_("belegen, dass ein Gremium beschlussfähig war und wie ein Beschluss zustande kam"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_SEATS_FOR,
            since=_("nach der Sitzung die Erläuterungen; der Name wird mit dem Sitz vergessen"),
            due=queries.recusals_over,
            forget=actions.forget_reasons,
        ),
        rows=queries.rows_of_meetings,
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_(
                "Wann Sie da waren, wozu Sie befangen waren, wie Sie namentlich gestimmt und in einer Jury bewertet "
                "haben, bleibt bei Ihrem Sitz, so lange wie dessen Name, weil Beschlüsse belegbar sein müssen."
            ),
        ),
    ),
    PersonalData(
        kind="boards.agendas",
        label=_("Tagesordnungen und Beschlüsse"),
        fields=("boards.item.text", "boards.resolution.override_reason"),
        purpose=_("festhalten, worüber ein Gremium beraten und was es beschlossen hat"),
        basis=Basis.TASK,
        retention=_("dauerhaft; Beschlüsse werden nie geändert oder gelöscht"),
    ),
    PersonalData(
        kind="boards.minutes",
        label=_("Niederschriften und was aus Beschlüssen folgt"),
        fields=(
            "boards.passage.text",
            *(f"boards.minutesversion.{field}" for field in ("content", "made_by")),
            *(f"boards.followup.{field}" for field in ("task", "who")),
            "boards.followupreport.text",
        ),
        purpose=_("belegen, wie ein Gremium beraten und beschlossen hat, und nach der Umsetzung fragen"),
        basis=Basis.TASK,
        retention=_("dauerhaft; verschickte und genehmigte Fassungen werden nie geändert oder gelöscht"),
    ),
    PersonalData(
        kind="boards.objections",
        label=_("Einwendungen gegen Niederschriften"),
        fields=tuple(f"boards.objection.{field}" for field in ("by", "text", "answer")),
        purpose=_("Fehler in Niederschriften berichtigen, und belegen, warum sie lauten, wie sie lauten"),
        basis=Basis.TASK,
        retention=_("dauerhaft, wie die Niederschrift"),
        rows=lambda person: rows(queries.objections_of(person), "minutes", "text", "at", "answer", "is_accepted"),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Ihre Einwendungen bleiben ohne Ihren Namen, weil die Niederschrift auf sie antwortet."),
        ),
    ),
)

VIEWED = {
    "boards.seat": _("Ihr Sitz in einem Gremium"),
    "boards.addressees": _("Verteiler eines Gremiums"),
}
"""The pages and files of this room with somebody's address."""
