"""What was found before and after a vote, in sentences: the same on the page, in the register and in the minutes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierwerk.rooms.boards.rules.deciding import Base, QuorumFinding, Result


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


def result_in_words(result: Result, *, base: Base) -> str:
    """What a vote came to, with the votes and how many were needed of what."""
    counts = {"yes": result.votes.yes, "no": result.votes.no, "abstained": result.votes.abstained}
    said = _("%(yes)d Ja, %(no)d Nein, %(abstained)d Enthaltungen.") % counts
    if result.votes.invalid:
        said += " " + _("%(invalid)d ungültig.") % {"invalid": result.votes.invalid}
    if result.by_chair:
        reason = _("Bei Stimmengleichheit entschied die Stimme des Vorsitzes.")
    elif result.is_tied and not result.is_carried:
        reason = _("Stimmengleichheit: abgelehnt.")
    else:
        reason = _("Nötig waren %(needed)d Ja-Stimmen; Bezugsgröße: %(of)d (%(base)s).") % {
            "needed": result.needed,
            "of": result.base,
            "base": base.label,
        }
    verdict = _("Angenommen:") if result.is_carried else _("Abgelehnt:")
    return f"{verdict} {said} {reason}"
