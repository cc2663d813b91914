"""Who may do what in the directory."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from quartierwerk.foundation.references import reference_to
from quartierwerk.rooms.accounts.models import Person, Role
from quartierwerk.rooms.accounts.permissions import machinery, may_grant, office
from quartierwerk.rooms.accounts.queries import has_role
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory.models import ChangeRequest, Claim, Profile
from quartierwerk.rooms.directory.rules import State


def may_create(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit takes new actors into the directory."""
    return office(actor)


def may_edit(actor: Person | None, profile: Profile) -> bool:
    """The admins of a profile and the staff unit change it; one that was merged into another nobody does."""
    if actor is None or profile.state == State.MERGED:
        return False
    return office(actor) or has_role(actor, RoleName.PROFILE_ADMIN, scope=profile.reference)


def may_import(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit reads lists into the directory, checks them and takes them back."""
    return office(actor)


def may_settle_pair(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says whether two profiles are one."""
    return office(actor)


def may_ask_again(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit sees to the entries that nobody confirmed."""
    return office(actor)


def may_compare(actor: Person | None, subject: Any = None) -> bool:
    """The system looks for doubles in the stock."""
    return machinery(actor)


def may_define(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit and the system keep sectors, professions and synonyms."""
    return office(actor)


def may_relocate(actor: Person | None, subject: Any = None) -> bool:
    """The system assigns addresses to places anew when a boundary has been drawn."""
    return machinery(actor)


def may_load(actor: Person | None, subject: Any = None) -> bool:
    """The system loads invented profiles in blocks, for the demo and the bench only: never in production."""
    return machinery(actor) and settings.MODE != "production"


def may_write_to(actor: Person | None, profile: Profile) -> bool:
    """Anyone writes to an actor whose profile is public."""
    return profile.is_public


def may_answer_asking(actor: Person | None, profile: Profile) -> bool:
    """Who keeps a profile says that it holds, and whoever was asked by mail, which the verb proves."""
    return profile.is_public or may_edit(actor, profile)


def may_propose(actor: Person | None, proposal: Any) -> bool:
    """Anyone proposes a new entry, or a change to a profile that is public."""
    return proposal.profile is None or proposal.profile.is_public


def may_follow(actor: Person | None, request: ChangeRequest) -> bool:
    """Whoever proposed it goes on with a proposal, signed in or with the link of their mail, which the verb proves."""
    return actor is None or actor.is_active


def may_decide(actor: Person | None, request: ChangeRequest) -> bool:
    """The staff unit decides on proposals, and the admins of a profile on what others propose to it."""
    if actor is None:
        return False
    scope = reference_to(Profile, request.profile_id) if request.profile_id else ""
    is_theirs = bool(scope) and has_role(actor, RoleName.PROFILE_ADMIN, scope=scope)
    return office(actor) or (is_theirs and request.proposer_id != actor.pk)


def may_ask_for_link(actor: Person | None, wish: Any) -> bool:
    """Anyone has a link sent to the address of a public profile: it reaches only who reads that mailbox."""
    return wish.profile.is_public


def may_use_link(actor: Person | None, claim: Claim) -> bool:
    """Whoever is signed in and has the link, which the verb proves; the profile must still be public."""
    return actor is not None and actor.has_login and claim.profile.is_public


def may_claim(actor: Person | None, wish: Any) -> bool:
    """Whoever is signed in asks to keep a public profile."""
    return actor is not None and actor.has_login and wish.profile.is_public


def may_settle_claim(actor: Person | None, claim: Claim) -> bool:
    """Whoever may hand out the role, the staff unit and who keeps the profile; nobody about themself."""
    role = Role(name=RoleName.PROFILE_ADMIN, scope=reference_to(Profile, claim.profile_id))
    return actor is not None and actor.pk != claim.claimant_id and may_grant(actor, role)


def may_withdraw_claim(actor: Person | None, claim: Claim) -> bool:
    """Whoever made it."""
    return actor is not None and actor.is_active and actor.pk == claim.claimant_id


def may_see_claims(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit has the list of all claims."""
    return office(actor)


def may_count(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit has the directory in numbers."""
    return office(actor)


def may_see_proposals(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit has the list of all proposals."""
    return office(actor)


def may_seal(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit vouches for entries in the city's name."""
    return office(actor)


def may_choose_digest(actor: Person | None, person: Person) -> bool:
    """Whoever works in the staff unit says for themself what they hear by mail."""
    return office(actor) and actor.pk == person.pk


def may_report(actor: Person | None, complaint: Any) -> bool:
    """Anyone reports an entry that is public."""
    return complaint.profile.is_public


def may_judge(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit decides on reports, and it alone learns who made them."""
    return office(actor)


def may_keep_house(actor: Person | None, subject: Any = None) -> bool:
    """The system does what is due: it deletes what is kept for a term only, and asks about old entries."""
    return machinery(actor)
