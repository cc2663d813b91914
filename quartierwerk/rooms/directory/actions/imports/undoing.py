"""The undo: an import is taken back, but for what somebody has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.bulk import update_rows
from quartierwerk.foundation.facts.delivery import publish
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import facts, permissions, queries, rules
from quartierwerk.rooms.directory.actions.imports.steps import Progress, Tools
from quartierwerk.rooms.directory.actions.writer import Trace
from quartierwerk.rooms.directory.models import ImportJob, ImportRow, Profile
from quartierwerk.rooms.directory.rules import JobState, Outcome


@action(may=permissions.may_import)
def undo_import(job: ImportJob, *, actor: Person) -> ImportJob:
    """Begin to take an import back; what somebody has changed since stays as it is (Rücknahme)."""
    Progress(job).begin(JobState.UNDOING, actor=actor)
    return job


@action(may=permissions.may_import, bulk=True)
def undo_block(job: ImportJob, *, actor: Person, tools: Tools, at: datetime) -> list[models.Model]:
    """Take the next rows back: new profiles are withdrawn, changed ones say again what they said before."""
    if job.state != JobState.UNDOING:
        return []
    rows = Progress(job).next_rows(without=["cells", "file_notes", "said"])
    if not rows:
        return Progress(job).end(JobState.UNDONE, at=at)
    applied = [row for row in rows if row.is_applied]
    keys = sorted({row.profile_id for row in applied if row.profile_id})
    profiles = {p.pk: p for p in Profile.objects.select_for_update().order_by("pk").filter(pk__in=keys)}
    withdrawn: list[Profile] = []
    put_back: list[tuple[Profile, rules.ProfileContent]] = []
    for row in applied:
        profile = profiles.get(row.profile_id or 0)
        if row.outcome == Outcome.UNCHANGED or profile is None:
            row.is_undone = True
            continue
        if reason := _why_kept(profile, row):
            row.findings = [*row.findings, reason]
            continue
        row.is_undone = True
        if row.before is None:
            withdrawn.append(profile)
        else:
            put_back.append((profile, rules.from_plain(row.before)))
    _withdraw(withdrawn, at=at)
    if put_back:
        before = queries.contents_of(profile for profile, _content in put_back)
        trace = Trace(by=actor, how=rules.How.UNDO, why=job.list_name)
        tools.writer.replace(put_back, before=before, trace=trace, at=at)
    for row in applied:
        if row.is_undone and row.profile_id in profiles:
            row.version_after = profiles[row.profile_id].version
    update_rows(applied, columns=["findings", "is_undone", "version_after"])
    Progress(job).go_on(rows)
    note_change(import_job=job.pk)
    return [*withdrawn, *(profile for profile, _content in put_back)]


def _why_kept(profile: Profile, row: ImportRow) -> str:
    """Why an undo leaves a profile alone; empty where it does not."""
    if profile.version == row.version_after:
        return ""
    day = f"{clock.local(profile.changed_at):%d.%m.%Y}"
    if profile.state == rules.State.MERGED:
        return _("Behalten: „%(name)s“ wurde am %(day)s zusammengeführt.") % {"name": profile.name, "day": day}
    if not profile.is_public:
        return _("Behalten: „%(name)s“ wurde am %(day)s zurückgezogen.") % {"name": profile.name, "day": day}
    return _("Behalten: „%(name)s“ wurde am %(day)s geändert.") % {"name": profile.name, "day": day}


def _withdraw(profiles: Sequence[Profile], *, at: datetime) -> None:
    for profile in profiles:
        profile.state, profile.changed_at, profile.version = rules.State.WITHDRAWN, at, profile.version + 1
        publish(facts.ProfileWithdrawn(profile_id=profile.pk))
    Profile.objects.bulk_update(profiles, ["state", "changed_at", "version"])
