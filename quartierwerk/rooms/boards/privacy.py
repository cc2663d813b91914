"""Which personal data this room keeps, why, for how long, and what becomes of them when an account is erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import Basis, Erasure, Fate, PersonalData, Term, each, rows
from quartierwerk.rooms.boards import actions, queries, rules

PERSONAL = (
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
)

VIEWED = {
    "boards.seat": _("Ihr Sitz in einem Gremium"),
    "boards.addressees": _("Verteiler eines Gremiums"),
}
"""The pages and files of this room with somebody's address."""
