"""The office's pages for letters: what is to be done with which, drafting, issuing, serving, many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.documents.answering import answer
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.references import numbers_in
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only, require
from quartierwerk.foundation.ui.lists import Shelf, shelved
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.funding import actions, permissions, rules
from quartierwerk.rooms.funding.forms.letters import DraftingForm, ServingForm
from quartierwerk.rooms.funding.models import Application, Letter, LetterRun
from quartierwerk.rooms.funding.queries import interest as bearing
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import LetterKind, LetterState, Way

WORDS = ngettext_lazy("Schreiben", "Schreiben")
APPLICATIONS = ngettext_lazy("Antrag", "Anträge")
SHELVES = {
    LetterRun.Step.DRAFT: gettext_lazy("zu entwerfen"),
    LetterRun.Step.APPROVE: gettext_lazy("freizugeben"),
    LetterRun.Step.ISSUE: gettext_lazy("auszufertigen"),
    LetterRun.Step.POST: gettext_lazy("bekannt zu geben"),
}
"""What waits for each step that is done to many at once; what is to be served goes by post or into the portal."""
MOST_UNWRITTEN = 20
"""So many of each kind stand below the list, the oldest first."""
FOUR_EYES = gettext_lazy("Freigeben kann nur, wer das Schreiben nicht selbst entworfen hat.")


def _rows(request: HttpRequest, step: str) -> Any:
    known = reading.letters(request.user)
    if step == LetterRun.Step.DRAFT:
        return reading.to_draft(request.user)
    if step == LetterRun.Step.APPROVE:
        return known.to_approve(request.user).order_by("drafted_at")  # type: ignore[attr-defined]
    if step == LetterRun.Step.ISSUE:
        return known.to_issue(request.user).order_by("approved_at")  # type: ignore[attr-defined]
    return known.to_serve(on=clock.today()).order_by("issued_at")  # type: ignore[attr-defined]


def _unwritten(person: Any) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """What letters are due about beside decisions: a heading, and of each its title, where to draft it, a note."""
    waiting: tuple[tuple[str, str, Any, Callable[[Any], str]], ...] = (
        (
            _("Erlaubter vorzeitiger Beginn ohne Schreiben"),
            "draft_early_letter",
            reading.early_starts_to_tell(person),
            lambda one: _("ab %(day)s") % {"day": when(one.from_on, "short")},
        ),
        (
            _("Rückforderungen ohne Schreiben"),
            "draft_recovery_letter",
            reading.recoveries_to_tell(person),
            lambda one: one.get_state_display(),
        ),
        (
            _("Zinsen ohne Schreiben"),
            "draft_interest_letter",
            bearing.interest_to_tell(person),
            lambda one: money(one.cents),
        ),
    )
    for heading, name, rows, note in waiting:
        lines = []
        for one in rows[:MOST_UNWRITTEN]:
            title = f"{one.application.number} · {one.application.project.title}"
            lines.append((title, reverse(f"funding:{name}", args=[one.pk]), note(one)))
        if lines:
            yield heading, lines


@only(permissions.may_draft)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Which letters are to be drafted, approved, issued and served, and what went out."""
    known = reading.letters(request.user)
    shelves = [
        Shelf(step, label, _rows(request, step), APPLICATIONS if step == LetterRun.Step.DRAFT else WORDS)
        for step, label in SHELVES.items()
    ]
    own = known.filter(state=LetterState.DRAFTED, drafted_by=request.user)
    shelves += [
        Shelf("own", _("von mir entworfen"), own, WORDS),
        Shelf("out", _("ausgegangen"), known.filter(state__in=rules.STANDING).order_by("-issued_at"), WORDS),
    ]
    return shelved(
        request,
        "funding/letters.html",
        shelves,
        heading=_("Schreiben"),
        shelves_label=_("Schreiben nach Stand"),
        unwritten=partial(_unwritten, request.user),
        runs=LetterRun.objects.select_related("started_by")[:5],
        steps=[step.value for step in SHELVES],
    )


@never_cache
@only(permissions.may_draft)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter about the latest decision on an application: read whole, then drafted."""
    application = get_object_or_404(reading.to_draft(request.user), pk=pk)
    return _draft(request, application, reading.latest_decision(application))


@never_cache
@only(permissions.may_draft)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_early_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter that says that a project may begin early."""
    about = get_object_or_404(reading.early_starts_to_tell(request.user), pk=pk)
    return _draft(request, about.application, about)


@never_cache
@only(permissions.may_draft)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_recovery_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter that asks about a claim, or that claims."""
    about = get_object_or_404(reading.recoveries_to_tell(request.user), pk=pk)
    return _draft(request, about.application, about)


@never_cache
@only(permissions.may_draft)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_interest_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter that says what a claim bears."""
    about = get_object_or_404(bearing.interest_to_tell(request.user), pk=pk)
    return _draft(request, about.application, about)


def _draft(request: HttpRequest, application: Application, about: Any) -> HttpResponse:
    kind, _instrument = reading.shape_of(about)
    case = reading.case_of(about)
    first, last = rules.usual_period(case)
    initial = {
        "addressee": reading.usual_addressee(application),
        "reason": case.reason,
        "approved_from": first,
        "approved_until": last,
    }
    has_money = kind in rules.GRANTS
    form = DraftingForm(
        posted(request),
        initial=initial,
        has_money=has_money,
        is_decided=kind not in (LetterKind.EARLY_START, *rules.RECOVERS),
    )
    is_right = form.is_valid()
    drafting = actions.Drafting(about=about, **(form.wishes if is_right else {}))
    content = reading.composed(about, drafting.wish(), on=clock.today())
    if is_right and "pdf" in request.POST:
        return answer(_as_draft(content), name=f"{content.title} {_('Entwurf')}")
    if is_right and "preview" not in request.POST:
        if form.does(partial(actions.draft_letter, drafting, actor=request.user)):
            messages.success(request, _("Das Schreiben ist entworfen. Freigeben muss es jemand anderes."))
            return redirect(form.result)
    return page(
        request,
        "funding/draft_letter.html",
        heading=_("%(title)s entwerfen") % {"title": content.title},
        application=application,
        about=about,
        form=form,
        said=content,
        flaws=rules.lint(content, case, on=clock.today()),
    )


def _as_draft(content: rules.LetterContent) -> bytes:
    return reading.made(content, signed_as="", at=clock.now(), draft=_("Entwurf: Dieses Schreiben gilt nicht."))


def letter_of(request: HttpRequest, pk: int) -> Letter:
    """A letter that somebody sees; 404 where there is none."""
    return get_object_or_404(reading.letters(request.user), pk=pk)


@only(permissions.may_draft, needed=gettext_lazy("Rolle im Büro"))
@require_http_methods(["GET", "HEAD", "POST"])
def approve_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else's draft is approved, after a second look."""
    letter = letter_of(request, pk)
    require(permissions.may_approve(request.user, letter), needed=FOUR_EYES)
    return second_look(
        request,
        lambda: actions.approve_letter(letter, actor=request.user),
        said=_("Das Schreiben ist freigegeben und kann ausgefertigt werden."),
        back=_crumb(letter),
        heading=_("Schreiben freigeben?"),
        lead=_("%(title)s %(number)s: Ihr Name steht darunter.") % {"title": letter.title, "number": letter},
        submit=_("Freigeben"),
    )


@only(permissions.may_discard)
@require_http_methods(["GET", "HEAD", "POST"])
def discard_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """What was not issued is thrown away, after a second look."""
    letter = letter_of(request, pk)
    return second_look(
        request,
        lambda: actions.discard_letter(letter, actor=request.user),
        said=_("Das Schreiben ist verworfen und kann neu entworfen werden."),
        back=_crumb(letter),
        then=letter.application.get_absolute_url(),
        heading=_("Schreiben verwerfen?"),
        lead=_("Niemand erhält es. Zur selben Entscheidung lässt sich ein neues entwerfen."),
        submit=_("Verwerfen"),
        is_grave=True,
    )


@only(permissions.may_issue)
@require_http_methods(["GET", "HEAD", "POST"])
def issue_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter is issued for good, after a second look."""
    letter = letter_of(request, pk)
    return second_look(
        request,
        lambda: actions.issue_letter(letter, actor=request.user),
        said=_("Das Schreiben ist ausgefertigt. Jetzt ist es bekannt zu geben."),
        back=_crumb(letter),
        heading=_("Schreiben ausfertigen?"),
        lead=_(
            "Die Datei trägt den heutigen Tag und wird nie mehr geändert. Was bewilligt ist, wird im Topf festgelegt."
        ),
        submit=_("Ausfertigen"),
    )


@only(permissions.may_serve)
@require_http_methods(["GET", "HEAD", "POST"])
def serve_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """How a letter goes out."""
    letter = letter_of(request, pk)
    if not letter.is_standing:
        raise Http404
    takes_portal = reading.takes_portal(letter.application)
    initial = {"given_on": clock.today(), "way": Way.PORTAL if takes_portal else Way.POST}
    form = ServingForm(posted(request), initial=initial, takes_portal=takes_portal)
    if form.is_valid():
        given = form.cleaned_data
        wanted = {"way": Way(given["way"]), "given_on": given["given_on"], "note": given["note"]}
        if form.does(partial(actions.serve_letter, letter, actor=request.user, **wanted)):
            messages.success(request, _said(form.result))
            return redirect(letter)
    return page(
        request,
        "funding/serve_letter.html",
        heading=_("%(number)s bekannt geben") % {"number": letter},
        letter=letter,
        form=form,
        takes_portal=takes_portal,
        submit=_("Eintragen"),
        cancel_url=letter.get_absolute_url(),
    )


def _said(letter: Letter) -> str:
    if letter.effective_on is None:
        return _("Das Schreiben liegt im Portal; eine Mail sagt, dass es da ist.")
    return _("Das Schreiben gilt ab %(day)s als bekannt gegeben.") % {"day": when(letter.effective_on, "short")}


@only(permissions.may_run_letters)
@require_POST
def run_letters(request: HttpRequest) -> HttpResponse:
    """Many letters are taken a step on by the worker, after a second look at which."""
    step = request.POST.get("step", "")
    way = "portal" if step == LetterRun.Step.PORTAL else step
    shelf = LetterRun.Step.POST if way == "portal" else step
    if shelf not in SHELVES:
        raise Http404
    rows = _rows(request, shelf)
    if "all" not in request.POST:
        rows = rows.filter(pk__in=numbers_in(request.POST.getlist("row")))
    rows = list(rows[: rules.MOST_AT_ONCE])
    back = reverse("funding:letters", query={"state": shelf})
    if not rows:
        messages.warning(request, _("Bitte wählen Sie zuerst aus, was gemeint ist."))
        return redirect(back)
    if "sure" in request.POST:
        named = "applications" if step == LetterRun.Step.DRAFT else "letters"
        many = actions.Many(step=LetterRun.Step(step), **{named: tuple(rows)})
        return redirect(actions.start_letters(many, actor=request.user))
    return page(
        request,
        "funding/run_letters.html",
        heading=_("%(number)d Schreiben %(step)s?") % {"number": len(rows), "step": LetterRun.Step(step).label},
        step=step,
        rows=rows,
        back_url=back,
    )


@never_cache
@only(permissions.may_run_letters)
@require_safe
def letter_run(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a run has got, and what it left out, each with its reason."""
    run = get_object_or_404(LetterRun.objects.select_related("started_by"), pk=pk)
    lines = run.lines.select_related("application__project", "letter")
    left = [line for line in lines if line.state == "refused"]
    return page(
        request,
        "funding/letter_run.html",
        heading=_("Schreiben %(step)s") % {"step": run.get_step_display()},
        run=run,
        total=len(lines),
        done=sum(line.state == "done" for line in lines),
        handled=sum(line.state != "waiting" for line in lines),
        left=left,
        here=run.get_absolute_url(),
    )


def _crumb(letter: Letter) -> Crumb:
    return Crumb(str(letter), letter.get_absolute_url())
