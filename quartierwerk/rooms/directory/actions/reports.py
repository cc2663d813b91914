"""Reports: somebody says that an entry has no place here as it is, and the office decides with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, WordsMissing
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person, Sender
from quartierwerk.rooms.directory import permissions, rules
from quartierwerk.rooms.directory.actions._refusals import Decided
from quartierwerk.rooms.directory.models import Profile, Report
from quartierwerk.rooms.directory.rules import ReportReason, ReportState


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What somebody reports about an entry."""

    profile: Profile
    reason: ReportReason
    text: str = ""
    email: str = ""
    """Where a visitor wants to hear of it; somebody signed in hears of it at their own address."""
    language: str = "de"


def _lock_profile(_actor: Person | None, complaint: Complaint) -> None:
    lock(complaint.profile)


@action(may=permissions.may_report, first=_lock_profile)
def report(complaint: Complaint, *, actor: Person | None, at: datetime) -> Report:
    """Report an entry; it stays as it is until the office has looked at it (Meldung)."""
    if not complaint.text.strip():
        raise WordsMissing(_("Bitte schreiben Sie, was nicht stimmt; sonst können wir es nicht prüfen."), field="text")
    sender = Sender(person=actor, email=complaint.email, language=complaint.language).checked()
    made = Report.objects.create(
        profile=complaint.profile,
        reason=complaint.reason,
        text=complaint.text.strip(),
        reporter=sender.person,
        reporter_email=sender.email,
        language=sender.language,
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
        raise NotNow
    report.reporter, report.reporter_email, report.text, report.forgotten_at = None, "", "", at
    report.save(update_fields=["reporter", "reporter_email", "text", "forgotten_at"])
    return report


def _decide(report: Report, state: ReportState, *, actor: Person, answer: str, at: datetime) -> Report:
    if not answer.strip():
        raise WordsMissing(_("Bitte begründen Sie die Entscheidung."), field="words")
    fields = {"answer": answer.strip(), "decided_at": at, "decided_by": actor}
    advance(report, state, steps=rules.REPORT_STEPS, refusal=Decided, **fields)
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
