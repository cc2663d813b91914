"""Accounting for a grant, as whoever got it does: vouchers one by one, the report with autosave, handing it in."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.drafts.views import kept
from quartierwerk.foundation.papers import storing
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.funding import actions, permissions, rules
from quartierwerk.rooms.funding.forms.proofs import ProofForm, VoucherForm, as_written
from quartierwerk.rooms.funding.models import Application, ProofOfUse, Voucher
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.rules import ProofContent, ProofLevel
from quartierwerk.rooms.funding.views._cases import seen

DRAFT = "funding.proof"
ACCOUNTING = gettext_lazy("eine Förderung, die Sie bekommen haben oder mit abrechnen")
"""What a page needs on which somebody accounts for a grant."""
forms_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_POST
def begin_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the proof, or go on with it."""
    application = _accounted(request, pk)
    if one_step(request, partial(actions.begin_proof, application, actor=request.user)):
        return redirect("funding:proof", pk)
    return redirect(application)


@never_cache
@login_required
@forms_page
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof of use: a form while it is being written, then what was handed in."""
    application = seen(request, pk)
    require(permissions.may_see_proof(request.user, application), needed=ACCOUNTING)
    found = reading.proof_of(application)
    if found is None:
        raise Http404
    if not found.is_draft:
        return _read(request, application, found)
    require(permissions.may_account(request.user, application), needed=ACCOUNTING)
    return _write(request, application, found)


@login_required
@require_POST
def save_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Autosave: all who write keep one draft."""
    application, _found = _open(request, pk)
    return kept(request, DRAFT, person=_writer(application), about=reference(application))


@login_required
@require_POST
def reckon_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """What the grant comes to by what was typed, and what is still missing; nothing is kept."""
    application, found = _open(request, pk)
    form = _form(application, found, request.POST)
    answered = page(request, "funding/_proof_stand.html", application=application, **_stand(application, found, form))
    answered.status_code = 200  # a fragment beside the form: what is missing is its answer, not a failure
    return answered


@login_required
@forms_page
def add_voucher(request: HttpRequest, pk: int) -> HttpResponse:
    """A voucher more, with its picture."""
    application, found = _open(request, pk)
    return _voucher_page(request, application, found, None)


@login_required
@forms_page
def voucher(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Changing a voucher."""
    application, found = _open(request, pk)
    kept = get_object_or_404(found.vouchers.select_related("paper", "proof"), number=number)
    return _voucher_page(request, application, found, kept)


@login_required
@forms_page
def drop_voucher(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Taking a voucher off the list, after a second look."""
    application, found = _open(request, pk)
    kept = get_object_or_404(found.vouchers.all(), number=number)
    dropped = actions.Dropped(proof=found, number=number)
    return second_look(
        request,
        lambda: actions.drop_voucher(dropped, actor=request.user),
        said=_("Der Beleg ist entfernt."),
        back=_back(application),
        heading=_("Beleg entfernen?"),
        lead=str(kept),
        submit=_("Beleg entfernen"),
        is_grave=True,
    )


@login_required
@require_safe
def voucher_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The picture of a voucher, as a download."""
    application = seen(request, pk)
    require(permissions.may_see_proof(request.user, application), needed=ACCOUNTING)
    kept = get_object_or_404(
        Voucher.objects.select_related("paper"), proof=reading.proof_of(application), number=number, paper__isnull=False
    )
    answered = storing.answer(kept.paper)
    return noted(answered, viewer=request.user, about=application.applicant or application, page="funding.proof")


def _write(request: HttpRequest, application: Application, found: ProofOfUse) -> HttpResponse:
    about, writer = reference(application), _writer(application)
    draft = keeping.find(DRAFT, person=writer, about=about)
    is_sent = request.method == "POST"
    form = _form(application, found, request.POST if is_sent else keeping.as_posted(draft) or _earlier(application))
    if is_sent and "keep" in request.POST:  # without a script the draft is kept by a button
        keep = partial(keeping.keep, DRAFT, person=writer, about=about, post=request.POST)
        if one_step(request, keep, said=_("Der Entwurf ist gespeichert.")):
            return redirect("funding:proof", application.pk)
    elif is_sent and form.is_valid() and form.does(partial(_hand_in, request, application, form, draft)):
        keeping.discard(DRAFT, person=writer, about=about)
        messages.success(request, _("Der Verwendungsnachweis ist eingereicht. Danke."))
        return redirect(application)
    return page(
        request,
        "funding/write_proof.html",
        heading=_("Verwendungsnachweis"),
        application=application,
        proof=found,
        form=form,
        lines=_lines(application, found),
        returned=application.proofs.filter(number=found.number - 1).first(),
        accounting=reading.account_for(application),
        **_stand(application, found, form),
        may_hand_in=permissions.may_hand_in(request.user, application),
        draft=reverse("funding:save_proof", args=[application.pk]),
        draft_about=about,
        draft_version=draft.version if draft else 0,
        draft_shown=None if is_sent else draft,
    )


def _read(request: HttpRequest, application: Application, found: ProofOfUse) -> HttpResponse:
    is_handled = permissions.may_handle(request.user, application)
    check = reading.latest_check(found)
    is_known = check is not None and (is_handled or hasattr(application, "settlement"))
    marks = check.found if check is not None and is_known else rules.NO_MARKS
    said = found.said
    assert said is not None  # noqa: S101 - what is no draft was handed in
    answered = page(
        request,
        "funding/proof.html",
        heading=_("Verwendungsnachweis"),
        application=application,
        proof=found,
        said=said,
        vouchers=list(reading.vouchers_of(found)),
        calculation=reading.calculated(application, said, marks),
        paid=reading.paid(application),
        check=check if is_handled else None,
        is_final=hasattr(application, "settlement"),
    )
    return noted(answered, viewer=request.user, about=application.applicant or application, page="funding.proof")


def _voucher_page(
    request: HttpRequest, application: Application, found: ProofOfUse, kept: Voucher | None
) -> HttpResponse:
    form = VoucherForm(posted(request), request.FILES or None, plan=reading.plan_of(application), voucher=kept)
    if form.is_valid() and form.does(partial(_keep, request, found, form, kept)):
        messages.success(request, _("Der Beleg steht auf der Liste."))
        another = "another" in request.POST
        return redirect("funding:add_voucher" if another else "funding:proof", application.pk)
    return page(
        request,
        "funding/voucher.html",
        heading=_("Beleg hinzufügen") if kept is None else _("Beleg ändern"),
        application=application,
        voucher=kept,
        form=form,
        cancel_url=reverse("funding:proof", args=[application.pk]),
    )


def _keep(request: HttpRequest, found: ProofOfUse, form: VoucherForm, kept: Voucher | None) -> Voucher:
    file = form.cleaned_data["file"]
    receipt = actions.Receipt(
        proof=found,
        entry=form.entry,
        file=file or None,
        name=file.name if file else "",
        instead_of=kept.number if kept is not None else None,
    )
    return actions.keep_voucher(receipt, actor=request.user)


def _hand_in(request: HttpRequest, application: Application, form: ProofForm, draft: Draft | None) -> Application:
    """Hand in what was sent, unless somebody has gone on writing since the page was loaded."""
    if draft is not None and request.POST.get("draft_version", str(draft.version)) != str(draft.version):
        raise keeping.DraftMovedOn
    return actions.hand_in(application, actor=request.user, content=form.content)


def _accounted(request: HttpRequest, pk: int) -> Application:
    application = seen(request, pk)
    require(permissions.may_account(request.user, application), needed=ACCOUNTING)
    return application


def _open(request: HttpRequest, pk: int) -> tuple[Application, ProofOfUse]:
    """The same with its proof, if it is still being written."""
    application = _accounted(request, pk)
    found = reading.proof_of(application)
    if found is None or not found.is_draft:
        raise Http404
    return application, found


def _writer(application: Application) -> Person:
    """Whose draft it is: of whoever applied; of the house where nobody has an account."""
    return application.writer or system("funding")


def _form(application: Application, found: ProofOfUse, data: Any) -> ProofForm:
    return ProofForm(data, plan=reading.plan_of(application), terms=application.terms, proof=found)


def _earlier(application: Application) -> QueryDict | None:
    """What the proof that was given back said, as if it had just been sent."""
    before = application.proofs.filter(returned_at__isnull=False).order_by("-number").first()
    if before is None or before.said is None:
        return None
    written = QueryDict(mutable=True)
    for name, values in as_written(before.said).items():
        written.setlist(name, values)
    return written


def _lines(application: Application, found: ProofOfUse) -> list[tuple[str, int, int, list[Voucher]]]:
    """The lines of the plan with what was planned and their vouchers; the rest last, where there is any."""
    if not found.has_vouchers:
        return []
    plan, vouchers = reading.plan_of(application), list(reading.vouchers_of(found))
    planned_sums = [*(one.cents for one in plan.expenses), 0]
    lines = zip(rules.line_titles(plan).items(), planned_sums, strict=True)
    rows = [(title, planned, [one for one in vouchers if one.line == number]) for (number, title), planned in lines]
    return [(title, planned, sum(one.cents for one in own), own) for title, planned, own in rows if planned or own]


def _stand(application: Application, found: ProofOfUse, form: ProofForm) -> dict[str, Any]:
    """What the grant comes to by what stands there, and what is missing; or what in it cannot be read."""
    if not form.is_bound or not form.is_valid():
        fields = [form[name] for name in form.errors if name in form.fields]
        return {"unread": [f"{field.label}: {error}" for field in fields for error in field.errors]}
    content, plan = form.content, reading.plan_of(application)
    if found.has_vouchers:
        content = content.with_vouchers(reading.entries_of(found), plan)
    return {
        "calculation": reading.calculated(application, content) if _says_something(content) else None,
        "lacks": rules.proof_problems(content, plan, level=ProofLevel(found.level)),
        "paid": reading.paid(application),
    }


def _says_something(content: ProofContent) -> bool:
    return any(content.spent)


def _back(application: Application) -> Crumb:
    return Crumb(_("Verwendungsnachweis"), reverse("funding:proof", args=[application.pk]))
