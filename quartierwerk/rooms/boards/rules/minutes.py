"""What minutes say by themselves: who was there, who was recused, how a vote came out; in the reader's language."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quartierwerk.foundation.steps import Steps
from quartierwerk.rooms.boards.rules.deciding import Base, QuorumFinding, Result
from quartierwerk.rooms.boards.rules.voting import Ground

LONGEST_PASSAGE = 20_000
LONGEST_OBJECTION = 4_000
OBJECTIONS_WITHIN = timedelta(days=14)
"""So long after they were sent minutes can be objected to, unless the body's statutes say otherwise."""
BEGUN_WITHIN = timedelta(days=14)
"""So long after a meeting its minutes should be begun; from then on they wait in the cockpit."""


class MinutesState(TextChoices):
    """How far the minutes of a meeting have got."""

    DRAFTING = "drafting", gettext_lazy("Entwurf")
    SENT = "sent", gettext_lazy("verschickt")
    APPROVED = "approved", gettext_lazy("genehmigt")


MINUTES_STEPS = Steps(
    {
        MinutesState.DRAFTING: {MinutesState.SENT},
        MinutesState.SENT: {MinutesState.DRAFTING, MinutesState.APPROVED},
    }
)
RECUSED: dict[str, Promise] = {
    Ground.MUNICIPAL: gettext_lazy(
        "%(who)s hat angezeigt, nach § 31 GO NRW von der Mitwirkung ausgeschlossen zu sein, und hat an Beratung und "
        "Abstimmung nicht teilgenommen."
    ),
    Ground.ASSOCIATION: gettext_lazy("%(who)s hat nach § 34 BGB nicht mit abgestimmt."),
    Ground.OWN: gettext_lazy("%(who)s hat nach der Geschäftsordnung an Beratung und Abstimmung nicht teilgenommen."),
}
"""The sentence of each ground; ``who`` is a name, or in the public part a number of members."""
BASES: dict[str, Promise] = {
    Base.CAST: gettext_lazy("abgegebenen Ja- und Nein-Stimmen"),
    Base.VALID: gettext_lazy("gültigen Stimmen"),
    Base.PRESENT: gettext_lazy("anwesenden Stimmberechtigten"),
    Base.SEATS: gettext_lazy("stimmberechtigten Sitzen"),
}


def recusal_sentence(ground: str, *, who: str) -> str:
    """What the minutes say of somebody who took no part in an item."""
    return str(RECUSED[ground]) % {"who": who}


def members(number: int) -> str:
    """People without their names, for the public part."""
    return ngettext("Ein Mitglied", "%(n)d Mitglieder", number) % {"n": number}


def result_sentence(result: Result, *, base: str) -> str:
    """How a vote came out: “Angenommen mit 5 Ja, 2 Nein, 1 Enthaltung; nötig waren 4 von 7 …”."""
    votes = result.votes
    parts = [_("%(n)d Ja") % {"n": votes.yes}, _("%(n)d Nein") % {"n": votes.no}]
    if votes.abstained:
        parts.append(ngettext("%(n)d Enthaltung", "%(n)d Enthaltungen", votes.abstained) % {"n": votes.abstained})
    if votes.invalid:
        parts.append(_("%(n)d ungültig") % {"n": votes.invalid})
    counts = {"votes": ", ".join(parts), "needed": result.needed, "of": result.base, "base": BASES[base]}
    said = _("Abgelehnt mit %(votes)s; nötig waren %(needed)d von %(of)d %(base)s.") % counts
    if result.is_carried:
        said = _("Angenommen mit %(votes)s; nötig waren %(needed)d von %(of)d %(base)s.") % counts
    if result.by_chair:
        said = _("Angenommen mit %(votes)s: Bei Stimmengleichheit hat der Vorsitz entschieden.") % counts
    elif result.is_tied and not result.is_carried:
        said = _("Abgelehnt mit %(votes)s: Bei Stimmengleichheit ist ein Antrag abgelehnt.") % counts
    return said


def quorum_sentence(finding: QuorumFinding, *, override: str = "") -> str:
    """Whether enough were there, as it was found; an override is said with its reason."""
    counts = {"present": finding.present, "of": finding.of, "needed": finding.needed}
    if finding.is_waived:
        return _("Zweite Sitzung: beschlussfähig mit allen, die da waren (%(present)d).") % counts
    if finding.is_met:
        if finding.is_presumed and finding.present < finding.needed:
            return _("Die Beschlussfähigkeit galt als gegeben und wurde nicht bezweifelt.")
        return _("Beschlussfähig: %(present)d von %(of)d stimmberechtigten Sitzen, nötig %(needed)d.") % counts
    said = _("Nicht beschlussfähig: %(present)d von %(of)d stimmberechtigten Sitzen, nötig %(needed)d.") % counts
    return f"{said} {_('Trotzdem beschlossen, weil: %(reason)s') % {'reason': override}}" if override else said
