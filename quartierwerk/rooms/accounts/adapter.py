"""What libraries ask this room: allauth who joins and what a mail looks like, Django who sits at a device."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import get_user
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.limits.counting import address_of
from quartierwerk.foundation.mail.post import post
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Device, Person

MAILS = {
    "login_code": "accounts/mail/sign_in_code.txt",
    "email_confirmation": "accounts/mail/address_code.txt",
    "email_confirmation_signup": "accounts/mail/address_code.txt",
    "account_already_exists": "accounts/mail/known_address.txt",
    "unknown_account": "accounts/mail/unknown_address.txt",
    "totp_activated": "accounts/mail/second_factor_added.txt",
    "webauthn_added": "accounts/mail/second_factor_added.txt",
    "totp_deactivated": "accounts/mail/second_factor_removed.txt",
    "webauthn_removed": "accounts/mail/second_factor_removed.txt",
    "recovery_codes_generated": "accounts/mail/recovery_codes.txt",
}
"""allauth's names of mails and our templates; what is not named here cannot be sent by mistake."""


class AccountAdapter(DefaultAccountAdapter):
    """Lets people join through the door, writes to them in German or English, and says no in our words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Dieses Konto ist gesperrt."),
        "incorrect_code": _("Dieser Code stimmt nicht. Bitte vergleichen Sie ihn mit der Mail."),
        "too_many_login_attempts": _("Das waren zu viele Versuche. Bitte fordern Sie später einen neuen Code an."),
        "rate_limited": _("Bitte warten Sie einen Augenblick, bevor Sie einen weiteren Code anfordern."),
        "email_taken": _("Mit dieser Adresse geht das hier nicht."),
    }

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """A visitor who signs up becomes a person through the same verb as everybody else."""
        user.email = form.cleaned_data["email"]
        user.language = language()
        return actions.join(user, actor=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address, as the house's own rate limits see it."""
        return address_of(request)

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign somebody in, and note the device at once, so that it can be signed out from another one."""
        super().login(request, user)
        _note_device(request, user, at=clock.now())

    def logout(self, request: HttpRequest) -> None:
        """Sign somebody out, which also ends the errand they are on."""
        if request.user.is_authenticated and request.user.errand is not None:
            actions.end_errand(request.user.errand, actor=request.user)
        super().logout(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """After signing in, people without a name are asked for it; the others go on."""
        return resolve_url("accounts:profile") if not request.user.name else super().get_login_redirect_url(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Whoever is new says their name first."""
        return resolve_url("accounts:profile")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mails about signing in are this room's own, posted like all others and wiped once they are sent."""
        addresses = {
            "sign_in_url": self._page("account_request_login_code"),
            "sign_up_url": self._page("account_signup"),
            "security_url": self._page("mfa_index"),
        }
        post(
            MAILS[template_prefix.rsplit("/", 1)[-1]],
            to=email,
            language=language(),
            context={"code": context.get("code", "")} | addresses,
            is_secret=True,
        )

    def send_account_already_exists_mail(self, email: str) -> None:
        """Somebody tried to join with an address we know; its owner is told, the visitor is not."""
        self.send_mail("account/email/account_already_exists", email, {})

    def _page(self, name: str) -> str:
        return f"{settings.SITE_URL}{reverse(name)}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """How passkeys and codes name this house, and how their secrets are kept."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Das hat nicht geklappt. Bitte versuchen Sie es mit einem neuen Code noch einmal."),
        "unverified_email": _("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse."),
        "cannot_generate_recovery_codes": _("Notfallcodes gibt es erst zu einem zweiten Faktor."),
    }

    def get_totp_issuer(self) -> str:
        """The name under which an app lists the account."""
        return f"Quartierwerk {house().title}".rstrip()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The house as passkeys know it: by the host of its address, whatever a request claims."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "", "name": self.get_totp_issuer()}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        """What a passkey is called until its owner says otherwise: by its number."""
        return str(_("Passkey %(number)s")) % {"number": len(queries.passkeys(user)) + 1}

    def encrypt(self, text: str) -> str:
        """The secrets of apps and recovery codes are worth nothing without the installation's own secret."""
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The reverse of ``encrypt``."""
        return _safe().decrypt(encrypted_text.encode()).decode()


def _safe() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second-factor|{settings.SECRET_KEY}".encode()).digest()))


class Backend(AuthenticationBackend):
    """Brings back the person of a session; rights in the office wait until the session shows a second factor."""

    def get_user(self, user_id: int) -> Person | None:
        """The person, held back; ``Presence`` lets go of them."""
        person = super().get_user(user_id)
        if person is not None:
            person.has_shown_second_factor = False
        return person


ERRAND = "accounts_errand"
"""Where a session keeps the number of the errand on which its person is; it goes with the session."""
SEEN, SEEN_EVERY = "accounts_seen", timedelta(minutes=10)


class Presence:
    """Middleware: believes a session what it has shown, notes the device, leads to the second factor who lacks it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _somebody(request))
        response = self.get_response(request)
        # A page that did not ask who is there must not begin to depend on it.
        if not request.session.accessed or SESSION_KEY not in request.session or not request.user.is_authenticated:
            return response
        at = clock.now()
        seen = datetime.fromtimestamp(request.session.get(SEEN, 0), UTC)
        if at - seen > SEEN_EVERY:
            _note_device(request, request.user, at=at)
        if response.status_code == 403 and request.user.is_held_back:
            return _to_the_second_factor(request)
        return response


def has_shown_second_factor(request: HttpRequest, person: Person) -> bool:
    """This session was opened or confirmed with a passkey, an app's code or a recovery code."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, person))


def _somebody(request: HttpRequest) -> Any:
    somebody = get_user(request)
    if somebody.is_authenticated and not somebody.has_shown_second_factor:
        somebody.has_shown_second_factor = has_shown_second_factor(request, somebody)
    if somebody.is_authenticated and (key := request.session.get(ERRAND)):
        somebody.errand = queries.open_errand(somebody, key=key)
        if somebody.errand is None:
            del request.session[ERRAND]
            said = _("Der Auftrag ist abgelaufen. Was Sie seitdem tun, steht wieder unter Ihrem eigenen Namen.")
            messages.warning(request, said, fail_silently=True)
    return somebody


def _note_device(request: HttpRequest, person: Person, *, at: datetime) -> None:
    if not request.session.session_key:
        request.session.save()
    agent = request.headers.get("User-Agent", "")
    Device.objects.seen(person, session_key=request.session.session_key, agent=agent, at=at)
    request.session[SEEN] = at.timestamp()


def _to_the_second_factor(request: HttpRequest) -> HttpResponse:
    """Where somebody sets one up, or shows the one they have and has not been asked for in this session."""
    name = "mfa_reauthenticate" if queries.second_factors(request.user) else "mfa_index"
    return redirect_to_login(request.get_full_path(), reverse(name))
