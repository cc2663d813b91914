"""What waits for the office, over all rooms."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.facts.models import Delivery
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.directory.models import ImportJob, Profile
from quartierwerk.rooms.directory.rules import JobState


@dataclass(frozen=True)
class Waiting:
    """A pile of things that somebody should look at."""

    label: str | Promise
    number: int
    hint: str | Promise
    url: str = ""


def for_office() -> list[Waiting]:
    """The piles that are not empty, most pressing first."""
    unsent = OutgoingMail.objects.filter(Q(state=OutgoingMail.State.FAILED) | Q(state=OutgoingMail.State.IN_DOUBT))
    piles = [
        Waiting(
            _("Importe, die auf eine Entscheidung warten"),
            ImportJob.objects.filter(state__in=[JobState.UPLOADED, JobState.CHECKED]).count(),
            _("Prüfbericht ansehen, dann übernehmen oder liegen lassen."),
            reverse("directory:imports"),
        ),
        Waiting(
            _("Mögliche Doppel"),
            Profile.objects.visible_to(None).filter(possible_double_of__isnull=False).count(),
            _("Beim Einlesen gefunden; beide Profile stehen im Verzeichnis."),
        ),
        Waiting(
            _("Mails, die nicht ankamen"),
            unsent.count(),
            _("Fehlgeschlagen oder ungewiss; sie gehen nicht von selbst erneut hinaus."),
        ),
        Waiting(
            _("Aufgegebene Zustellungen"),
            Delivery.objects.filter(state=Delivery.State.DEAD).count(),
            _("Ein Schritt im Hintergrund ist mehrfach gescheitert. Bitte den Betrieb verständigen."),
        ),
    ]
    return [pile for pile in piles if pile.number]
