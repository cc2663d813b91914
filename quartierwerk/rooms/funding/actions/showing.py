"""The verbs with which a project shows itself: pictures, a spot on the map, what became of it.

What everybody reads changes by whoever tends the project: what its keeper adds to a public one waits for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotAllowed, NotNow, RuleBroken
from quartierwerk.foundation.files.focus import MIDDLE, Focus
from quartierwerk.foundation.files.storing import remove, store_picture
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.actions._showing import let_everybody_see
from quartierwerk.rooms.funding.actions.projects import ProjectChanged
from quartierwerk.rooms.funding.models import Effect, Project, ProjectPicture
from quartierwerk.rooms.funding.rules import Caption, Told


class CaptionRefused(RuleBroken):
    """A picture that cannot be shown so; the sentence names the first reason."""


class RightsNotDeclared(RuleBroken):
    """Nobody says that the picture may be published."""

    sentence = _("Ohne diese Erklärung lässt sich kein Bild veröffentlichen.")
    field = "may_be_published"


class TooManyPictures(RuleBroken):
    """More pictures than a page shows."""

    sentence = _("Mehr Bilder zeigt ein Projekt nicht. Entfernen Sie erst eines.")
    field = "picture"


class OutsideTheCity(RuleBroken):
    """A spot that lies in none of the districts."""

    sentence = _("Dieser Punkt liegt nicht in der Stadt. Bitte prüfen Sie Breite und Länge.")
    field = "lat"


class EffectRefused(RuleBroken):
    """What became of a project cannot be told so; the sentence names the first reason."""


class NotBegun(NotNow):
    """Nothing has become of it yet."""

    sentence = _("Das Projekt hat noch nicht begonnen. Was daraus wurde, lässt sich ab seinem ersten Tag erzählen.")


@dataclass(frozen=True, kw_only=True)
class Showing:
    """A picture as it is to stand on the page of a project."""

    project: Project
    content: IO[bytes]
    caption: Caption
    may_be_published: bool
    """Whether whoever adds it declares that they may publish it, and that whoever is to be seen agrees."""
    focus: Focus = MIDDLE


@action(may=permissions.may_add_picture, first=lambda actor, showing: lock(showing.project))
def add_picture(showing: Showing, *, actor: Person, at: datetime) -> ProjectPicture:
    """Put a picture on the page of a project (Bild hinzufügen)."""
    project, caption = showing.project, _checked(showing.caption)
    if not showing.may_be_published:
        raise RightsNotDeclared
    if project.pictures.count() >= rules.MOST_PICTURES:
        raise TooManyPictures
    last = project.pictures.aggregate(last=Max("position"))["last"]
    return ProjectPicture.objects.create(
        project=project,
        picture=store_picture(showing.content, owner=actor, focus=showing.focus),
        position=0 if last is None else last + 1,
        declared_by=actor,
        added_at=at,
        shown_at=at if permissions.may_tend(actor, project) else None,
        **vars(caption),
    )


@action(may=permissions.may_change_picture, first=lambda actor, picture: lock(picture.project))
def describe_picture(picture: ProjectPicture, *, actor: Person, caption: Caption) -> ProjectPicture:
    """Say anew what is to be seen on a picture and who made it (Bild beschreiben)."""
    said = vars(_checked(caption))
    for name, value in said.items():
        setattr(picture, name, value)
    picture.save(update_fields=list(said))
    return picture


@action(may=permissions.may_change_picture, first=lambda actor, picture: lock(picture.project))
def put_first(picture: ProjectPicture, *, actor: Person) -> ProjectPicture:
    """Let a picture stand at the head of the page and in lists (Bild nach vorn)."""
    others = picture.project.pictures.exclude(pk=picture.pk)
    for position, other in enumerate(others, start=1):
        other.position = position
    ProjectPicture.objects.bulk_update(others, ["position"])
    picture.position = 0
    picture.save(update_fields=["position"])
    return picture


@action(may=permissions.may_see_means)
def drop_picture(project: Project, *, actor: Person, picture: int) -> Project:
    """Take a picture, named by its key, off the page; its files are deleted (Bild entfernen)."""
    found = project.pictures.select_related("picture").filter(pk=picture).first()
    if found is None or not permissions.may_change_picture(actor, found):
        raise NotAllowed
    stored = found.picture
    found.delete()
    remove(stored)
    note_change(picture=picture)
    return project


@action(may=permissions.may_shape)
def pin_project(project: Project, *, actor: Person, lat: float | None, lon: float | None) -> Project:
    """Say where a project stands on the map, in degrees (WGS 84); None takes it off (Punkt auf der Karte)."""
    if lat is None or lon is None:
        lat = lon = None
    elif not queries.is_in_city(lat, lon):
        raise OutsideTheCity
    project.lat, project.lon = lat, lon
    project.save(update_fields=["lat", "lon"])
    return project


@action(may=permissions.may_tell_effect)
def tell_effect(project: Project, *, actor: Person, told: Told, at: datetime) -> Project:
    """Tell what became of a project, once it has begun; the latest that was shown counts (Wirkung erzählen)."""
    told = told.tidied()
    if clock.local(at).date() < project.starts_on:
        raise NotBegun
    for problem in rules.effect_problems(told):
        raise EffectRefused(problem.sentence, field=problem.field)
    shown_at = at if permissions.may_tend(actor, project) else None
    effect = Effect.objects.create(project=project, by=actor, at=at, shown_at=shown_at, **vars(told))
    note_change(effect=effect.pk)
    return project


@action(may=permissions.may_tend)
def show_additions(project: Project, *, actor: Person, seen: str, at: datetime) -> Project:
    """Let everybody see what was added to a project; ``seen`` is what lay before whoever says so (Neues zeigen)."""
    if queries.additions_of(project).mark != seen:
        raise ProjectChanged
    let_everybody_see(project, at=at)
    return project


def _checked(caption: Caption) -> Caption:
    caption = caption.tidied()
    for problem in rules.caption_problems(caption):
        raise CaptionRefused(problem.sentence, field=problem.field)
    return caption
