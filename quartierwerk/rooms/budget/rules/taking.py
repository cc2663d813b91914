"""Pots that come from elsewhere with what they hold: how a row of a list is read, and what would become of it; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.folding import fold
from quartierwerk.foundation.money import read
from quartierwerk.rooms.budget.rules.limits import LONGEST_NAME, LONGEST_REFERENCE, LONGEST_SOURCE, Source

MOST_POTS = 500
SOURCE_WORDS = {
    "stadt": Source.CITY,
    "city": Source.CITY,
    "land": Source.STATE,
    "state": Source.STATE,
    "bezirksvertretung": Source.DISTRICT_COUNCIL,
    "district council": Source.DISTRICT_COUNCIL,
    "sponsoring": Source.SPONSOR,
    "sponsor": Source.SPONSOR,
    "stiftung": Source.FOUNDATION,
    "foundation": Source.FOUNDATION,
    "eigene einnahmen": Source.OWN_TAKINGS,
    "own takings": Source.OWN_TAKINGS,
}
"""What people write for a source, folded."""


class Outcome(TextChoices):
    """What would become of a row."""

    FRESH = "fresh", _("neuer Topf")
    FILLED = "filled", _("leerer Topf, wird gefüllt")
    KNOWN = "known", _("steht schon so da")
    REFUSED = "refused", _("geht so nicht")


DOUBLE_POT = _("Dieser Topf steht zweimal in der Liste.")
OTHER_SUMS = _(
    "Diesen Topf gibt es schon, mit anderen Beträgen. Was sich geändert hat, wird gebucht, nicht eingelesen."
)


class Refusal(NamedTuple):
    """Why a row cannot be taken in."""

    sentence: str | Promise


@dataclass(frozen=True, kw_only=True)
class PotRow:
    """A pot as a list says it; sums in cents. Pillar and district by their keys, None for none."""

    year: int
    source: Source
    pillar: int | None
    district: int | None
    purpose: str
    account: str
    funds: int
    paid: int
    basis: str


class Known(NamedTuple):
    """What names in a list can mean."""

    pillars: Mapping[str, int]
    """By their folded names."""
    districts: Mapping[str, int]
    closed_years: Collection[int]


def read_row(cells: Mapping[str, str], *, known: Known) -> PotRow | Refusal:
    """A row of a list, or the first reason why it cannot be read."""
    said = {key: " ".join(cells.get(key, "").split()) for key in _KEYS}
    if not (said["year"].isdigit() and 1990 <= int(said["year"]) <= 2200):
        return Refusal(_("Das Jahr ist keines."))
    if int(said["year"]) in known.closed_years:
        return Refusal(_("Dieses Haushaltsjahr ist abgeschlossen."))
    source = SOURCE_WORDS.get(fold(said["source"])) if said["source"] else Source.CITY
    if source is None:
        return Refusal(_("Diese Herkunft gibt es nicht."))
    pillar, district = known.pillars.get(fold(said["pillar"])), known.districts.get(fold(said["district"]))
    if said["pillar"] and pillar is None:
        return Refusal(_("Diese Säule gibt es nicht. Bitte legen Sie sie zuerst an."))
    if said["district"] and district is None:
        return Refusal(_("Diesen Bezirk gibt es nicht."))
    if not said["purpose"] and pillar is None:
        return Refusal(_("Ohne Säule braucht ein Topf einen Zweck."))
    if not said["basis"]:
        return Refusal(_("Die Grundlage fehlt."))
    if len(said["purpose"]) > LONGEST_NAME or len(said["basis"]) > LONGEST_SOURCE or len(said["account"]) > _ACCOUNT:
        return Refusal(_("Ein Text ist zu lang."))
    try:
        funds, paid = (read(said[key]) if said[key] else 0 for key in ("funds", "paid"))
    except RuleBroken as refusal:
        return Refusal(str(refusal))
    if not 0 <= paid <= funds:
        return Refusal(_("Ausgezahlt sein kann höchstens, was zugewiesen ist."))
    return PotRow(
        year=int(said["year"]),
        source=source,
        pillar=pillar,
        district=district,
        purpose=said["purpose"],
        account=said["account"],
        funds=funds,
        paid=paid,
        basis=said["basis"],
    )


_KEYS = ("year", "source", "pillar", "district", "purpose", "account", "funds", "paid", "basis")
_ACCOUNT = LONGEST_REFERENCE
