"""What papers say of people, and for how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.papers.models import StoredPaper
from quartierwerk.foundation.privacy import Basis, Erasure, Fate, PersonalData, rows

PERSONAL = (
    PersonalData(
        kind="papers.papers",
        label=_("Unterlagen, die Sie hochgeladen haben"),
        fields=("papers.storedpaper.name",),
        purpose=_("belegen, was zu einem Vorgang eingereicht wurde"),
        basis=Basis.TASK,
        retention=_("so lange wie der Vorgang; mit einem Entwurf, der zurückgezogen wird, gehen sie gleich"),
        rows=lambda person: rows(StoredPaper.objects.filter(stored_by=person), "name", "stored_at", "size"),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Was zu einem eingereichten Vorgang gehört, bleibt bei ihm, ohne Ihren Namen daneben."),
        ),
    ),
)
