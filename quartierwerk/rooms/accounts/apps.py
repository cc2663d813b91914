"""Wiring of accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Persons and roles."""

    name = "quartierwerk.rooms.accounts"
    label = "accounts"
    verbose_name = _("Personen und Rollen")

    def ready(self) -> None:
        from quartierwerk.foundation.ui.links import Link, register

        register(
            Link(label=_("Mein Konto"), url_name="accounts:profile", where="mine", order=90, icon="user"),
            Link(
                label=_("Zweiten Faktor einrichten"),
                url_name="mfa_index",
                where="mine",
                order=1,
                icon="warning",
                may=lambda person: person.is_authenticated and person.is_held_back,
            ),
        )
