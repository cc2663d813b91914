"""Proposals: what somebody without rights to a profile wants it to say, and what becomes of that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotAllowed, NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person, Sender
from quartierwerk.rooms.accounts.permissions import may_erase
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.directory import permissions, queries, rules
from quartierwerk.rooms.directory.actions._checking import checked
from quartierwerk.rooms.directory.actions._refusals import Decided, LookAgain
from quartierwerk.rooms.directory.actions.profiles import create, edit
from quartierwerk.rooms.directory.models import ChangeRequest, Profile, ProfileVersion
from quartierwerk.rooms.directory.rules import RequestState

FORGOTTEN_AT_ONCE = 500


class NothingProposed(RuleBroken):
    """The form came back as it was."""

    sentence = _("Sie haben noch nichts geändert. Bitte ändern Sie oben, was nicht stimmt, und senden Sie dann.")


class NothingTaken(RuleBroken):
    """The reviewer has ticked nothing."""

    sentence = _(
        "Bitte wählen Sie aus, was übernommen wird. Soll nichts übernommen werden, lehnen Sie den Vorschlag ab."
    )


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What somebody proposes: how a profile should read, or a new one."""

    content: rules.ProfileContent
    profile: Profile | None = None
    """None for a new entry."""
    based_on: int = 0
    """The version of the profile that they were shown."""
    note: str = ""
    email: str = ""
    """Where a visitor wants to hear of it; somebody signed in hears of it at their own address."""
    language: str = "de"


def _lock_profile(_actor: Person | None, proposal: Proposal) -> None:
    """A profile that somebody withdraws or merges at this moment gets no proposal."""
    if proposal.profile is not None:
        lock(proposal.profile)


@action(may=permissions.may_propose, first=_lock_profile)
def propose(proposal: Proposal, *, actor: Person | None, at: datetime) -> ChangeRequest:
    """Propose a new entry or a change to one; nothing of it shows before somebody decides (Vorschlag)."""
    sender = Sender(person=actor, email=proposal.email, language=proposal.language).checked()
    content = checked(proposal.content, at=at)
    profile = proposal.profile
    seen = queries.shown_at(proposal.based_on, profile=profile, person=actor) if profile else rules.NOTHING
    wanted = rules.wanted_parts(seen, content)
    if not wanted:
        raise NothingProposed
    if profile is None:
        wanted |= {"kind": content.kind.value}
    before = rules.parts_of(seen)
    request = ChangeRequest.objects.create(
        profile=profile,
        is_new_entry=profile is None,
        base={part: before[part] for part in wanted},
        wanted=wanted,
        note=proposal.note.strip(),
        proposer=sender.person,
        proposer_email=sender.email,
        language=sender.language,
        created_at=at,
    )
    note_change(units=request.units)
    _tell_proposer(request, "received")
    _tell_keepers(request)
    return request


@action(may=permissions.may_follow)
def answer(request: ChangeRequest, *, actor: Person | None, text: str, key: str = "", at: datetime) -> ChangeRequest:
    """Answer a question about a proposal; it waits for a decision again (Antwort).

    Who is not the proposer shows the ``key`` of its link.
    """
    _prove(request, actor=actor, key=key)
    if request.state != RequestState.ASKED:
        raise Decided
    _say(request, text, is_question=False, actor=actor, at=at)
    return _step(request, RequestState.WAITING)


@action(may=permissions.may_follow)
def withdraw_request(request: ChangeRequest, *, actor: Person | None, key: str = "", at: datetime) -> ChangeRequest:
    """Take one's own proposal back before it is decided on (Rücknahme)."""
    _prove(request, actor=actor, key=key)
    return _step(request, RequestState.WITHDRAWN, decided_at=at)


@action(may=permissions.may_decide)
def ask_back(request: ChangeRequest, *, actor: Person, question: str, at: datetime) -> ChangeRequest:
    """Ask the proposer something before deciding (Rückfrage)."""
    _step(request, RequestState.ASKED)
    _say(request, question, is_question=True, actor=actor, at=at)
    _tell_proposer(request, "question", words=question.strip() if is_officer(actor) else "")
    return request


@action(may=permissions.may_decide)
def accept(
    request: ChangeRequest, *, actor: Person, units: Collection[str], based_on: int, reason: str = "", at: datetime
) -> ChangeRequest:
    """Take what is proposed, whole or only these units (Übernahme).

    ``based_on`` is the version of the profile that the reviewer saw beside the proposal (0 for a new entry): only in
    sight of what stands there now does a tick mean that it may be overwritten.
    """
    if not request.is_open:
        raise Decided
    chosen = [unit for unit in request.units if unit in units]
    if not chosen:
        raise NothingTaken
    if request.is_new_entry:
        request.profile = _enter(request, chosen, actor=actor, at=at)
    else:
        _change(request, chosen, actor=actor, based_on=based_on, at=at)
    state = RequestState.ACCEPTED if chosen == request.units else RequestState.PARTLY
    _step(request, state, decided_at=at, decided_by=actor, reason=reason.strip(), taken=chosen, profile=request.profile)
    note_change(units=chosen)
    _tell_proposer(request, "decided", words=request.reason if is_officer(actor) else "")
    return request


@action(may=permissions.may_decide)
def refuse(request: ChangeRequest, *, actor: Person, reason: str, at: datetime) -> ChangeRequest:
    """Refuse a proposal and say why (Ablehnung)."""
    if not reason.strip():
        raise WordsMissing(field="words")
    _step(request, RequestState.REFUSED, decided_at=at, decided_by=actor, reason=reason.strip())
    _tell_proposer(request, "decided", words=request.reason if is_officer(actor) else "")
    return request


@action(may=permissions.may_keep_house)
def forget_proposer(request: ChangeRequest, *, actor: Person, at: datetime) -> ChangeRequest:
    """Delete the proposer's address and words and all values, once the term is over (Löschfrist).

    What was taken stands in the profile and its history; when and how it was decided stays.
    """
    if request.is_open:
        raise NotNow
    return _forget(request, at=at)


@action(may=may_erase)
def erase_proposals(person: Person, *, actor: Person, at: datetime) -> Person:
    """Take back and forget what somebody has proposed whose account is erased."""
    own = ChangeRequest.objects.filter(proposer=person).order_by("pk")
    requests = list(own.select_for_update(of=("self",), no_key=True))
    for request in requests:
        if request.is_open:
            _step(request, RequestState.WITHDRAWN, decided_at=at)
        _forget(request, at=at)
    note_change(proposals=[reference(request) for request in requests])
    return person


@action(may=permissions.may_keep_house, bulk=True)
def forget_versions(before: datetime, *, actor: Person) -> list[Profile]:
    """Delete a block of what profiles said before, once the term is over (Löschfrist)."""
    old = list(queries.versions_replaced(before)[:FORGOTTEN_AT_ONCE])
    ProfileVersion.objects.filter(pk__in=[version.pk for version in old]).delete()
    note_change(versions=len(old))
    return list(Profile.objects.filter(pk__in={version.profile_id for version in old}))


def _forget(request: ChangeRequest, *, at: datetime) -> ChangeRequest:
    request.remarks.all().delete()
    request.proposer, request.proposer_email, request.note = None, "", ""
    request.base, request.wanted, request.forgotten_at = {}, {}, at
    request.save()
    return request


def _enter(request: ChangeRequest, units: Collection[str], *, actor: Person, at: datetime) -> Profile:
    """The new profile that follows from these units."""
    if "name" not in units:
        raise RuleBroken(_("Ein Eintrag braucht seinen Namen. Bitte übernehmen Sie ihn mit."))
    content = rules.taken_anew(request.wanted, units)
    return create(content, actor=actor, source=rules.Source.PROPOSAL, at=at)


def _change(request: ChangeRequest, units: Collection[str], *, actor: Person, based_on: int, at: datetime) -> None:
    """Let the profile say what follows from these units; its row is locked behind that of the request."""
    profile = Profile.objects.select_for_update(no_key=True).get(pk=request.profile_id)
    if profile.version != based_on:
        raise LookAgain
    now = rules.normalised(queries.content_of(profile))
    content = rules.taken(now, base=request.base, wanted=request.wanted, units=units)
    edit(profile, actor=actor, content=content, request=request, at=at)


def _step(request: ChangeRequest, state: RequestState, **fields: Any) -> ChangeRequest:
    advance(request, state, steps=rules.REQUEST_STEPS, refusal=Decided, **fields)
    return request


def _prove(request: ChangeRequest, *, actor: Person | None, key: str) -> None:
    """Only the proposer goes on, or who holds the link; that is proved here, behind the door."""
    is_own = actor is not None and actor.pk == request.proposer_id
    if not is_own and not queries.opens(key, request):
        raise NotAllowed


def _say(request: ChangeRequest, text: str, *, is_question: bool, actor: Person | None, at: datetime) -> None:
    if not text.strip():
        raise WordsMissing(field="words")
    request.remarks.create(text=text.strip(), is_question=is_question, author=actor, at=at)


def _tell_proposer(request: ChangeRequest, what: str, *, words: str = "") -> None:
    """Write to the proposer, if they left an address.

    It may be somebody else's address. So a mail holds ``words`` of the office only, and of a proposed entry not even
    the name: what strangers write is read on the page.
    """
    if request.address:
        post(
            f"directory/mail/proposal_{what}.txt",
            to=request.address,
            language=request.language,
            context={"request": request, "profile": request.profile, "words": words, "url": queries.page_of(request)},
            about=reference(request),
            is_secret=True,
        )


def _tell_keepers(request: ChangeRequest) -> None:
    """The keepers of a profile hear that somebody else proposes a change to it; what, they read on the page."""
    if request.profile is None:
        return
    for keeper in queries.keepers_of(request.profile).exclude(pk=request.proposer_id):
        if keeper.email:
            post(
                "directory/mail/proposal_waits.txt",
                to=keeper.email,
                language=keeper.language,
                context={"request": request, "profile": request.profile},
                about=reference(request),
            )
