"""What is said before a vote: whether enough are there now. What was found afterwards says ``minutes``."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierwerk.rooms.boards.rules.deciding import QuorumFinding


def quorum_in_words(finding: QuorumFinding, *, recused: int = 0) -> str:
    """Whether enough are there, with the numbers that say so."""
    counts = finding._asdict()
    if finding.is_waived:
        said = _("Zweite Sitzung: beschlussfähig mit allen, die da sind (%(present)d).") % counts
    elif not finding.is_met:
        said = _("Nicht beschlussfähig: %(present)d von %(of)d stimmberechtigten Sitzen, nötig %(needed)d.") % counts
    elif finding.is_presumed and finding.present < finding.needed:
        said = (
            _("Gilt als beschlussfähig, bis es jemand bezweifelt: %(present)d von %(of)d, nötig wären %(needed)d.")
            % counts
        )
    else:
        said = _("Beschlussfähig: %(present)d von %(of)d stimmberechtigten Sitzen, nötig %(needed)d.") % counts
    if recused:
        said += " " + ngettext("%(n)d Sitz ist befangen.", "%(n)d Sitze sind befangen.", recused) % {"n": recused}
    return said
