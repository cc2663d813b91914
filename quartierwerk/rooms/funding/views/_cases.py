"""Finding the application that an address names, for whoever handles it, whoever applied, or both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.mail.post import composed
from quartierwerk.foundation.ui.asking import Crumb
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.rules import Content, QuestionKind

HANDLING = _("Zuständigkeit für diesen Antrag; den eigenen bearbeitet niemand")
"""What a page needs on which the office handles a case."""
WRITING = _("ein Antrag, den Sie selbst stellen oder mitschreiben")
"""What a page needs on which an application is written."""
OWN = _("ein Antrag, den Sie selbst gestellt haben oder für jemanden ohne Konto führen")
"""What a page needs that belongs to whoever writes an application."""


def seen(request: HttpRequest, pk: int) -> Application:
    """The application of this address, if whoever asks sees it."""
    known = queries.applications(request.user).select_related(
        *("rule_set__body", "rule_set__pillar", "applicant", "clerk", "project__keeper", "questionnaire"),
        *("entered_by", "late_code__round__programme"),
    )
    return get_object_or_404(known.prefetch_related("supplements"), pk=pk)


def own(
    request: HttpRequest, pk: int, may: Callable[[Any, Application], bool] = permissions.has_applied
) -> Application:
    """The same, for whoever applied alone, or may speak for them."""
    application = seen(request, pk)
    require(may(request.user, application), needed=OWN)
    return application


def handled(
    request: HttpRequest, pk: int, may: Callable[[Any, Application], bool] = permissions.may_handle
) -> Application:
    """The same, for whoever handles it."""
    application = seen(request, pk)
    require(may(request.user, application), needed=HANDLING)
    return application


def told(application: Application, said: Content) -> list[tuple[str, list[tuple[str, str]]]]:
    """What was answered to the programme's own questions, section by section, in the reader's language."""
    whole = rules.told(application.asks, said.answers, is_personal_shown=True)
    return [(section.title, [(one.question.label, _answer(one)) for one in rows]) for section, rows in whole]


def _answer(said: rules.Said) -> str:
    if said.question.kind == QuestionKind.DAY:
        return when(date.fromisoformat(said.answer), "short")
    return rules.spoken(said.question, said.answer)


def back_to(application: Application) -> Crumb:
    """The way back to its page."""
    return Crumb(str(application), application.get_absolute_url())


def filled(
    request: HttpRequest,
    application: Application,
    form: Refusable,
    verb: Callable[[], object],
    *,
    heading: str,
    submit: str,
    said: str,
    template: str = "funding/case_form.html",
    mail: tuple[str, Callable[[], dict[str, Any]]] | None = None,
    back: Crumb | None = None,
    **context: Any,
) -> HttpResponse:
    """A form about a case: its verb is called when it holds, then the case's page says so, or the one of ``back``.

    ``mail`` is the template of the mail that goes out with it, and what it says beside the case; it can be read before.
    """
    cancel_url = back.url if back else application.get_absolute_url()
    is_preview = mail is not None and "preview" in request.POST
    if is_preview and form.is_valid():
        context["preview"] = _as_mail(application, *mail)
    if not is_preview and form.is_valid() and form.does(verb):
        messages.success(request, said)
        return redirect(cancel_url)
    return page(
        request,
        template,
        heading=heading,
        application=application,
        form=form,
        submit=submit,
        cancel_url=cancel_url,
        back=back,
        has_mail=mail is not None,
        **context,
    )


def _as_mail(application: Application, template: str, said: Callable[[], dict[str, Any]]) -> tuple[str, str]:
    """Subject and text as they would go out, in the language of whoever applied."""
    language = application.applicant.language if application.applicant else "de"
    return composed(template, context=queries.about_mail(application) | said(), language=language)
