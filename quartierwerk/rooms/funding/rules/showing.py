"""What a project shows of itself besides its words: pictures, a spot on the map, and what became of it; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import Problem
from quartierwerk.rooms.funding.rules.applications import MOST_VOLUNTEER_HOURS
from quartierwerk.rooms.funding.rules.own import LONGEST_CLOSING, MOST_PARTICIPANTS

LONGEST_ALT = 250
LONGEST_CREDIT = 120
LONGEST_LICENCE = 40
MOST_PICTURES = 12
SHOWN_WITHIN = timedelta(days=7)
"""So soon somebody says whether everybody may see what was added to a public project."""


@dataclass(frozen=True, kw_only=True)
class Caption:
    """What is said of a picture of a project."""

    alt: str
    """What is to be seen, for those who do not see it."""
    credit: str
    """Who made it."""
    licence: str = ""
    """Empty means: all rights reserved."""

    def tidied(self) -> Caption:
        """The same with single blanks."""
        return Caption(**{name: " ".join(said.split()) for name, said in vars(self).items()})


def caption_problems(caption: Caption) -> list[Problem]:
    """Why a picture cannot be shown so; empty when it can."""
    found = []
    if not caption.alt.strip():
        found.append(Problem("alt", _("Bitte beschreiben Sie das Bild für Menschen, die es nicht sehen.")))
    if not caption.credit.strip():
        found.append(Problem("credit", _("Bitte sagen Sie, wer das Bild gemacht hat.")))
    longest = {"alt": LONGEST_ALT, "credit": LONGEST_CREDIT, "licence": LONGEST_LICENCE}
    return found + _too_long(vars(caption), longest)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What became of a project, as it is to be told."""

    text: str
    participants: int
    """How many people took part."""
    volunteer_hours: int

    def tidied(self) -> Told:
        """The same without blanks around the text."""
        return replace(self, text=self.text.strip())


def effect_problems(told: Told) -> list[Problem]:
    """Why it cannot be told so; empty when it can."""
    found = []
    if not told.text.strip():
        found.append(Problem("text", _("Bitte beschreiben Sie kurz, was daraus wurde.")))
    if not 0 <= told.participants <= MOST_PARTICIPANTS:
        found.append(Problem("participants", _("Bitte prüfen Sie die Zahl.")))
    if not 0 <= told.volunteer_hours <= MOST_VOLUNTEER_HOURS:
        found.append(Problem("volunteer_hours", _("Bitte prüfen Sie die Zahl.")))
    return found + _too_long({"text": told.text}, {"text": LONGEST_CLOSING})


def _too_long(said: dict[str, str], longest: dict[str, int]) -> list[Problem]:
    return [Problem(name, _("Dieser Text ist zu lang.")) for name, most in longest.items() if len(said[name]) > most]
