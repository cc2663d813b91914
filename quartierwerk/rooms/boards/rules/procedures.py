"""The rules by which a body decides: their proposals, when they may begin to hold, and how they read in words.

No formula holds for all bodies. What is proposed for a kind is what laws and statutes mostly say; the office checks it
against the text that it names as the basis.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from quartierwerk.rooms.boards.rules.bodies import BodyKind
from quartierwerk.rooms.boards.rules.deciding import Base, Majority, Quorum, QuorumMode, Tie

LONGEST_BASIS = 500
LONGEST_NOTICE = 365
HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)


class Voting(TextChoices):
    """How a body votes unless it resolves otherwise."""

    OPEN = "open", pgettext_lazy("vote", "offen")
    NAMED = "named", pgettext_lazy("vote", "namentlich")


class RecusalLaw(TextChoices):
    """By which rule somebody takes no part in a decision of their own concern (Befangenheit)."""

    MUNICIPAL = "municipal", gettext_lazy("§ 31 der Gemeindeordnung NRW")
    CIVIL = "civil", gettext_lazy("§ 34 BGB")
    OWN = "own", gettext_lazy("eigene Regeln")


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """The rules of a body as a value (Verfahrensregeln)."""

    quorum: Quorum = field(default_factory=Quorum)
    majority: Majority = field(default_factory=Majority)
    notice_days: int = 7
    """So many days before a meeting its invitation goes out."""
    voting: Voting = Voting.OPEN
    recusal_law: RecusalLaw = RecusalLaw.OWN
    basis: str = ""
    """Where it is written: a law, statutes, a resolution."""


_WHOEVER_COMES = Quorum()
_HALF_OF_THE_SEATS = Quorum(share=HALF)
# § 49 and § 50 GO NRW: presumed until somebody doubts it, a second meeting decides with whoever comes, a tie rejects.
_AS_A_COUNCIL = RuleSet(
    quorum=Quorum(share=HALF, mode=QuorumMode.PRESUMED, is_waived_second_time=True),
    recusal_law=RecusalLaw.MUNICIPAL,
)
PROPOSALS: dict[BodyKind, RuleSet] = {
    BodyKind.ASSEMBLY: RuleSet(quorum=_WHOEVER_COMES, notice_days=14, recusal_law=RecusalLaw.CIVIL),
    BodyKind.EXECUTIVE_BOARD: RuleSet(
        quorum=_HALF_OF_THE_SEATS, majority=Majority(tie=Tie.CHAIR), recusal_law=RecusalLaw.CIVIL
    ),
    BodyKind.ADVISORY_BOARD: RuleSet(quorum=_HALF_OF_THE_SEATS, notice_days=14),
    BodyKind.STEERING_BOARD: _AS_A_COUNCIL,
    BodyKind.MARKETING_GROUP: RuleSet(quorum=_HALF_OF_THE_SEATS),
    BodyKind.CITIZENS_FORUM: RuleSet(quorum=_WHOEVER_COMES, notice_days=14),
    BodyKind.PROJECT_GROUP: RuleSet(quorum=_WHOEVER_COMES),
    BodyKind.JURY: RuleSet(
        quorum=Quorum(share=TWO_THIRDS, is_more_than=False, do_recused_count=False), recusal_law=RecusalLaw.MUNICIPAL
    ),
    BodyKind.SECTOR_COMMISSION: RuleSet(quorum=_HALF_OF_THE_SEATS, recusal_law=RecusalLaw.MUNICIPAL),
}
"""What the form shows for a body that has no rules yet."""


def may_begin(valid_from: date, *, since: date, known: Collection[date], today: date) -> bool:
    """Whether new rules may hold from a day on: nothing that has begun to hold is changed afterwards.

    The first rules of a body may reach back to the day ``since`` which there is the body; later ones begin today or
    later, and never on the day of others.
    """
    if valid_from < since or valid_from in known:
        return False
    return valid_from >= today or not any(day <= today for day in known)


def in_words(rules: RuleSet, *, seats: int = 0) -> list[str]:
    """The rules as sentences for people, in their language; ``seats`` are the voting seats, 0 where nobody knows."""
    return [
        *_quorum_in_words(rules.quorum, seats),
        *_majority_in_words(rules.majority),
        ngettext(
            "Eingeladen wird mindestens %(days)d Tag vor der Sitzung.",
            "Eingeladen wird mindestens %(days)d Tage vor der Sitzung.",
            rules.notice_days,
        )
        % {"days": rules.notice_days},
        _("Abgestimmt wird namentlich.") if rules.voting == Voting.NAMED else _("Abgestimmt wird offen."),
        {
            RecusalLaw.MUNICIPAL: _("Wann jemand befangen ist, sagt § 31 der Gemeindeordnung NRW."),
            RecusalLaw.CIVIL: _("Wann jemand nicht mitstimmt, sagt § 34 BGB."),
            RecusalLaw.OWN: _("Wann jemand befangen ist, sagen die eigenen Regeln des Gremiums."),
        }[rules.recusal_law],
    ]


def _quorum_in_words(quorum: Quorum, seats: int) -> list[str]:
    said = []
    if quorum.share:
        numbered = _("der %(seats)d stimmberechtigten Sitze") % {"seats": seats}
        of = numbered if seats > 1 else _("der Sitze mit Stimmrecht")
        said.append(
            ngettext(
                "Beschlussfähig, wenn %(share)s %(of)s anwesend ist.",
                "Beschlussfähig, wenn %(share)s %(of)s anwesend sind.",
                quorum.share.numerator,
            )
            % {"share": _share_in_words(quorum.share, is_more_than=quorum.is_more_than), "of": of}
        )
        if quorum.least > 1:
            said.append(_("In jedem Fall müssen es %(least)d sein.") % {"least": quorum.least})
    else:
        said.append(
            ngettext(
                "Beschlussfähig, sobald %(least)d stimmberechtigter Sitz anwesend ist.",
                "Beschlussfähig, sobald %(least)d stimmberechtigte Sitze anwesend sind.",
                quorum.least,
            )
            % {"least": quorum.least}
        )
    if quorum.mode == QuorumMode.PRESUMED:
        said.append(_("Das gilt als gegeben, bis jemand es bezweifelt."))
    if quorum.is_waived_second_time:
        said.append(
            _("Eine zweite Sitzung zu denselben Punkten, die darauf hinweist, entscheidet mit allen, die kommen.")
        )
    if not quorum.do_recused_count:
        said.append(_("Wer befangen ist, zählt dabei nicht mit."))
    return said


def _majority_in_words(majority: Majority) -> list[str]:
    of = {
        Base.CAST: _("der Ja- und Nein-Stimmen"),
        Base.VALID: _("der gültigen Stimmen (Enthaltungen mitgezählt)"),
        Base.PRESENT: _("der anwesenden Stimmberechtigten"),
        Base.SEATS: _("aller stimmberechtigten Sitze"),
    }[majority.base]
    share = _share_in_words(majority.share, is_more_than=majority.is_more_than)
    said = [
        ngettext(
            "Ein Antrag ist angenommen, wenn %(share)s %(of)s dafür ist.",
            "Ein Antrag ist angenommen, wenn %(share)s %(of)s dafür sind.",
            majority.share.numerator,
        )
        % {"share": share, "of": of}
    ]
    if majority.is_more_than and majority.share == HALF:
        said.append(
            _("Bei Stimmengleichheit entscheidet die Stimme des Vorsitzes.")
            if majority.tie == Tie.CHAIR
            else _("Bei Stimmengleichheit ist ein Antrag abgelehnt.")
        )
    return said


def _share_in_words(share: Fraction, *, is_more_than: bool) -> str:
    """A share of several, as it stands in a sentence: “mehr als die Hälfte”."""
    if share == 1:
        return _("die Gesamtheit")
    names = {
        HALF: _("die Hälfte"),
        Fraction(1, 3): _("ein Drittel"),
        TWO_THIRDS: _("zwei Drittel"),
        Fraction(1, 4): _("ein Viertel"),
        Fraction(3, 4): _("drei Viertel"),
    }
    name = names.get(share, f"{share.numerator}/{share.denominator}")
    return (_("mehr als %(share)s") if is_more_than else _("mindestens %(share)s")) % {"share": name}
