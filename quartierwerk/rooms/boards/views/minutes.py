"""Minutes: written beside the agenda, sent, objected to, approved, and taken along as a document."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.documents.answering import answer
from quartierwerk.foundation.documents.rendering import render
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import at_work, require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.boards import actions, permissions, queries, rules
from quartierwerk.rooms.boards.forms.minutes import ApprovingForm, ObjectionForm, SettlingForm, WritingForm
from quartierwerk.rooms.boards.models import Minutes
from quartierwerk.rooms.boards.rules import MinutesState
from quartierwerk.rooms.boards.views._meetings import above, back_to, require_running, run
from quartierwerk.rooms.boards.views._minutes import heading_of, made_at, printed

DRAFT = "boards.minutes"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Minutes to write for those who run the meeting, to read for all others: members all, visitors the public part."""
    record = _minutes_of(request, slug, pk)
    runs = permissions.may_run_minutes(request.user, record)
    if runs:
        at_work(request)
        if record.is_draft or request.method == "POST":
            return _write(request, record)
    elif request.method == "POST":
        require_running(request, record.meeting)
    objections = _objections(request, record, runs=runs)
    return page(
        request,
        "boards/minutes.html",
        heading=heading_of(record),
        **_about(record),
        content=queries.read_by(record, request.user),
        runs=runs,
        is_inside=queries.is_inside(record.meeting.body, request.user),
        objections=objections,
        has_open=any(one.is_accepted is None for one in objections),
        may_object=_can_object(request, record),
        takes_objections=_takes_objections(record),
    )


@login_required
@require_POST
def begin_minutes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The first step: from now on they are written."""
    meeting = run(request, slug, pk)
    if one_step(request, lambda: actions.begin_minutes(actions.Beginning(meeting), actor=request.user)):
        return redirect("boards:minutes", slug=slug, pk=pk)
    return redirect(meeting)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send_minutes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Sending, after a look at whom it reaches and until when they may object."""
    record = _run(request, slug, pk)
    today = clock.today()
    reached, unreached = queries.reached_by_mail(record.meeting, on=today)
    number = len({seat.address for seat in reached})
    until = when(today + rules.OBJECTIONS_WITHIN, "short")
    points = [
        ngettext("%(n)d Person bekommt eine Mail: %(names)s", "%(n)d Personen bekommen eine Mail: %(names)s", number)
        % {"n": number, "names": ", ".join(map(str, reached))},
        _("Einwendungen sind bis einschließlich %(day)s möglich.") % {"day": until},
    ]
    if unreached:
        points.insert(1, _("Keine Mail erreicht: %(names)s") % {"names": ", ".join(map(str, unreached))})
    return second_look(
        request,
        lambda: actions.send_minutes(record, actor=request.user),
        said=_("Verschickt. Die Mails sind unterwegs."),
        heading=_("Niederschrift verschicken?"),
        lead=_("Sie wird als Fassung festgehalten. Ändern lässt sie sich danach nur auf eine Einwendung hin."),
        points=points,
        submit=_("Niederschrift verschicken"),
        back=_back(record),
        above=above(record.meeting.body, back_to(record.meeting)),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def approve_minutes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Approval, in a later meeting or because nobody can object any more."""
    record = _run(request, slug, pk)
    form = ApprovingForm(posted(request), meetings=queries.approving(record).select_related("body"))
    if form.is_valid():
        meeting = form.cleaned_data["meeting"]
        if form.does(lambda: actions.approve_minutes(record, actor=request.user, meeting=meeting)):
            messages.success(request, _("Genehmigt. Den öffentlichen Teil sehen jetzt alle."))
            return redirect(record)
    hint = _("Danach ändert sie niemand mehr, und der öffentliche Teil ist für alle lesbar, ohne Namen.")
    if _takes_objections(record):
        until = when(record.objections_until, "short")
        hint += " " + _("Einwendungen sind noch bis %(day)s möglich; ohne Sitzung geht es erst danach.") % {
            "day": until
        }
    return _form(request, record, form, heading=_("Niederschrift genehmigen"), submit=_("Genehmigen"), hint=hint)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody says what is wrong."""
    record = _minutes_of(request, slug, pk)
    seated = permissions.may_object(request.user, actions.Doubt(record, ""))
    require(seated, needed=_("Sitz in diesem Gremium"))
    form = ObjectionForm(posted(request))
    if form.is_valid():
        doubt = actions.Doubt(record, form.cleaned_data["text"])
        if form.does(lambda: actions.object_to(doubt, actor=request.user)):
            messages.success(request, _("Ihre Einwendung liegt bei denen, die die Niederschrift führen."))
            return redirect(record)
    hint = ""
    if record.state == MinutesState.SENT and record.objections_until:
        until = when(record.objections_until, "short")
        hint = _("Möglich bis einschließlich %(day)s. Sie lesen hier, was daraus wird.") % {"day": until}
    heading, submit = _("Einwendung erheben"), _("Einwendung erheben")
    return _form(request, record, form, heading=heading, submit=submit, hint=hint)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle_objection(request: HttpRequest, slug: str, pk: int, objection: int) -> HttpResponse:
    """What becomes of an objection, with an answer."""
    record = _run(request, slug, pk)
    known = get_object_or_404(record.objections.select_related("minutes__meeting__body", "by"), pk=objection)
    form = SettlingForm(posted(request))
    if form.is_valid() and form.does(lambda: actions.settle_objection(known, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("Beantwortet."))
        return redirect(record)
    heading, submit = _("Einwendung beantworten"), _("Antworten")
    return _form(request, record, form, heading=heading, submit=submit, hint=f"„{known.text}“ – {known.by}")


@never_cache
@require_safe
def minutes_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The same as a tagged PDF: whole with room to sign for those inside, the public part for visitors."""
    record = _minutes_of(request, slug, pk)
    content = queries.read_by(record, request.user)
    inside = queries.is_inside(record.meeting.body, request.user)
    language = settings.LANGUAGE_CODE  # the content is in the language of the house, so is what stands around it
    with translation.override(language):
        title = heading_of(record, is_public=not inside)
        data = printed(record, content, is_inside=inside)
    pdf = render("boards/minutes", data, title=title, language=language, at=made_at(record))
    return answer(pdf, name=f"{title} {record.meeting.day}", is_private=inside)


def _write(request: HttpRequest, record: Minutes) -> HttpResponse:
    """One field for each item, all saved by one plain post; what two have changed is lost to neither."""
    about = reference(record)
    lines = queries.read_by(record, request.user)
    draft = keeping.find(DRAFT, person=request.user, about=about)
    data = request.POST if request.method == "POST" else keeping.as_posted(draft)
    is_sent = request.method == "POST"
    form = WritingForm(data, lines=lines["items"], passages=queries.passages(record), is_judged=is_sent)
    items = {item.pk: item for item in record.meeting.items.all()}
    if is_sent and form.is_valid():

        def write(key: int, text: str, based_on: int) -> object:
            return actions.write(record, actor=request.user, item=items[key], text=text, based_on=based_on)

        if form.save_each(write):
            keeping.discard(DRAFT, person=request.user, about=about)
            messages.success(request, _("Gespeichert."))
            return redirect(record)
    if form.is_bound:
        form.catch_up(queries.passages(record))
    return page(
        request,
        "boards/minutes_write.html",
        heading=heading_of(record),
        **_about(record),
        content=lines,
        form=form,
        draft=reverse("drafts:save", args=[DRAFT]),
        draft_about=about,
        draft_version=draft.version if draft else 0,
        draft_shown=None if is_sent else draft,
        is_over=record.meeting.closed_at is not None,
        objections=_objections(request, record, runs=True),
        submit=_("Speichern"),
        cancel_url=record.meeting.get_absolute_url(),
    )


def _minutes_of(request: HttpRequest, slug: str, pk: int) -> Minutes:
    """The minutes of this meeting, if whoever asks sees them."""
    return get_object_or_404(queries.minutes(request.user), meeting__body__slug=slug, meeting__pk=pk)


def _run(request: HttpRequest, slug: str, pk: int) -> Minutes:
    """The same, for a step of those who run the meeting."""
    record = _minutes_of(request, slug, pk)
    require_running(request, record.meeting)
    return record


def _form(request: HttpRequest, record: Minutes, form: Any, **said: Any) -> HttpResponse:
    return page(
        request,
        "boards/minutes_form.html",
        form=form,
        **_about(record),
        cancel_url=record.get_absolute_url(),
        **said,
    )


def _about(record: Minutes) -> dict[str, Any]:
    return {"record": record, "meeting": record.meeting, "body": record.meeting.body}


def _back(record: Minutes) -> Crumb:
    return Crumb(heading_of(record), record.get_absolute_url())


def _objections(request: HttpRequest, record: Minutes, *, runs: bool) -> list[Any]:
    """All of them for those who answer, their own for others."""
    if not request.user.is_authenticated:
        return []
    found = record.objections.select_related("by")
    return list(found if runs else found.filter(by=request.user))


def _can_object(request: HttpRequest, record: Minutes) -> bool:
    return _takes_objections(record) and permissions.may_object(request.user, actions.Doubt(record, ""))


def _takes_objections(record: Minutes) -> bool:
    return rules.is_objecting_possible(record.state, until=record.objections_until, on=clock.today())
