"""Which personal data this room keeps, why, for how long, and what becomes of them when an account is erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import Basis, Erasure, Fate, PersonalData, Term, each, rows
from quartierwerk.rooms.newsroom import actions, queries, rules
from quartierwerk.rooms.newsroom.models import PageVersion

PERSONAL = (
    PersonalData(
        kind="newsroom.versions",
        label=_("Wer eine Seite veröffentlicht hat"),
        fields=("newsroom.pageversion.published_by",),
        purpose=_("nachvollziehen, wer eine Pflichtangabe wann geändert hat"),
        basis=Basis.TASK,
        retention=_("solange das Konto besteht"),
        rows=lambda person: rows(
            PageVersion.objects.filter(published_by=person).select_related("page"), "page", "number", "published_at"
        ),
        erasure=Erasure(fate=Fate.KEPT, words=_("Die Seiten bleiben; wer sie geändert hat, steht dort ohne Namen.")),
    ),
    PersonalData(
        kind="newsroom.barriers",
        label=_("Barrieremeldungen"),
        fields=tuple(f"newsroom.barrierreport.{field}" for field in ("text", "email", "answer")),
        purpose=_("die Barriere finden und beheben, und sagen, was daraus wird"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_REPORTS_FOR,
            since=_("nach der Antwort"),
            due=queries.answered_before,
            forget=each(queries.answered_before, actions.forget),
        ),
    ),
)

VIEWED = {"newsroom.barrier": _("Ihre Barrieremeldung")}
