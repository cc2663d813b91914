"""What happens to profiles that may be one: proposed, kept apart, merged, parted again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow
from quartierwerk.foundation.facts.delivery import publish
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search import journal
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import hold
from quartierwerk.rooms.accounts import actions as accounts
from quartierwerk.rooms.accounts.models import Person, Role
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory import facts, permissions, queries, rules
from quartierwerk.rooms.directory.actions._checking import checked
from quartierwerk.rooms.directory.actions._refusals import Decided, LookAgain
from quartierwerk.rooms.directory.actions.profiles import NoSuchVersion
from quartierwerk.rooms.directory.actions.writer import ProfileWriter, Trace
from quartierwerk.rooms.directory.models import ChangeRequest, DoublePair, Merger, Profile, Work
from quartierwerk.rooms.directory.queries.doubles import Looked, known_pairs
from quartierwerk.rooms.directory.rules import ClaimState, How, PairState, Pick, State


@action(may=permissions.may_compare, bulk=True)
def propose_doubles(looked: Looked, *, actor: Person, at: datetime) -> list[DoublePair]:
    """Propose the pairs that were found and that nobody knows yet; their profiles wait no longer (Suche nach Doppeln).

    A pair is proposed once: an answer stays, whatever speaks for the pair later.
    """
    # Two workers may have looked at the same profiles; the second one then knows what the first has proposed.
    hold("directory.propose_doubles")
    known = known_pairs(looked.found)
    new = []
    for pair in looked.found:
        old = known.get((pair.one, pair.other))
        said = {"score": pair.evidence.score, "reasons": [reason.value for reason in pair.evidence.reasons]}
        if old is None:
            new.append(DoublePair(one_id=pair.one, other_id=pair.other, found_at=at, **said))
        elif old.state == PairState.PROPOSED and old.score != pair.evidence.score:
            DoublePair.objects.filter(pk=old.pk, state=PairState.PROPOSED).update(**said)
    DoublePair.objects.bulk_create(new, batch_size=500)
    # Locked in the order of their numbers, as everybody locks them, so that nobody waits in a circle.
    read = Profile.objects.filter(pk__in=list(looked.versions))
    now = dict(read.select_for_update(no_key=True).order_by("pk").values_list("pk", "version"))
    # What was changed meanwhile waits for the next turn.
    same = [pk for pk, version in looked.versions.items() if now[pk] == version]
    Profile.objects.filter(pk__in=same).update(compared_version=F("version"))
    return new


@action(may=permissions.may_settle_pair)
def keep_apart(pair: DoublePair, *, actor: Person, at: datetime) -> DoublePair:
    """Say that two profiles are two actors; they are not proposed again (kein Doppel)."""
    _turn_pair(pair, PairState.DISTINCT, decided_at=at, decided_by=actor)
    return pair


def _requests_first(actor: Person, pair: DoublePair) -> None:
    """Lock the open proposals to both: whoever decides on one locks it before its profile."""
    open_ones = ChangeRequest.objects.open().filter(profile__in=[pair.one_id, pair.other_id])
    list(open_ones.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))


@action(may=permissions.may_settle_pair, first=_requests_first)
def merge(
    pair: DoublePair,
    *,
    actor: Person,
    stays: int,
    picks: Mapping[str, Pick],
    based_on: Sequence[int] | None = None,
    at: datetime,
) -> DoublePair:
    """Make two profiles one: ``stays`` is the number of the one that remains (Zusammenführung).

    ``picks`` says unit by unit whose words it keeps; ``based_on`` are the versions of the pair, the elder first,
    that the person had before them. Works and open proposals move, and whoever keeps the other profile keeps this
    one too. The history of both says so.
    """
    both = _locked(pair)
    versions = [both[pair.one_id].version, both[pair.other_id].version]
    into, away = (both[stays], both[pair.one_id + pair.other_id - stays])
    may_merge = all(rules.PROFILE_STEPS.leads(one.state, State.MERGED) for one in (into, away))
    if not may_merge or not rules.PAIR_STEPS.leads(pair.state, PairState.MERGED):
        raise Decided
    if based_on is not None and list(based_on) != versions:
        raise LookAgain
    contents = queries.contents_of([into, away])
    content = checked(rules.joined(contents[into.pk], contents[away.pk], picks), at=at)
    merger = Merger(
        pair=pair, away=away, into=into, leads_to=into, merged_by=actor, merged_at=at,
        works=_move_works(away, into), roles=_share(away, into, at=at), requests=_move_requests(away, into),
    )  # fmt: skip
    _move_claims(away, into, at=at)
    _say(into, content, before=contents[into.pk], how=How.MERGE, other=away, actor=actor, at=at)
    _turn(away, State.MERGED, content=contents[away.pk], how=How.MERGE, other=into, actor=actor, at=at)
    merger.into_version, merger.away_version = into.version, away.version
    # What led to the one that goes now leads on; no alias ever leads to an alias.
    led = Merger.objects.filter(leads_to=away, undone_at=None)
    merger.led_on = list(led.values_list("pk", flat=True))
    led.update(leads_to=into)
    merger.save()
    _turn_pair(pair, PairState.MERGED, decided_at=at, decided_by=actor)
    _announce(into, away, verb=facts.ProfilesMerged)
    publish(facts.ProfileWithdrawn(profile_id=away.pk))
    return pair


@action(may=permissions.may_settle_pair, first=_requests_first)
def part(pair: DoublePair, *, actor: Person, at: datetime) -> DoublePair:
    """Undo a merger: both profiles are as they were, unless somebody has changed one since (Rücknahme)."""
    both = _locked(pair)
    merger = Merger.objects.select_for_update().filter(pair=pair, undone_at=None).first()
    if merger is None:
        raise Decided
    into, away = both[merger.into_id], both[merger.away_id]
    for profile, version in ((into, merger.into_version), (away, merger.away_version)):
        if profile.version != version:
            day = f"{clock.local(profile.changed_at):%d.%m.%Y}"
            sentence = _("„%(name)s“ wurde seither geändert (%(day)s). Darum bleibt alles, wie es ist.")
            raise NotNow(sentence % {"name": profile.name, "day": day})
    old = into.versions.filter(number=merger.into_version - 1).first()
    if old is None:
        raise NoSuchVersion
    merger.undone_at = at
    merger.save(update_fields=["undone_at"])
    Merger.objects.filter(pk__in=merger.led_on).update(leads_to=away)
    Work.objects.filter(pk__in=merger.works, profile=into).update(profile=away)
    ChangeRequest.objects.open().filter(pk__in=merger.requests, profile=into).update(profile=away)
    for role in Role.objects.filter(pk__in=merger.roles).unfinished(on=clock.local(at).date()):
        accounts.revoke(role, actor=system("merger"), at=at)
    contents = queries.contents_of([into, away])
    _say(into, old.said, before=contents[into.pk], how=How.PART, other=away, actor=actor, at=at)
    _turn(away, State.PUBLIC, content=contents[away.pk], how=How.PART, other=into, actor=actor, at=at)
    _turn_pair(pair, PairState.PROPOSED, decided_at=None, decided_by=None)
    _announce(into, away, verb=facts.ProfilesParted)
    publish(facts.ProfilePublished(profile_id=away.pk))
    return pair


def _say(
    profile: Profile,
    content: rules.ProfileContent,
    *,
    before: rules.ProfileContent,
    how: How,
    other: Profile,
    actor: Person,
    at: datetime,
) -> None:
    """Let a profile say something; its history has a line also where that is what it said before."""
    trace, writer = Trace(by=actor, how=how, why=other.name), ProfileWriter()
    if content == before:
        writer.keep([(profile, before)], trace=trace, at=at)
    writer.replace([(profile, content)], before={profile.pk: before}, trace=trace, at=at)


def _turn(
    profile: Profile,
    state: State,
    *,
    content: rules.ProfileContent,
    how: How,
    other: Profile,
    actor: Person,
    at: datetime,
) -> None:
    """Let a profile become an alias, or stand for itself again; its history says so."""
    ProfileWriter().keep([(profile, content)], trace=Trace(by=actor, how=how, why=other.name), at=at)
    profile.state, profile.version, profile.changed_at = state, profile.version + 1, at
    profile.save(update_fields=["state", "version", "changed_at"])


def _turn_pair(pair: DoublePair, state: PairState, **fields: Any) -> None:
    advance(pair, state, steps=rules.PAIR_STEPS, refusal=Decided, **fields)


def _locked(pair: DoublePair) -> dict[int, Profile]:
    """Both profiles as they are now, locked in the order of their numbers, as everybody locks them."""
    keys = [pair.one_id, pair.other_id]
    locked = Profile.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    return {one.pk: one for one in locked}


def _move_requests(away: Profile, into: Profile) -> list[int]:
    """Let what waits for a decision about one profile wait at the other; returns the numbers of the proposals.

    Where the two say different things, the unit is in conflict there and not ticked by itself.
    """
    waiting = ChangeRequest.objects.open().filter(profile=away)
    moved = list(waiting.values_list("pk", flat=True))
    waiting.update(profile=into)
    return moved


def _move_claims(away: Profile, into: Profile, *, at: datetime) -> None:
    """Let who waits to keep one profile wait for the other; links to the address of the one that goes end.

    An undo leaves them where they are: who asked is asked about the profile that stayed.
    """
    away.claims.filter(state=ClaimState.SENT).update(state=ClaimState.LAPSED, decided_at=at)
    here = into.claims.waiting().values("claimant")
    away.claims.waiting().filter(claimant__in=here).update(state=ClaimState.WITHDRAWN, decided_at=at)
    away.claims.waiting().update(profile=into)


def _move_works(away: Profile, into: Profile) -> list[int]:
    """Put the works of one profile behind those of the other; returns their numbers."""
    last = into.works.aggregate(last=Max("position"))["last"]
    works = list(away.works.order_by("position", "pk"))
    for position, work in enumerate(works, start=0 if last is None else last + 1):
        work.profile, work.position = into, position
    Work.objects.bulk_update(works, ["profile", "position"])
    return [work.pk for work in works]


def _share(away: Profile, into: Profile, *, at: datetime) -> list[int]:
    """Let the admins of one profile keep the other too; returns the numbers of the roles this took.

    Their old roles stay, so that an undo gives them back what they had.
    """
    today = clock.local(at).date()
    held = Role.objects.filter(name=RoleName.PROFILE_ADMIN).unfinished(on=today)
    there = set(held.filter(scope=into.reference).values_list("person", flat=True))
    granted = []
    for role in held.filter(scope=away.reference).exclude(person__in=there).order_by("pk"):
        new = Role(
            person=role.person, name=role.name, scope=into.reference, source=reference(away),
            valid_from=max(role.valid_from, today), valid_to=role.valid_to,
        )  # fmt: skip
        granted.append(accounts.grant(new, actor=system("merger"), at=at).pk)
    return granted


def _announce(into: Profile, away: Profile, *, verb: type[facts.ProfilesMerged | facts.ProfilesParted]) -> None:
    publish(verb(profile_id=into.pk, away_id=away.pk))
    journal.note([into.reference, away.reference])
    note_change(into=into.reference, away=away.reference)
