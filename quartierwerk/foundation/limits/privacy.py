"""What counting keeps of whoever is counted, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.limits import counting
from quartierwerk.foundation.privacy import Basis, PersonalData, Term


def _forget(before: datetime, /, *, actor: Any) -> None:
    counting.over(before).delete()


PERSONAL = (
    PersonalData(
        kind="limits.counts",
        label=_("Zähler gegen Missbrauch"),
        fields=("limits.hit.key",),
        purpose=_("Massenabrufe und Rateversuche bremsen; Prüfsummen, keine Netzadressen"),
        basis=Basis.TASK,
        retention=Term(
            lasts=timedelta(0),
            since=_("bis das Zeitfenster um ist, höchstens einen Tag"),
            due=counting.over,
            forget=_forget,
            every=timedelta(minutes=10),
        ),
    ),
)
