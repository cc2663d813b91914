"""Wiring of accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Persons and roles."""

    name = "quartierwerk.rooms.accounts"
    label = "accounts"
    verbose_name = _("Personen und Rollen")

    def ready(self) -> None:
        from quartierwerk.foundation.house import words
        from quartierwerk.foundation.ui.links import Link, register

        words.register("office", one=_("Stabsstelle"), many=_("Stabsstellen"))
        register(Link(label=_("Mein Konto"), url_name="accounts:profile", where="mine", order=90, icon="user"))
