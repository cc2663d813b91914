"""Pots that come from elsewhere with what they hold: how a row of a list is read, and what would become of it; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.folding import fold
from quartierwerk.foundation.money import read
from quartierwerk.rooms.budget.rules.limits import LONGEST_NAME, LONGEST_REFERENCE, LONGEST_SOURCE, Source, is_year

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


KEYS = ("year", "source", "pillar", "district", "purpose", "account", "funds", "paid", "basis")
"""What a row says, by the names of its cells."""


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
    """Why a row cannot be taken in: every reason, so that one look at the file is enough."""

    sentences: tuple[str | Promise, ...]

    @property
    def sentence(self) -> str:
        """All reasons, one after the other."""
        return " ".join(map(str, self.sentences))


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
    """A row of a list, or all reasons why it cannot be read."""
    said = {key: " ".join(cells.get(key, "").split()) for key in KEYS}
    reasons: list[str | Promise] = []
    year = int(said["year"]) if re.fullmatch(r"[0-9]{4}", said["year"]) else 0
    source = SOURCE_WORDS.get(fold(said["source"])) if said["source"] else Source.CITY
    pillar, district = known.pillars.get(fold(said["pillar"])), known.districts.get(fold(said["district"]))
    funds, paid = (_cents(said[key], reasons) for key in ("funds", "paid"))
    wrong = [
        (_("Das Jahr ist keines."), not is_year(year)),
        (_("Dieses Haushaltsjahr ist abgeschlossen."), year in known.closed_years),
        (_("Diese Herkunft gibt es nicht."), source is None),
        (_("Diese Säule gibt es nicht. Bitte legen Sie sie zuerst an."), said["pillar"] and pillar is None),
        (_("Diesen Bezirk gibt es nicht."), said["district"] and district is None),
        (_("Ohne Säule braucht ein Topf einen Zweck."), not said["purpose"] and not said["pillar"]),
        (_("Die Grundlage fehlt."), not said["basis"]),
        (_("Ein Text ist zu lang."), any(len(said[key]) > most for key, most in _LONGEST.items())),
        (
            _("Ein Text enthält ein Zeichen, das sich nicht speichern lässt."),
            any("\0" in text for text in said.values()),
        ),
        (_("Ausgezahlt sein kann höchstens, was zugewiesen ist."), not reasons and not 0 <= paid <= funds),
    ]
    reasons = [sentence for sentence, is_wrong in wrong if is_wrong] + reasons
    if reasons or source is None:
        return Refusal(tuple(reasons))
    return PotRow(
        year=year,
        source=source,
        pillar=pillar,
        district=district,
        purpose=said["purpose"],
        account=said["account"],
        funds=funds,
        paid=paid,
        basis=said["basis"],
    )


def _cents(text: str, reasons: list[str | Promise]) -> int:
    """The cents of a cell, 0 for none; why it is no sum goes to the other reasons."""
    try:
        return read(text) if text else 0
    except RuleBroken as refusal:
        reasons.append(str(refusal))
        return 0


_LONGEST = {"purpose": LONGEST_NAME, "basis": LONGEST_SOURCE, "account": LONGEST_REFERENCE}
