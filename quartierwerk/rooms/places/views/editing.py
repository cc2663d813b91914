"""The office writes about places: words, profiles, themes, and whom to ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import Refusable, posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.places import actions, permissions, queries
from quartierwerk.rooms.places.forms.portraits import ContactForm, ProfileForm, ThemeForm, WordsForm
from quartierwerk.rooms.places.models import ContactPerson, Place, Theme
from quartierwerk.rooms.places.rules.portraits import Portrait

methods = require_http_methods(["GET", "HEAD", "POST"])


@only(permissions.may_describe)
@methods
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a place and its other names."""
    place = _place(pk)
    known = {"text_de": place.text_de, "text_en": place.text_en, "name_en": place.name_en}
    form = WordsForm(posted(request), initial=known | {"aliases": "\n".join(place.aliases)})

    def save() -> None:
        actions.describe(place, actor=request.user, words=actions.PlaceWords(**form.cleaned_data))

    return _answer(request, form, save, heading=_("Text bearbeiten: %(name)s") % {"name": place.title}, place=place)


@only(permissions.may_describe)
@methods
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of a place's profile, beginning with what the latest says."""
    place = _place(pk)
    latest = place.profiles.first()
    known: dict[str, Any] = {"valid_from": clock.today()}
    if latest is not None:
        texts = {name: getattr(latest, name) for name in Portrait().columns()}
        known |= texts | {"themes": list(latest.themes.all())}
    form = ProfileForm(posted(request), initial=known)

    def save() -> None:
        given = dict(form.cleaned_data)
        valid_from, themes = given.pop("valid_from"), list(given.pop("themes"))
        actions.write_profile(
            place, actor=request.user, content=Portrait(**given), themes=themes, valid_from=valid_from
        )

    heading = _("Neue Fassung des Standortprofils: %(name)s") % {"name": place.title}
    lead = _("Die bisherigen Fassungen bleiben lesbar.") if latest else ""
    return _answer(request, form, save, heading=heading, place=place, lead=lead)


@only(permissions.may_describe)
@methods
def contact(request: HttpRequest, pk: int, contact_id: int | None = None) -> HttpResponse:
    """Somebody to ask about a place, new or known."""
    place = _place(pk)
    person = get_object_or_404(place.contact_people, pk=contact_id) if contact_id else ContactPerson(place=place)
    form = ContactForm(posted(request), initial=_known(person, ContactForm.FIELDS))

    def save() -> None:
        actions.set_contact(person, actor=request.user, given=form.given(person))

    heading = (
        _("Ansprechperson bearbeiten") if contact_id else _("Neue Ansprechperson: %(name)s") % {"name": place.title}
    )
    return _answer(request, form, save, heading=heading, place=place, contact=person if contact_id else None)


@only(permissions.may_describe)
@require_POST
def remove_contact(request: HttpRequest, pk: int, contact_id: int) -> HttpResponse:
    """Somebody's name goes from a place for good."""
    place = _place(pk)
    one_step(
        request,
        lambda: actions.remove_contact(place, actor=request.user, contact_id=contact_id),
        said=_("Die Ansprechperson ist gelöscht."),
    )
    return redirect(place)


@only(permissions.may_describe)
@methods
def theme(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A theme of the city, new or known."""
    city = queries.city()
    known = get_object_or_404(Theme.objects.select_related("city"), pk=pk) if pk else Theme(city=city)
    form = ThemeForm(posted(request), initial=_known(known, ("name_de", "name_en", "about_de", "about_en")))

    def save() -> None:
        if city is None:
            raise actions.NoCity
        actions.set_theme(known, actor=request.user, given=form.given(known))

    heading = _("Handlungsschwerpunkt bearbeiten") if pk else _("Neuer Handlungsschwerpunkt")
    return _answer(request, form, save, heading=heading, back=reverse("places:themes"))


def _answer(
    request: HttpRequest,
    form: Refusable,
    save: Callable[[], None],
    *,
    heading: str,
    place: Place | None = None,
    back: str = "",
    **more: Any,
) -> HttpResponse:
    """Save what a valid form says and go back to the page it is about; else show the form."""
    back = back or (place.get_absolute_url() if place else "")
    if form.is_valid() and form.does(save):
        messages.success(request, _("Gespeichert."))
        return redirect(back)
    return page(
        request,
        "places/edit.html",
        heading=heading,
        form=form,
        place=place,
        cancel_url=back,
        **more,
    )


def _known(thing: ContactPerson | Theme, fields: tuple[str, ...]) -> dict[str, Any]:
    """What a form about something known begins with."""
    days = {"valid_from": thing.valid_from or clock.today(), "last_day": thing.last_day}
    return {name: getattr(thing, name) for name in fields} | days


def _place(pk: int) -> Place:
    return get_object_or_404(Place.objects.select_related("parent"), pk=pk)
