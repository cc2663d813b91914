"""Reporting an entry, which anybody may, and what the office says to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.limits.slowing import slow_down
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import actor_of, only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.directory import actions, permissions
from quartierwerk.rooms.directory.forms.reports import CaseForm, ReportForm
from quartierwerk.rooms.directory.models import Profile, Report
from quartierwerk.rooms.directory.rules import ReportReason

MOST_PER_PROFILE = 10
MOST_PER_ADDRESS = 5
"""So many reports an hour about one profile, and to be heard of at one address."""
STEPS = {"uphold": actions.uphold, "dismiss": actions.dismiss}


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form about a profile that is public."""
    profile = get_object_or_404(Profile.objects.visible_to(None), pk=pk)
    form = ReportForm(posted(request), is_signed_in=actor_of(request) is not None)
    if form.is_valid() and form.does(lambda: _report(request, profile, form)):
        return redirect("directory:reported", pk=pk)
    return page(
        request,
        "directory/report.html",
        heading=_("„%(name)s“ melden") % {"name": profile.name},
        profile=profile,
        form=form.with_fresh_stamp(),
        submit=_("Meldung senden"),
        cancel_url=profile.get_absolute_url(),
    )


@require_safe
def reported(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens next with a report."""
    profile = get_object_or_404(Profile.objects.visible_to(None), pk=pk)
    return page(request, "directory/reported.html", heading=_("Ihre Meldung ist da"), profile=profile)


@only(permissions.may_judge)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One report beside its profile; one form says that it is right, or that it is not, and why."""
    known = Report.objects.visible_to(request.user).select_related("profile", "reporter", "decided_by")
    found = get_object_or_404(known, pk=pk)
    form = CaseForm(posted(request))
    if form.is_valid():
        decide = STEPS.get(request.POST.get("step", ""))
        if decide is None:
            raise Http404
        if form.does(lambda: decide(found, actor=request.user, answer=form.cleaned_data["words"])):
            messages.success(request, _("Entschieden. Wer gemeldet hat, liest Ihre Begründung."))
            return redirect(found)
        found = known.get(pk=pk)  # somebody may have decided meanwhile
    answer = page(
        request,
        "directory/report_case.html",
        heading=_("Meldung zu „%(name)s“") % {"name": found},
        report=found,
        others=Report.objects.visible_to(request.user).filter(profile=found.profile).exclude(pk=pk)[:20],
        form=form,
    )
    return noted(answer, viewer=request.user, about=found.reporter or found, page="directory.report")


def _report(request: HttpRequest, profile: Profile, form: ReportForm) -> None:
    _slow_down(request, profile, form)
    actions.report(_complaint(profile, form), actor=actor_of(request))


def _complaint(profile: Profile, form: ReportForm) -> actions.Complaint:
    given = form.cleaned_data
    return actions.Complaint(
        profile=profile,
        reason=ReportReason(given["reason"]),
        text=given["text"],
        email=given.get("email", ""),
        language=language(),
    )


def _slow_down(request: HttpRequest, profile: Profile, form: ReportForm) -> None:
    bounds = {f"about:{profile.pk}": MOST_PER_PROFILE}
    if email := form.cleaned_data.get("email"):
        bounds[f"to:{email.casefold()}"] = MOST_PER_ADDRESS
    said = _(
        "In der letzten Stunde kamen von hier schon mehrere Meldungen. "
        "Bitte versuchen Sie es später noch einmal; Ihre Angaben stehen noch hier."
    )
    slow_down(request, "directory.report", bounds=bounds, said=said)
