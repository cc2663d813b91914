"""The lists of meetings, a meeting's own page, and its way from plan to end."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.ui.asking import one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import at_work
from quartierwerk.foundation.ui.lists import Shelf, listed, shelved
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Choice
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.boards import actions, permissions, queries, rules
from quartierwerk.rooms.boards.forms.meetings import InvitingForm, OtherDayForm, PlanningForm
from quartierwerk.rooms.boards.models import Meeting
from quartierwerk.rooms.boards.rules import MeetingState, Method, RecusalLaw
from quartierwerk.rooms.boards.views._found import body_of
from quartierwerk.rooms.boards.views._meetings import above, back_to, meeting_of, require_running, run

WORDS = ngettext_lazy("Sitzung", "Sitzungen")


@require_safe
def to_come(request: HttpRequest) -> HttpResponse:
    """All meetings to come that somebody may see, the next first."""
    rows = queries.meetings_to_come(request.user, at=clock.now())
    return listed(request, "boards/meetings.html", rows, words=WORDS, heading=_("Sitzungen"), body=None)


@require_safe
def of_body(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of a body: those to come, those that were, those that were called off."""
    body = body_of(request, slug)
    now = clock.now()
    coming = queries.meetings_to_come(request.user, at=now).filter(body=body)
    others = queries.meetings(request.user, body=body).exclude(pk__in=coming.values("pk"))
    shelves = [
        Shelf("coming", _("Kommende"), coming, WORDS),
        Shelf("past", _("Vergangene"), others.exclude(state=MeetingState.CANCELLED), WORDS),
        Shelf("cancelled", _("Abgesagte"), others.filter(state=MeetingState.CANCELLED), WORDS),
    ]
    return shelved(
        request,
        "boards/meetings.html",
        shelves,
        heading=_("Sitzungen: %(name)s") % {"name": body.name},
        shelves_label=_("Sitzungen nach Stand"),
        body=body,
        may_run=permissions.may_run(request.user, body),
    )


@never_cache
@require_safe
def show(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A meeting: its agenda, and while it runs who is there and what is voted on."""
    meeting = meeting_of(request, slug, pk)
    runs = permissions.may_run(request.user, meeting)
    if runs:
        at_work(request)
    now = clock.local(clock.now())
    sitting = queries.sitting(meeting, request.user, at=now, runs=runs)
    usual = rules.usual_method(sitting.procedure.voting) if sitting.procedure else Method.OPEN
    return page(
        request,
        "boards/meeting.html",
        heading=meeting.title or _("Sitzung am %(day)s") % {"day": when(meeting.day, "short")},
        meeting=meeting,
        body=meeting.body,
        sitting=sitting,
        runs=runs,
        may_change=runs and meeting.is_to_come,
        record=None if meeting.opened_at is None else queries.minutes(request.user).filter(meeting=meeting).first(),
        follow_ups=queries.asked_of(meeting, request.user) if runs and (meeting.is_to_come or meeting.is_open) else [],
        longest=rules.LONGEST_REASON,
        now=f"{now:%H:%M}",
        time=request.GET.get("um", "")[:5],
        methods=[Choice(method.value, method.label, on=method == usual) for method in Method],
        choices=rules.Choice.choices,
        ground=ground_of(sitting.procedure),
        notice=_deadline(meeting, sitting.procedure),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """A new meeting of a body."""
    body = body_of(request, slug)
    require_running(request, body)
    form = PlanningForm(posted(request), body=body)
    if form.is_valid() and form.does(lambda: actions.plan(form.planning, actor=request.user)):
        messages.success(request, _("Geplant. Stellen Sie jetzt die Tagesordnung auf."))
        return redirect(form.result)
    return page(
        request,
        "boards/form.html",
        heading=_("Sitzung planen: %(name)s") % {"name": body.name},
        body=body,
        form=form,
        submit=_("Sitzung planen"),
        cancel_url=body.get_absolute_url(),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def replan(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Another day, time or place."""
    meeting = run(request, slug, pk)
    form = PlanningForm(posted(request), body=meeting.body, meeting=meeting)
    if form.is_valid() and form.does(lambda: actions.replan(meeting, actor=request.user, planning=form.planning)):
        messages.success(request, _("Gespeichert."))
        return redirect(meeting)
    return page(
        request,
        "boards/meeting_form.html",
        heading=_("Sitzung verlegen oder ändern"),
        body=meeting.body,
        meeting=meeting,
        form=form,
        hint=_("Wer eingeladen ist, bekommt eine Mail, wenn sich Zeit oder Ort ändern.") if meeting.invited_at else "",
        cancel_url=meeting.get_absolute_url(),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Calling a meeting off, after a second look."""
    meeting = run(request, slug, pk)
    told = _("Wer eingeladen ist, bekommt eine Mail.") if meeting.invited_at else _("Eingeladen ist noch niemand.")
    return second_look(
        request,
        lambda: actions.cancel(meeting, actor=request.user),
        said=_("Die Sitzung ist abgesagt."),
        heading=_("Sitzung absagen?"),
        lead=_("Die Sitzung bleibt mit ihrer Tagesordnung lesbar und steht als abgesagt in der Liste."),
        points=[told],
        submit=_("Sitzung absagen"),
        back=back_to(meeting),
        above=above(meeting.body),
        is_grave=True,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Whom the invitation reaches, whether it comes in time, how it reads; and sending it."""
    meeting = run(request, slug, pk)
    today = clock.today()
    notice = queries.notice_by(meeting)
    days, last_day = notice or (0, meeting.day)
    is_kept = notice is not None and today <= last_day
    form = InvitingForm(posted(request), is_kept=is_kept)
    is_short = bool(form.is_bound and form.is_valid() and form.cleaned_data.get("is_short"))
    if form.is_valid() and form.does(lambda: actions.invite(meeting, actor=request.user, is_short=is_short)):
        messages.success(request, _("Eingeladen. Die Mails sind unterwegs."))
        return redirect(meeting)
    reached, unreached = queries.reached_by_mail(meeting)
    return page(
        request,
        "boards/meeting_invite.html",
        heading=_("Einladen"),
        body=meeting.body,
        meeting=meeting,
        form=form,
        reached=reached,
        unreached=unreached,
        has_rules=notice is not None,
        days=days,
        last_day=last_day,
        is_kept=is_kept,
        mail=_mail("boards/mail/invitation.txt", meeting),
        cancel_url=meeting.get_absolute_url(),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_meeting(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Beginning: by one button on the day of the meeting, after a second look on another one."""
    meeting = run(request, slug, pk)
    place = f"{meeting.get_absolute_url()}#anwesenheit"
    said = _("Die Sitzung läuft. Vermerken Sie, wer da ist.")
    if meeting.day == clock.today() or not meeting.is_to_come:
        if request.method == "POST":
            one_step(request, lambda: actions.open_meeting(meeting, actor=request.user), said=said)
        return redirect(place)
    # The button of the meeting's page does not say that anybody knows of the other day.
    is_seen = "is_other_day" in request.POST
    days = {"planned": when(meeting.day, "short"), "today": when(clock.today(), "short")}
    return second_look(
        request,
        lambda: actions.open_meeting(meeting, actor=request.user, is_other_day=True),
        said=said,
        heading=_("Sitzung heute eröffnen?"),
        lead=_("Geplant ist sie für den %(planned)s, heute ist der %(today)s.") % days,
        points=[
            _("Es gelten Sitze und Regeln des geplanten Tages."),
            _("Ist der Tag falsch, verlegen Sie sie zuerst."),
        ],
        submit=_("Trotzdem heute eröffnen"),
        back=back_to(meeting),
        asked=OtherDayForm(request.POST if is_seen else None, initial={"is_other_day": True}),
        then=place,
    )


@login_required
@require_POST
def challenge(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody doubts the quorum."""
    meeting = run(request, slug, pk)
    one_step(
        request, lambda: actions.challenge(meeting, actor=request.user), said=_("Vermerkt. Ab jetzt wird gezählt.")
    )
    return redirect(meeting)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close_meeting(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The end, after a second look."""
    meeting = run(request, slug, pk)
    return second_look(
        request,
        lambda: actions.close_meeting(meeting, actor=request.user),
        said=_("Die Sitzung ist geschlossen."),
        heading=_("Sitzung schließen?"),
        lead=_("Danach kommt und geht niemand mehr, und es wird nicht mehr abgestimmt."),
        points=[_("Wer noch da ist, wird mit der Zeit von jetzt als gegangen vermerkt.")],
        submit=_("Sitzung schließen"),
        back=back_to(meeting),
        above=above(meeting.body),
    )


def ground_of(procedure: Any) -> str:
    """By which law somebody is recused in a body with these rules."""
    return rules.ground_by(procedure.recusal_law if procedure else RecusalLaw.OWN).value


def _deadline(meeting: Meeting, procedure: Any) -> dict[str, Any] | None:
    """Until when invitations have to go out and whether they did; None where no rules say so, or nobody meets."""
    if procedure is None or meeting.state == MeetingState.CANCELLED:
        return None
    last_day = rules.invite_by(meets_on=meeting.day, days=procedure.notice_days)
    standing = rules.notice_standing(
        invited=meeting.invited_at is not None,
        is_short=meeting.is_notice_short,
        last_day=last_day,
        today=clock.today(),
    )
    return {"days": procedure.notice_days, "last_day": last_day, "standing": standing}


def _mail(template: str, meeting: Meeting) -> dict[str, str]:
    """How a mail reads, before it is sent."""
    context = queries.notice(meeting) | {"site_url": settings.SITE_URL, "city": house().title}
    subject, _blank, text = render_to_string(template, context).strip().partition("\n")
    return {"subject": subject.partition(":")[2].strip(), "text": text.strip()}
