"""What the directory does when a room below announces something."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from quartierwerk.foundation.facts.fact import listen
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.queries import holders, is_officer, system
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory import actions, queries
from quartierwerk.rooms.directory.facts import (
    ChangeDecided,
    ChangeProposed,
    ClaimMade,
    ClaimSettled,
    ImportFinished,
    ProfileReported,
    ProposerAsked,
    ReportDecided,
)
from quartierwerk.rooms.directory.models import ChangeRequest, Claim, ImportJob, Report
from quartierwerk.rooms.directory.queries.imports import numbers
from quartierwerk.rooms.directory.rules import ClaimState
from quartierwerk.rooms.places.facts import BoundariesTookEffect
from quartierwerk.rooms.places.models import Place


@listen(BoundariesTookEffect)
def follow_the_boundaries(fact: BoundariesTookEffect) -> None:
    """Boundaries that hold from now on assign the addresses to districts and quarters anew."""
    actions.relocate(Place.objects.get(pk=fact.place_id), actor=system("boundaries"))


@listen(ImportFinished)
def tell_who_started(fact: ImportFinished) -> None:
    """Whoever started an import hears how it went, if a mail can reach them."""
    job = ImportJob.objects.select_related("started_by").get(pk=fact.job_id)
    person = job.started_by
    if not person.has_login:
        return
    post(
        "directory/mail/import_finished.txt",
        to=person.email,
        language=person.language,
        context={"job": job, "numbers": numbers(job), "url": reverse("directory:import", args=[job.pk])},
        about=reference(job),
    )


@listen(ChangeProposed)
def confirm_the_receipt(fact: ChangeProposed) -> None:
    """Whoever proposed something gets the link to the page on which they follow it."""
    request = _request(fact.request_id)
    if request.is_open:
        _tell_proposer(request, "received")


@listen(ChangeProposed)
def tell_who_keeps_the_profile(fact: ChangeProposed) -> None:
    """The keepers of a profile hear that somebody else proposes a change to it; what, they read on the page."""
    request = _request(fact.request_id)
    if request.profile is None or request.is_new_entry or not request.is_open:
        return
    keepers = holders(RoleName.PROFILE_ADMIN, scope=request.profile.reference).exclude(pk=request.proposer_id)
    for keeper in keepers.filter(email__isnull=False):
        with translation.override(keeper.language):
            url = request.get_absolute_url()
        post(
            "directory/mail/proposal_waits.txt",
            to=keeper.email,
            language=keeper.language,
            context={"profile": request.profile, "url": url},
            about=reference(request),
        )


@listen(ProposerAsked)
def pass_the_question_on(fact: ProposerAsked) -> None:
    """The proposer hears that a question waits for them."""
    request = _request(fact.request_id)
    question = request.remarks.filter(is_question=True).select_related("author").last()
    if question is not None:
        _tell_proposer(request, "question", words=question.text if is_officer(question.author) else "")


@listen(ChangeDecided)
def tell_the_outcome(fact: ChangeDecided) -> None:
    """The proposer hears what became of it."""
    request = _request(fact.request_id)
    _tell_proposer(request, "decided", words=request.reason if is_officer(request.decided_by) else "")


@listen(ClaimMade)
def confirm_the_claim(fact: ClaimMade) -> None:
    """Whoever asks to keep a profile gets a receipt, with the page on which they follow it."""
    _tell_about(_claim(fact.claim_id), "received")


@listen(ClaimMade)
def tell_the_keepers(fact: ClaimMade) -> None:
    """Whoever keeps the profile hears that somebody else wants to; who, they read on the page."""
    claim = _claim(fact.claim_id)
    if not claim.is_waiting:
        return
    for keeper in queries.keepers_of(claim.profile):
        _post_claim("waits", claim, to=keeper.email or "", language=keeper.language)


@listen(ClaimSettled)
def tell_the_claimant(fact: ClaimSettled) -> None:
    """The claimant hears what became of it."""
    _tell_about(_claim(fact.claim_id), "settled")


@listen(ClaimSettled)
def tell_the_address_on_file(fact: ClaimSettled) -> None:
    """Whoever reads the profile's mailbox hears that somebody keeps it now, and can object."""
    claim = _claim(fact.claim_id)
    address = queries.address_for_mail(claim.profile)
    if claim.state == ClaimState.APPROVED and address and address != claim.claimant.email:
        language = queries.language_of(claim.profile)
        _post_claim("kept_now", claim, to=address, language=language, reply_to=house().contact_email)


def _claim(key: int) -> Claim:
    return Claim.objects.select_related("profile", "claimant", "decided_by").get(pk=key)


def _tell_about(claim: Claim, what: str) -> None:
    _post_claim(what, claim, to=claim.claimant.email or "", language=claim.claimant.language)


def _post_claim(what: str, claim: Claim, *, to: str, language: str, reply_to: str = "") -> None:
    if not to:
        return
    post(
        f"directory/mail/claim_{what}.txt",
        to=to,
        language=language,
        context={"claim": claim, "profile": claim.profile},
        about=reference(claim),
        reply_to=reply_to,
    )


@listen(ProfileReported)
def confirm_the_report(fact: ProfileReported) -> None:
    """Whoever reported an entry gets a receipt, if they left an address (DSA Art. 16 (4))."""
    _tell_reporter(fact.report_id, "received")


@listen(ReportDecided)
def tell_the_reporter(fact: ReportDecided) -> None:
    """Whoever reported an entry hears how it was decided, why, and what they can do about it (DSA Art. 16 (5))."""
    _tell_reporter(fact.report_id, "decided")


def _tell_reporter(key: int, what: str) -> None:
    """Write to the reporter; it may be somebody else's address, so the mail holds no word of theirs."""
    report = Report.objects.select_related("profile", "reporter").get(pk=key)
    if report.address:
        post(
            f"directory/mail/report_{what}.txt",
            to=report.address,
            language=report.language,
            context={"report": report, "contact_email": house().contact_email},
            about=reference(report),
            is_secret=True,
        )


def _request(key: int) -> ChangeRequest:
    return ChangeRequest.objects.select_related("profile", "proposer", "decided_by").get(pk=key)


def _tell_proposer(request: ChangeRequest, what: str, *, words: str = "") -> None:
    """Write to the proposer, if they left an address.

    It may be somebody else's address. So a mail holds ``words`` of the office only, and of a proposed entry not even
    the name: what strangers write is read on the page.
    """
    if not request.address:
        return
    post(
        f"directory/mail/proposal_{what}.txt",
        to=request.address,
        language=request.language,
        context={"request": request, "profile": request.profile, "words": words, "url": queries.page_of(request)},
        about=reference(request),
        is_secret=True,
    )
