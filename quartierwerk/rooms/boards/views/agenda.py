"""What is on an agenda, and what is to be decided there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quartierwerk.foundation.ui.asking import one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.boards import actions
from quartierwerk.rooms.boards.forms.meetings import ItemForm, MotionForm
from quartierwerk.rooms.boards.models import Item, Meeting, Motion
from quartierwerk.rooms.boards.views._meetings import above, back_to, content_of, item_of, motion_of, place_of, run
from quartierwerk.rooms.budget.queries import pots_for_earmarks


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A new item at the end of the agenda, or of those below another."""
    meeting = run(request, slug, pk)
    form = ItemForm(posted(request), meeting=meeting, person=request.user, host=request.get_host())
    if form.is_valid() and form.does(lambda: actions.table(form.tabled, actor=request.user)):
        messages.success(request, _("Der Punkt steht auf der Tagesordnung."))
        if "another" in request.POST:
            return redirect(request.path)
        return redirect(place_of(form.result))
    return _item_page(request, meeting, form, heading=_("Punkt auf die Tagesordnung setzen"), is_new=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_item(request: HttpRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """What is said of an item."""
    meeting = run(request, slug, pk)
    known = content_of(request, meeting, item)
    form = ItemForm(posted(request), meeting=meeting, item=known, person=request.user, host=request.get_host())
    if form.is_valid() and form.does(lambda: actions.edit_item(known, actor=request.user, tabled=form.tabled)):
        messages.success(request, _("Gespeichert."))
        return redirect(place_of(known))
    return _item_page(request, meeting, form, heading=_("„%(title)s“ bearbeiten") % {"title": known})


@login_required
@require_POST
def move_item(request: HttpRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """One place up or down."""
    known = item_of(run(request, slug, pk), item)
    is_up = request.POST.get("to") == "up"
    one_step(request, lambda: actions.move_item(known, actor=request.user, is_up=is_up))
    return redirect(place_of(known))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drop_item(request: HttpRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """Taking an item off, after a second look."""
    meeting = run(request, slug, pk)
    known = item_of(meeting, item)
    return second_look(
        request,
        lambda: actions.drop_item(meeting, actor=request.user, item=known.pk),
        said=_("Der Punkt ist von der Tagesordnung genommen."),
        heading=_("„%(title)s“ von der Tagesordnung nehmen?") % {"title": known},
        lead=_("Auch was unter ihm steht, und seine Beschlussvorlagen, sind dann weg."),
        submit=_("Von der Tagesordnung nehmen"),
        back=back_to(meeting),
        above=above(meeting.body),
        is_grave=True,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """A motion to an item."""
    known = content_of(request, run(request, slug, pk), item)
    form = _motion_form(request, known)
    if form.is_valid() and form.does(lambda: actions.move(form.moved, actor=request.user)):
        messages.success(request, _("Die Vorlage ist eingebracht."))
        return redirect(place_of(known))
    return _motion_page(request, known, form, heading=_("Vorlage zu „%(title)s“") % {"title": known})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, slug: str, pk: int, motion: int) -> HttpResponse:
    """Another wording of a motion."""
    known = motion_of(request, run(request, slug, pk), motion)
    form = _motion_form(request, known.item, known)
    if form.is_valid() and form.does(lambda: actions.amend(known, actor=request.user, moved=form.moved)):
        messages.success(request, _("Gespeichert."))
        return redirect(place_of(known.item))
    return _motion_page(request, known.item, form, heading=_("Vorlage ändern"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drop_motion(request: HttpRequest, slug: str, pk: int, motion: int) -> HttpResponse:
    """Taking a motion back, after a second look."""
    meeting = run(request, slug, pk)
    known = motion_of(request, meeting, motion)
    return second_look(
        request,
        lambda: actions.drop_motion(known.item, actor=request.user, motion=known.pk),
        said=_("Die Vorlage ist zurückgenommen."),
        heading=_("Vorlage zurücknehmen?"),
        lead=known.wording,
        submit=_("Zurücknehmen"),
        back=back_to(meeting, place_of(known.item)),
        above=above(meeting.body),
        is_grave=True,
    )


def _item_page(
    request: HttpRequest, meeting: Meeting, form: ItemForm, *, heading: str, is_new: bool = False
) -> HttpResponse:
    return page(
        request,
        "boards/meeting_item.html",
        heading=heading,
        body=meeting.body,
        meeting=meeting,
        form=form,
        is_new=is_new,
        cancel_url=meeting.get_absolute_url(),
    )


def _motion_form(request: HttpRequest, item: Item, motion: Motion | None = None) -> MotionForm:
    pots = pots_for_earmarks(request.user)
    return MotionForm(
        posted(request), item=item, motion=motion, pots=pots, person=request.user, host=request.get_host()
    )


def _motion_page(request: HttpRequest, item: Item, form: MotionForm, *, heading: str) -> HttpResponse:
    hint = ""
    if form.has_unseen_pot:
        hint = _("Topf und Betrag bleiben, wie sie sind: Den Topf sehen Sie nicht, oder er ist geschlossen.")
    elif "pot" not in form.fields:
        hint = _("Topf und Betrag trägt ein, wer die Töpfe dieses Gremiums sieht.")
    return page(
        request,
        "boards/meeting_form.html",
        heading=heading,
        body=item.meeting.body,
        meeting=item.meeting,
        form=form,
        hint=hint,
        cancel_url=place_of(item),
    )
