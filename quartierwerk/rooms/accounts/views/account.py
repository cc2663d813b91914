"""One's own name, language and address; signing in and out is allauth's, under our routes and in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.internal.cryptokit import compare_user_code
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.limits.counting import DAY, limit
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.lists import page_of
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.forms import AddressForm, NewAddressCodeForm, PersonForm

PENDING = "accounts_new_address"
CODE_SECONDS, CODE_TRIES = 900, 3
MOST_CODES_A_DAY = 5
HISTORY_SIZE = 30


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    person = request.user
    form = PersonForm(posted(request), initial={"name": person.name, "language": person.language})
    if form.is_valid() and form.does(lambda: actions.edit(person, actor=person, **form.cleaned_data)):
        messages.success(request, _("Ihre Angaben sind gespeichert."))
        return redirect("accounts:profile")
    return page(
        request,
        "accounts/profile.html",
        heading=_("Mein Konto"),
        form=form,
        roles=queries.roles_of(person),
        deputyships=queries.deputyships_of(person),
    )


@login_required
@never_cache
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """What was done to one's own account and in one's own name; nobody sees another one's."""
    steps = queries.History(request.user, at=clock.now())
    shown = page_of(request, steps, size=HISTORY_SIZE)
    return page(request, "accounts/history.html", heading=_("Verlauf"), page=shown)


@login_required
@never_cache
@reauthentication_required(app="allauth.mfa")
def address(request: HttpRequest) -> HttpResponse:
    """Ask for the new address and mail it a code; the answer is the same whether somebody has it already."""
    form = AddressForm(posted(request))
    if form.is_valid() and form.does(lambda: _mail_code(request, form.cleaned_data["email"])):
        return redirect("accounts:confirm_address")
    return page(request, "accounts/address.html", heading=_("Adresse ändern"), form=form)


@login_required
@never_cache
def confirm_address(request: HttpRequest) -> HttpResponse:
    """Take the code from the new mailbox, and change the address."""
    pending: dict[str, Any] | None = request.session.get(PENDING)
    if pending is None or pending["until"] < clock.now().timestamp():
        request.session.pop(PENDING, None)
        return redirect("accounts:address")
    form = NewAddressCodeForm(posted(request))
    if form.is_valid():
        if compare_user_code(actual=form.cleaned_data["code"], expected=pending["code"]) and pending["code"]:
            return _change(request, pending["email"])
        pending["tries"] -= 1
        request.session[PENDING] = pending
        if pending["tries"] <= 0:
            del request.session[PENDING]
            messages.error(request, _("Der Code war dreimal falsch. Nichts ist geändert; beginnen Sie bitte neu."))
            return redirect("accounts:address")
        form.add_error("code", _("Dieser Code stimmt nicht. Bitte vergleichen Sie ihn mit der Mail."))
    heading = _("Neue Adresse bestätigen")
    return page(request, "accounts/confirm_address.html", heading=heading, form=form, email=pending["email"])


def _mail_code(request: HttpRequest, email: str) -> None:
    """Mail a code to the new address, or to somebody who has it already that nothing came of it."""
    person = request.user
    limit(f"new-address:{person.pk}", most=MOST_CODES_A_DAY, seconds=DAY, field="email")
    code = get_adapter().generate_email_verification_code()
    is_taken = queries.is_address_taken(email)
    template = "accounts/mail/address_taken.txt" if is_taken else "accounts/mail/new_address_code.txt"
    post(template, to=email, language=person.language, context={} if is_taken else {"code": code}, is_secret=True)
    until = clock.now().timestamp() + CODE_SECONDS
    request.session[PENDING] = {
        "email": email,
        "code": "" if is_taken else code,
        "until": until,
        "tries": CODE_TRIES,
    }


def _change(request: HttpRequest, email: str) -> HttpResponse:
    del request.session[PENDING]
    key, said = request.session.session_key, _("Sie melden sich jetzt mit der neuen Adresse an.")
    is_done = one_step(
        request, lambda: actions.change_address(request.user, actor=request.user, email=email, keep=key), said=said
    )
    return redirect("accounts:profile" if is_done else "accounts:address")
