"""Reports: somebody says that an entry has no place here as it is, and the office decides with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import permissions, rules
from quartierwerk.rooms.directory.models import Profile, Report
from quartierwerk.rooms.directory.rules import ReportReason, ReportState


class DecidedAlready(RuleBroken):
    """Somebody has decided on the report meanwhile."""

    sentence = _("Über diese Meldung ist inzwischen entschieden.")


class NoReason(RuleBroken):
    """Whoever reported it has a right to know why it was decided so."""

    sentence = _("Bitte begründen Sie die Entscheidung.")


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What somebody reports about an entry."""

    profile: Profile
    reason: ReportReason
    text: str = ""
    email: str = ""
    """Where a visitor wants to hear of it; somebody signed in hears of it at their own address."""
    language: str = "de"


@action(may=permissions.may_report)
def report(complaint: Complaint, *, actor: Person | None, at: datetime) -> Report:
    """Report an entry; it stays as it is until the office has looked at it (Meldung)."""
    if not complaint.text.strip():
        raise RuleBroken(_("Bitte schreiben Sie, was nicht stimmt; sonst können wir es nicht prüfen."), field="text")
    if complaint.email and actor is None:
        try:
            validate_email(complaint.email)
        except ValidationError:
            raise RuleBroken(_("Bitte geben Sie eine gültige E-Mail-Adresse an."), field="email") from None
    made = Report.objects.create(
        profile=complaint.profile,
        reason=complaint.reason,
        text=complaint.text.strip(),
        reporter=actor,
        reporter_email="" if actor else complaint.email,
        language=complaint.language,
        created_at=at,
    )
    _tell_reporter(made, "received")
    return made


@action(may=permissions.may_judge)
def uphold(report: Report, *, actor: Person, answer: str, at: datetime) -> Report:
    """Say that a report is right and what was done about it (berechtigt)."""
    return _decide(report, ReportState.UPHELD, actor=actor, answer=answer, at=at)


@action(may=permissions.may_judge)
def dismiss(report: Report, *, actor: Person, answer: str, at: datetime) -> Report:
    """Say that a report gives no cause to change the entry, and why (unbegründet)."""
    return _decide(report, ReportState.DISMISSED, actor=actor, answer=answer, at=at)


@action(may=permissions.may_keep_house)
def forget_reporter(report: Report, *, actor: Person, at: datetime) -> Report:
    """Delete the reporter's address and words once the term is over; what was decided and why stays (Löschfrist)."""
    if report.is_open:
        raise RuleBroken
    report.reporter, report.reporter_email, report.text, report.forgotten_at = None, "", "", at
    report.save(update_fields=["reporter", "reporter_email", "text", "forgotten_at"])
    return report


def _decide(report: Report, state: ReportState, *, actor: Person, answer: str, at: datetime) -> Report:
    if not rules.report_may_become(ReportState(report.state), state):
        raise DecidedAlready
    if not answer.strip():
        raise NoReason(field="words")
    report.state, report.answer = state, answer.strip()
    report.decided_at, report.decided_by = at, actor
    report.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    _tell_reporter(report, "decided")
    return report


def _tell_reporter(report: Report, what: str) -> None:
    """Write to the reporter, if they left an address (DSA Art. 16 (4) and (5)).

    It may be somebody else's address, so the mail holds no word of theirs.
    """
    if report.address:
        post(
            f"directory/mail/report_{what}.txt",
            to=report.address,
            language=report.language,
            context={"report": report, "contact_email": house().contact_email},
            about=reference(report),
            is_secret=True,
        )
