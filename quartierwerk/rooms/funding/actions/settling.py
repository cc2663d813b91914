"""The verbs of settling: drawing the sample, checking a proof, fixing what the grant comes to, closing the case."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.steps import advance
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.actions._drawing import demand_final
from quartierwerk.rooms.funding.actions._money import SETTLED, give_back_beyond, held_for
from quartierwerk.rooms.funding.actions._notices import tell
from quartierwerk.rooms.funding.models import Application, Drawdown, ProofCheck, ProofOfUse, ProofSample, Settlement
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.rules import ApplicationState, ProofMarks

SEEDS = 2**31


class NothingHandedIn(NotNow):
    """No proof waits for its check."""

    sentence = _("Zu diesem Antrag liegt kein Verwendungsnachweis vor, der geprüft werden kann.")


class MarkRefused(RuleBroken):
    """Something cannot be refused so; the sentence says what."""


class PaymentWaits(NotNow):
    """Money is on its way that the settlement would count wrong."""

    sentence = _(
        "Für diesen Antrag ist noch ein Mittelabruf oder eine Zahlung offen. Abrechnen lässt er sich, sobald sie "
        "freigegeben oder abgelehnt ist."
    )


class GrantChanged(NotNow):
    """What was granted has changed since the check."""

    sentence = _("Seit der Prüfung hat sich geändert, was bewilligt ist. Bitte prüfen Sie den Nachweis noch einmal.")


class NotEven(NotNow):
    """More is to be paid, or to be paid back."""

    sentence = _("Dieser Antrag ist noch nicht ausgeglichen: Es ist noch etwas zu zahlen.")


@action(may=permissions.may_check_proof)
def draw_sample(application: Application, *, actor: Person, at: datetime) -> Application:
    """Draw the vouchers that are looked at whole, once and for good (Stichprobe ziehen)."""
    proof = _handed_in(application)
    if application.rule_set is None or hasattr(proof, "sample"):
        raise NotNow
    rate = application.rule_set.terms.sample_rate_bp
    seed = secrets.randbelow(SEEDS)
    numbers = rules.drawn([one.number for one in reading.entries_of(proof)], seed=seed, rate_bp=rate)
    ProofSample.objects.create(proof=proof, seed=seed, rate_bp=rate, numbers=numbers, by=actor, at=at)
    note_change(seed=seed, rate_bp=rate, numbers=numbers)
    return application


@action(may=permissions.may_check_proof)
def check_proof(application: Application, *, actor: Person, marks: ProofMarks, note: str, at: datetime) -> Application:
    """Say what of a proof is accepted, and keep what the grant comes to by it (Verwendungsnachweis prüfen).

    A check note is always written (no. 11 VV on § 44 LHO NRW). A later check counts, until the case is settled.
    """
    proof = _handed_in(application)
    content = proof.said
    if content is None or hasattr(application, "settlement"):
        raise NothingHandedIn
    note = note.strip()
    if not note:
        raise WordsMissing(_("Bitte schreiben Sie einen Prüfvermerk."), field="note")
    if len(note) > rules.LONGEST_CHECK_NOTE:
        raise MarkRefused(_("Dieser Text ist zu lang."), field="note")
    for problem in rules.mark_problems(marks, content):
        raise MarkRefused(problem.sentence, field=problem.field)
    calculation = reading.calculated(application, content, marks)
    ProofCheck.objects.create(
        proof=proof,
        marks=marks.as_json,
        note=note,
        granted_cents=calculation.granted,
        final_cents=calculation.final,
        by=actor,
        at=at,
    )
    advance(application, ApplicationState.PROOF_CHECKED, steps=rules.APPLICATION_STEPS)
    note_change(final_cents=calculation.final)
    return application


@action(may=permissions.may_settle)
def settle_grant(application: Application, *, actor: Person, at: datetime) -> Application:
    """Fix what a grant comes to, and give back what is not needed; whoever applied is told (abrechnen)."""
    proof = reading.proof_of(application)
    check = reading.latest_check(proof) if proof is not None else None
    if check is None or application.state != ApplicationState.PROOF_CHECKED:
        raise NothingHandedIn
    if Drawdown.objects.filter(application=application).unpaid().exists() or _is_ordered(application):
        raise PaymentWaits
    if check.granted_cents != reading.granted(application):
        raise GrantChanged
    paid = reading.paid(application)
    settlement = Settlement.objects.create(
        application=application,
        proof_check=check,
        granted_cents=check.granted_cents,
        final_cents=check.final_cents,
        paid_cents=paid,
        released_cents=give_back_beyond(application, max(0, check.final_cents - paid), at=at, reason=SETTLED),
        by=actor,
        at=at,
    )
    if settlement.to_pay:
        demand_final(application, settlement.to_pay, at=at)
    advance(application, ApplicationState.SETTLED, steps=rules.APPLICATION_STEPS)
    if settlement.balance == 0:
        advance(application, ApplicationState.CLOSED, steps=rules.APPLICATION_STEPS)
    survey = queries.is_asked(application)
    tell(application, application.applicant, "funding/mail/settled.txt", settlement=settlement, asks_how_it_was=survey)
    return application


@action(may=permissions.may_close_case)
def close_case(application: Application, *, actor: Person) -> Application:
    """Close a case once all is paid, or paid back (Vorgang abschließen)."""
    if not reading.is_even(application):
        raise NotEven
    advance(application, ApplicationState.CLOSED, steps=rules.APPLICATION_STEPS)
    return application


@action(may=permissions.may_reopen)
def reopen_case(application: Application, *, actor: Person) -> Application:
    """Open a closed case again whose last payment came back (Vorgang wieder öffnen)."""
    if application.state != ApplicationState.CLOSED or reading.is_even(application):
        raise NotNow
    advance(application, ApplicationState.SETTLED, steps=rules.APPLICATION_STEPS)
    return application


def _is_ordered(application: Application) -> bool:
    """Whether somebody still has to release a payment for it."""
    return any(earmark.orders.waiting().exists() for earmark in held_for(application))


def _handed_in(application: Application) -> ProofOfUse:
    proof = reading.proof_of(application)
    if proof is None or proof.is_draft:
        raise NothingHandedIn
    return proof
