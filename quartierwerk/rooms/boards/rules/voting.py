"""Ways of voting, and what becomes of a vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.boards.rules.deciding import Votes


class Method(TextChoices):
    """How a body votes (Abstimmungsart)."""

    OPEN = "open", _("offen, durch Handzeichen")
    NAMED = "named", _("namentlich")
    PAPER = "paper", _("auf Zetteln, zweimal ausgezählt")


class Choice(TextChoices):
    """What one seat votes."""

    YES = "yes", _("Ja")
    NO = "no", _("Nein")
    ABSTAIN = "abstain", _("Enthaltung")


class Ground(TextChoices):
    """By which law somebody may not take part (Grund der Befangenheit)."""

    MUNICIPAL = "municipal", _("Mitwirkungsverbot (§ 31 GO NRW)")
    ASSOCIATION = "association", _("Stimmverbot (§ 34 BGB)")
    OWN = "own", _("nach der Geschäftsordnung")


class TieKind(TextChoices):
    """How somebody is bound to what is decided on (§ 31 (1) and (2) GO NRW)."""

    SELF = "self", _("betrifft mich selbst")
    RELATIVE = "relative", _("betrifft Angehörige")
    REPRESENTED = "represented", _("betrifft jemanden, den ich vertrete")
    EMPLOYER = "employer", _("betrifft meine Arbeitgeberin oder meinen Arbeitgeber")
    ORGAN = "organ", _("ich gehöre dem Vorstand oder einem anderen Organ an")
    EXPERT = "expert", _("ich habe dazu ein Gutachten abgegeben")


def votes_of(choices: Iterable[str]) -> Votes:
    """The votes cast one by one, counted."""
    counted = Counter(choices)
    return Votes(counted[Choice.YES], counted[Choice.NO], counted[Choice.ABSTAIN])
