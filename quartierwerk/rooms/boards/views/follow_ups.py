"""What has to follow from a resolution, and what a meeting is told of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.boards import actions, queries
from quartierwerk.rooms.boards.forms.minutes import FollowUpForm, ReportForm
from quartierwerk.rooms.boards.views._meetings import require_running, run

PLACE = "umsetzung"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """What is to be done, by whom and until when."""
    known = queries.resolutions(request.user)
    resolution = get_object_or_404(known, body__slug=slug, year=year, number=number)
    require_running(request, resolution.body)
    back = f"{resolution.get_absolute_url()}#{PLACE}"
    form = FollowUpForm(posted(request))
    if form.is_valid():
        following = actions.Following(resolution=resolution, **form.cleaned_data)
        if form.does(lambda: actions.follow_up(following, actor=request.user)):
            messages.success(request, _("Festgehalten. Die nächsten Sitzungen fragen danach."))
            return redirect(back)
    return page(
        request,
        "boards/meeting_form.html",
        heading=_("Umsetzung von Beschluss %(number)s") % {"number": resolution},
        body=resolution.body,
        meeting=resolution.item.meeting,
        form=form,
        submit=_("Festhalten"),
        hint=resolution.wording,
        cancel_url=back,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_on(request: HttpRequest, slug: str, pk: int, task: int) -> HttpResponse:
    """How far it is, from the field on the page of the meeting; what is refused can be said better here."""
    meeting = run(request, slug, pk)
    known = get_object_or_404(queries.open_follow_ups(meeting.body, request.user), pk=task)
    back = f"{meeting.get_absolute_url()}#{PLACE}"
    form = ReportForm(posted(request))
    if form.is_valid() and form.does(
        lambda: actions.report_on(known, actor=request.user, meeting=meeting, **form.cleaned_data)
    ):
        messages.success(request, _("Erledigt.") if form.cleaned_data["is_done"] else _("Festgehalten."))
        return redirect(back)
    return page(
        request,
        "boards/meeting_form.html",
        heading=_("Stand: %(task)s") % {"task": known.task},
        body=meeting.body,
        meeting=meeting,
        form=form,
        submit=_("Festhalten"),
        hint=_("Zuständig: %(who)s") % {"who": known.who},
        cancel_url=back,
    )
