"""Applying: beginning, writing with autosave, submitting, reading, withdrawing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.documents.answering import answer
from quartierwerk.foundation.documents.rendering import render
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.drafts.views import kept
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.forms.applications import ApplicationForm, taken_over
from quartierwerk.rooms.funding.forms.late_codes import LateBeginningForm
from quartierwerk.rooms.funding.models import Application, Programme
from quartierwerk.rooms.funding.queries import aid as aiding
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.queries import proofs as proving
from quartierwerk.rooms.funding.queries import recovering
from quartierwerk.rooms.funding.rules import ApplicationState, Content, RoundState
from quartierwerk.rooms.funding.views import _enclosing as enclosures
from quartierwerk.rooms.funding.views._cases import WRITING, own, seen, told
from quartierwerk.rooms.funding.views._found import programme_of
from quartierwerk.rooms.funding.views._steps import steps_of
from quartierwerk.rooms.funding.views.late_codes import attempt

DRAFT = "funding.application"
KEEPING = ("keep", "enclose", "drop")
"""Buttons that keep the draft and stay on the page."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """For which of one's projects one applies; one that is being written goes on."""
    programme = programme_of(request, slug)
    standing = queries.standing(programme, on=clock.today())
    projects = queries.projects_to_apply_for(programme, request.user, on=clock.today())
    earlier = queries.earlier_applications(programme, request.user)
    wanted = request.GET.get("like", "")
    like = next((one for one in earlier if str(one.pk) == wanted), None)
    is_late = "late" in request.POST
    late = LateBeginningForm(request.POST if is_late else None, projects=projects)
    if is_late:
        if late.is_valid() and late.does(partial(_begin_late, request, programme, late)):
            if like is not None:
                _take_over(request, late.result, like)
            return redirect("funding:write", late.result.pk)
    elif request.method == "POST":
        key = request.POST.get("project", "")
        project = next((one for one in projects if str(one.pk) == key), None)
        if project is not None:
            beginning = actions.Beginning(programme=programme, project=project)
            begun: list[Application] = []
            if one_step(request, lambda: begun.append(actions.begin(beginning, actor=request.user))):
                if like is not None:
                    _take_over(request, begun[0], like)
                return redirect("funding:write", begun[0].pk)
    return page(
        request,
        "funding/apply.html",
        heading=_("Antrag stellen"),
        programme=programme,
        standing=standing,
        projects=projects,
        earlier=earlier,
        like=like,
        unregistered=queries.unregistered(standing, projects),
        late=late,
        takes_needs=queries.takes_needs(standing, on=clock.today()),
        may_be_late=any(one.span.state(clock.today()) == RoundState.CLOSED for one in programme.rounds.all()),
        under_way=queries.applications_of(request.user).filter(programme=programme, state=ApplicationState.DRAFT),
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of an application: saved while somebody types, submitted when nothing is missing."""
    application = seen(request, pk)
    if not application.is_draft:
        return redirect(application)
    may_write = permissions.may_write_along(request.user, application)
    if request.method == "POST":
        require(may_write, needed=WRITING)
    about, writer = reference(application), application.writer
    draft = keeping.find(DRAFT, person=writer, about=about)
    is_sent = request.method == "POST"
    are_taken = not is_sent or enclosures.taken(request, application)
    form = _form(application, request.POST if is_sent else keeping.as_posted(draft))
    if is_sent and not request.POST.keys().isdisjoint(KEEPING):  # without a script the draft is kept by a button
        keep = partial(keeping.keep, DRAFT, person=writer, about=about, post=_plain(request.POST))
        if one_step(request, keep, said=_("Der Entwurf ist gespeichert.")):
            return redirect(_here(request, application))
    elif is_sent and are_taken and form.is_valid() and form.does(partial(_submit, request, application, form, draft)):
        keeping.discard(DRAFT, person=writer, about=about)
        messages.success(
            request,
            _("Der Antrag ist eingetragen.")
            if application.is_on_paper
            else _("Der Antrag ist eingereicht. Die Eingangsbestätigung finden Sie auf dieser Seite."),
        )
        return redirect(application)
    return page(
        request,
        "funding/write.html",
        heading=_("Antrag: %(project)s") % {"project": application.project},
        application=application,
        programme=application.programme,
        form=form,
        **_stand(application, form),
        is_open=queries.standing_for(application, on=clock.today()).is_open,
        may_submit=permissions.may_write(request.user, application),
        may_share=permissions.may_share(request.user, application),
        may_write=may_write,
        draft=reverse("funding:save", args=[pk]) if may_write else "",
        draft_about=about,
        draft_version=draft.version if draft else 0,
        draft_shown=None if is_sent else draft,
    )


@login_required
@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Autosave: all who write keep one draft, and its version lets none overwrite another unseen."""
    # While somebody types this is asked every few seconds, so no more is fetched than who writes.
    known = Application.objects.visible_to(request.user).select_related("applicant", "project__district")
    application = _drafted(request, get_object_or_404(known, pk=pk))
    return kept(request, DRAFT, person=application.writer, about=reference(application))


@login_required
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What is still missing in what was typed; nothing is kept."""
    application = _drafted(request, seen(request, pk))
    form = _form(application, request.POST)
    answered = page(request, "funding/_stand.html", application=application, **_stand(application, form))
    answered.status_code = 200  # a fragment beside the form: what is missing is its answer, not a failure
    return answered


@never_cache
@login_required
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """An application: what it says, where it stands and what happened; for whoever handles it also what is to do."""
    application = seen(request, pk)
    if application.is_draft:
        return redirect("funding:write", pk)
    is_own = permissions.has_applied(request.user, application)
    is_handled = permissions.may_handle(request.user, application)
    purse = queries.purse_of(application, on=clock.today())
    may_converse = permissions.may_converse(request.user, application)
    if may_converse and application.messages.filter(read_at__isnull=True, is_from_office=is_own).exists():
        actions.read_messages(application, actor=request.user)
    answered = page(
        request,
        "funding/application.html",
        heading=_("Antrag %(number)s") % {"number": application} if application.number else str(application),
        application=application,
        project=application.project,
        said=application.said,
        answers=told(application, application.said) if application.said else [],
        enclosures=application.enclosures.select_related("paper"),
        is_own=is_own,
        is_handled=is_handled,
        may_answer=permissions.may_answer(request.user, application),
        grant=_grant(application, request.user),
        may_account=permissions.may_account(request.user, application) and proving.may_be_written(application),
        recoveries=list(recovering.recoveries_of(application, request.user)),
        standing=_aid(application, request.user),
        purse=purse,
        **_purse_rights(request.user, application, purse),
        letters=list(reading.letters_of(application, request.user)),
        may_draft=permissions.may_draft(request.user) and reading.to_draft(request.user).filter(pk=pk).exists(),
        events=queries.timeline(application, inside=is_handled),
        inquiry=application.inquiries.filter(answered_at__isnull=True).first(),
        steps=steps_of(application, request.user) if is_handled else [],
        decision=application.decisions.last() if is_handled else None,
        deadlines=queries.deadlines(application, on=clock.today()) if is_handled else [],
        may_message=may_converse,
        may_answer_survey=permissions.may_answer_survey(request.user, application) and queries.is_asked(application),
        survey_answer=getattr(application, "survey_answer", None) if is_handled else None,
        may_withdraw=permissions.may_withdraw(request.user, application)
        and not application.letters.standing().exists()
        and rules.APPLICATION_STEPS.leads(application.state, ApplicationState.WITHDRAWN),
    )
    return noted(answered, viewer=request.user, about=application.applicant or application, page="funding.application")


def _aid(application: Application, person: Any) -> aiding.AidStanding | None:
    """What whoever handles a case reads of aid; None where its terms make none of it."""
    if not permissions.may_check_aid(person, application) or not aiding.asks_for_aid(application):
        return None
    return aiding.aid_standing(application, person, on=clock.today())


def _purse_rights(person: Any, application: Application, purse: queries.Purse | None) -> dict[str, bool]:
    """What somebody may do with the money of a case."""
    if purse is None:
        return {}
    account = purse.account
    is_open = account is not None and not account.is_confirmed and permissions.may_confirm_account(person, account)
    return {
        "may_draw": permissions.may_draw(person, application),
        "may_enter_account": permissions.may_enter_account(person, application),
        "may_see_account": permissions.may_see_account(person, application),
        "may_confirm_account": is_open,
        "may_waive": purse.waivable is not None and permissions.may_waive(person, purse.waivable),
    }


@never_cache
@login_required
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """What was submitted and when, as a tagged PDF in the language of the house."""
    application = seen(request, pk)
    said = application.said_first  # a supplement has another moment and another sum
    if said is None:
        raise Http404
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        title = _("Eingangsbestätigung %(number)s") % {"number": application.number}
        data = _receipt(application, said)
    pdf = render("funding/receipt", data, title=title, language=language, at=application.submitted_at)
    return answer(pdf, name=title)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_application(request: HttpRequest, pk: int) -> HttpResponse:
    """Taking an application back, after a second look."""
    application = own(request, pk, permissions.may_withdraw)
    is_own = permissions.has_applied(request.user, application)
    lead = (
        _("Der Entwurf wird gelöscht.")
        if application.is_draft
        else _("Er wird nicht weiter bearbeitet. Was Sie eingereicht haben, bleibt lesbar.")
        if is_own
        else _(
            "Niemand hat hier ein Konto für ihn. Ziehen Sie ihn nur zurück, wenn die Rücknahme schriftlich vorliegt."
        )
    )

    def withdraw() -> None:
        actions.withdraw_application(application, actor=request.user)
        keeping.discard(DRAFT, person=application.writer, about=reference(application))

    return second_look(
        request,
        withdraw,
        said=_("Der Antrag ist zurückgezogen."),
        back=Crumb(str(application), application.get_absolute_url()),
        heading=_("Antrag zurückziehen?"),
        lead=lead,
        submit=_("Antrag zurückziehen"),
        then=application.project.get_absolute_url(),
        is_grave=True,
    )


def _take_over(request: HttpRequest, application: Application, earlier: Application) -> None:
    """Let a draft begin with what an earlier application said."""
    if earlier.said is None:
        return
    written = QueryDict(mutable=True)
    for name, values in taken_over(earlier.said, sections=application.asks).items():
        written.setlist(name, values)
    keep = partial(keeping.keep, DRAFT, person=request.user, about=reference(application), post=written)
    one_step(request, keep, said=_("Das steht schon da; bitte prüfen Sie es, und ändern Sie, was neu ist."))


def _begin_late(request: HttpRequest, programme: Programme, form: LateBeginningForm) -> Application:
    attempt(request)
    beginning = actions.Beginning(programme=programme, **form.cleaned_data)
    return actions.begin(beginning, actor=request.user)


def _drafted(request: HttpRequest, application: Application) -> Application:
    """The same, if it is a draft that whoever asks writes, alone or along."""
    require(permissions.may_write_along(request.user, application), needed=WRITING)
    if not application.is_draft:
        raise Http404
    return application


def _submit(request: HttpRequest, application: Application, form: ApplicationForm, draft: Draft | None) -> Application:
    """Submit what was sent, unless somebody has gone on writing since the page was loaded."""
    if draft is not None and request.POST.get("draft_version", str(draft.version)) != str(draft.version):
        raise keeping.DraftMovedOn
    return actions.submit(application, actor=request.user, content=form.content)


def _form(application: Application, data: Any) -> ApplicationForm:
    standing = queries.standing_for(application, on=clock.today())
    terms = standing.rule_set.terms if standing.rule_set else rules.Terms()
    files = application.enclosures.select_related("paper")
    return ApplicationForm(
        data, terms=terms, project=application.project, sections=application.asks, enclosures=list(files)
    )


def _plain(post: QueryDict) -> QueryDict:
    """What was written, without the buttons of the page."""
    written = post.copy()
    for name in KEEPING:
        written.pop(name, None)
    return written


def _here(request: HttpRequest, application: Application) -> str:
    """The page again, at the question to which a file was sent."""
    address = reverse("funding:write", args=[application.pk])
    key = request.POST.get("enclose", "")
    return f"{address}#question-{key}" if key.isalnum() else address


def _grant(application: Application, person: Any) -> proving.Accounting | None:
    """How far the grant is accounted for, for whoever may know of it: it is told by a letter that has arrived."""
    if not permissions.may_see_proof(person, application) or application.submitted_at is None:
        return None
    is_known = permissions.may_handle(person, application) or application.state in proving.KNOWN
    return proving.account_for(application) if is_known else None


def _stand(application: Application, form: ApplicationForm) -> dict[str, Any]:
    """How the plan stands: its sums, what is possible, what is missing; or what in it cannot be read."""
    if not form.is_bound or not form.is_valid():
        return {"plan": None, "offer": None, "lacks": [], "unread": _unread(form)}
    content = form.content
    return {
        "plan": content.plan,
        "work": rules.volunteering(content.plan, form.terms),
        "offer": rules.most(content.plan, form.terms) if content.plan.spent else None,
        "lacks": rules.lacking(content, form.terms, form.sections),
    }


def _unread(form: ApplicationForm) -> list[str]:
    """What was typed and cannot be taken, with the name of its field."""
    fields = [form[name] for name in form.errors if name in form.fields]
    return [f"{field.label}: {error}" for field in fields for error in field.errors]


def _receipt(application: Application, said: Content) -> dict[str, Any]:
    """What the document shows; all of it is text."""
    plan = said.plan
    expenses = [
        [one.title, "" if one.is_eligible else _("nicht förderfähig"), money(one.cents)] for one in plan.expenses
    ]
    incomes = [[f"{one.title} ({one.kind.label})", str(one.promise.label), money(one.cents)] for one in plan.incomes]
    incomes.append([_("Beantragte Förderung"), "", money(plan.asked_cents)])
    return {
        "lead": _("Dieser Antrag ist eingegangen. Entschieden ist damit noch nichts."),
        "facts": [
            [_("Nummer"), application.number],
            [_("Eingegangen"), when(application.came, "short")],
            [_("Programm"), application.programme.name_de],
            [_("Projekt"), application.project.title],
            [_("Beantragt"), money(plan.asked_cents)],
        ],
        "need": {"heading": _("Wofür das Geld gebraucht wird"), "text": said.need},
        "expenses": {
            "heading": _("Ausgaben"),
            "head": [_("Was"), "", _("Betrag")],
            "rows": expenses,
            "total": [_("zusammen"), "", money(plan.spent)],
        },
        "incomes": {
            "heading": _("Finanzierung"),
            "head": [_("Von wem"), _("Stand"), _("Betrag")],
            "rows": incomes,
            "total": [_("zusammen"), "", money(plan.covered + plan.asked_cents)],
        },
        "answers": [{"heading": title, "rows": rows} for title, rows in told(application, said)],
        "digest": _("Prüfsumme (SHA-256): %(digest)s") % {"digest": application.digest},
    }
