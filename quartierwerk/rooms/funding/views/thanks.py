"""Thanking those who gave money: the words, a look at what goes out, and the file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation.documents.answering import answer
from quartierwerk.foundation.documents.rendering import render
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.forms.thanks import ThanksForm
from quartierwerk.rooms.funding.models import Contribution, Project, Thanks
from quartierwerk.rooms.funding.rules import IncomeKind, Promise, ThanksWay
from quartierwerk.rooms.funding.views.projects import kept

WORDS = ngettext_lazy("Beitrag", "Beiträge")


@only(permissions.may_read_applications)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Money that has come in and for which nobody was thanked yet, the oldest first."""
    rows = queries.to_thank(request.user).order_by("since", "pk")
    return listed(request, "funding/to_thank.html", rows, words=WORDS, heading=_("Zu danken"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thank(request: HttpRequest, pk: int, contribution: int) -> HttpResponse:
    """The words of thanks, with a look at what goes out before it does; what went out stands here afterwards."""
    project, money = _money(request, pk, contribution)
    known: Thanks | None = getattr(money, "thanks", None)
    if known is not None:
        return _thanked(request, project, money, known)
    if money.kind != IncomeKind.THIRD_PARTY or money.state != Promise.RECEIVED:
        raise Http404
    form = ThanksForm(posted(request), contribution=money)
    is_look = "look" in request.POST
    if form.is_valid() and not is_look and form.does(lambda: _thank(request, form, money)):
        is_mail = form.result.way == ThanksWay.MAIL
        messages.success(request, _("Der Dank ist unterwegs.") if is_mail else _("Der Dank ist vermerkt."))
        return redirect(form.result)
    return page(
        request,
        "funding/thank.html",
        heading=_("Danken"),
        project=project,
        contribution=money,
        form=form,
        receipt=form.receipt if is_look and form.is_valid() else None,
        text=form.cleaned_data.get("text", "") if is_look and form.is_valid() else "",
        no_tax_receipt=rules.NO_TAX_RECEIPT,
        submit=_("Danken"),
        cancel_url=f"{project.get_absolute_url()}#mittel",
    )


@never_cache
@login_required
@require_safe
def thanks_file(request: HttpRequest, pk: int, contribution: int) -> HttpResponse:
    """The thanks that went out, with the confirmation, as a tagged PDF in the language of the house."""
    _project, money = _money(request, pk, contribution)
    thanks = get_object_or_404(Thanks.objects.select_related("contribution"), contribution=money)
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        title = _("Danke für Ihren Beitrag")
        pdf = render("funding/thanks", _as_data(thanks), title=title, language=language, at=thanks.at)
    return answer(pdf, name=title)


def _thanked(request: HttpRequest, project: Project, money: Contribution, thanks: Thanks) -> HttpResponse:
    return page(
        request,
        "funding/thanked.html",
        heading=_("Gedankt"),
        project=project,
        contribution=money,
        thanks=thanks,
        receipt=thanks.receipt,
        text=thanks.text,
        no_tax_receipt=rules.NO_TAX_RECEIPT,
        file_url=reverse("funding:thanks_file", args=[project.pk, money.pk]),
    )


def _thank(request: HttpRequest, form: ThanksForm, money: Contribution) -> Thanks:
    thanking = actions.Thanking(contribution=money, gratitude=form.gratitude)
    return actions.thank(thanking, actor=request.user)


def _money(request: HttpRequest, pk: int, contribution: int) -> tuple[Project, Contribution]:
    """Money of a project, if whoever asks tends that."""
    project = kept(request, pk, permissions.may_tend)
    money = get_object_or_404(project.contributions.select_related("thanks"), pk=contribution)
    money.project = project
    return project, money


def _as_data(thanks: Thanks) -> dict[str, Any]:
    return {
        "to": thanks.postal.split("\n") if thanks.postal else [],
        "text": thanks.text,
        "receipt": {
            "heading": _("Eingangsbestätigung"),
            "facts": thanks.receipt.facts,
            "note": rules.NO_TAX_RECEIPT,
        },
    }
