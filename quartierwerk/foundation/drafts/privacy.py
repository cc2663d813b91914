"""Which personal data drafts hold, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.privacy import Basis, Erasure, Fate, PersonalData, Term, rows


def _forget(before: datetime, /, *, actor: Any) -> None:
    keeping.untouched(before).delete()


PERSONAL = (
    PersonalData(
        kind="drafts.drafts",
        label=_("Entwürfe"),
        fields=("drafts.draft.data",),
        purpose=_("weiterschreiben können, was in einem Formular begonnen ist"),
        basis=Basis.SERVICE,
        retention=Term(
            lasts=timedelta(days=90), since=_("nach der letzten Änderung"), due=keeping.untouched, forget=_forget
        ),
        rows=lambda person: rows(Draft.objects.filter(person=person), "form", "saved_at", "data"),
        erasure=Erasure(fate=Fate.DELETED, words=_("Angefangene Formulare verschwinden."), verb=keeping.let_go),
    ),
)
