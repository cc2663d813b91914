"""What allauth asks this room: who joins, what a mail looks like, where a request comes from."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.limits.counting import address_of
from quartierwerk.foundation.mail.post import post
from quartierwerk.rooms.accounts import actions
from quartierwerk.rooms.accounts.models import Person

MAILS = {
    "login_code": "accounts/mail/sign_in_code.txt",
    "email_confirmation": "accounts/mail/address_code.txt",
    "email_confirmation_signup": "accounts/mail/address_code.txt",
    "account_already_exists": "accounts/mail/known_address.txt",
    "unknown_account": "accounts/mail/unknown_address.txt",
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
        user.language = (get_language() or "de")[:2]
        return actions.join(user, actor=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address, as the house's own rate limits see it."""
        return address_of(request)

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
        }
        post(
            MAILS[template_prefix.rsplit("/", 1)[-1]],
            to=email,
            language=(get_language() or "de")[:2],
            context={"code": context.get("code", "")} | addresses,
            is_secret=True,
        )

    def send_account_already_exists_mail(self, email: str) -> None:
        """Somebody tried to join with an address we know; its owner is told, the visitor is not."""
        self.send_mail("account/email/account_already_exists", email, {})

    def _page(self, name: str) -> str:
        return f"{settings.SITE_URL}{reverse(name)}"
