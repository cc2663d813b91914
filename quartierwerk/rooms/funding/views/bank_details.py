"""The account of a grant, and the waiver with which its money can be drawn at once."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.asking import second_look
from quartierwerk.foundation.ui.fields import Refusable, posted
from quartierwerk.foundation.ui.gates import require
from quartierwerk.rooms.funding import actions, permissions, queries
from quartierwerk.rooms.funding.forms.drawdowns import AccountForm, ConfirmingForm, WaivingForm
from quartierwerk.rooms.funding.models import BankDetails
from quartierwerk.rooms.funding.views._cases import HANDLING, OWN, back_to, filled, own, seen
from quartierwerk.rooms.funding.views.letters import letter_of

forms_page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@forms_page
def enter_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever is funded says to which account the money goes, or to which other one from now on."""
    application = own(request, pk, permissions.may_enter_account)
    before = queries.account_of(application)
    form = AccountForm(posted(request))
    lead = _("Dorthin wird ausgezahlt, was Sie abrufen.")
    if before is not None:
        lead = _(
            "Bisher geht das Geld auf das Konto %(last)s. Eine Änderung melden wir per Mail, und das Büro bestätigt "
            "sie, bevor auf das neue Konto gezahlt wird."
        ) % {"last": before}
    return filled(
        request,
        application,
        form,
        lambda: actions.enter_account(form.naming(application), actor=request.user),
        heading=_("Konto hinterlegen") if before is None else _("Konto ändern"),
        submit=_("Konto speichern"),
        said=_("Das Konto ist hinterlegt."),
        lead=lead,
    )


@never_cache
@login_required
@forms_page
def confirm_account(request: HttpRequest, pk: int, account: int) -> HttpResponse:
    """Somebody in the office looks at an account that somebody else has entered."""
    application = seen(request, pk)
    known = BankDetails.objects.visible_to(request.user).filter(application=application)
    found: BankDetails = get_object_or_404(known, pk=account)
    require(permissions.may_confirm_account(request.user, found), needed=HANDLING)
    form = ConfirmingForm(posted(request), account=found)
    points = [_("Was daran neu ist: %(news)s") % {"news": found.get_news_display()}]
    points += [str(found.warning)] if found.warning else []
    points.append(_("Fragen Sie unter einer Nummer nach, die Sie schon kannten, nicht unter einer neuen."))
    return second_look(
        request,
        lambda: actions.confirm_account(found, actor=request.user, note=form.cleaned_data["note"]),
        said=_("Das Konto ist bestätigt."),
        back=back_to(application),
        heading=_("Konto bestätigen?"),
        lead=f"{found.holder}, IBAN {found.number}.",
        points=points,
        submit=_("Bestätigen"),
        asked=form,
    )


@login_required
@forms_page
def waive_remedy(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever a notice is for waives going to court against it; the office enters what came by post."""
    letter = letter_of(request, pk)
    application = letter.application
    require(permissions.may_waive(request.user, letter), needed=OWN)
    if not queries.may_be_waived(letter, on=clock.today()):
        return redirect(letter)
    is_own = permissions.has_applied(request.user, application)
    form = Refusable(posted(request)) if is_own else WaivingForm(posted(request))
    lead = (
        _(
            "Sie können dann nicht mehr gegen „%(letter)s“ klagen. "
            "Das Geld wartet nicht mehr auf das Ende der Klagefrist."
        )
        if is_own
        else _("Tragen Sie den Verzicht auf die Klage gegen „%(letter)s“ nur ein, wenn er schriftlich vorliegt.")
    )
    return second_look(
        request,
        lambda: actions.waive_remedy(letter, actor=request.user, **form.cleaned_data),
        said=_("Der Verzicht ist eingetragen."),
        back=back_to(application),
        heading=_("Auf die Klage verzichten?"),
        lead=lead % {"letter": f"{letter.title} {letter}"},
        points=[_("Der Verzicht lässt sich nicht zurücknehmen.")],
        submit=_("Verzichten"),
        asked=form,
        is_grave=True,
    )
