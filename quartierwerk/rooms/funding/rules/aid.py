"""De-minimis aid: what is asked of an undertaking, what counts against the ceiling, and until when it is entered; pure.

Regulation (EU) 2023/2831: an undertaking gets so much at most within any three years (Art. 3(2)), counted anew with
each grant (recital 11); since 1 January 2026 whoever grants enters each aid into the central register within twenty
working days (Art. 6). Undertakings declare what others granted them as long as the register does not reach back three
years (Art. 7(4)). The figures stand in ``data/law.toml``. All sums are integer cents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.money import MOST
from quartierwerk.rooms.funding.rules.deadlines import NoLawYet, figure, same_day, working_days_after

LONGEST_UNDERTAKING = 200
LONGEST_REGISTER_NUMBER = 60
LONGEST_SECTOR = 5
AID_LAW = "Art. 6 VO (EU) 2023/2831"
"""Where the register is written."""
_SECTOR = re.compile(r"\d{2}(\.\d{1,2})?")


@dataclass(frozen=True, kw_only=True)
class AidFinding:
    """Whether a grant goes to an undertaking, and what the register and the ceiling need to know of it."""

    is_undertaking: bool
    undertaking: str = ""
    """Its name as the register has it; all that is controlled together is one (Art. 2(2))."""
    sector: str = ""
    """Class of its business after NACE, such as 90.02."""
    declared_cents: int = 0
    """What it says that others granted it within the last three years."""


def finding_problems(finding: AidFinding) -> list[Problem]:
    """Why it cannot be noted so, each at its field."""
    if not finding.is_undertaking:
        return []
    found = []
    if not finding.undertaking:
        found.append(Problem("undertaking", _("Bitte geben Sie den Namen des Unternehmens an.")))
    elif len(finding.undertaking) > LONGEST_UNDERTAKING:
        found.append(Problem("undertaking", _("Dieser Text ist zu lang.")))
    if not _SECTOR.fullmatch(finding.sector):
        found.append(Problem("sector", _("Bitte geben Sie den Wirtschaftszweig nach NACE an, zum Beispiel 90.02.")))
    if not 0 <= finding.declared_cents <= MOST:
        found.append(Problem("declared_cents", _("Bitte prüfen Sie diese Summe.")))
    return found


def key_of(undertaking: str) -> str:
    """What two spellings of one name have in common."""
    return " ".join(undertaking.casefold().split())


class Granted(NamedTuple):
    """Aid that an undertaking was granted on a day."""

    on: date
    cents: int


def counted(known: Iterable[Granted], *, on: date) -> int:
    """What an undertaking was granted within the three years that end on a day, that day and the first one included."""
    since = same_day(on, -_window(on))
    return sum(one.cents for one in known if since <= one.on <= on)


def aid_ceiling(on: date) -> int:
    """How much an undertaking may get within three years, as the law stands on a day."""
    return figure("aid_ceiling", on=on).cents


def register_within(granted_on: date) -> int | None:
    """Within how many days to work on aid of a day is entered; None before there was a register."""
    try:
        return figure("aid_register", on=granted_on).days
    except NoLawYet:
        return None


def enter_by(granted_on: date) -> date | None:
    """The last day on which aid of a day is entered in time; None before there was a register."""
    days = register_within(granted_on)
    return None if days is None else working_days_after(granted_on, days)


def entry_problems(*, entered_on: date, granted_on: date, number: str, on: date) -> list[Problem]:
    """Why an entry cannot be noted so, each at its field."""
    found = []
    if not granted_on <= entered_on <= on:
        sentence = _("Bitte geben Sie einen Tag an, der zwischen der Gewährung und heute liegt.")
        found.append(Problem("entered_on", sentence))
    if not number or len(number) > LONGEST_REGISTER_NUMBER:
        found.append(Problem("number", _("Bitte geben Sie die Nummer an, die das Register vergeben hat.")))
    return found


def _window(on: date) -> int:
    return figure("aid_ceiling", on=on).months
