"""What the office does about a proof of use: checking it on one screen, giving it back, settling, closing."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.asking import one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.funding import actions, permissions, rules
from quartierwerk.rooms.funding.forms.proofs import ProofCheckForm, ReturningForm
from quartierwerk.rooms.funding.models import Application, ProofOfUse
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.rules import ProofContent
from quartierwerk.rooms.funding.views._cases import back_to, filled, handled

forms_page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@forms_page
def check_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Vouchers, sums and report on one screen, with what the grant comes to."""
    application, proof, said = _handed_in(request, pk)
    form = _form(request, application, proof, said)
    answered = filled(
        request,
        application,
        form,
        lambda: actions.check_proof(application, actor=request.user, marks=form.marks, note=form.cleaned_data["note"]),
        heading=_("Verwendungsnachweis prüfen"),
        submit=_("Prüfung speichern"),
        said=_("Die Prüfung ist gespeichert."),
        template="funding/check_proof.html",
        proof=proof,
        said_now=said,
        vouchers={one.number: one for one in reading.vouchers_of(proof)},
        sample=getattr(proof, "sample", None),
        paid=reading.paid(application),
        calculation=reading.calculated(application, said, _marks(form, proof)),
    )
    return noted(answered, viewer=request.user, about=application.applicant or application, page="funding.proof")


@login_required
@require_POST
def reckon_check(request: HttpRequest, pk: int) -> HttpResponse:
    """What the grant comes to by what was ticked and typed; nothing is kept."""
    application, proof, said = _handed_in(request, pk)
    form = _form(request, application, proof, said)
    answered = page(
        request,
        "funding/_check_stand.html",
        calculation=reading.calculated(application, said, _marks(form, proof)),
        paid=reading.paid(application),
    )
    answered.status_code = 200  # a fragment beside the form
    return answered


@login_required
@require_POST
def draw_sample(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the vouchers that are looked at whole, at once."""
    application = handled(request, pk, permissions.may_check_proof)
    draw = partial(actions.draw_sample, application, actor=request.user)
    one_step(request, draw, said=_("Die Stichprobe ist gezogen."))
    return redirect("funding:check_proof", pk)


@login_required
@forms_page
def return_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Why it is given back; a mail says so."""
    application = handled(request, pk, permissions.may_check_proof)
    form = ReturningForm(posted(request))
    return filled(
        request,
        application,
        form,
        lambda: actions.return_proof(application, actor=request.user, returning=actions.Returning(**form.cleaned_data)),
        heading=_("Nachweis zurückgeben"),
        submit=_("Zurückgeben"),
        said=_("Der Nachweis ist zurückgegeben. Eine Mail sagt es."),
        mail=("funding/mail/proof_returned.txt", lambda: {"proof": {"answer": form.cleaned_data["reason"]}}),
        lead=_("Was eingetragen ist, bleibt stehen und lässt sich ergänzen. Was eingereicht war, bleibt lesbar."),
    )


@login_required
@forms_page
def settle_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Fixing what the grant comes to, after a second look."""
    application = handled(request, pk, permissions.may_settle)
    proof = reading.proof_of(application)
    check = reading.latest_check(proof) if proof is not None else None
    if check is None:
        raise Http404
    balance = check.final_cents - reading.paid(application)
    points = [
        _("Bewilligt: %(sum)s") % {"sum": money(check.granted_cents)},
        _("Förderung am Ende: %(sum)s") % {"sum": money(check.final_cents)},
    ]
    if balance > 0:
        points.append(_("Noch zu zahlen: %(sum)s") % {"sum": money(balance)})
    elif balance < 0:
        points.append(_("Zu viel ausgezahlt: %(sum)s") % {"sum": money(-balance)})
    return second_look(
        request,
        lambda: actions.settle_grant(application, actor=request.user),
        said=_("Der Antrag ist abgerechnet. Eine Mail sagt es."),
        back=back_to(application),
        heading=_("Abrechnen?"),
        lead=_("Was nicht gebraucht wurde, geht zurück in den Topf. Zurücknehmen lässt sich das nicht."),
        points=points,
        submit=_("Abrechnen"),
    )


@login_required
@require_POST
def close_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a case that is even, at once."""
    application = handled(request, pk, permissions.may_settle)
    close = partial(actions.close_case, application, actor=request.user)
    one_step(request, close, said=_("Der Vorgang ist abgeschlossen."))
    return redirect(application)


def _handed_in(request: HttpRequest, pk: int) -> tuple[Application, ProofOfUse, ProofContent]:
    """A case of somebody's with the proof that waits for its check, or was checked and not settled."""
    application = handled(request, pk, permissions.may_check_proof)
    proof = reading.proof_of(application)
    if proof is None or proof.said is None or hasattr(application, "settlement"):
        raise Http404
    return application, proof, proof.said


def _form(request: HttpRequest, application: Application, proof: ProofOfUse, said: ProofContent) -> ProofCheckForm:
    check = reading.latest_check(proof)
    return ProofCheckForm(
        posted(request),
        content=said,
        plan=reading.plan_of(application),
        terms=application.terms,
        marks=check.found if check is not None else rules.NO_MARKS,
        note=check.note if check is not None else "",
    )


def _marks(form: ProofCheckForm, proof: ProofOfUse) -> rules.ProofMarks:
    """What the page reckons with: what was typed where it can be read, else what was found before."""
    if form.is_bound and (form.is_valid() or set(form.errors) <= {"note"}):
        return form.marks
    check = reading.latest_check(proof)
    return check.found if check is not None else rules.NO_MARKS
