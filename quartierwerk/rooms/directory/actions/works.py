"""Works and their pictures."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.db.models import Max
from django.utils.translation import gettext as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotAllowed, RuleBroken
from quartierwerk.foundation.files.storing import remove, store_picture
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import permissions, rules
from quartierwerk.rooms.directory.actions._confirming import settle_askings
from quartierwerk.rooms.directory.models import Profile, Work, WorkPicture


class EnoughWorks(RuleBroken):
    """A profile shows a choice, not an archive."""

    def __init__(self) -> None:
        sentence = _("Ein Profil zeigt höchstens %(most)d Arbeitsproben. Bitte nehmen Sie zuerst eine heraus.")
        super().__init__(sentence % {"most": rules.MOST["works"]})


@action(may=permissions.may_edit)
def add_work(profile: Profile, *, actor: Person, work: rules.WorkContent, picture: IO[bytes], at: datetime) -> Profile:
    """Show a piece of work with its picture on a profile (Arbeitsprobe)."""
    if profile.works.count() >= rules.MOST["works"]:
        raise EnoughWorks
    _require_sense(work)
    last = profile.works.aggregate(last=Max("position"))["last"]
    shown = Work.objects.create(
        profile=profile,
        position=0 if last is None else last + 1,
        title_de=work.title_de,
        title_en=work.title_en,
        about_de=work.about_de,
        about_en=work.about_en,
        year=work.year,
    )
    WorkPicture.objects.create(
        work=shown,
        picture=store_picture(picture, owner=actor, focus=work.focus),
        alt_de=work.alt_de,
        alt_en=work.alt_en,
        creator=work.creator,
        licence=work.licence,
    )
    note_change(work=shown.pk)
    return _newer(profile, actor=actor, at=at)


@action(may=permissions.may_edit)
def edit_work(profile: Profile, *, actor: Person, work_id: int, work: rules.WorkContent, at: datetime) -> Profile:
    """Change what is said of a piece of work and of its first picture, and its focal point; the picture stays."""
    shown = profile.works.filter(pk=work_id).first()
    if shown is None:
        raise NotAllowed
    _require_sense(work)
    for name in ("title_de", "title_en", "about_de", "about_en", "year"):
        setattr(shown, name, getattr(work, name))
    shown.save()
    if picture := shown.pictures.select_related("picture").first():
        for name in ("alt_de", "alt_en", "creator", "licence"):
            setattr(picture, name, getattr(work, name))
        picture.save()
        picture.picture.focus = work.focus
        # Only these: the worker may be writing that AVIF is there.
        picture.picture.save(update_fields=["focus_x", "focus_y"])
    note_change(work=work_id)
    return _newer(profile, actor=actor, at=at)


@action(may=permissions.may_edit)
def remove_work(profile: Profile, *, actor: Person, work_id: int, at: datetime) -> Profile:
    """Take a piece of work off a profile; its pictures are deleted."""
    work = profile.works.filter(pk=work_id).first()
    if work is None:
        raise NotAllowed
    pictures = [shown.picture for shown in work.pictures.select_related("picture")]
    work.delete()
    for picture in pictures:
        remove(picture)
    note_change(work=work_id)
    return _newer(profile, actor=actor, at=at)


def _require_sense(work: rules.WorkContent) -> None:
    """A picture is described, and its focal point lies on it."""
    if not work.alt_de.strip():
        raise RuleBroken(_("Bitte beschreiben Sie das Bild für Menschen, die es nicht sehen."), field="alt_de")
    if not work.focus.is_on_picture:
        raise RuleBroken(_("Der Blickpunkt muss auf dem Bild liegen: 0 bis 100 Prozent."), field="focus_x")


def _newer(profile: Profile, *, actor: Person, at: datetime) -> Profile:
    """Works are part of what a profile says: an undo of an import leaves a profile alone that has got one."""
    profile.version, profile.changed_at, profile.confirmed_at = profile.version + 1, at, at
    profile.save(update_fields=["version", "changed_at", "confirmed_at"])
    settle_askings([profile], rules.Answer.CHANGED, by=actor, at=at)
    return profile
