"""Writing a profile: new, change, withdraw, bring back, works and pins."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.errors import MovedOn
from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only, require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.directory import actions, permissions, queries, rules
from quartierwerk.rooms.directory.forms.profile import ProfileForms
from quartierwerk.rooms.directory.forms.works import PinForm, WorkForm, WorkTextsForm
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.views import alike
from quartierwerk.rooms.places.queries import city_drawing

DRAFT = "directory.profile"


def own_profile(request: HttpRequest, pk: int) -> Profile:
    """The profile, if this person may change it; a stranger is told so, and learns nothing of what is withdrawn."""
    profile = get_object_or_404(Profile.objects.visible_to(request.user), pk=pk)
    require(permissions.may_edit(request.user, profile), **keeping_of(profile))
    return profile


def keeping_of(profile: Profile) -> dict[str, str]:
    """What ``gates.require`` says is needed for a profile, and who gives it."""
    return {
        "needed": _("Verwaltung des Profils „%(name)s“") % {"name": profile.name},
        "givers": _("wer dieses Profil verwaltet, oder: %(office)s") % {"office": word("office")},
    }


@only(permissions.may_create)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """The office takes in a new actor."""
    return _write(request, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All that a profile says, in groups."""
    return _write(request, own_profile(request, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of public view, after a second look."""
    profile = own_profile(request, pk)
    return second_look(
        request,
        lambda: actions.withdraw(profile, actor=request.user),
        said=_("Das Profil ist zurückgezogen. Gelöscht ist nichts; Sie können es jederzeit wieder zeigen."),
        heading=_("„%(name)s“ zurückziehen?") % {"name": profile.name},
        lead=_(
            "Das Profil verschwindet aus dem Verzeichnis, der Suche und dem Export. Alle Angaben bleiben erhalten, "
            "und Sie können es jederzeit wieder zeigen."
        ),
        submit=_("Profil zurückziehen"),
        is_grave=True,
        back=Crumb(profile.name, profile.get_absolute_url()),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Back into public view, after a second look."""
    profile = own_profile(request, pk)
    return second_look(
        request,
        lambda: actions.restore(profile, actor=request.user),
        said=_("Das Profil ist wieder öffentlich."),
        heading=_("„%(name)s“ wieder zeigen?") % {"name": profile.name},
        lead=_("Danach steht es wieder im Verzeichnis, und alle sehen, was öffentlich ist."),
        submit=_("Wieder zeigen"),
        back=Crumb(profile.name, profile.get_absolute_url()),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def works(request: HttpRequest, pk: int) -> HttpResponse:
    """What the profile shows, and a form for one more."""
    profile = own_profile(request, pk)
    form = WorkForm(posted(request), request.FILES or None)
    if form.is_valid() and form.does(
        lambda: actions.add_work(profile, actor=request.user, work=form.work(), picture=form.cleaned_data["picture"])
    ):
        messages.success(request, _("Die Arbeitsprobe steht jetzt auf dem Profil."))
        return redirect("directory:works", pk=pk)
    return page(
        request,
        "directory/works.html",
        heading=_("Arbeitsproben"),
        profile=profile,
        works=queries.works_of(profile),
        most=rules.MOST["works"],
        form=form,
        submit=_("Arbeitsprobe zeigen"),
        cancel_url=profile.get_absolute_url(),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_work(request: HttpRequest, pk: int, work_id: int) -> HttpResponse:
    """What is said of a work and its picture."""
    profile = own_profile(request, pk)
    work = get_object_or_404(queries.works_of(profile), pk=work_id)
    form = WorkTextsForm(posted(request), initial=WorkTextsForm.initial_of(work))
    if form.is_valid() and form.does(
        lambda: actions.edit_work(profile, actor=request.user, work_id=work.pk, work=form.work())
    ):
        messages.success(request, _("Gespeichert."))
        return redirect("directory:works", pk=pk)
    return page(
        request,
        "directory/work.html",
        heading=_("„%(title)s“ bearbeiten") % {"title": work.title_de},
        profile=profile,
        shown=next(iter(work.pictures.all()), None),
        form=form,
        cancel_url=reverse("directory:works", args=[pk]),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_work(request: HttpRequest, pk: int, work_id: int) -> HttpResponse:
    """Take a work off the profile, after a second look."""
    profile = own_profile(request, pk)
    work = get_object_or_404(profile.works, pk=work_id)
    return second_look(
        request,
        lambda: actions.remove_work(profile, actor=request.user, work_id=work.pk),
        said=_("Die Arbeitsprobe und ihr Bild sind gelöscht."),
        heading=_("„%(title)s“ entfernen?") % {"title": work.title_de},
        lead=_("Das Bild und sein Text werden gelöscht. Das lässt sich nicht zurücknehmen."),
        submit=_("Arbeitsprobe löschen"),
        is_grave=True,
        back=Crumb(_("Arbeitsproben"), reverse("directory:works", args=[pk])),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pin(request: HttpRequest, pk: int, location_id: int) -> HttpResponse:
    """The exact point of an address, typed or clicked on the schematic map."""
    profile = own_profile(request, pk)
    location = get_object_or_404(profile.locations, pk=location_id)
    form = PinForm(posted(request), initial={"lat": location.lat, "lon": location.lon})

    def set_pin() -> None:
        point = form.cleaned_data
        actions.set_pin(profile, actor=request.user, location_id=location.pk, lat=point["lat"], lon=point["lon"])

    if form.is_valid() and form.does(set_pin):
        messages.success(request, _("Der Punkt auf der Karte ist gesetzt."))
        return redirect(profile)
    return page(
        request,
        "directory/pin.html",
        heading=_("Punkt auf der Karte setzen"),
        profile=profile,
        location=location,
        corners=city_drawing().corners,
        marks=[(location.lat, location.lon)] if location.lat is not None else [],
        form=form,
        submit=_("Punkt setzen"),
        cancel_url=profile.get_absolute_url(),
    )


def _write(request: HttpRequest, profile: Profile | None) -> HttpResponse:
    """The one form for a new profile and for changes; “another row” shows it again without a verdict."""
    about = profile.reference if profile else ""
    draft = keeping.find(DRAFT, person=request.user, about=about)
    more = request.POST.get("more", "")
    is_sent = request.method == "POST" and not more
    data = request.POST if request.method == "POST" else keeping.as_posted(draft)
    form = ProfileForms(
        words=queries.words(),
        content=queries.content_of(profile) if profile else None,
        version=profile.version if profile else 0,
        data=data,
        more=more,
        is_judged=is_sent,
    )
    if is_sent and form.is_valid() and form.does(lambda: _save(request, profile, form)):
        keeping.discard(DRAFT, person=request.user, about=about)
        messages.success(request, _("Gespeichert. So sieht das Profil jetzt aus."))
        return redirect(form.result)
    if isinstance(form.refusal, MovedOn):
        form.start_from(queries.version_of(profile))
    found = alike.found_by(form)
    return page(
        request,
        "directory/edit.html",
        heading=_("%(name)s bearbeiten") % {"name": profile.name} if profile else _("Neues Profil"),
        profile=profile,
        locations=list(profile.locations.all()) if profile else [],
        form=form,
        draft=reverse("drafts:save", args=[DRAFT]),
        draft_about=about,
        draft_version=draft.version if draft else 0,
        draft_shown=draft if request.method != "POST" else None,
        submit=_("Speichern") if profile else _("Trotzdem anlegen") if found else _("Profil anlegen"),
        **alike.context(request, found),
        cancel_url=profile.get_absolute_url() if profile else reverse("directory:list"),
    )


def _save(request: HttpRequest, profile: Profile | None, form: ProfileForms) -> Profile:
    if profile is None:
        alike.stop_unseen(request, form)
        return actions.create(form.content(), actor=request.user)
    given = form.main.cleaned_data
    return actions.edit(
        profile, actor=request.user, content=form.content(), based_on=given["version"], why=given["why"]
    )
