"""What allauth asks this room: who joins, what a mail looks like, where a request comes from."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.limits.counting import address_of
from quartierwerk.rooms.accounts import actions
from quartierwerk.rooms.accounts.models import Person


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

    def format_email_subject(self, subject: str) -> str:
        """The subject stands for itself."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mails know where to sign in and where to join."""
        sign_in = self.request.build_absolute_uri(reverse("account_request_login_code"))
        super().send_mail(template_prefix, email, {"sign_in_url": sign_in} | context)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Somebody tried to join with an address we know; its owner is told, the visitor is not."""
        self.send_mail("account/email/account_already_exists", email, {})
