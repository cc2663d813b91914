"""The verbs of proofs of use: beginning one, its vouchers one by one, handing it in, giving it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.papers import storing
from quartierwerk.foundation.papers.models import StoredPaper
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.actions._notices import tell
from quartierwerk.rooms.funding.models import Application, ProofOfUse, Voucher
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.rules import ApplicationState, ProofContent, ProofLevel, VoucherEntry


class NothingToAccount(NotNow):
    """No money was granted, its letter is still on its way, or a proof is handed in already."""

    sentence = _("Zu diesem Antrag ist jetzt kein Verwendungsnachweis zu schreiben.")


class ProofHandedIn(NotNow):
    """It was handed in, by somebody else or in another window."""

    sentence = _("Dieser Nachweis ist schon eingereicht.")


class ProofIncomplete(RuleBroken):
    """Something is missing; the sentence names the first thing."""


class VoucherRefused(RuleBroken):
    """A voucher that cannot be so; the sentence names the first reason."""


class TooManyVouchers(RuleBroken):
    """More vouchers than a project of this kind has."""

    sentence = _("Möglich sind bis zu 200 Belege. Bitte fassen Sie kleine Beträge zusammen.")


@action(may=permissions.may_account)
def begin_proof(application: Application, *, actor: Person, at: datetime) -> Application:
    """Begin the proof of use of what was granted; where one is being written it goes on (Nachweis beginnen)."""
    known = reading.proof_of(application)
    if known is not None and known.is_draft:
        return application
    if not reading.is_accountable(application) or application.rule_set is None:
        raise NothingToAccount
    proof = _next(application, level=application.rule_set.terms.proof, at=at)
    note_change(proof=proof.pk)
    return application


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A voucher that somebody adds or changes, with its picture or file as it came."""

    proof: ProofOfUse
    entry: VoucherEntry
    """Its number is not looked at."""
    file: IO[bytes] | None = None
    name: str = ""
    instead_of: int | None = None
    """The number of the voucher that it changes; None where it is a new one."""

    @property
    def application(self) -> Application:
        """Whose it is."""
        return self.proof.application


def _lock_application(actor: Any, receipt: Receipt) -> None:
    lock(receipt.application)
    receipt.proof.refresh_from_db(fields=["submitted_at", "returned_at"])


@action(may=lambda actor, receipt: permissions.may_account(actor, receipt.application), first=_lock_application)
def keep_voucher(receipt: Receipt, *, actor: Person, at: datetime) -> Voucher:
    """Add a voucher to the list, or change one; without a new file it keeps the one it has (Beleg hinzufügen)."""
    proof, entry = receipt.proof, receipt.entry
    _still_open(proof)
    application = receipt.application
    entry = replace(entry, payee=" ".join(entry.payee.split()), reason=" ".join(entry.reason.split()))
    plan, starts_on = reading.plan_of(application), application.project.starts_on
    for problem in rules.voucher_problems(entry, plan, on=clock.local(at).date(), starts_on=starts_on):
        raise VoucherRefused(problem.sentence, field=problem.field)
    voucher = _changed(proof, receipt.instead_of) or _new(proof, at=at)
    for name in ("line", "dated_on", "payee", "reason", "cents"):
        setattr(voucher, name, getattr(entry, name))
    before = voucher.paper
    if receipt.file is not None:
        voucher.paper = _stored(receipt, actor, at=at)
    voucher.save()
    if before is not None and before != voucher.paper:
        _remove([before])
    return voucher


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """A voucher that is to go, by its number."""

    proof: ProofOfUse
    number: int

    @property
    def application(self) -> Application:
        """Whose it is."""
        return self.proof.application


@action(may=lambda actor, dropped: permissions.may_account(actor, dropped.application), first=_lock_application)
def drop_voucher(dropped: Dropped, *, actor: Person) -> Application:
    """Take a voucher off the list with its file (Beleg entfernen)."""
    _still_open(dropped.proof)
    voucher = _changed(dropped.proof, dropped.number)
    if voucher is None:
        raise NotNow
    paper = voucher.paper
    voucher.delete()
    if paper is not None:
        _remove([paper])
    note_change(dropped=dropped.number)
    return dropped.application


@action(may=permissions.may_hand_in)
def hand_in(application: Application, *, actor: Person, content: ProofContent, at: datetime) -> Application:
    """Hand in the proof of use: what it says is kept as it is (Verwendungsnachweis einreichen)."""
    proof = reading.proof_of(application)
    if proof is None or not proof.is_draft:
        raise ProofHandedIn
    plan = reading.plan_of(application)
    if proof.has_vouchers:
        content = content.with_vouchers(reading.entries_of(proof), plan)
    for problem in rules.proof_problems(content, plan, level=ProofLevel(proof.level)):
        raise ProofIncomplete(problem.sentence, field=problem.field)
    proof.submitted_at, proof.content, proof.digest = at, content.as_json, content.digest
    proof.save(update_fields=["submitted_at", "content", "digest"])
    proof.vouchers.update(kept_at=at)
    advance(application, ApplicationState.PROOF_SUBMITTED, steps=rules.APPLICATION_STEPS)
    note_change(proof=proof.pk, digest=content.digest)
    return application


@dataclass(frozen=True, kw_only=True)
class Returning:
    """Why a proof is given back, and whether a list of all vouchers is wanted."""

    reason: str
    wants_vouchers: bool = False


@action(may=permissions.may_check_proof)
def return_proof(application: Application, *, actor: Person, returning: Returning, at: datetime) -> Application:
    """Give a proof back to be handed in once more; what it said stays readable (Nachweis zurückgeben)."""
    proof = reading.proof_of(application)
    if proof is None or proof.is_draft or hasattr(application, "settlement"):
        raise NotNow
    answer = returning.reason.strip()
    if not answer:
        raise WordsMissing(_("Bitte sagen Sie, was fehlt oder nicht stimmt."), field="reason")
    if len(answer) > rules.LONGEST_WHY_RETURNED:
        raise RuleBroken(_("Dieser Text ist zu lang."), field="reason")
    proof.returned_at, proof.answer = at, answer
    proof.save(update_fields=["returned_at", "answer"])
    advance(application, ApplicationState.SERVED, steps=rules.APPLICATION_STEPS)
    level = ProofLevel.VOUCHERS if returning.wants_vouchers else ProofLevel(proof.level)
    following = _next(application, level=level, at=at)
    for one in reading.vouchers_of(proof):
        one.pk, one.proof, one.added_at, one.kept_at = None, following, at, None
        one.save(force_insert=True)
    tell(application, application.applicant, "funding/mail/proof_returned.txt", proof=proof)
    return application


@action(may=permissions.may_keep_house)
def remind_of_proof(application: Application, *, actor: Person, at: datetime) -> Application:
    """Remind whoever applied that the proof of use is due soon, once (an den Nachweis erinnern)."""
    accounting = reading.account_for(application)
    if application.proof_reminded_at is not None or accounting is None or not reading.is_accountable(application):
        raise NotNow
    application.proof_reminded_at = at
    application.save(update_fields=["proof_reminded_at"])
    tell(application, application.applicant, "funding/mail/proof_due.txt", due=accounting.due)
    return application


def _next(application: Application, *, level: ProofLevel, at: datetime) -> ProofOfUse:
    known = reading.proof_of(application)
    number = known.number + 1 if known is not None else 1
    return ProofOfUse.objects.create(application=application, number=number, level=level, begun_at=at)


def _still_open(proof: ProofOfUse) -> None:
    if not proof.is_draft:
        raise ProofHandedIn


def _changed(proof: ProofOfUse, number: int | None) -> Voucher | None:
    return proof.vouchers.select_related("paper").filter(number=number).first() if number is not None else None


def _new(proof: ProofOfUse, *, at: datetime) -> Voucher:
    last = proof.vouchers.order_by("-number").first()
    if proof.vouchers.count() >= rules.MOST_VOUCHERS:
        raise TooManyVouchers
    return Voucher(proof=proof, number=last.number + 1 if last is not None else 1, added_at=at)


def _stored(receipt: Receipt, owner: Person, *, at: datetime) -> StoredPaper:
    assert receipt.file is not None  # noqa: S101 - asked before
    try:
        return storing.store_paper(receipt.file, name=receipt.name, owner=owner, at=at)
    except RuleBroken as refusal:
        raise RuleBroken(str(refusal), field="file") from refusal


def _remove(papers: Iterable[StoredPaper]) -> None:
    """Delete files that no other voucher shows."""
    for paper in papers:
        if not Voucher.objects.filter(paper=paper).exists():
            storing.remove(paper)
