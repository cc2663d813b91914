"""What a project shows of itself: its pictures, its spot on the map, what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quartierwerk.foundation.limits.counting import DAY, limit
from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.forms.showing import CaptionForm, EffectForm, PictureForm, SpotForm
from quartierwerk.rooms.funding.models import Project, ProjectPicture
from quartierwerk.rooms.funding.queries import proofs as proving
from quartierwerk.rooms.funding.views.projects import kept
from quartierwerk.rooms.places.queries import city_drawing

MOST_PICTURES_A_DAY = 60
MOST_EFFECTS_A_DAY = 20
"""Whoever does more in a day is a machine."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """The pictures of a project, and a form for one more."""
    project = kept(request, pk, permissions.may_add_picture)
    form = PictureForm(posted(request), request.FILES or None)
    if form.is_valid() and form.does(lambda: _add(request, form, project)):
        is_shown = form.result.shown_at is not None
        messages.success(request, _("Das Bild ist hinzugefügt.") if is_shown else _said_to_wait(project))
        return redirect("funding:project_pictures", pk)
    known = queries.pictures_of(project, sees_all=True)
    for one in known:
        one.project = project
    return page(
        request,
        "funding/pictures.html",
        heading=_("Bilder"),
        project=project,
        pictures=[(one, permissions.may_change_picture(request.user, one)) for one in known],
        most=rules.MOST_PICTURES,
        form=form,
        submit=_("Bild hinzufügen"),
        cancel_url=project.get_absolute_url(),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """What is said of one picture."""
    project, found = _picture(request, pk, picture)
    form = CaptionForm(posted(request), initial=vars(found.caption))
    if form.is_valid() and form.does(lambda: actions.describe_picture(found, actor=request.user, caption=form.caption)):
        messages.success(request, _("Gespeichert."))
        return redirect("funding:project_pictures", pk)
    return page(
        request,
        "funding/describe_picture.html",
        heading=_("Bild beschreiben"),
        project=project,
        shown=found,
        form=form,
        cancel_url=reverse("funding:project_pictures", args=[pk]),
    )


@login_required
@require_POST
def put_first(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """Let a picture stand at the head of the page, at once."""
    _project, found = _picture(request, pk, picture)
    one_step(request, lambda: actions.put_first(found, actor=request.user), said=_("Das Bild steht jetzt vorn."))
    return redirect("funding:project_pictures", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drop_picture(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """Taking a picture off the page, after a second look."""
    project, found = _picture(request, pk, picture)
    return second_look(
        request,
        lambda: actions.drop_picture(project, actor=request.user, picture=found.pk),
        said=_("Das Bild ist entfernt."),
        back=Crumb(_("Bilder"), reverse("funding:project_pictures", args=[pk])),
        heading=_("Bild entfernen?"),
        lead=_("„%(alt)s“ wird gelöscht, auch die Datei.") % {"alt": found.alt},
        submit=_("Bild entfernen"),
        above=[Crumb(project.title, project.get_absolute_url())],
        is_grave=True,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a project stands on the map: an address, two numbers, or a click on the schematic map."""
    project = kept(request, pk, permissions.may_shape)
    form = SpotForm(posted(request), initial={"lat": project.lat, "lon": project.lon})

    def set_pin() -> Project:
        spot = form.cleaned_data
        return actions.pin_project(project, actor=request.user, lat=spot["lat"], lon=spot["lon"])

    if form.is_valid() and form.does(set_pin):
        is_set = form.result.lat is not None
        said = _("Der Punkt auf der Karte ist gesetzt.") if is_set else _("Das Projekt steht nicht mehr auf der Karte.")
        messages.success(request, said)
        return redirect(project)
    drawing = city_drawing()
    return page(
        request,
        "funding/pin.html",
        heading=_("Punkt auf der Karte setzen"),
        project=project,
        corners=drawing.corners,
        drawing=drawing,
        marks=[(project.lat, project.lon)] if project.lat is not None else [],
        form=form,
        submit=_("Punkt setzen"),
        cancel_url=project.get_absolute_url(),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tell_effect(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a project, in a text and two numbers."""
    project = kept(request, pk, permissions.may_tell_effect)
    form = EffectForm(posted(request), initial=_told_before(project))
    if form.is_valid() and form.does(lambda: _tell(request, form, project)):
        waits = queries.additions_of(project).effect is not None
        messages.success(request, _said_to_wait(project) if waits else _("Gespeichert."))
        return redirect(f"{project.get_absolute_url()}#wirkung")
    return page(
        request,
        "funding/project_form.html",
        heading=_("Was wurde aus „%(name)s“?") % {"name": project.title},
        project=project,
        form=form,
        cancel_url=project.get_absolute_url(),
    )


@login_required
@require_POST
def show_additions(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody see what was added, at once."""
    project = kept(request, pk, permissions.may_tend)
    seen = request.POST.get("seen", "")
    one_step(
        request,
        lambda: actions.show_additions(project, actor=request.user, seen=seen),
        said=_("Alle sehen jetzt, was neu ist."),
    )
    return redirect(project)


def _picture(request: HttpRequest, pk: int, picture: int) -> tuple[Project, ProjectPicture]:
    """A picture of a project, if whoever asks may change it."""
    project = kept(request, pk, permissions.may_see_means)
    found = get_object_or_404(project.pictures.select_related("picture"), pk=picture)
    found.project = project
    may = permissions.may_change_picture(request.user, found)
    require(may, needed=_("Zuständigkeit für dieses Projekt: Was alle sehen, ändert das Büro"))
    return project, found


def _add(request: HttpRequest, form: PictureForm, project: Project) -> ProjectPicture:
    limit(f"project_picture:{request.user.pk}", most=MOST_PICTURES_A_DAY, seconds=DAY)
    return actions.add_picture(form.showing(project), actor=request.user)


def _tell(request: HttpRequest, form: EffectForm, project: Project) -> Project:
    limit(f"project_effect:{request.user.pk}", most=MOST_EFFECTS_A_DAY, seconds=DAY)
    return actions.tell_effect(project, actor=request.user, told=form.told)


def _told_before(project: Project) -> dict[str, Any]:
    """What was told last, else what the report at its end says, else the numbers of the proof of use."""
    latest = queries.effect_of(project, sees_all=True)
    if latest is not None:
        return vars(latest.told)
    closing = getattr(project, "closing", None)
    if closing is not None:
        return {name: getattr(closing, name) for name in rules.Told.__dataclass_fields__}
    said = proving.accounted_for(project)
    return {"participants": said.participants, "volunteer_hours": said.volunteer_hours} if said is not None else {}


def _said_to_wait(project: Project) -> str:
    if project.state == rules.ProjectState.PUBLIC:
        return _("Gespeichert. Alle sehen es, sobald das Büro es freigegeben hat.")
    return _("Gespeichert. Alle sehen es, sobald das Projekt öffentlich ist.")
