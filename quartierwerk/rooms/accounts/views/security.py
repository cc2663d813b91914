"""The second factor: allauth's pages, and what they leave behind; and where somebody is signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.mfa.base.views import index, reauthenticate
from allauth.mfa.recovery_codes.views import download_recovery_codes, generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from allauth.mfa.webauthn.views import add_webauthn, reauthenticate_webauthn, remove_webauthn
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts import actions, queries

View = Callable[..., HttpResponse]


def _noted(view: View) -> View:
    """After a step of allauth's that changes the second factor: note it, and sign out all other devices."""

    @login_required
    @never_cache
    @wraps(view)
    def noting(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, **arguments)
        person = request.user
        with transaction.atomic():
            before = {factor.pk: factor for factor in queries.second_factors(person)}
            answer = view(request, **arguments)
            after = {factor.pk: factor for factor in queries.second_factors(person)}
            for pk in before.keys() ^ after.keys():
                factor, is_new = (before | after)[pk], pk in after
                key = request.session.session_key
                actions.note_factor(person, actor=person, kind=factor.type, is_new=is_new, keep=key)
                if is_new:  # whoever sets it up holds it in their hands
                    record_authentication(request, person, "mfa", id=pk, type=factor.type, reauthenticated=True)
        if before and not after:
            request.session.pop(AUTHENTICATION_METHODS_SESSION_KEY, None)
        return answer

    return noting


@login_required
def security(request: HttpRequest) -> HttpResponse:
    answer = index(request)
    answer.context_data["resets"] = [reset for reset in [queries.waiting_reset(request.user)] if reset]
    return answer


set_up_app = _noted(activate_totp)
remove_app = _noted(deactivate_totp)
add_passkey = _noted(add_webauthn)
remove_passkey = _noted(remove_webauthn)
recovery_codes = login_required(view_recovery_codes)
recovery_file = login_required(download_recovery_codes)
new_recovery_codes = login_required(generate_recovery_codes)
confirm = login_required(reauthenticate)
confirm_by_passkey = login_required(reauthenticate_webauthn)


@login_required
@never_cache
def devices(request: HttpRequest) -> HttpResponse:
    here = request.session.session_key
    return page(request, "accounts/devices.html", devices=queries.devices_of(request.user), here=here)


@login_required
@require_POST
def sign_out(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    actions.sign_out(request.user, actor=request.user, keep=request.session.session_key, device=pk)
    messages.success(request, _("Abgemeldet. Wer dort weitermachen will, muss sich neu anmelden."))
    return redirect("accounts:devices")
