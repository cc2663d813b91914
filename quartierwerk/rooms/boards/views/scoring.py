"""A jury scores: its rubric and candidates, a page for each to give points, the ranking, and the announcement."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import seen
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import at_work, require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.boards import actions, permissions, queries, rules
from quartierwerk.rooms.boards.forms.scoring import EntryForm, RubricForm, ScoreForm, UntilForm
from quartierwerk.rooms.boards.models import Candidate, Meeting, Scoring
from quartierwerk.rooms.boards.queries import Sheet
from quartierwerk.rooms.boards.rules import Ground, ScoringState
from quartierwerk.rooms.boards.views._meetings import (
    above,
    back_to,
    item_of,
    meeting_of,
    place_of,
    require_running,
    run,
)
from quartierwerk.rooms.boards.views.meetings import ground_of
from quartierwerk.rooms.budget.queries import pots_for_earmarks


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_scoring(request: HttpRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """Letting a jury score what is put below an item: by what, until when, and which money draws the line."""
    meeting = run(request, slug, pk)
    known = item_of(meeting, item)
    form = RubricForm(posted(request), item=known, pots=pots_for_earmarks(request.user))
    if form.is_valid() and form.does(lambda: actions.open_scoring(form.rubric, actor=request.user)):
        messages.success(request, _("Die Bewertung ist eröffnet. Nehmen Sie jetzt die Vorhaben auf."))
        return redirect(form.result)
    return page(
        request,
        "boards/rubric.html",
        heading=_("„%(title)s“ bewerten lassen") % {"title": known},
        body=meeting.body,
        meeting=meeting,
        form=form,
        submit=_("Bewertung eröffnen"),
        cancel_url=place_of(known),
    )


@login_required
@never_cache
@require_safe
def show(request: HttpRequest, slug: str, pk: int, scoring: int) -> HttpResponse:
    """A scoring: what is still to score, who has scored how many, and once it is closed the ranking."""
    known = _scoring_of(request, slug, pk, scoring)
    meeting = known.item.meeting
    runs = permissions.may_run(request.user, meeting)
    if runs:
        at_work(request)
    sheets = queries.sheets(known, request.user)
    seat = queries.seat_of(request.user, known)
    takes = _takes(known)
    is_closed = known.state == ScoringState.CLOSED
    undecided = queries.undecided(known).count() if is_closed else 0
    return page(
        request,
        "boards/scoring.html",
        heading=known.item.title,
        scoring=known,
        meeting=meeting,
        body=meeting.body,
        runs=runs,
        seat=seat,
        takes=takes,
        sheets=sheets,
        due=[sheet for sheet in sheets if sheet.is_due] if seat and takes else [],
        progress=queries.progress(known) if runs and known.state == ScoringState.OPEN else [],
        table=queries.ranking(known, request.user) if queries.may_see_ranking(known) else None,
        may_announce=runs and is_closed and bool(sheets) and not undecided,
        may_reopen=runs and is_closed and undecided == len(sheets),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, slug: str, pk: int, scoring: int) -> HttpResponse:
    """Something more to score."""
    known = _run_scoring(request, slug, pk, scoring)
    form = EntryForm(posted(request), person=request.user, host=request.get_host())
    if form.is_valid() and form.does(lambda: actions.enter(form.entry(known), actor=request.user)):
        messages.success(request, _("Das Vorhaben ist aufgenommen."))
        return redirect(request.path if "another" in request.POST else known)
    return page(
        request,
        "boards/entry.html",
        heading=_("Vorhaben aufnehmen"),
        scoring=known,
        meeting=known.item.meeting,
        body=known.item.meeting.body,
        form=form,
        is_new=True,
        cancel_url=known.get_absolute_url(),
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, slug: str, pk: int, scoring: int, candidate: int) -> HttpResponse:
    """A candidate as a member of the jury reads it, their points, and then those of others."""
    known = _scoring_of(request, slug, pk, scoring)
    sheets = queries.sheets(known, request.user)
    sheet = _sheet_of(sheets, known, candidate)
    seat = queries.seat_of(request.user, known)
    if request.method == "POST":
        require(seat is not None, needed=_("stimmberechtigter Sitz in diesem Gremium"))
    may_score = seat is not None and sheet.is_due and _takes(known)
    form = ScoreForm(posted(request), rubric=known.rubric) if seat and (may_score or request.method == "POST") else None
    if form and seat and form.is_valid():
        given = form.given(sheet.candidate, seat)
        if form.does(lambda: actions.score(given, actor=request.user)):
            messages.success(request, _("Ihre Punkte sind abgegeben."))
            return redirect(sheet.candidate)
    item = sheet.candidate.item
    things = {} if sheet.is_recused else seen([*item.papers], request.user)
    proposals = [] if sheet.is_recused or seat is None else queries.proposals(item)
    return page(
        request,
        "boards/score.html",
        heading=item.title,
        scoring=known,
        meeting=item.meeting,
        body=item.meeting.body,
        sheet=sheet,
        candidate=sheet.candidate,
        papers=list(things.values()),
        seat=seat,
        is_bound=any(proposal.seat == seat for proposal in proposals),
        number=sheets.index(sheet) + 1,
        among=len(sheets),
        following=_following(sheets, sheet) if seat and _takes(known) else None,
        **({"form": form} if form else {}),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recuse(request: HttpRequest, slug: str, pk: int, scoring: int, candidate: int) -> HttpResponse:
    """Declaring oneself recused from a candidate, after a second look, since one sees no more than its title then."""
    known = _scoring_of(request, slug, pk, scoring)
    seat = queries.seat_of(request.user, known)
    require(seat is not None, needed=_("stimmberechtigter Sitz in diesem Gremium"))
    chosen = _sheet_of(queries.sheets(known, request.user), known, candidate).candidate
    meeting: Meeting = known.item.meeting
    ground = Ground(ground_of(meeting.procedure or queries.procedure_on(meeting.body, meeting.day)))
    declared = actions.Declaration(item=chosen.item, seat=seat, ground=ground)  # type: ignore[arg-type]
    return second_look(
        request,
        lambda: actions.declare(declared, actor=request.user),
        said=_("Vermerkt. Sie bewerten dieses Vorhaben nicht und stimmen nicht darüber ab."),
        heading=_("Zu „%(title)s“ befangen?") % {"title": chosen},
        lead=_("Wer befangen ist, bewertet und stimmt nicht mit und sieht nur noch den Titel."),
        points=[_("Zurücknehmen kann es nur, wer die Sitzung leitet.")],
        submit=_("Ich bin befangen"),
        back=Crumb(chosen.item.title, chosen.get_absolute_url()),
        above=[*_above(known), _back(known)],
        then=known.get_absolute_url(),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close_scoring(request: HttpRequest, slug: str, pk: int, scoring: int) -> HttpResponse:
    """The end of scoring, after a second look."""
    known = _run_scoring(request, slug, pk, scoring)
    outstanding = [one.seat.holder for one in queries.progress(known) if one.outstanding]
    points = [_("Noch nicht fertig: %(names)s") % {"names": ", ".join(outstanding)}] if outstanding else []
    return second_look(
        request,
        lambda: actions.close_scoring(known, actor=request.user),
        said=_("Die Bewertung ist beendet. Die Rangfolge steht."),
        heading=_("Bewertung beenden?"),
        lead=_("Danach gibt niemand mehr Punkte. Alle Mitglieder sehen die Rangfolge."),
        points=points,
        submit=_("Bewertung beenden"),
        back=_back(known),
        above=_above(known),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen_scoring(request: HttpRequest, slug: str, pk: int, scoring: int) -> HttpResponse:
    """Taking scores once more."""
    known = _run_scoring(request, slug, pk, scoring)
    form = UntilForm(posted(request))
    if form.is_valid() and form.does(
        lambda: actions.reopen_scoring(known, actor=request.user, closes_at=form.cleaned_data["closes_at"])
    ):
        messages.success(request, _("Die Bewertung läuft wieder."))
        return redirect(known)
    return page(
        request,
        "boards/meeting_form.html",
        heading=_("Bewertung wieder öffnen"),
        body=known.item.meeting.body,
        meeting=known.item.meeting,
        form=form,
        submit=_("Wieder öffnen"),
        hint=_("Abgegebene Punkte bleiben. Die Rangfolge ist bis zum Ende wieder verborgen; gesehen wurde sie schon."),
        cancel_url=known.get_absolute_url(),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: HttpRequest, slug: str, pk: int, scoring: int) -> HttpResponse:
    """Announcing what was decided, all together, after a second look."""
    known = _run_scoring(request, slug, pk, scoring)
    return second_look(
        request,
        lambda: actions.announce(known, actor=request.user),
        said=_("Das Ergebnis ist verkündet."),
        heading=_("Ergebnis verkünden?"),
        lead=_("Damit ist das Ergebnis nicht mehr vertraulich. Zurücknehmen lässt sich das nicht."),
        submit=_("Ergebnis verkünden"),
        back=_back(known),
        above=_above(known),
    )


def _scoring_of(request: HttpRequest, slug: str, pk: int, key: int) -> Scoring:
    """The scoring of this address, if whoever asks is inside the body."""
    meeting = meeting_of(request, slug, pk)
    seen_by = Scoring.objects.visible_to(request.user).filter(item__meeting=meeting)
    found = get_object_or_404(seen_by.select_related("item", "pot__year", "pot__pillar", "pot__district"), pk=key)
    found.item.meeting = meeting
    return found


def _run_scoring(request: HttpRequest, slug: str, pk: int, key: int) -> Scoring:
    """The same, for a step of those who run the meeting."""
    found = _scoring_of(request, slug, pk, key)
    require_running(request, found.item.meeting)
    return found


def _sheet_of(sheets: list[Sheet], scoring: Scoring, key: int) -> Sheet:
    found = get_object_or_404(Candidate.objects.filter(scoring=scoring), pk=key)
    return next(sheet for sheet in sheets if sheet.candidate == found)


def _following(sheets: list[Sheet], sheet: Sheet) -> Candidate | None:
    """The next candidate that is to be scored, from this one on and then from the first."""
    at = sheets.index(sheet)
    return next((one.candidate for one in sheets[at + 1 :] + sheets[:at] if one.is_due), None)


def _takes(scoring: Scoring) -> bool:
    """Whether scores are taken now."""
    return rules.are_scores_taken(scoring.state, closes_at=scoring.closes_at, at=clock.now())


def _above(scoring: Scoring) -> list[Crumb]:
    meeting = scoring.item.meeting
    return above(meeting.body, back_to(meeting))


def _back(scoring: Scoring) -> Crumb:
    return Crumb(scoring.item.title, scoring.get_absolute_url())
