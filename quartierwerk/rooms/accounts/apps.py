"""Wiring of accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Persons and roles."""

    name = "quartierwerk.rooms.accounts"
    label = "accounts"
    verbose_name = _("Personen und Rollen")
