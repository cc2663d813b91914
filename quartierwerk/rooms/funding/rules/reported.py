"""Figures of a year that somebody has reported elsewhere; pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.money import MOST
from quartierwerk.rooms.funding.rules.figures import share
from quartierwerk.rooms.funding.rules.terms import WHOLE

LONGEST_ORIGIN = 300
LONGEST_DOUBT = 500
MOST_PROJECTS = 100_000


class Rounded(TextChoices):
    """Which of the reported values is known only roughly."""

    NOTHING = "", pgettext_lazy("rounded", "keine")
    PROJECTS = "projects", _("Projekte")
    SHARE = "third_party_share_bp", _("Anteil mit Drittmitteln")
    PAID_OUT = "paid_out_cents", _("ausgezahlt")
    CITY_GRANT = "city_grant_cents", _("Zuschuss der Stadt")


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What was reported of a year; None where nothing was said of it. Sums are cents, the share basis points."""

    year: int
    district: int | None = None
    """Key of the district; None for the whole city."""
    projects: int | None = None
    with_third_party: int | None = None
    third_party_share_bp: int | None = None
    """Where only a share is known."""
    paid_out_cents: int | None = None
    city_grant_cents: int | None = None
    """What the city gave in that year; a year can have none."""
    rounded: Rounded = Rounded.NOTHING
    source: str
    """Where it is written."""
    doubt: str = ""
    """What speaks against it, for everybody."""

    @property
    def digest(self) -> str:
        """Of all of it, so that a form can say on what it is based."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    @property
    def share_bp(self) -> int | None:
        """The share of projects with third-party money, as reported or as it follows from the numbers."""
        if self.with_third_party is not None and self.projects:
            return share(self.with_third_party, self.projects)
        return self.third_party_share_bp

    def tidied(self) -> Reported:
        """The same with single blanks in what is written."""
        return replace(self, source=" ".join(self.source.split()), doubt=" ".join(self.doubt.split()))


VALUES = ("projects", "with_third_party", "third_party_share_bp", "paid_out_cents", "city_grant_cents")
_MOST = dict(zip(VALUES, (MOST_PROJECTS, MOST_PROJECTS, WHOLE, MOST, MOST), strict=True))


def reported_problem(reported: Reported) -> Problem | None:
    """What must be put right before a reported year can be kept; None where nothing must."""
    first, last = clock.DAYS
    if not first.year <= reported.year <= last.year:
        return Problem("year", _("Bitte prüfen Sie das Jahr."))
    if all(getattr(reported, name) is None for name in VALUES):
        return Problem("projects", _("Bitte tragen Sie mindestens eine Zahl ein."))
    for name in VALUES:
        if not 0 <= (getattr(reported, name) or 0) <= _MOST[name]:
            return Problem(name, _("Bitte prüfen Sie diese Zahl."))
    if (reported.with_third_party or 0) > (MOST_PROJECTS if reported.projects is None else reported.projects):
        return Problem("with_third_party", _("Das sind mehr als alle Projekte."))
    if reported.rounded and getattr(reported, reported.rounded) is None:
        return Problem("rounded", _("Diese Zahl ist nicht eingetragen."))
    if not reported.source.strip():
        return Problem("source", _("Bitte nennen Sie die Quelle."))
    for name, most in (("source", LONGEST_ORIGIN), ("doubt", LONGEST_DOUBT)):
        if len(getattr(reported, name)) > most:
            return Problem(name, _("Dieser Text ist zu lang."))
    return None
