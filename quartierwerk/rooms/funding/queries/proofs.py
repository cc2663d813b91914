"""Reads of proofs of use: what was granted and paid, what a proof says, and what it comes to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import (
    Application,
    Decision,
    Letter,
    Project,
    ProofCheck,
    ProofOfUse,
    Settlement,
    Voucher,
)
from quartierwerk.rooms.funding.queries.drawdowns import paid
from quartierwerk.rooms.funding.queries.handling import to_handle
from quartierwerk.rooms.funding.queries.letters import letter_before
from quartierwerk.rooms.funding.rules import ApplicationState, Calculation, Plan, ProofContent, ProofMarks


def told_grant(application: Application) -> Letter | None:
    """The last letter that went out about a decision, if it grants money."""
    letter = letter_before(application)
    return letter if letter is not None and letter.decision is not None and letter.decision.is_granting else None


def granted(application: Application) -> int:
    """What whoever applied has been told that they get, by the latest letter; cents."""
    letter = told_grant(application)
    return letter.decision.cents if letter is not None and letter.decision is not None else 0


KNOWN = (ApplicationState.SERVED, *rules.IN_ACCOUNT)
"""In these whoever applied knows what they got."""


class Accounting(NamedTuple):
    """How far a grant is accounted for of which a letter has told; cents."""

    granted: int
    due: date | None
    """By when its proof of use is due."""
    proof: ProofOfUse | None
    settlement: Settlement | None


def account_for(application: Application) -> Accounting | None:
    """How far a grant is accounted for; None where nothing was granted, or its letter is not out yet."""
    letter = told_grant(application)
    if letter is None or letter.decision is None:
        return None
    return Accounting(
        granted=letter.decision.cents,
        due=letter.said.days.proof_due,
        proof=proof_of(application),
        settlement=getattr(application, "settlement", None),
    )


def proof_of(application: Application) -> ProofOfUse | None:
    """The proof that counts: the latest one."""
    return application.proofs.order_by("-number").first()


def is_accountable(application: Application) -> bool:
    """Whether a proof of use can be written: money was granted, the letter was made known, nothing is handed in."""
    return application.state == ApplicationState.SERVED and told_grant(application) is not None


def is_even(application: Application) -> bool:
    """Whether exactly what a settled grant came to is paid."""
    settlement = getattr(application, "settlement", None)
    return settlement is not None and settlement.final_cents == paid(application)


def may_be_written(application: Application) -> bool:
    """Whether its proof can be begun, or is being written."""
    found = proof_of(application)
    return (found is not None and found.is_draft) or is_accountable(application)


def plan_of(application: Application) -> Plan:
    """The plan that was granted; an empty one where nothing was submitted."""
    return application.said.plan if application.said is not None else Plan()


def vouchers_of(proof: ProofOfUse) -> QuerySet[Voucher]:
    """Its list of vouchers in the order of time, with their files."""
    return proof.vouchers.select_related("paper", "proof").order_by("dated_on", "number")


def entries_of(proof: ProofOfUse) -> list[rules.VoucherEntry]:
    """The same as values."""
    return [one.entry for one in vouchers_of(proof)]


def calculated(application: Application, content: ProofContent, marks: ProofMarks = rules.NO_MARKS) -> Calculation:
    """What a grant comes to by what a proof says, and by what the office found in it."""
    plan = plan_of(application)
    return rules.calculate(application.terms, plan, granted(application), rules.use_of(content, plan, marks))


def calculated_by(check: ProofCheck) -> Calculation:
    """What a grant came to by a check, of the sum that was granted then."""
    application, said = check.proof.application, check.proof.said or ProofContent()
    plan = plan_of(application)
    return rules.calculate(application.terms, plan, check.granted_cents, rules.use_of(said, plan, check.found))


def latest_check(proof: ProofOfUse) -> ProofCheck | None:
    """What the office found last."""
    return proof.checks.order_by("-pk").first()


def proofs_to_check(person: Any) -> QuerySet[ProofOfUse]:
    """Proofs that were handed in and that somebody handles, the oldest first."""
    return _handled(person, ApplicationState.PROOF_SUBMITTED)


def proofs_to_settle(person: Any) -> QuerySet[ProofOfUse]:
    """Proofs that were checked, whose cases are not settled yet, the oldest first."""
    return _handled(person, ApplicationState.PROOF_CHECKED)


def _handled(person: Any, of: ApplicationState) -> QuerySet[ProofOfUse]:
    handled = to_handle(person).filter(state=of).order_by()
    waiting = ProofOfUse.objects.visible_to(person).standing().filter(application__in=handled.values("pk"))
    return waiting.select_related("application__project", "application__programme").order_by("submitted_at", "pk")


def accounted_for(project: Project) -> ProofContent | None:
    """What the latest proof of use says that was handed in for a project."""
    proofs = ProofOfUse.objects.standing().filter(application__project=project, submitted_at__isnull=False)
    latest = proofs.order_by("-submitted_at").first()
    return latest.said if latest is not None else None


def accountable(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Those of which a proof of use is still to come."""
    granting = Decision.objects.counting().filter(outcome__in=rules.GRANTING)
    return rows.filter(state=ApplicationState.SERVED, pk__in=granting.values("application"))


def with_due_day(rows: QuerySet[Application]) -> QuerySet[Application]:
    """The same, each with the day by which its proof is due, as the letter says it: ``due_on``, in ISO."""
    told = Letter.objects.standing().filter(application=OuterRef("pk"), decision__isnull=False)
    days = told.annotate(due=KT("content__days__proof_due")).values("due")[:1]
    return accountable(rows).annotate(due_on=Subquery(days))


def overdue(person: Any, *, on: date) -> QuerySet[Application]:
    """Cases that somebody handles whose proof should have been there before a day."""
    return with_due_day(to_handle(person)).filter(due_on__lt=on.isoformat())


def to_remind(*, on: date) -> QuerySet[Application]:
    """Those whose proof is due within the next days and of which nobody has been reminded yet."""
    last = on + timedelta(days=rules.REMIND_OF_PROOF_DAYS_BEFORE)
    rows = Application.objects.filter(proof_reminded_at__isnull=True)
    due = with_due_day(rows).filter(due_on__gte=on.isoformat(), due_on__lte=last.isoformat())
    return due.select_related("applicant", "programme").order_by("pk")
