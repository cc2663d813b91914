"""Drawing a grant: how much of it can be paid, from when and until when, and by when it has to be used; pure.

Money follows the letter: what counts is what the latest letter in effect grants, and of it what nobody can go to court
about any more. All sums are integer cents, all days those of Europe/Berlin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.money import written
from quartierwerk.foundation.steps import Steps
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.funding.rules.deadlines import figure, latest_event, months_after
from quartierwerk.rooms.funding.rules.terms import WHOLE, Financing, Payout, Terms

LONGEST_DRAWN_FOR = 500
PROVEN = gettext_lazy("Der Verwendungsnachweis liegt vor. Was noch fehlt, wird nach der Prüfung ohne Abruf gezahlt.")


class DrawdownKind(TextChoices):
    """Who says that money is to be paid."""

    REQUEST = "request", pgettext_lazy("drawdown", "Mittelabruf")
    FINAL = "final", pgettext_lazy("drawdown", "Schlusszahlung")


class DrawdownState(TextChoices):
    """How far a drawdown has got; whether it is paid, the order to pay it says."""

    REQUESTED = "requested", pgettext_lazy("drawdown", "wird geprüft")
    CHECKED = "checked", pgettext_lazy("drawdown", "geprüft")
    ORDERED = "ordered", pgettext_lazy("drawdown", "zur Zahlung angewiesen")
    PAID = "paid", pgettext_lazy("drawdown", "ausgezahlt")
    REFUSED = "refused", pgettext_lazy("drawdown", "abgelehnt")
    WITHDRAWN = "withdrawn", pgettext_lazy("drawdown", "zurückgezogen")


KEPT_DRAWDOWN_STATES = tuple(state for state in DrawdownState if state != DrawdownState.PAID)
"""What stands in the column."""
DRAWDOWN_STEPS = Steps(
    {
        DrawdownState.REQUESTED: {DrawdownState.CHECKED, DrawdownState.REFUSED, DrawdownState.WITHDRAWN},
        DrawdownState.CHECKED: {DrawdownState.ORDERED, DrawdownState.REFUSED},
        DrawdownState.ORDERED: {DrawdownState.ORDERED, DrawdownState.REFUSED},
    }
)


def is_refusable(kind: DrawdownKind | str, state: DrawdownState | str) -> bool:
    """Whether the office can still say no: not to what follows from a settlement, nor to what is ordered."""
    return kind != DrawdownKind.FINAL and state in (DrawdownState.REQUESTED, DrawdownState.CHECKED)


class ToldGrant(NamedTuple):
    """A letter that grants, as far as anybody can say when it counts."""

    cents: int
    effective_on: date | None
    """From which day on it is made known; None as long as nobody can say."""
    payable_on: date | None
    """From which day on nobody can go to court against it, or whoever could has waived that."""
    approved_until: date | None
    """The last day of the approved period."""


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What is granted on a day, and how much of it can be paid then."""

    cents: int = 0
    payable_cents: int = 0
    payable_on: date | None = None
    """From when on all of it can be paid; None where nobody can say."""
    until: date | None = None
    is_changing: bool = False
    """Whether it was decided anew and no letter in effect says so yet."""

    @property
    def drawable_until(self) -> date | None:
        """The last day on which money can be asked for; None where no period is approved."""
        return None if self.until is None else months_after(self.until, figure("drawing_ends", on=self.until).months)


def grant_of(letters: Sequence[ToldGrant], *, is_decided_anew: bool, on: date) -> Grant:
    """What the letters of an application come to on a day, the first one first.

    The latest in effect says what is granted. Of a raise the more can be paid once that letter is final; a cut counts
    from its first day on.
    """
    known = [one for one in letters if one.effective_on is not None and one.effective_on <= on]
    if not known:
        return Grant(is_changing=is_decided_anew)
    latest = known[-1]
    final = [number for number, one in enumerate(known) if one.payable_on is not None and one.payable_on <= on]
    return Grant(
        cents=latest.cents,
        payable_cents=min(one.cents for one in known[final[-1] :]) if final else 0,
        payable_on=latest.payable_on,
        until=latest.approved_until,
        is_changing=is_decided_anew,
    )


class Drawn(NamedTuple):
    """What was drawn: paid, and what waits for it, asked for or ordered; in cents."""

    paid: int = 0
    waiting: int = 0

    @property
    def cents(self) -> int:
        """All that stands."""
        return self.paid + self.waiting


def ceiling(terms: Terms, grant: Grant, kind: DrawdownKind | str) -> int:
    """How much of a grant can be paid in all, whatever was paid already.

    A final payment follows a checked proof of use, so nothing is kept back from it. Shares are rounded down.
    """
    if grant.is_changing:
        return 0
    if kind == DrawdownKind.FINAL or terms.payout == Payout.ADVANCE:
        return grant.payable_cents
    if terms.payout == Payout.FINAL_SHARE:
        return grant.payable_cents * (WHOLE - terms.retention_bp) // WHOLE
    return 0


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """What can be drawn on a day, and in sentences why it is not more."""

    grant: Grant
    drawn: Drawn
    cents: int
    whys: tuple[str | Promise, ...] = ()

    @property
    def excess(self) -> int:
        """What was paid beyond what is granted now."""
        return max(0, self.drawn.paid - self.grant.cents)


def drawable(terms: Terms, grant: Grant, drawn: Drawn, *, on: date, is_accounted: bool = False) -> Allowance:
    """What a recipient can draw on a day, with the sentences that explain it.

    ``is_accounted`` says that the proof of use is handed in: what is still to be paid, settling says.
    """
    until = grant.drawable_until
    is_over = until is not None and on > until
    most = 0 if is_over or is_accounted else ceiling(terms, grant, DrawdownKind.REQUEST)
    cents = max(0, most - drawn.cents)
    whys: tuple[str | Promise, ...] = (PROVEN,)
    if not is_accounted:
        whys = tuple(_whys(terms, grant, drawn, is_over=is_over))
    if not cents and not whys:
        whys = (_("Alles, was sich abrufen lässt, ist abgerufen."),)
    return Allowance(grant=grant, drawn=drawn, cents=cents, whys=whys)


def _whys(terms: Terms, grant: Grant, drawn: Drawn, *, is_over: bool) -> list[str]:
    if drawn.paid > grant.cents:
        said = _("Ausgezahlt sind %(sum)s mehr, als jetzt bewilligt ist. Abrufen lässt sich nichts mehr.")
        return [said % {"sum": written(drawn.paid - grant.cents)}]
    if grant.is_changing:
        return [_("Über die Förderung ist neu entschieden. Bis das Schreiben darüber gilt, wird nichts ausgezahlt.")]
    if terms.payout == Payout.REIMBURSEMENT:
        return [_("Ausgezahlt wird nach den Ausgaben, sobald der Verwendungsnachweis geprüft ist, ohne Abruf.")]
    if is_over:
        said = _("Abrufen ließ sich das Geld bis zum %(day)s.")
        return [said % {"day": when(grant.drawable_until, "short")}] if grant.drawable_until else []
    found = []
    if grant.payable_cents < grant.cents:
        found.append(_why_not_yet(grant))
    if terms.payout == Payout.FINAL_SHARE and grant.payable_cents:
        kept = grant.payable_cents - ceiling(terms, grant, DrawdownKind.REQUEST)
        said = _("%(sum)s bleiben stehen, bis der Verwendungsnachweis geprüft ist.")
        found.append(said % {"sum": written(kept)})
    return found


def _why_not_yet(grant: Grant) -> str:
    if grant.payable_on is None:
        return _("Ausgezahlt wird erst, wenn das Schreiben gilt.")
    said = _("%(sum)s lassen sich ab dem %(day)s abrufen: Dann ist der Bescheid bestandskräftig.")
    return said % {"sum": written(grant.cents - grant.payable_cents), "day": when(grant.payable_on, "short")}


@dataclass(frozen=True, kw_only=True)
class Call:
    """What whoever is funded asks for; in cents."""

    cents: int
    wanted_on: date
    """On which day they need it."""
    purpose: str
    """What is due until the end of the time in which it has to be used."""
    has_spent_cover: bool = False
    """That the other funds are used up, where only the deficit is funded."""

    def tidied(self) -> Call:
        """The same with single blanks."""
        return Call(**vars(self) | {"purpose": " ".join(self.purpose.split())})


def call_problems(call: Call, allowance: Allowance, terms: Terms, *, on: date) -> list[Problem]:
    """What must be put right before money is asked for so on a day; empty when nothing must."""
    found = []
    least = figure("least_drawdown", on=on).cents
    if call.cents <= 0:
        found.append(Problem("cents", _("Bitte nennen Sie einen Betrag über 0.")))
    elif call.cents > allowance.cents:
        said = _("Abrufen lassen sich jetzt höchstens %(sum)s.")
        found.append(Problem("cents", said % {"sum": written(allowance.cents)}))
    elif call.cents < min(least, allowance.cents):
        said = _("Weniger als %(sum)s lässt sich nur abrufen, wenn nicht mehr übrig ist.")
        found.append(Problem("cents", said % {"sum": written(least)}))
    last = last_wanted(allowance.grant, terms, on=on)
    if not on <= call.wanted_on <= last:
        said = _("Bitte wählen Sie einen Tag von heute bis zum %(day)s.")
        found.append(Problem("wanted_on", said % {"day": when(last, "short")}))
    if not call.purpose:
        found.append(Problem("purpose", _("Bitte sagen Sie, was bis dahin zu bezahlen ist.")))
    if len(call.purpose) > LONGEST_DRAWN_FOR:
        found.append(Problem("purpose", _("Dieser Text ist zu lang.")))
    if terms.financing == Financing.DEFICIT and not call.has_spent_cover:
        said = _("Gefördert wird nur, was fehlt: Zuerst sind die anderen Mittel zu verwenden.")
        found.append(Problem("has_spent_cover", said))
    return found


def last_wanted(grant: Grant, terms: Terms, *, on: date) -> date:
    """The last day for which money can be asked on a day: what is due later is asked for later."""
    last = months_after(on, terms.use_months)
    return last if grant.drawable_until is None else min(last, grant.drawable_until)


def use_by(terms: Terms, *, paid_on: date) -> date:
    """The last day on which a payment is to be used (Verwendungsfrist)."""
    return months_after(paid_on, terms.use_months)


def paid_before(months: int, *, on: date) -> date:
    """Whatever was paid by this day had to be used by the day before, where it is to be used within so many months."""
    return latest_event(on - timedelta(days=1), months)


def drawdown_number(application: str, count: int) -> str:
    """The number of a drawdown: that of the application and which of its drawdowns it is."""
    return f"{application}/A{count}"
