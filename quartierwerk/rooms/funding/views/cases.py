"""What the office does about an application, page by page, and the answer of whoever applied."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierwerk.foundation import clock
from quartierwerk.foundation.limits.counting import HOUR, limit
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.asking import one_step, second_look
from quartierwerk.foundation.ui.fields import Refusable, posted
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.forms.applications import CorrectionForm, as_typed
from quartierwerk.rooms.funding.forms.cases import (
    AmendingForm,
    AnswerForm,
    AskingForm,
    AssessingForm,
    CheckForm,
    DecidingForm,
    EarlyStartForm,
    MessageForm,
    RefusingForm,
    TakingForm,
    usual_assessment,
)
from quartierwerk.rooms.funding.models import Application, Message
from quartierwerk.rooms.funding.views._cases import back_to, filled, handled, own, seen

MOST_MESSAGES_AN_HOUR = 30
forms_page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@forms_page
def check_case(request: HttpRequest, pk: int) -> HttpResponse:
    """The formal check, point by point, beside what the house found by itself."""
    application = handled(request, pk)
    latest = application.checks.last()
    terms = application.rule_set.terms
    lines = rules.checklist(terms, latest.marks if latest else {})
    form = CheckForm(posted(request), lines=lines, note=latest.note if latest else "")
    return filled(
        request,
        application,
        form,
        lambda: actions.check(application, actor=request.user, marks=form.marks, note=form.cleaned_data["note"]),
        heading=_("Formale Prüfung"),
        submit=_("Prüfung speichern"),
        said=_("Die Prüfung ist gespeichert."),
        template="funding/check.html",
        findings=queries.findings(application, on=clock.today()),
        said_now=application.said,
    )


@login_required
@require_POST
def admit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is admissible, at once."""
    application = handled(request, pk)
    one_step(request, lambda: actions.admit(application, actor=request.user), said=_("Der Antrag ist zulässig."))
    return redirect(application)


@login_required
@forms_page
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Who in the office looks after it."""
    application = handled(request, pk, permissions.may_take)
    people = queries.handlers(application, including=request.user)
    form = TakingForm(posted(request), people=people, clerk=application.clerk or request.user)
    return filled(
        request,
        application,
        form,
        lambda: actions.take(application, actor=request.user, clerk=form.cleaned_data["clerk"]),
        heading=_("Wer bearbeitet den Antrag?"),
        submit=_("Übernehmen"),
        said=_("Vermerkt."),
    )


@login_required
@forms_page
def ask_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing, asked of whoever applied; a mail says so."""
    application = handled(request, pk)
    is_reached = application.applicant_id is not None
    initial = {"due_on": clock.today() + timedelta(days=rules.ANSWER_WITHIN_DAYS)}
    form = AskingForm(posted(request), initial=initial)
    return filled(
        request,
        application,
        form,
        lambda: actions.ask_back(application, actor=request.user, asking=form.asking),
        heading=_("Nachfordern"),
        submit=_("Frage senden") if is_reached else _("Frage festhalten"),
        said=_("Die Frage ist gestellt. Eine Mail sagt es.")
        if is_reached
        else _("Die Frage ist festgehalten. Schicken Sie sie mit der Post."),
        mail=("funding/mail/inquiry.txt", lambda: {"inquiry": form.cleaned_data}) if is_reached else None,
        lead=_("Die Frage steht beim Antrag und in einer Mail. Bis zur Antwort ruht die Prüfung.")
        if is_reached
        else _(
            "Hier hat niemand ein Konto für diesen Antrag: Fragen Sie mit der Post. Bis zur Antwort ruht die Prüfung."
        ),
    )


@never_cache
@login_required
@forms_page
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer of whoever applied, by themselves or as it came by post."""
    application = own(request, pk, permissions.may_answer)
    inquiry = application.inquiries.filter(answered_at__isnull=True).first()
    if inquiry is None:
        return redirect(application)
    form = AnswerForm(posted(request))
    return filled(
        request,
        application,
        form,
        lambda: actions.answer(application, actor=request.user, text=form.cleaned_data["answer"]),
        heading=_("Frage beantworten"),
        **_answering(request, application, form),
        template="funding/answer.html",
        inquiry=inquiry,
    )


@never_cache
@login_required
@forms_page
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer of whoever applied, and with it what the application says from then on."""
    application = own(request, pk, permissions.may_answer)
    inquiry = application.inquiries.filter(answered_at__isnull=True).first()
    said = application.said
    if inquiry is None or said is None:
        return redirect(application)
    sent = posted(request)
    form = CorrectionForm(
        sent,
        terms=application.rule_set.terms,
        project=application.project,
        sections=application.asks,
        enclosures=list(application.enclosures.select_related("paper")),
    )
    if sent is None:
        form.initial |= {name: values[0] for name, values in as_typed(said, sections=application.asks).items()}
    return filled(
        request,
        application,
        form,
        lambda: actions.answer(application, actor=request.user, text=form.cleaned_data["answer"], content=form.content),
        heading=_("Frage beantworten und Angaben ändern"),
        **_answering(request, application, form),
        template="funding/correct.html",
        inquiry=inquiry,
        is_correcting=True,
    )


@login_required
@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on without an answer, at once."""
    application = handled(request, pk)
    one_step(request, lambda: actions.go_on(application, actor=request.user), said=_("Die Prüfung geht weiter."))
    return redirect(application)


@login_required
@forms_page
def permit_early_start(request: HttpRequest, pk: int) -> HttpResponse:
    """That a project may begin before the decision."""
    application = handled(request, pk)
    form = EarlyStartForm(posted(request), initial={"from_on": clock.today()})
    return filled(
        request,
        application,
        form,
        lambda: actions.permit_early_start(application, actor=request.user, **form.cleaned_data),
        heading=_("Vorzeitigen Beginn erlauben"),
        submit=_("Erlauben"),
        said=_("Der vorzeitige Beginn ist erlaubt. Eine Mail sagt es."),
        mail=("funding/mail/early_start.txt", lambda: {"early": form.cleaned_data}),
        lead=_("Ein Anspruch auf Förderung folgt daraus nicht. Rückwirkend ist es nicht möglich."),
    )


@never_cache
@login_required
@forms_page
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    """What the office makes of it, for whoever decides."""
    application = handled(request, pk)
    form = AssessingForm(posted(request), initial=usual_assessment(application, application.assessments.last()))
    return filled(
        request,
        application,
        form,
        lambda: actions.assess(application, actor=request.user, assessing=form.assessing),
        heading=_("Einschätzen"),
        submit=_("Einschätzung speichern"),
        said=_("Die Einschätzung ist gespeichert."),
        lead=_("Beantragt sind %(sum)s.") % {"sum": money(application.asked_cents)},
    )


@login_required
@forms_page
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision of the office, where the terms leave it that."""
    application = handled(request, pk, permissions.may_decide)
    pots = queries.pots_for(application, on=clock.today())
    latest = application.assessments.last()
    initial = {"pot": pots.first()} | ({"cents": latest.cents, "conditions": latest.conditions} if latest else {})
    form = DecidingForm(posted(request), pots=pots, initial=initial)
    return filled(
        request,
        application,
        form,
        lambda: actions.decide(application, actor=request.user, deciding=form.deciding),
        heading=_("Entscheiden"),
        submit=_("Entscheiden"),
        said=_("Entschieden. Das Geld ist gebunden, wo Sie etwas bewilligt haben."),
        lead=_("Beantragt sind %(sum)s. Eine Entscheidung lässt sich nicht zurücknehmen.")
        % {"sum": money(application.asked_cents)},
    )


@login_required
@forms_page
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Another sum or other conditions than those that a letter has told of."""
    application = handled(request, pk, permissions.may_decide)
    latest = application.decisions.last()
    initial = {"cents": latest.cents, "conditions": latest.conditions} if latest else {}
    form = AmendingForm(posted(request), initial=initial)
    return filled(
        request,
        application,
        form,
        lambda: actions.amend(application, actor=request.user, amending=actions.Amending(**form.cleaned_data)),
        heading=_("Förderung ändern"),
        submit=_("Ändern"),
        said=_("Die Förderung ist geändert. Das Schreiben darüber folgt."),
        lead=_(
            "Das alte Schreiben bleibt. Mehr Geld wird sofort gebunden; weniger wird frei, wenn das neue hinausgeht."
        ),
    )


@login_required
@forms_page
def refuse_unchecked(request: HttpRequest, pk: int) -> HttpResponse:
    """An application that did not pass the check, refused after a second look."""
    application = handled(request, pk)
    form = RefusingForm(posted(request))
    return second_look(
        request,
        lambda: actions.refuse_unchecked(application, actor=request.user, reason=form.cleaned_data["reason"]),
        said=_("Der Antrag ist abgelehnt. Das Schreiben folgt."),
        back=back_to(application),
        heading=_("Als unzulässig ablehnen?"),
        lead=_("Der Antrag kommt vor kein Gremium. Die Ablehnung lässt sich nicht zurücknehmen."),
        submit=_("Ablehnen"),
        asked=form,
        is_grave=True,
    )


@never_cache
@login_required
@forms_page
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """A message to the other side."""
    application = seen(request, pk)
    is_own = permissions.has_applied(request.user, application)
    if not is_own:
        application = handled(request, pk, permissions.may_converse)
    form = MessageForm(posted(request))
    return filled(
        request,
        application,
        form,
        partial(_write_message, request, application, form),
        heading=_("Nachricht schreiben"),
        submit=_("Senden"),
        said=_("Die Nachricht steht beim Antrag."),
        mail=None if is_own else ("funding/mail/message.txt", lambda: {"text": form.cleaned_data["text"]}),
        lead=_("Das Büro liest sie beim Antrag.")
        if is_own
        else _("Wer den Antrag gestellt hat, liest sie beim Antrag und in einer Mail."),
    )


def _answering(request: HttpRequest, application: Application, form: Refusable) -> dict[str, str]:
    """What the page of an answer says: to whoever applied, or to the office that enters what came by post."""
    if permissions.has_applied(request.user, application):
        return {"submit": _("Antwort senden"), "said": _("Ihre Antwort ist beim Büro.")}
    form.fields["answer"].label = _("Antwort")
    return {"submit": _("Antwort eintragen"), "said": _("Die Antwort ist eingetragen.")}


def _write_message(request: HttpRequest, application: Application, form: MessageForm) -> Message:
    limit(f"message:{request.user.pk}", most=MOST_MESSAGES_AN_HOUR, seconds=HOUR, field="text")
    writing = actions.Writing(application=application, text=form.cleaned_data["text"])
    return actions.write_message(writing, actor=request.user)
