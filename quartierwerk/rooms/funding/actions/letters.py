"""The verbs of letters: drafting, approving, issuing, discarding."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.models import Entry
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.actions._money import give_back_committed
from quartierwerk.rooms.funding.actions.projects import TextTooLong
from quartierwerk.rooms.funding.models import Application, Decision, EarlyStart, InterestClaim, Letter, Recovery
from quartierwerk.rooms.funding.queries import interest as bearing
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import ApplicationState, ClauseText, LetterKind, LetterState, Wish


class LetterThere(NotNow):
    """Somebody has drafted a letter about it in this very moment, or before."""

    sentence = _("Dazu gibt es schon ein Schreiben. Bitte laden Sie die Seite neu.")


class DecidedAnew(NotNow):
    """It was decided once more since, or the application was withdrawn."""

    sentence = _("Inzwischen ist neu entschieden, oder der Antrag ist zurückgezogen. Das Schreiben passt nicht mehr.")


class AddresseeTooLong(RuleBroken):
    """More lines than the window of an envelope shows."""

    sentence = _("Die Anschrift ist zu lang: Möglich sind sechs Zeilen.")
    field = "addressee"


class LetterFlawed(RuleBroken):
    """The linter found something; the sentence names the first flaw."""


@dataclass(frozen=True, kw_only=True)
class Drafting:
    """A letter that is to be; what nobody says is as usual."""

    about: Decision | EarlyStart | Recovery | InterestClaim
    addressee: str | None = None
    approved_from: date | None = None
    approved_until: date | None = None
    reason: str = ""
    """In place of what the decision says; a body that rejects gives none."""
    extra: ClauseText | None = None

    @property
    def application(self) -> Application:
        """Whose letter it is."""
        return self.about.application

    def wish(self) -> Wish:
        """The same for the rules, with the numbers that follow from what there is."""
        application = self.application
        before = reading.letter_before(application) if isinstance(self.about, Decision) else None
        # A rejection takes the place of nothing, unless money was granted before, which the linter refuses.
        replaces = before is not None and (reading.shape_of(self.about)[0] == LetterKind.AMENDING or _grants(before))
        usual = reading.usual_addressee(application)
        return Wish(
            number=rules.letter_number(application.number, reading.next_number(application)),
            addressee=usual if self.addressee is None else self.addressee,
            approved_from=self.approved_from,
            approved_until=self.approved_until,
            reason=self.reason,
            supersedes=str(before) if before is not None and replaces else "",
            extra=self.extra,
        )


@action(may=permissions.may_draft, first=lambda actor, drafting: lock(drafting.application))
def draft_letter(drafting: Drafting, *, actor: Person, at: datetime) -> Letter:
    """Draft the letter about a decision or an early start, under the texts of the day (Schreiben entwerfen)."""
    application, about = drafting.application, drafting.about
    _still_so(about)
    wish = drafting.wish()
    if len(wish.reason) > rules.LONGEST_REASON_OF_DECISION:
        raise TextTooLong(field="reason")
    if not rules.fits_an_envelope(wish.addressee):
        raise AddresseeTooLong
    today = clock.local(at).date()
    content = reading.composed(about, wish, on=today)
    is_money = content.kind in rules.GRANTS
    terms = application.terms
    try:
        with transaction.atomic():
            return Letter.objects.create(
                application=application,
                number=reading.next_number(application),
                decision=about if isinstance(about, Decision) else None,
                early_start=about if isinstance(about, EarlyStart) else None,
                recovery=about if isinstance(about, Recovery) else None,
                interest=about if isinstance(about, InterestClaim) else None,
                kind=content.kind,
                instrument=content.instrument,
                content=content.as_json,
                digest=content.digest,
                rule_set=application.rule_set,
                clause_set=reading.clause_set(terms.grantor, on=today) if is_money else None,
                supersedes=reading.letter_before(application) if content.supersedes else None,
                drafted_at=at,
                drafted_by=actor,
            )
    except IntegrityError:
        raise LetterThere from None


@action(may=permissions.may_approve, first=lambda actor, letter: lock(letter.application))
def approve_letter(letter: Letter, *, actor: Person, at: datetime) -> Letter:
    """Approve what somebody else has drafted, once nothing in it contradicts (Schreiben freigeben)."""
    _sound(letter, at=at)
    fields = {"approved_at": at, "approved_by": actor, "signed_as": str(actor)}
    advance(letter, LetterState.APPROVED, steps=rules.LETTER_STEPS, **fields)
    return letter


@action(may=permissions.may_discard)
def discard_letter(letter: Letter, *, actor: Person) -> Letter:
    """Throw a letter away that was not issued; it can be drafted anew (Schreiben verwerfen)."""
    advance(letter, LetterState.DISCARDED, steps=rules.LETTER_STEPS)
    return letter


@action(may=permissions.may_issue, first=lambda actor, letter: lock(letter.application))
def issue_letter(letter: Letter, *, actor: Person, at: datetime) -> Letter:
    """Issue a letter: its file is made and kept, its money committed, all in one (Schreiben ausfertigen)."""
    if letter.state != LetterState.APPROVED:
        raise NotNow
    _sound(letter, at=at)
    pdf = reading.made(letter.said, signed_as=letter.signed_as, at=at)
    advance(
        letter,
        LetterState.ISSUED,
        steps=rules.LETTER_STEPS,
        issued_at=at,
        pdf=pdf,
        pdf_digest=hashlib.sha256(pdf).hexdigest(),
        pins=reading.current_pins(),
        entry=_commit(letter, at=at),
    )
    application = letter.application
    if letter.decision is not None and application.state == ApplicationState.DECIDED:
        advance(application, ApplicationState.ISSUED, steps=rules.APPLICATION_STEPS)
    return letter


def _still_so(about: Decision | EarlyStart | Recovery | InterestClaim) -> None:
    """Nothing was decided since, and nobody has taken the application back."""
    application = about.application
    if isinstance(about, EarlyStart):
        if application.state == ApplicationState.WITHDRAWN:
            raise DecidedAnew
    elif isinstance(about, Recovery):
        if about.state not in rules.OPEN_RECOVERIES:
            raise DecidedAnew
    elif isinstance(about, InterestClaim):
        if about.is_waived or about.recovery.state not in rules.CLAIMED or not bearing.is_last(about):
            raise DecidedAnew
    elif application.state not in rules.ANSWERED or reading.latest_decision(application) != about:
        raise DecidedAnew


def _sound(letter: Letter, *, at: datetime) -> None:
    _still_so(letter.about)
    if letter.said.digest != letter.digest:
        raise LetterFlawed(_("Der Inhalt ist nicht mehr der, der entworfen wurde."))
    for sentence in reading.flaws(letter, on=clock.local(at).date()):
        raise LetterFlawed(sentence)


def _grants(letter: Letter) -> bool:
    return letter.decision is not None and letter.decision.is_granting


def _commit(letter: Letter, *, at: datetime) -> Entry | None:
    """Turn what is reserved into what is promised; of an amending letter, what it promises more or less.

    Of a cut below what is paid already, what was paid stays in the books: it is claimed back, not given back.
    """
    decision, before = letter.decision, letter.supersedes.decision if letter.supersedes else None
    if decision is None or decision.earmark is None:
        return None
    more, reason = decision.cents, f"{letter.said.title} {letter}"
    if before is not None and before.earmark is not None:
        if before.earmark == decision.earmark:
            more -= before.cents
        else:  # another pot pays from now on
            give_back_committed(before.earmark, before.cents, at=at, reason=reason)
    if more <= 0:
        return give_back_committed(decision.earmark, -more, at=at, reason=reason)
    held = budget.Held(earmark=decision.earmark, cents=more, reason=reason)
    return budget.commit(held, actor=system("funding"), at=at)
