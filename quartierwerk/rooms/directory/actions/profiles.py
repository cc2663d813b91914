"""What happens to profiles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import MovedOn, NotAllowed, RuleBroken
from quartierwerk.foundation.facts.delivery import publish
from quartierwerk.foundation.references import reference_to
from quartierwerk.foundation.search import journal
from quartierwerk.foundation.steps import advance
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import facts, permissions, queries, rules
from quartierwerk.rooms.directory.actions._checking import checked
from quartierwerk.rooms.directory.actions._confirming import settle_askings
from quartierwerk.rooms.directory.actions.writer import ProfileWriter, Trace
from quartierwerk.rooms.directory.models import ChangeRequest, ImportJob, Location, Profile
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.rules import Precision


class NoSuchVersion(RuleBroken):
    """The version has never been, or its term is over."""

    sentence = _("Diese Fassung gibt es nicht mehr.")


@action(may=permissions.may_create)
def create(content: rules.ProfileContent, *, actor: Person, source: str = "office", at: datetime) -> Profile:
    """Take an actor into the directory (Aufnahme)."""
    [profile] = ProfileWriter().add([checked(content, at=at)], source=source, at=at)
    publish(facts.ProfilePublished(profile_id=profile.pk))
    return profile


@action(may=permissions.may_edit)
def edit(
    profile: Profile,
    *,
    actor: Person,
    content: rules.ProfileContent,
    based_on: int | None = None,
    why: str = "",
    request: ChangeRequest | None = None,
    at: datetime,
) -> Profile:
    """Change what a profile says; ``based_on`` is the version that the person had before them (Änderung).

    ``request`` is the proposal that the change follows.
    """
    if based_on is not None and based_on != profile.version:
        raise MovedOn
    how = rules.How.REQUEST if request else rules.How.EDIT
    _replace(profile, content, trace=Trace(by=actor, how=how, why=why, request=request), at=at)
    return profile


@action(may=permissions.may_edit)
def restore_version(profile: Profile, *, actor: Person, number: int, at: datetime) -> Profile:
    """Let a profile say again what it said in an earlier version, as a new one (Fassung wiederherstellen)."""
    version = profile.versions.filter(number=number).first()
    if version is None:
        raise NoSuchVersion
    trace = Trace(by=actor, how=rules.How.RESTORE, why=f"{number}")
    _replace(profile, version.said, trace=trace, at=at)
    return profile


def _replace(profile: Profile, content: rules.ProfileContent, *, trace: Trace, at: datetime) -> None:
    content = checked(content, at=at)
    before = queries.content_of(profile)
    ProfileWriter().replace([(profile, content)], before={profile.pk: before}, trace=trace, at=at)
    note_change(fields=list(rules.changed_fields(before, content)))


@action(may=permissions.may_edit)
def withdraw(profile: Profile, *, actor: Person, at: datetime) -> Profile:
    """Take a profile out of public view; nothing is deleted (Rückzug)."""
    _step(profile, rules.State.WITHDRAWN, actor=actor, at=at)
    publish(facts.ProfileWithdrawn(profile_id=profile.pk))
    return profile


@action(may=permissions.may_edit)
def restore(profile: Profile, *, actor: Person, at: datetime) -> Profile:
    """Bring a withdrawn profile back into public view (Wiederaufnahme)."""
    _step(profile, rules.State.PUBLIC, actor=actor, at=at)
    publish(facts.ProfilePublished(profile_id=profile.pk))
    return profile


def _step(profile: Profile, state: rules.State, *, actor: Person, at: datetime) -> None:
    advance(profile, state, steps=rules.PROFILE_STEPS, changed_at=at, version=profile.version + 1)
    if state == rules.State.WITHDRAWN:
        settle_askings([profile], rules.Answer.WITHDRAWN, by=actor, at=at)


@action(may=permissions.may_edit)
def set_pin(profile: Profile, *, actor: Person, location_id: int, lat: float, lon: float, at: datetime) -> Profile:
    """Put one of the addresses of a profile on its exact point by hand (Stecknadel)."""
    location = profile.locations.select_for_update().filter(pk=location_id).first()
    if location is None:
        raise NotAllowed
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise RuleBroken(_("Die Koordinaten liegen nicht auf der Erde."))
    writer, trace = ProfileWriter(), Trace(by=actor, how=rules.How.PIN)
    writer.keep([(profile, queries.content_of(profile))], trace=trace, at=at)
    location.lat, location.lon, location.precision = lat, lon, Precision.PIN
    _put(location, writer)
    profile.version, profile.changed_at, profile.confirmed_at = profile.version + 1, at, at
    profile.save(update_fields=["version", "changed_at", "confirmed_at"])
    settle_askings([profile], rules.Answer.CHANGED, by=actor, at=at)
    note_change(location=location.position)
    return profile


@action(may=permissions.may_relocate)
def relocate(place: Place, *, actor: Person, at: datetime) -> Place:
    """Assign all addresses to the districts and quarters of today anew, after boundaries took effect (Neuzuordnung).

    Done twice it changes nothing the second time. Where an address lay on an earlier day is not lost by it: that
    follows from its point and the boundaries of that day (``places.queries.stays``).
    """
    writer = ProfileWriter(on=clock.local(at).date())
    moved: set[int] = set()
    after = 0
    while (block := writer.rehouse(after=after)).last > after:
        moved |= block.moved
        after = block.last
    journal.note(reference_to(Profile, pk) for pk in sorted(moved))
    note_change(moved=len(moved))
    return place


def _put(location: Location, writer: ProfileWriter) -> None:
    quarters = writer.place(location)
    location.save(update_fields=["lat", "lon", "precision", "district"])
    location.quarters.set(quarters)


@action(may=permissions.may_load)
def open_load(list_name: str, *, actor: Person, at: datetime) -> ImportJob:
    """Begin to load invented profiles: the job under which their blocks are noted, never one that waits."""
    return ImportJob.objects.create(
        list_name=list_name, filename=list_name, path="", state=rules.JobState.DONE, started_by=actor, created_at=at
    )


@action(may=permissions.may_load)
def load_block(
    job: ImportJob, *, actor: Person, contents: Sequence[rules.ProfileContent], writer: ProfileWriter, at: datetime
) -> ImportJob:
    """Load a block of invented profiles: one transaction, one audit row, one run of journal numbers.

    Faster than one step per profile, and refused outside the demo and the tests, since the trail would
    then not name each profile.
    """
    profiles = writer.add(contents, source=job.list_name, at=at)
    journal.note([profile.reference for profile in profiles])
    job.rows_done += len(profiles)
    job.save(update_fields=["rows_done"])
    note_change(profiles=len(profiles))
    return job
