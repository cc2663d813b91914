"""How a pot comes into a year, one by one or by the scheme."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.actions._books import short
from quartierwerk.rooms.budget.models import FiscalYear, Pillar, Pot
from quartierwerk.rooms.budget.rules import Source
from quartierwerk.rooms.places.models import Place


class PotThere(RuleBroken):
    """The year has such a pot already."""

    sentence = _("Diesen Topf gibt es in dem Jahr schon. Ein anderer Zweck unterscheidet die beiden.")
    field = "purpose"


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A pot to be opened."""

    year: FiscalYear
    source: Source
    pillar: Pillar | None = None
    district: Place | None = None
    purpose: str = ""
    account: str = ""


def make_pot(opening: Opening, *, follows: Pot | None = None) -> Pot:
    """A new pot; raises PotThere where the year has such a one."""
    given = vars(opening) | {
        "purpose": short(opening.purpose, field="purpose", most=rules.LONGEST_NAME),
        "account": short(opening.account, field="account", most=rules.LONGEST_REFERENCE),
    }
    try:
        with transaction.atomic():
            return Pot.objects.create(**given, follows=follows)
    except IntegrityError as error:
        raise PotThere from error
